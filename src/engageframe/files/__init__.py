"""How does an engagement become a file that people write, and such a file an engagement?"""

from engageframe.files.reading import read
from engageframe.files.writing import Export, write

__all__ = ["Export", "read", "write"]
