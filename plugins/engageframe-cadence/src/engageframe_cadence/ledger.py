"""What is known of one view before anybody is told?"""

import hashlib
from collections import Counter
from functools import cached_property

from engageframe import Affiliation, Encounter, Engagement, View
from engageframe_cadence.keeping import (
    CadenceSettings,
    Standing,
    Touch,
    departed,
    expected,
    standings,
    touches,
)
from engageframe_cadence.ranking import Place, Row, rank_rows

__all__ = ["SHOWN", "Ledger", "clip", "many", "need"]

SHOWN = 5
"""How many records an answer names at most: the latest."""

_LONGEST_ID = 120
_LONGEST_NAME = 80


class Ledger:
    """The contacts, clocks and ranking of one view, each worked out when it is first asked for."""

    def __init__(self, view: View, settings: CadenceSettings) -> None:
        self.view = view
        self.settings = settings

    @cached_property
    def gone(self) -> frozenset[str]:
        """Give those who have left."""
        return departed(self.view)

    @cached_property
    def contacts(self) -> dict[str, tuple[Touch, ...]]:
        """Give the real contacts by outside party."""
        return touches(self.view, self.settings)

    @cached_property
    def expected(self) -> dict[str, Encounter]:
        """Give the next encounter that is planned with each outside party."""
        return expected(self.view, self.settings)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Give the clocks of all who have a rhythm."""
        return standings(self.view, self.contacts, self.settings)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Give whom to meet next, the likeliest to be met again first, without who has left.

        The numbers of a place order the meetings and are shown to nobody.
        """
        rows: dict[str, list[Row]] = {
            who: [(one.when.first, one.ours, one.group, one.evidence) for one in met]
            for who, met in self.contacts.items()
            if who not in self.gone or who in self.settings.people
        }
        return {place.who: place for place in rank_rows(rows, as_of=self.view.as_of.last)}

    @property
    def resting(self) -> bool:
        """Tell whether nobody is to be met now: the client ended it, or a pause was agreed."""
        record = self.view.latest(Engagement).get(self.view.engagement_id)
        if record is None or record.body.status == "active":
            return False
        until = record.body.until
        return record.body.status == "ended_by_client" or not (
            until and until.before(self.view.as_of)
        )

    def in_state(self, *states: str) -> list[Standing]:
        """Give the standings in some states, in the order of `places`, those never met last."""
        found = [one for one in self.standings if one.state in states]
        last = len(self.places) + 1
        return sorted(
            found, key=lambda one: (self.places[one.who].rank if one.touches else last, one.who)
        )

    def name(self, who: str) -> str:
        """Give a name, shortened, or the id when there is none."""
        return clip(self.view.name(who))

    def evidence(self, one: Standing) -> tuple[str, ...]:
        """Give the latest records of a party, or the one that made it a stakeholder."""
        latest = tuple(touch.evidence for touch in one.touches[-SHOWN:])
        return latest or (self.view.stakeholders[one.who].id,)

    def says(self, one: Standing) -> str:
        """Say in words where a clock stands, and which rhythm it is held against."""
        wish = f"wanted every {many(one.rhythm.days, 'day')}"
        wish += f", at worst {one.rhythm.days + one.rhythm.tolerance} ({one.because})"
        coming = self.expected.get(one.who)
        if coming is not None and coming.planned is not None:
            wish += f"; next planned for {coming.planned.scheduled}"
        if one.since is None:
            return f"never met, as far as was recorded; {wish}"
        low, high = one.since
        days = many(low, "day") if low == high else f"{low} to {high} days"
        return f"last met {one.touches[-1].when}, {days} ago; {wish}"

    def face(self, who: str) -> str:
        """Give whom to meet for a party: an organization has no time of its own, its people have.

        They are those on its side who belong to it; of the client, if there are none, those of
        whom it is not known where they belong. Of several, the one who was not met for longest.
        """
        view = self.view
        if who not in view.organizations:
            return who
        record = view.latest(Engagement).get(view.engagement_id)
        is_client = record is not None and record.body.client == who
        side = "client" if is_client else view.side(who)
        theirs = {one for one in view.stakeholders if view.side(one) == side}
        roles = [record.body for record in view.latest(Affiliation).values()]
        within = {role.person for role in roles
                  if role.organization == who and role.may_hold(view.as_of)}  # fmt: skip
        people = theirs & within
        if is_client and not people:
            people = theirs - {role.person for role in roles} - view.organizations.keys()
        return min(people, key=lambda one: (self._last_met(one), one), default=who)

    def _last_met(self, who: str) -> int:
        """Give the day on which a person was there in person last, 0 when never."""
        return max((one.when.last.toordinal() for one in self.contacts.get(who, ())), default=0)

    def parts(self, who: str) -> str:
        """Say in words what the order rests on, and neither a number of it nor a place in it."""
        return "; ".join(part.says for part in self.places[who].parts)

    def owner(self, one: Standing) -> str:
        """Give who of ours met them last; of several, the one who met them most often."""
        often = Counter(person for touch in one.touches for person in touch.ours)
        for touch in reversed(one.touches):
            if there := [person for person in touch.ours if person not in self.gone]:
                return min(there, key=lambda person: (-often[person], person))
        return ""


def need(who: str) -> str:
    """Name the need to meet somebody: the id of the proposal, and the subject of the findings."""
    id_ = f"meet:{who}"
    if len(id_) > _LONGEST_ID:
        id_ = f"{id_[: _LONGEST_ID - 9]}.{hashlib.sha256(who.encode()).hexdigest()[:8]}"
    return id_


def many(count: int, word: str) -> str:
    """Count in words."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def clip(text: str, longest: int = _LONGEST_NAME) -> str:
    """Put a text on one line and shorten it, so that what it is part of can be read."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 3].rstrip()}..."
