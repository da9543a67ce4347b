"""How do stores keep what a journal promises?

The chain, which all stores share, and the store in memory; others are asked for by name.
"""

from engageframe.stores.memory import MemoryStore

__all__ = ["MemoryStore"]
