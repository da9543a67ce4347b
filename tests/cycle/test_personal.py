"""Do the rules about personal data fire when they should, and only then?"""

import pytest

from engageframe import (
    Attendee,
    CommitmentKept,
    CommitmentMade,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Lesson,
    Objective,
    Statement,
    Verdict,
    Waiver,
    moment,
)
from engageframe_cycle import Cycle, Settings


def statement(text, about="maria", basis="observed", by="tom", **more):
    """Give a statement, as it was learned in March."""
    return Statement(about=about, text=text, basis=basis, by=by, **more), "2026-03-02"


CONSENT = statement("You may note that", basis="said", by="maria", topic="consent")


def rules(check, *told, **more):
    """Give the rules about data that were broken."""
    return [rule for rule, _ in check(*told, **more) if rule.startswith("DAT")]


@pytest.mark.parametrize(
    "text",
    [
        "She is pregnant, so we meet by video.",
        "He's a devout Catholic",
        "Maria is openly gay.",
        "was diagnosed with diabetes",
        "He had a stroke in May",
        "HIV-positive since 2019",
        "The shop steward of her plant",
        "Trade union members",
        "ethnic background: asked",
        "We keep her fingerprints",
        "goes to church on Fridays",
        "on sick leave until May",
    ],
)
def test_dat001_speaks_of_a_person(check, text):
    """A text that speaks of somebody's health, belief, origin or love life is found."""
    assert rules(check, statement(text)) == ["DAT001"]


@pytest.mark.parametrize(
    "text",
    [
        "A health check of the network",
        "The third party is late; the union of both sets",
        "European Union member states decide in May",
        "The port is disabled and the bus is straight",
        "She works for a Catholic school",
        "Acme is a Catholic school",
        "A stroke of luck in a race against time",
        "he had stroke of luck",
        "She had a stroke of pure genius",
        "The market is depressed",
        "The diagnosis of the fault took two days",
        "Converted to PDF by Christian",
        "jewellery and muslin",
        "the biopsy scanner of the cancer ward",
        "Their black box has a white label",
    ],
)
def test_dat001_leaves_ordinary_business_alone(check, text):
    """Words that only look alike, or speak of things, are not found."""
    assert rules(check, statement(text)) == []


def test_dat001_says_the_word_and_whom(look):
    """The finding names the word that matched and the person, and cites the record."""
    view = look(statement("She is pregnant"))
    (found,) = [one for one in Cycle().engageframe_check(view) if one.rule == "DAT001"]
    assert found.says == 'it says "is pregnant", about Maria Lopez, and no consent is recorded'
    assert view.has_record(found.evidence[0])


def test_dat001_consent_of_the_person_opens_it(check):
    """A statement with the topic consent, said by the person, allows it."""
    assert rules(check, statement("She is pregnant"), CONSENT) == []


@pytest.mark.parametrize(
    "consent",
    [
        statement("They do not mind", basis="inferred", by="maria", topic="consent"),
        statement("She does not mind", basis="said", by="tom", topic="consent"),
        statement("Yes", basis="said", by="maria", topic="consents"),
        statement("Yes", basis="said", by="maria", topic="consent", until=moment("2026-03-30")),
    ],
    ids=["inferred", "said by another", "another topic", "over"],
)
def test_dat001_other_words_are_no_consent(check, consent):
    """Consent is said or confirmed by the person, about that, and not over."""
    assert "DAT001" in rules(check, statement("She is pregnant"), consent)


def texts(text):
    """Give each kind of record with the text in one of its fields."""
    there = (Attendee(person="maria"), Attendee(person="tom"), Attendee(organization="acme"))
    aim = {"id": "a", "owner": "maria", "kind": "understand"}
    plan = {"id": "call", "scheduled": moment("2026-04-01"), "attendees": there}
    review = {"id": "call", "outcome": "done", "evidence": ("x",)}
    return {
        "subject": EncounterHeld(id="call", attendees=there, subject=text),
        "answer": EncounterHeld(id="call", attendees=there, answers=("no", text)),
        "purpose": EncounterPlanned(**plan, purpose=text),
        "question": EncounterPlanned(**plan, questions=(text,)),
        "objective": EncounterPlanned(**plan, objectives=(Objective(text=text, **aim),)),
        "measure": EncounterPlanned(**plan, objectives=(Objective(text="t", measure=text, **aim),)),
        "action": EncounterReviewed(**review, client_actions=(text,)),
        "verdict": EncounterReviewed(
            **review, verdicts=(Verdict(objective="a", reached=True, note=text),)
        ),
        "promise": CommitmentMade(id="note", promisor="tom", promisee="maria", what=text),
        "note": CommitmentKept(id="note", note=text),
        "lesson": Lesson(id="lesson", text=text),
        "waiver": Waiver(rule="PDR001", reason=text),
    }


@pytest.mark.parametrize("field", sorted(texts("x")))
def test_dat001_reads_every_free_text(check, field):
    """Whatever record the text stands in, it is read."""
    body = texts("Maria is pregnant")[field]
    assert "DAT001" in rules(check, (body, "2026-03-06"))


def test_dat001_reads_imported_texts(check):
    """What came in from another system is ours to care for."""
    body = texts("Maria is pregnant")["subject"]
    assert rules(check, (body, "2026-03-06", "log:7")) == ["DAT001"]


@pytest.mark.parametrize(
    ("field", "broken"), [("subject", []), ("promise", []), ("lesson", ["DAT001"])]
)
def test_dat001_consent_needs_a_person_in_the_record(check, field, broken):
    """Their consent covers a record that names them, not a text about nobody in particular."""
    body = texts("Maria is pregnant")[field]
    assert rules(check, CONSENT, (body, "2026-03-06")) == broken


def test_dat001_takes_words_from_the_settings(check):
    """Own words stand beside the list or instead of it; none at all finds nothing."""
    german, english = statement("Sie ist SCHWANGER."), statement("She is pregnant")
    more, only = Settings(more_special_words=("schwanger",)), Settings(special_words=("schwanger",))
    assert rules(check, german, english) == ["DAT001"]
    assert rules(check, german, english, settings=more) == ["DAT001", "DAT001"]
    assert rules(check, english, settings=only) == []
    assert rules(check, english, german, settings=Settings(special_words=(" ",))) == []


def test_dat002_a_statement_by_nobody_known(check):
    """Words of somebody whom no record names break DAT002."""
    assert rules(check, statement("Likes mornings", by="someone")) == ["DAT002"]
    assert rules(check, statement("Likes mornings", by="tom")) == []


@pytest.mark.parametrize(
    ("happened", "until", "stale"),
    [
        ("2025-03-31", None, False),
        ("2025-03-30", None, True),
        ("2025-03", None, False),
        ("2025-02", None, True),
        ("2024", None, True),
        ("2024-01-01", "2026-12", False),
        ("2026-03-01", "2026-03-30", True),
        ("2026-03-01", "2026-03", False),
    ],
)
def test_dat003_what_was_learned_long_ago(check, happened, until, stale):
    """A statement expires after twelve months, or at its own end if it has one."""
    body, _ = statement("Likes mornings", until=until and moment(until))
    assert rules(check, (body, happened)) == (["DAT003"] if stale else [])


def test_dat003_takes_its_months_from_the_settings(check):
    """With one month allowed, five weeks are too old."""
    body, _ = statement("Likes mornings")
    found = rules(check, (body, "2026-02-20"), settings=Settings(personal_expiry_months=1))
    assert found == ["DAT003"]


def test_dat004_what_they_may_not_see(check):
    """A statement that is not to be shown to the person breaks DAT004."""
    assert rules(check, statement("Slow to decide", showable=False)) == ["DAT004"]


@pytest.mark.parametrize(
    "text",
    [
        "rating 4/10",
        "Score: 7",
        "I would say 3 out of 5",
        "graded 2",
        "Rated at 3.5, by all of us",
        "Rated as a 4 for patience",
        "I rate her with 6",
        "We rated Maria Lopez 4/10.",
        "A score of 7 on patience",
        "She scored 7 out of 10.",
        "She's a 4/10",
        "We gave them 3/5, no more",
        "4/5 stars",
        "Gets 3 out of 5 points",
        "rating: 4\nSpeaks French",
    ],
)
def test_dat005_a_grade_for_a_person(check, text):
    """A number that somebody gives a person of theirs breaks DAT005."""
    assert rules(check, statement(text)) == ["DAT005"]


@pytest.mark.parametrize(
    "text",
    [
        "Wants to meet on 3/5.",
        "Had 3 out of 5 radios working.",
        "Her team scored 3 goals.",
        "Says the rate is 5 percent.",
        "She would say 3 out of 5 radios work",
        "Rates us 7/10",
        "Rated the demo 4/10",
        "The pump is rated at 16.5 amps",
        "Graded 2 papers",
        "Teaches grade 5, at pay grade: 7",
        "The score was 3:1",
        "The score is 5%",
        "Rated 3/5/2026",
        "Agreed with 3 out of 5 points",
        "It is a 3/5 split",
        "Rating 2nd",
    ],
)
def test_dat005_leaves_dates_and_counts_alone(check, text):
    """A number that counts or dates something grades nobody, and closes no gate."""
    assert rules(check, statement(text)) == []


@pytest.mark.parametrize(
    "told",
    [
        statement("rates us 7/10", basis="said", by="maria"),
        statement("rating 4/10", about="tom"),
        statement("scores of projects, 24/7, 3 in 2026"),
        statement("rating 4/10", about="acme"),
    ],
    ids=["their own words", "one of ours", "no grade", "an organization"],
)
def test_dat005_is_silent(check, told):
    """Their own grades, and numbers that grade nobody, are no fault."""
    assert rules(check, told) == []


@pytest.mark.parametrize("about", ["acme", "north"])
def test_organizations_are_no_people(check, about):
    """A statement about an organization or the engagement is not personal."""
    body, _ = statement("Old", about=about, by="someone", showable=False)
    assert rules(check, (body, "2020")) == []
