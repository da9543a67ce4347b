"""Is the statement right, complete, and the same to the byte?"""

import datetime as dt
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import EngageframeError, Person, Retraction, moment
from engageframe_trust.answers import Statements
from engageframe_trust.gathering import TOLD
from engageframe_trust.kinds import BreakRepaired, FavourAsked, GaveBack
from engageframe_trust.ledger import Ledger
from engageframe_trust.pages import page
from engageframe_trust.policy import PolicyAdopted
from engageframe_trust.statement import statements
from engageframe_trust.words import day_of, trust


@pytest.fixture
def story(world):
    """Tell a bit of everything between Ana and Bo, and a meeting with Cy."""
    told = world().promise("note", "2031-01-05", "2031-02-05", weight=2)
    told.insight("i", "2031-02-01").kept("note", "2031-02-19").feedback("2031-03-01", -40)
    told.insight("j", "2031-02-25")
    told.promise("b", "2031-03-01").broken("b", "2031-03-20", told_before_due=True)
    told.tell(BreakRepaired(commitment="b", by="ana", fix="done", acknowledged_by="bo"),
              "2031-03-25")  # fmt: skip
    told.tell(FavourAsked(by="ana", of="bo", what="reference"), "2031-04-01")
    told.tell(GaveBack(by="bo", to="ana", what="reference"), "2031-04-09")
    told.promise("late", "2031-05-01", "2031-06-01").met("m", "2031-05-20", "ana", "bo", "cy")
    return told


def made(told, since=0):
    """Make all statements of a world."""
    return statements(told.ledger(), since=since, plugin="engageframe-trust 1")


def test_the_lines_add_up_from_the_opening_to_the_closing_balance(story):
    """Each running balance is the one before and the amount, and the last is what is read."""
    found = made(story)

    for one in found.statements:
        running = one.opening
        for entry in one.entries:
            running += entry.amount
            assert entry.balance == running
        assert running == one.closing == one.earned + one.interest - one.owed - one.spent


@given(st.integers(0, 166))
@settings(max_examples=40, deadline=None)
def test_a_statement_begins_where_the_one_before_ended(world_of_story, days):
    """The opening balance as of any day is the balance when its period began."""
    ledger = world_of_story.ledger()
    since = ledger.day - days
    one = statements(ledger, since=since, plugin="x").statements[0]
    whole = statements(ledger, since=0, plugin="x").statements[0]
    left = [entry for entry in whole.entries if entry not in one.entries]

    assert one.opening == (left[-1].balance if left else 0)
    assert [*left, *one.entries] == list(whole.entries)


def test_the_opening_balance_is_what_the_account_held_as_the_period_began(world_of_story):
    """What the end of the period before brought belongs to it."""
    ledger = world_of_story.ledger()
    day = ledger.timetable[0].boundary(ledger.day - 60)
    one = statements(ledger, since=day, plugin="x").statements[0]
    then = world_of_story.ledger(day_of(day).text)

    assert one.opening == then.reading(("ana", "bo")).balance
    assert one.entries[0].date > day_of(day).text


@pytest.fixture(scope="module")
def world_of_story(world):
    """Tell a promise a month, and gifts."""
    told = world()
    for month in range(1, 6):
        told.promise(f"p{month}", f"2031-0{month}-02", f"2031-0{month}-12")
        told.kept(f"p{month}", f"2031-0{month}-15").insight(f"i{month}", f"2031-0{month}-20")
    return told


def test_every_line_of_a_deed_names_its_record(story):
    """What has no record is what a period's end, or the day of the statement, brings."""
    found, view = made(story), story.view()

    for entry in found.statements[0].entries:
        derived = entry.says.startswith(("what was", "interest", "the favour asked", "promises"))
        assert view.has_record(entry.evidence) or (derived and not entry.evidence)


def test_what_happened_is_said_in_words(story):
    """Each kind of line once."""
    says = [entry.says for entry in made(story).statements[0].entries]

    for wanted in (
        "promised: a note (weight 2, due 2031-02-05)", "insight shared", "late: a note",
        "kept: a note", "blame", "broken: a b", "repaired: a b", "a favour asked: reference",
        "given back: reference (counted apart)", "met in person",
        "interest for continued investment", "interest forfeited: a promise was broken",
        "promises that are late (to date)", "what was earned fades", "what was owed heals",
        "the favour asked fades",
    ):  # fmt: skip
        assert wanted in says, wanted


def test_the_same_pins_give_the_same_bytes(story):
    """Another process, another order of asking: the same journal gives the same statement."""
    workspace = story.open()
    first = msgspec.json.encode(
        statements(Ledger(workspace.view(), lines=True), since=0, plugin="p")
    )
    ledger = Ledger(workspace.view(), lines=True)
    ledger.judgement(("ana", "cy"))

    assert msgspec.json.encode(statements(ledger, since=0, plugin="p")) == first


def test_a_statement_can_be_made_again_from_what_was_known_then(story):
    """A fact told later changes the statement of today, and not the one of what was known."""
    workspace = story.open(clock="2031-06-15T12:00+00:00")
    known = statements(Ledger(workspace.view(), lines=True), since=0, plugin="p")
    later = type(workspace)(
        workspace.journal, workspace.host, as_of=story.as_of,
        clock=lambda: dt.datetime(2031, 6, 16, tzinfo=dt.UTC),
    )  # fmt: skip
    record = later.view().records(Person)[0].id
    later.record(Retraction(record=record, reason="a slip"))
    now = statements(Ledger(later.view(), lines=True), since=0, plugin="p")
    again = type(workspace)(
        workspace.journal, workspace.host, as_of=story.as_of, known_at="2031-06-15"
    )
    then = statements(Ledger(again.view(), lines=True), since=0, plugin="p")

    assert now.pins.head != known.pins.head
    assert msgspec.structs.replace(then.pins, known_at="") == known.pins
    assert then.statements == known.statements
    first, *lines = page(then)
    said = f", as known at {then.pins.known_at}"
    assert said in first
    assert [first.replace(said, ""), *lines] == list(page(known))


def test_statements_survive_being_kept(story):
    """What is written as JSON is read as the same statement."""
    found = made(story)

    assert msgspec.json.decode(msgspec.json.encode(found), type=Statements) == found


def test_the_lens_survives_being_kept(story):
    """What was gathered is the same after it was packed and unpacked."""
    told = story.view().lens(TOLD)
    packed = msgspec.msgpack.encode(told, enc_hook=str)

    assert msgspec.msgpack.decode(
        packed, type=TOLD.state, dec_hook=lambda _, text: moment(text)
    ) == (told)


def test_erasing_a_person_leaves_every_other_account_unchanged(world):
    """Their bodies are destroyed in the journal; the statements of all others stay as they were."""
    told = world().tell(PolicyAdopted(name="p", period_days=20), "2031-03-01")
    told.promise("x", "2031-01-05", "2031-01-20").broken("x", "2031-02-01")
    told.insight("i", "2031-02-03", to="cy").insight("j", "2031-03-04", by="abe", to="cy")
    workspace = told.open()
    before = statements(Ledger(workspace.view(), lines=True), since=0, plugin="x").statements
    told_of_bo = [one.id for one in workspace.journal.read() if b'"bo"' in (one.body or b"")]
    workspace.journal.redact(told_of_bo)
    opened = type(workspace)(workspace.journal, workspace.host, as_of=told.as_of)
    after = statements(Ledger(opened.view(), lines=True), since=0, plugin="x").statements

    assert [one.theirs for one in before] == ["cy", "bo", "cy"]
    assert [one.theirs for one in after] == ["cy", "cy"]
    for one, other in zip([before[0], before[2]], after, strict=True):
        assert (one.entries, one.closing) == (other.entries, other.closing)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0.000"), (1, "0.000"), (-1, "0.000"), (500, "0.001"), (-500, "-0.001"),
     (1_234_567, "1.235"), (-1_999_600, "-2.000")],
)  # fmt: skip
def test_an_amount_is_written_with_three_digits(amount, text):
    """Rounded half away from nothing, and nothing has no sign."""
    assert trust(amount) == text


def run(told, *words, as_of=""):
    """Run a command of the practice, as the command line would."""
    from click.testing import CliRunner

    from engageframe_trust.commands import group

    return CliRunner().invoke(group(), words, obj=told.open(as_of), catch_exceptions=False).output


def test_the_statement_is_printed_like_a_banks(world):
    """Header, opening, lines with record, closing, what is open and what to expect."""
    told = world().promise("note", "2031-06-01", "2031-07-01").insight("i", "2031-06-01")
    text = run(told, "statement")
    lines = text.splitlines()

    assert lines[0].startswith("Trust accounts of work as of 2031-06-15: our doing, in T; nobody")
    assert lines[1].startswith("How kindly they judge is used inside the estimate")
    assert lines[4] == "Trust of Bo in Ana  [ana:bo]"
    assert "opening balance" in lines[5]
    assert "closing balance" in text
    assert "Open: a note [note], weight 1, due 2031-07-01" in text
    assert "Next: not enough evidence (1 invested; 1 of 5 needed; uncertainty 0.9" in text


def test_a_pair_can_be_chosen_and_a_stranger_is_refused(story):
    """The refusal says who was probably meant."""
    text = run(story, "statement", "--theirs", "cy")

    assert "Trust of Cy in Ana" in text
    assert "Trust of Bo in Ana" not in text
    with pytest.raises(EngageframeError, match=r'--theirs: "cyy" has no account.*mean "cy"'):
        run(story, "statement", "--theirs", "cyy")
    with pytest.raises(EngageframeError, match="no engagement"):
        run(story, "statement", "wrok")
    with pytest.raises(EngageframeError, match=r"--since: .*is not a moment"):
        run(story, "statement", "--since", "yesterday")


def test_every_command_answers_as_of_another_day_and_as_json(story):
    """The answer is one object with its pins, and the engagement may be named as an option."""
    for name in ("statement", "balance", "promises", "policy", "export"):
        answer = json.loads(run(story, name, "work", "--json", as_of="2031-05-02"))
        pinned = answer["pins"]
        assert (pinned["as_of"], pinned["engagement"]) == ("2031-05-02", "work")
        assert (answer["as_of"], answer["engagement"]) == ("2031-05-02", "work")
        assert run(story, name, "-e", "work")
        assert "Error" not in run(story, name, "work", "-e", "work")
        assert 'two engagements: "work" and "job"' in run(story, name, "work", "-e", "job")


def test_the_promises_are_listed_with_the_open_ones_first(story):
    """State, due day, days overdue, and whether nobody acknowledged it."""
    lines = run(story, "promises").splitlines()[3:]

    assert [line.split()[0] for line in lines] == ["open", "kept", "broken"]
    assert "14 days overdue: a late, weight 1, Ana to Bo  [late]" in lines[0]
    assert lines[1].startswith("  kept 14 days late")


def test_the_balance_gives_the_lowest_and_the_middle_and_sums_nothing(story):
    """Pairs stay pairs."""
    text = run(story, "balance")

    assert "2 pairs, 2 persons of theirs reached; the lowest balance is" in text
    assert "Pairs are not summed" in text


def test_an_empty_engagement_has_answers_too(world):
    """Nothing is said in words."""
    assert "No account yet" in run(world(), "statement")
    assert "No account yet" in run(world(), "balance")
    assert "No promise of ours" in run(world(), "promises")
    assert "balance" not in run(world(), "export")


def test_the_end_of_the_calendar_is_no_harm(world):
    """As of the last day of all, and from a day that is still to come."""
    told = world().promise("x", "2031-02-01", "9999").feedback("2031-02-02", 50)

    assert "9999-12-31 balance" in run(told, "export", as_of="9999")
    assert "closing balance" in run(told, "statement", "--since", "9999")


def test_the_balance_says_how_much_could_not_be_booked(world):
    """And where the reasons stand."""
    told = world().feedback("2031-02-02", 50).kept("never", "2031-02-03")

    assert "1 record could not be booked: engage trust statement tells why" in run(told, "balance")
    assert 'there is no promise or deed "never" of ours' in run(told, "statement")


def test_what_could_steer_a_terminal_is_shown_as_a_mark(world):
    """Names come from anywhere."""
    told = world().insight("i", "2031-06-01")
    told.tell(Person(id="bo", name="Bo\x1b[31m\u202e"), "2031-06-02")

    assert "Bo\N{REPLACEMENT CHARACTER}[31m" in run(told, "statement")
