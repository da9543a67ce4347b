"""Which doors are there?"""

from typing import Final

from tests.fuzz import commands, files, guests, records, sealed, stores
from tests.fuzz.knocking import Door

__all__ = ["DOORS"]

_ROOMS: Final = (files, records, stores, sealed, commands, guests)
DOORS: Final[dict[str, Door]] = {door.name: door for room in _ROOMS for door in room.DOORS}
