"""What did the fuzzer and those before it find? Each fault stays mended."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.fuzz.knocking import Door, knock
from tests.fuzz.records import DOORS as RECORDS

from engageframe import (
    BriefLine,
    CommitmentMade,
    DamagedStore,
    Engagement,
    Figure,
    Finding,
    Host,
    InvalidInput,
    Measure,
    Organization,
    Person,
    Practice,
    Proposal,
    Stakeholder,
    View,
    Workspace,
    impl,
    moment,
)
from engageframe.journal import Head, Snapshot
from engageframe.settings import FILE, parse
from engageframe_cli import main
from engageframe_cycle import Cycle
from engageframe_lexicons import Lexicon, Wording
from engageframe_pages import text
from engageframe_stores import MemoryStore
from engageframe_stores.files import open_store
from engageframe_yaml import read

_DAY = moment("2026-03-20")
_HALF = "\ud800"
Made = Callable[..., Any]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workspace() -> Workspace:
    """Give a workspace in memory with an engagement and two people."""
    made = Workspace(MemoryStore(), Host.load((), objects=[Cycle]), as_of=_DAY)
    made.record(Engagement(id="rollout", name="Rollout", client="acme"))
    made.record(Organization(id="acme", name="Acme"))
    for who, side in (("ana", "ours"), ("maria", "client")):
        made.record(Person(id=who, name=who.title()))
        made.record(Stakeholder(who=who, side=side))  # type: ignore[arg-type]
    return made


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give the command, in a workspace on disk; it answers code, output and errors."""
    folder = tmp_path / "acme"
    Workspace.create(folder, practices=["cycle"], author="ana")
    with Workspace.open(folder, as_of=_DAY) as opened:
        opened.record(Engagement(id="rollout", name="Rollout"))
        opened.record(Person(id="maria", name="Maria"))
        opened.record(Stakeholder(who="maria", side="client"))

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*words, "-C", str(folder)])
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


def _asked(hook: str, answer: Callable[[], Any]) -> Workspace:
    """Make a workspace whose only practice answers a hook so."""

    def ask(self: object, view: View) -> Any:
        return answer()

    body = {"name": "odd", f"engageframe_{hook}": impl(ask)}
    made = Workspace(
        MemoryStore(), Host.load((), objects=[type("Odd", (Practice,), body)]), as_of=_DAY
    )
    made.record(Engagement(id="rollout", name="Rollout"))
    return made


def _proposal(**more: Any) -> Proposal:
    told: dict[str, Any] = {"id": "a", "does": "b", "for_whom": "c", "reason": "d", "evidence": ()}
    return Proposal(**{**told, **more})


def _measure(**more: Any) -> Measure:
    told = {"name": "m", "says": "s", "subject": "rollout", "value": 1.0, "unit": "", "n": 1}
    return Measure(**{**told, "needs": 1, "reason": "r", **more})


# A text that is none


def test_half_a_character_is_a_mistake_also_where_the_noun_is_known(workspace: Workspace) -> None:
    """What is compared with what is known is written down first, which such a text cannot be."""
    with pytest.raises(InvalidInput, match="half a character"):
        workspace.record(Organization(id="acme", name=f"Acme {_HALF}"))


@pytest.mark.parametrize("words", [["why", "\udcff"], ["status", "--as-of", "\udcff", "--json"]])
def test_bytes_that_are_no_text_are_refused_by_every_command(run: Run, words: list[str]) -> None:
    """The argument is named, shown with escapes, and the command ends with 2."""
    code, _, said = run(*words)

    assert code == 2
    assert f"argument {len(words) if words[0] == 'why' else 3} is not UTF-8: \\udcff" in said


def test_an_error_about_half_a_character_is_an_object_too(run: Run) -> None:
    """With --json what is wrong is told with escapes, whatever it quotes."""
    code, out, _ = run("record", "person", "--json-body", '{"id": "x", "\\ud800": 1}', "--json")

    assert code == 2
    assert "\\ud800" in json.loads(out)["error"]["problems"][0]["says"]


# Answers of practices


@pytest.mark.parametrize(
    "make",
    [
        lambda: _proposal(due="2026-04"), lambda: _proposal(about=None), lambda: _proposal(rule=1),
        lambda: _proposal(does=f"x{_HALF}"), lambda: _measure(value=float("nan")),
        lambda: _measure(value=[1]), lambda: _measure(unit=None), lambda: _measure(n="3"),
        lambda: _measure(low=float("inf")), lambda: _measure(value=10**400),
        lambda: _measure(evidence=("a b",)),
        lambda: Figure(name="f", title="t", spec={"a": object()}),
        lambda: Figure(name="f", title="t", spec={"a": 1, 2: 3}),
        lambda: Figure(name="f", title="t", spec={"data": {"url": "https://example.org/x"}}),
        lambda: Figure(name="f", title="t", spec={"encoding": {"href": {"value": "javascript:x"}}}),
        lambda: Finding(rule="A", subject="b", says=_HALF, fix="d", evidence=()),
        lambda: Finding(rule="A", subject="b", says="c", fix="d", evidence=(), private_to=None),
        lambda: BriefLine(heading="know", text=_HALF, reason="r", evidence=()),
    ],
    ids=map(str, range(18)),
)  # fmt: skip
def test_an_answer_that_could_not_be_shown_is_not_made(make: Made) -> None:
    """It fails where the practice makes it, so that the practice is named and the rest goes on."""
    with pytest.raises((ValueError, TypeError)):
        make()


def test_a_practice_that_says_half_a_character_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Its failure can be shown and written down, whatever the message of its error."""

    def fail() -> None:
        raise KeyError(f"no {_HALF}")

    plan = _asked("propose", fail).plan()

    assert "\\ud800" in plan.failures[0]
    assert 'practice "odd"' in text(plan) or "odd" in text(plan)


def test_a_proposal_may_quote_longer_than_a_record_may(workspace: Workspace) -> None:
    """What it does is cut where it is taken into the plan, and the practice does not fail."""
    asked = _asked("propose", lambda: [_proposal(does="x" * 30_000, reason="y" * 30_000)])

    (action,) = asked.accept()

    assert asked.host.failures == []
    assert (len(action.does), len(action.reason)) == (20_000, 20_000)
    assert action.does.endswith("x...")


def test_reasons_that_add_up_are_cut(workspace: Workspace) -> None:
    """Two practices that each say much do not keep the plan from being made."""
    told = [_proposal(reason="y" * 19_000), _proposal(reason="z" * 19_000)]
    asked = _asked("propose", lambda: told)

    (action,) = asked.accept()

    assert len(action.reason) == 20_000


def test_a_person_may_have_the_id_of_the_engagement(workspace: Workspace) -> None:
    """A measure of the engagement is none of that person."""
    workspace.record(Person(id="rollout", name="Rollo"))
    workspace.record(
        CommitmentMade(id="n", promisor="ana", promisee="maria", what="x", due=moment("2026-04"))
    )

    assert workspace.review().measures
    assert workspace.host.failures == []


def test_the_size_of_a_view_is_that_of_what_may_be_read(workspace: Workspace) -> None:
    """Records of kinds that were not declared are not even counted."""
    whole = workspace.view()

    assert whole.size == 6
    assert whole.for_practice("x", ("person",)).size == 2
    assert whole.for_practice("x", ()).size == 0


# Numbers, depth, moments


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 3_000, "1e", "{a=" * 3_000])
def test_a_number_without_an_end_and_brackets_without_one_are_mistakes(
    tmp_path: Path, value: str
) -> None:
    """Python refuses to read them, and that is told as what is wrong with the file."""
    (tmp_path / FILE).write_text(f"[planning]\nour_minutes = {value}\n", encoding="utf-8")

    with pytest.raises(InvalidInput, match="it is not TOML"):
        parse(tmp_path)
    with pytest.raises(InvalidInput, match="it is not TOML"):
        Lexicon.read(f"a = {value}", where="en.toml", lists=())


@pytest.mark.parametrize("phrase", ["a .. .. .. .. .. b", "a b? c? d? e? f? g"])
def test_a_phrase_that_leaves_too_much_open_is_a_mistake(phrase: str) -> None:
    """Looking for it would take four times as long with each .. that is added, without an end."""
    with pytest.raises(ValueError, match="leaves too much open: expected at most 4 times"):
        Wording(name="x", finds=(phrase,))
    Wording(name="x", finds=("a .. .. .. .. b",))


@pytest.mark.parametrize("text", ["win'" * 5_000, "win-" * 5_000, "win " * 5_000, "win\n" * 5_000])
def test_a_text_of_one_long_word_is_searched_at_once(text: str) -> None:
    """A word with a thousand apostrophes was split in all possible ways, for hours."""
    lexicon = Lexicon({"sales": [Wording(name="x", finds=("win .. year",))]})
    found = knock(
        Door("text", (b"x",), lambda _, __: lexicon.find("sales", text)), b"x", seconds=60
    )

    assert found.what == "accepted"


def test_a_format_may_not_name_the_month_twice() -> None:
    """%m and %b are one part of a date, and Python's parser trips over two of one."""
    from engageframe_csv.templates import undatable

    assert undatable("%Y %m %b")
    assert not undatable("%Y %b")


def test_what_was_known_before_the_year_1000_is_nothing(workspace: Workspace) -> None:
    """A year of three digits is written with four, or it would come after all others."""
    early = Workspace(
        workspace.journal, workspace.host, as_of=_DAY, known_at="0999-01-01T00:00:00Z"
    )

    with pytest.raises(InvalidInput, match='no engagement "rollout"'):
        early.view()


def test_a_waiver_that_is_over_is_none(run: Run) -> None:
    """A moment in the past waives nothing, so it is refused and not recorded."""
    words = ("waive", "PDR001", "--because", "x", "--as-of", "2026-03-20", "--until")
    code, _, said = run(*words, "0001")

    assert code == 2
    assert "until 0001: over on 2026-03-20; name a later moment" in said
    assert run(*words, "2026-03-20")[0] == 0
    assert run(*words, "2026-03")[0] == 0


# What tells of another


def test_an_engagement_told_under_another_name_is_not_described(workspace: Workspace) -> None:
    """A stream that describes only some other engagement is told of, and not described."""
    told = read(
        "engagement: site\nrecords: [{happened: 2026, engagement: {id: other, name: O}}]",
        name="a.yaml", kinds=workspace.codec.kinds, today=_DAY, author="me",
    )  # fmt: skip
    workspace.apply(told)

    with pytest.raises(InvalidInput, match="something is told of it: describe it"):
        workspace.view("site")
    assert [one.status for one in workspace.status()]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("record", "feedback", "by=marai", "about=maria", "text=x"), "by"),
        (("record", "affiliation", "person=marai", "organization=acme"), "person"),
        (("record", "encounter.held", "id=c", 'attendees=[{"person": "marai"}]'),
         "attendees.0.person"),
        (("accept", "--owner", "marai"), "--owner"),
        (("waive", "PDR001", "--because", "x", "--subject", "marai"), "--subject"),
    ],
)  # fmt: skip
def test_a_name_that_nothing_describes_was_probably_mistyped(
    run: Run, words: tuple[str, ...], place: str
) -> None:
    """It is told with what was meant, nothing is recorded, and --anyway says that it is meant."""
    code, _, said = run(*words)
    before = run("log", "--json")[1]

    assert code == 2
    assert f'{place}: nothing here describes "marai"; did you mean "maria"?' in said
    assert "if it is meant, say so: --anyway" in said
    assert run("log", "--json")[1] == before
    assert run(*words, "--anyway")[0] == 0


def test_a_field_with_parts_is_told_as_parts(run: Run) -> None:
    """Names with values are read as JSON, though both are texts."""
    held = ("record", "encounter.held", "id=c", 'attendees=[{"person": "maria"}]')
    code, _, said = run(*held, 'extra={"Room": "12"}')

    assert (code, said) == (0, "")


# The journal


@pytest.mark.parametrize(
    "change", ["CAST(body || x'00' AS BLOB)", "substr(body, 1, 40)", "x'00'", "x''"]
)
def test_a_damaged_snapshot_is_no_snapshot(tmp_path: Path, change: str) -> None:
    """What the disk gave back otherwise than it was given is not read."""
    path = tmp_path / "journal.db"
    kept = Snapshot(head=Head(), fingerprint="f", body=b"\x93" * 100)
    with closing(open_store(path)) as store:
        store.keep_snapshot("rollout", kept)
        assert store.snapshot("rollout") == kept
    with closing(apsw.Connection(os.fspath(path))) as db:
        db.execute(f"UPDATE snapshot SET body = {change}")
    with closing(open_store(path)) as store:
        assert store.snapshot("rollout") is None


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str], Path]:
    """Give the function that makes a journal of 60 entries and changes it by SQL."""
    path = tmp_path / "journal.db"

    def damage(sql: str) -> Path:
        with closing(open_store(path)) as store:
            made = Workspace(store, Host.load(()), as_of=_DAY)
            for number in range(60):
                name = f"{number} " + "x" * 300
                made.record(Engagement(id=f"e{number}", name=name), engagement=f"e{number}")
        with closing(apsw.Connection(os.fspath(path))) as db:
            db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 0)
            db.execute("PRAGMA writable_schema=ON; DROP TRIGGER entry_is_only_redacted")
            db.execute("DROP TRIGGER entry_is_kept")
            db.execute(sql)
        return path

    return damage


def test_a_page_that_leads_a_search_astray_is_seen(damaged: Callable[[str], Path]) -> None:
    """Where an inner page of the tree has a wrong key a scan gives all rows, and a search does not.

    So reading counts what it finds, and the check of the chain looks at the trees, too.
    """
    path = damaged("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(apsw.Connection(os.fspath(path))) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'").get
        size = db.execute("PRAGMA page_size").get
    file = bytearray(path.read_bytes())
    start = (root - 1) * size
    assert file[start] == 5, "the root of the table is an inner page"
    cell = start + int.from_bytes(file[start + 12 : start + 14])
    file[cell + 4] = 0  # the largest key of the first leaf: its rows are looked for elsewhere
    path.write_bytes(file)

    with closing(open_store(path)) as store:
        with pytest.raises(DamagedStore, match="are found"):
            list(store.read())
        assert "out of order" in store.verify().says


@pytest.mark.parametrize("column", ["stream", "kind", "digest", "hash", "recorded"])
def test_a_value_of_another_type_is_damage(damaged: Callable[[str], Path], column: str) -> None:
    """A damaged row may hold bytes where a text was, or nothing: it is told, not tripped over."""
    strict = "UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT', ')'), 'NOT NULL', '')"
    path = damaged(f"{strict} WHERE name = 'entry'")
    with closing(apsw.Connection(os.fspath(path))) as db:
        value = "NULL" if column in ("digest", "hash") else "x'00ff'"
        db.execute(f"UPDATE entry SET {column} = {value} WHERE seq = 60")

    with suppress(DamagedStore), closing(open_store(path)) as store:
        with suppress(DamagedStore):
            assert store.verify().first_bad is not None
        workspace = Workspace(store, Host.load(()), as_of=_DAY)
        for ask in (store.streams, store.head, workspace.status, lambda: [*store.read()]):
            with suppress(DamagedStore):
                ask()


# What steers a terminal


@pytest.mark.parametrize("steering", ["\x1b[2J", "\u202e", "\x9b31m", "\u2066", "\x07"])
def test_a_command_that_is_none_steers_no_terminal(run: Run, steering: str) -> None:
    """Also what click says of wrong words is shown with marks."""
    for words in ((f"sta{steering}tus",), ("status", f"--{steering}"), ("plan", f"x{steering}")):
        code, _, said = run(*words)
        assert code == 2
        assert steering not in said


def test_an_export_to_a_terminal_steers_it_not(run: Run) -> None:
    """What turns a line round is written as an escape, and read again as what it was."""
    run("record", "person", "id=bo", "name=Bo \u202etxet\u2066")
    _, out, _ = run("export")

    assert "\\u202etxet\\u2066" in out
    assert not {*"\u202e\u2066"} & {*out}


def test_the_traceback_of_a_practice_steers_no_terminal(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """With -v the message of an error is shown with marks, too."""
    from engageframe_cli.asked import Asked
    from engageframe_cli.opening import warn

    def fail() -> None:
        raise KeyError("\x1b[2J is in a message")

    asked, failing = Asked(), _asked("check", fail)
    asked.verbose = True
    failing.check()
    warn(asked, failing.host)

    assert "\x1b" not in capsys.readouterr().err


# The doors themselves


def test_an_integer_of_json_without_an_end_is_refused() -> None:
    """Python's limit on digits is told as a mistake in the body."""
    door = next(one for one in RECORDS if one.name == "body")

    assert knock(door, b'statement\n{"about": @BIG@}\n2026').what == "refused"
    assert sys.get_int_max_str_digits() < 5_000
