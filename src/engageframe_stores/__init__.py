"""Where is a journal kept? In one SQLite file (``files``), or in memory.

All stores share the chain and pass one suite; SQLite is loaded when a file is opened, not before.
"""

from engageframe_stores.files import open_store
from engageframe_stores.memory import MemoryStore

__all__ = ["MemoryStore", "open_store"]
