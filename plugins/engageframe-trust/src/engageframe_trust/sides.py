"""Who stands on which side, and what is said of whom no account can take?"""

import re
from collections.abc import Collection, Mapping
from typing import Final

from engageframe_trust.books import Pair
from engageframe_trust.dealings import Dealings, NotBooked
from engageframe_trust.gathering import Seen, Told

__all__ = ["Sides"]


_ERASED: Final = re.compile(r"erased-[1-9][0-9]*")
"""The word that stands in the place of somebody who was erased, whose side went with them."""


class Sides:
    """Knows who is who while facts are sorted, and remembers what is left out.

    Attributes:
        found: what was sorted so far.
        ours: the persons of ours.
        theirs: the persons of all other sides.
    """

    def __init__(
        self, told: Told, sides: Mapping[str, str], organizations: Collection[str]
    ) -> None:
        """Learn the sides, and which ids are no persons."""
        self.told = told
        self.found = Dealings()
        self.firms = organizations
        self.ours = {who for who, side in sides.items() if side == "ours"} - {*organizations}
        self.theirs = {who for who, side in sides.items() if side != "ours"} - {*organizations}
        self.sides = sides

    def pair(self, ours: str, theirs: str) -> Pair | None:
        """Give the pair, if one is of ours and the other a person of theirs."""
        return (ours, theirs) if ours in self.ours and theirs in self.theirs else None

    def beside(self, who: str, theirs: str) -> bool:
        """Tell whether somebody stands on the side of a person of theirs, and may speak for it.

        Who was erased may, as they could before: nobody else's account changes by it.
        """
        if who in self.theirs:
            return self.sides[who] == self.sides[theirs]
        return self.erased(who)

    def erased(self, who: str) -> bool:
        """Tell whether a word stands in the place of somebody who was erased."""
        return who not in self.sides and _ERASED.fullmatch(who) is not None

    def may_be_ours(self, who: str) -> bool:
        """Tell whether somebody is of ours, a firm of ours, or nobody said where they stand."""
        return self.sides.get(who, "ours") == "ours"

    def leave_out(
        self, record: str, about: str, says: str, remedy: str, *, impersonal: bool = False,
        imported: bool = False, aside: bool = False,
    ) -> None:  # fmt: skip
        """Remember what no account takes; what is said of an imported promise is imported, too."""
        made = self.told.made.get(about)
        imported = imported or (made is not None and made.imported)
        self.found.not_booked.append(
            NotBooked(record, about, says, remedy, impersonal, imported, aside=aside)
        )

    def unplaced(self, who: str) -> bool:
        """Tell whether nobody said where a person stands, who was not erased."""
        return not (who in self.sides or who in self.firms or self.erased(who))

    def outsider(self, record: str, about: str, who: str, did: str, theirs: str) -> None:
        """Tell of what somebody did who may not speak for those to whom it was promised."""
        stands = "is nobody of theirs"
        if who in self.theirs:
            stands = f'stands on the side "{self.sides[who]}", not on that of "{theirs}"'
        remedy = f'name who of the side of "{theirs}" did it, or retract it'
        self.leave_out(record, about, f'"{who}" {did}, and {stands}', remedy)

    def not_for(self, record: str, about: str, who: str) -> None:
        """Tell of an acknowledgement by somebody for whom it was not."""
        says = f'"{who}" acknowledged it, and it was not given to them'
        self.leave_out(record, about, says, "name all to whom it was given: to")

    def unknown(self, record: str, about: str) -> None:
        """Tell of what speaks of something that nobody told."""
        says = f'there is no promise or deed "{about}" of ours'
        self.leave_out(record, about, says, "name one that was told")

    def said_again(self, one: Seen, before: str) -> None:
        """Tell of an acknowledgement of what another record acknowledged before."""
        says = f'"{one.by}" acknowledged it, and it was acknowledged before ({before})'
        self.leave_out(one.record, one.deed, says, "retract one of the two")

    def strangers(
        self, record: str, about: str, ours: str, theirs: str, *, imported: bool = False,
        wanted: bool = True, aside: bool = False,
    ) -> None:  # fmt: skip
        """Say why something is not between one of ours and a person of theirs.

        It need not be, unless it is ``wanted``: our people promise each other things as well.
        Of who was erased nothing can be told any more.
        """
        if self.erased(ours) or self.erased(theirs):
            return
        says, remedy = "", ""
        for one in (ours, theirs):
            if one in self.firms:
                says = f'"{one}" is an organization, and trust is held between persons'
                remedy = "name the person"
            elif one not in self.sides:
                says = f'nobody said on which side "{one}" stands'
                remedy = f"tell it: stakeholders: [{{who: {one}, side: client}}]"
            if says:
                break
        if wanted and not says:
            wrong = ours if ours not in self.ours else theirs
            says = f'"{wrong}" stands on the wrong side: "{self.sides[wrong]}"'
            remedy = "name first who of ours did it, then for whom of theirs"
        if says:
            self.leave_out(
                record, about, says, remedy, impersonal=True, imported=imported, aside=aside
            )
