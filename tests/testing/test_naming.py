"""Is it known whom a word means, and who may be proposed for?"""

import pytest

from engageframe import (
    Attendee,
    CommitmentMade,
    EncounterHeld,
    Engagement,
    Organization,
    Person,
    Stakeholder,
)
from engageframe.testing import History
from engageframe.testing.naming import Meaning, named

MADE = {"what": "the note", "promisor": "ana", "promisee": "eve"}
TOLD = History.of(
    (Organization(id="acme", name="Acme Ltd"), "2026-01-05"),
    (Person(id="ana", name="Ana Novak"), "2026-01-05"),
    (Person(id="maria", name="Maria Weber"), "2026-01-05"),
    (Stakeholder(who="ana", side="ours"), "2026-01-05"),
    (Stakeholder(who="maria", side="client"), "2026-01-05"),
    (EncounterHeld(id="ana", attendees=(Attendee(person="ana"),)), "2026-01-06"),
    (CommitmentMade(id="tom", **MADE), "2026-01-06"),
    (CommitmentMade(id="call-maria", **MADE), "2026-01-06"),
)
WORDS = {
    "maria": "maria",
    "person:maria": "maria",
    "ease.of+MARIA": "maria",
    "maria-weber": "maria",
    "score-of-Maria.Weber": "maria",
    "of:eve": "eve",
    "ana": "",
    "acme": "",
    "rollout": "",
    "promise:tom": "",
    "promise:call-maria": "",
    "ana:maria": "",
    "mariana": "",
    "steven": "",
}


@pytest.mark.parametrize("word", WORDS)
def test_it_is_known_whom_a_word_means(word: str) -> None:
    """A whole id or name of theirs means them; a deed called alike and a pair with ours do not."""
    assert Meaning(TOLD.view(), TOLD).of(word) == WORDS[word]


def test_proposals_are_for_people_and_organizations() -> None:
    """Who is described, or stands in a field of people, is named; a side or a deed is not."""
    assert named(TOLD.view(), TOLD) == {"acme", "ana", "eve", "maria"}


def test_an_engagement_without_a_client_stands_for_whoever_it_may_be() -> None:
    """Its id is named as long as the client is not."""
    nobody = TOLD.tell(Engagement(id="rollout", name="Work"), TOLD.as_of)

    assert "rollout" in named(nobody.view(), nobody)
