"""Which practices are at work here, and what does each of them answer?

The only room that knows pluggy; everybody else calls the typed methods of :class:`Host`.
"""

from engageframe.discovery import Found, find, named
from engageframe.practices.host import Host
from engageframe.practices.loading import Loaded

__all__ = ["Found", "Host", "Loaded", "find", "named"]
