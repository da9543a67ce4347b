"""Which doors are there?"""

from typing import Final

from tests.fuzz import commands, files, guests, records, stores
from tests.fuzz.knocking import Door

__all__ = ["DOORS"]

DOORS: Final[dict[str, Door]] = {
    door.name: door for room in (files, records, stores, commands, guests) for door in room.DOORS
}
