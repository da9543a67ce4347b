"""How does a table of another system become items, with every row accounted for?

This is the importer ``csv``; it is loaded only when it is named.
"""

from engageframe_csv.accounts import Flag, Imported, SetAside, harmless, write_set_aside
from engageframe_csv.reading import read

__all__ = ["Flag", "Imported", "SetAside", "harmless", "read", "write_set_aside"]
