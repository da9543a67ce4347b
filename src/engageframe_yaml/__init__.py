"""How does an engagement become a file that people write, and such a file an engagement?

These are the engagement files ``yaml``; the parser is loaded when a file is read.
"""

from engageframe_yaml.places import LARGEST
from engageframe_yaml.reading import read
from engageframe_yaml.writing import write

__all__ = ["LARGEST", "read", "write"]
