"""Does the practice keep the laws that every practice keeps?"""

from engageframe import Attendee, EncounterPlanned, Person, Stakeholder, moment
from engageframe.testing import History, PracticeContract
from engageframe_sme import Sme
from engageframe_sme.records import KINDS, Expert, Need, Topic

OURS, THEIRS = ("ana", "abe", "ada", "ali"), ("maria", "tom", "eve", "kim")
THERE = (Attendee(person="ana"), Attendee(person="maria"))
COMING = EncounterPlanned(id="review", scheduled=moment("2026-04-01"), attendees=THERE)
STORAGE = (Topic(name="storage"),)
TOLD = (
    *((Stakeholder(who=who, side="ours"), "2026-01-05") for who in OURS),
    *((Stakeholder(who=who, side="client"), "2026-01-05") for who in THEIRS),
    *((Person(id=who, name=who, languages=("en",)), "2026-01-05") for who in (*OURS, *THEIRS)),
    *((Expert(id=who, skills={"storage": 3}, capacity=9), "2026-01-05") for who in OURS),
    *((Need(id=f"n-{who}", person=who, topics=STORAGE), "2026-01-06") for who in THEIRS),
    (COMING, "2026-02-01"),
)


class TestSme(PracticeContract):
    """The contract, applied to ``sme``; drawn experts and needs never meet by chance."""

    practice = Sme
    scenes = (History.of(*TOLD, kinds=KINDS, as_of="2026-03-01"),)
