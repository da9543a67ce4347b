"""Which doors are there?"""

from typing import Final

from tests.fuzz import files, records
from tests.fuzz.knocking import Door

__all__ = ["DOORS"]

DOORS: Final[dict[str, Door]] = {
    door.name: door for door in (*files.DOORS, *records.DOORS)
}
