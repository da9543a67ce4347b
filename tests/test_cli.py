"""Does each command do what it says, and end with the code that it promises?"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import engageframe_cli as cli
from engageframe.errors import InvalidInput
from engageframe_cli.printing import fitted

FILE = """
author: ines-okafor
happened: 2026-01-05
engagement: {id: harbour, name: Harbour lights, client: harbour-board}
organizations: [{id: harbour-board, name: Harbour Board}]
people: [{id: leo-marsh, name: Leo Marsh}, {id: ines-okafor, name: Ines Okafor}]
stakeholders:
  - {who: leo-marsh, side: client}
  - {who: ines-okafor, side: ours}
records:
  - happened: 2026-01-12
    encounter.held: {id: quay, attendees: [{person: leo-marsh}, {person: ines-okafor}]}
  - happened: 2026-01-12
    commitment.made:
      {id: lamp-list, promisor: ines-okafor, promisee: leo-marsh, what: The list, due: 2026-01-20}
  - happened: 2026-01-13
    lesson: {id: plan-it, text: Plan the next one}
"""


class Ended(NamedTuple):
    """What a command line printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        """Read the one object that it printed."""
        return json.loads(self.out)


Engage = Callable[..., Ended]


@pytest.fixture
def engage(capsys: pytest.CaptureFixture[str]) -> Engage:
    """Run a command line in this process."""

    def run(*args: object) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main(list(map(str, args)))
        printed = capsys.readouterr()
        return Ended(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def harbour(engage: Engage, tmp_path: Path) -> Path:
    """Make a workspace with the practice ``cycle`` and one engagement."""
    folder = tmp_path / "harbour"
    assert engage("init", folder, "--author", "ines-okafor").code == 0
    (folder / "engageframe.toml").write_text(
        '[workspace]\npractices = ["cycle"]\nauthor = "ines-okafor"\n'
    )
    (tmp_path / "harbour.yaml").write_text(FILE)
    applied = engage("apply", tmp_path / "harbour.yaml", "-C", folder)
    assert (applied.code, applied.err) == (0, "")
    return folder


def test_a_cycle_can_be_led_from_the_command_line(engage: Engage, harbour: Path) -> None:
    """Plan, accept, drop, freeze, do, review and close follow one another by commands alone."""
    on = ("-C", harbour, "--as-of")
    plan = engage("plan", *on, "2026-01-14", "--json").json
    ids = [one["action"]["id"] for one in plan["suggested"]]
    assert {"keep:lamp-list", "review:quay"} <= set(ids)
    assert "[keep:lamp-list]" in engage("plan", *on, "2026-01-14").out

    taken = engage("accept", "keep:lamp-list", "--owner", "leo-marsh", "--minutes", 30,
                   "--due", "2026-01-19", *on, "2026-01-14", "--json")  # fmt: skip
    assert taken.json["accepted"][0]["minutes"] == 30
    assert taken.json["accepted"][0]["due"] == "2026-01-19"
    assert engage("drop", "review:quay", "--because", "done aloud", *on, "2026-01-14").code == 0
    left = engage("plan", *on, "2026-01-14", "--json").json["left_out"]
    assert "done aloud" in left[0]["why_not"]
    frozen = engage("freeze", *on, "2026-01-14", "--no-practices").out
    assert "1 action(s)" in frozen
    assert "without asking cycle: the record says so, and the next review" in frozen
    assert 'gate "freeze" was passed' in engage("review", *on, "2026-01-14").out

    kept = engage("record", "commitment.kept", "id=lamp-list", "--happened", "2026-01-19", *on,
                  "2026-01-19")  # fmt: skip
    assert (kept.code, kept.out.splitlines()[-1]) == (
        0, "recorded: 1 new, 0 changed, 0 corrected, 0 unchanged",
    )  # fmt: skip
    closed = engage("next", *on, "2026-01-30")
    assert closed.code == 1
    assert "PDR001" in closed.err
    assert "to mend:" in closed.err
    assert 'engage waive PDR001 --subject quay --because "..."' in closed.err
    asked = engage("next", *on, "2026-01-30", "--json")
    assert [one["rule"] for one in asked.json["findings"]] == ["PDR001"]
    assert engage("check", *on, "2026-01-30").code == 1
    assert engage("waive", "PDR001", "--because", "they came by", *on, "2026-01-30").code == 0
    assert engage("check", *on, "2026-01-30").code == 0
    assert "phase reviewing" in engage("next", *on, "2026-01-30").out
    review = engage("review", *on, "2026-01-30", "--json").json
    assert [one["state"] for one in review["planned"]] == ["done"]
    assert engage("next", *on, "2026-01-30", "--json").json["phase"] == "planning"


def test_a_dry_run_tells_and_writes_nothing(engage: Engage, harbour: Path, tmp_path: Path) -> None:
    """Applying shows each change; a dry run and a second telling leave the journal as it is."""
    before = engage("verify", "-C", harbour, "--json").json["checked"]
    more = tmp_path / "more.yaml"
    more.write_text("engagement: harbour\npeople: [{id: ada-lind, name: Ada Lind}]\n")

    dry = engage("apply", more, "--dry-run", "-C", harbour)
    again = engage("apply", tmp_path / "harbour.yaml", "-C", harbour, "--json").json

    assert "new        person ada-lind" in dry.out
    assert "nothing was written: 1 new" in dry.out
    assert again["counts"]["new"] == again["counts"]["changed"] == 0
    assert engage("verify", "-C", harbour, "--json").json["checked"] == before


def test_every_mistake_of_a_file_is_told_with_its_place(engage: Engage, harbour: Path) -> None:
    """A broken file ends with 2 and one line for each mistake."""
    broken = harbour / "broken.yaml"
    broken.write_text("engagement: harbour\npeople: [{id: x, nam: X}]\nrecord: []\n")
    ended = engage("apply", broken, "-C", harbour)
    assert ended.code == 2
    assert "broken.yaml:2:" in ended.err
    assert "broken.yaml:3:" in ended.err
    assert "Traceback" not in ended.err


def test_fields_of_a_record_are_read_as_their_kind_wants_them(
    engage: Engage, harbour: Path
) -> None:
    """Texts stay texts, numbers become numbers, lists are split, and parts are JSON."""
    engage("record", "person", "id=ada", "name=42", "tags=a,b", "-C", harbour)
    engage("record", "stakeholder", "who=ada", "side=client", "minutes_per_cycle=90", "-C", harbour)
    engage("record", "encounter.held", 'attendees=[{"person": "ada"}]', "-C", harbour,
           "--json-body", '{"id": "pier"}', "--happened", "2026-01-20")  # fmt: skip
    records = engage("log", "-C", harbour, "--json").json["records"]
    told = {one["kind"]: json.loads(one["body"]) for one in records}
    assert (told["person"]["name"], told["person"]["tags"]) == ("42", ["a", "b"])
    assert told["stakeholder"]["minutes_per_cycle"] == 90
    assert told["encounter.held"]["attendees"] == [
        {"organization": "", "person": "ada", "role": ""}
    ]


def test_a_text_that_looks_like_parts_stays_a_text(engage: Engage, harbour: Path) -> None:
    """Brackets and braces open parts only where the field has parts."""
    promise = ("commitment.made", "id=x", "promisor=ada", "promisee=bo", "due=2026-05")
    told = {"what=[urgent] ring {them}": "what", "what={}": "what", 'what="so"': "what"}
    for n, (field, name) in enumerate(told.items()):
        ended = engage("record", *promise, field, f"id=x{n}", "--anyway", "-C", harbour)
        assert (ended.code, ended.err) == (0, "")
        body = json.loads(engage("log", "-C", harbour, "--json").json["records"][-1]["body"])
        assert f"{name}={body[name]}" == field
    assert "is not a moment" in engage("record", *promise[:4], "due=[2026]", "-C", harbour).err


@pytest.mark.parametrize(
    ("body", "says"),
    [("[" * 60_000, "nested deeper than 40"), ('{"a":' * 20_000, "nested deeper than 40"),
     ("[" * 60 + "]" * 60, "nested deeper than 40"), ('{"id": NaN}', "NaN is no number"),
     ('{"id": "a", "id": "b"}', "a name is given twice"), ("{", "is not JSON"),
     ("x" * 10_000, "is not JSON")],
    ids=["brackets", "braces", "closed", "NaN", "twice", "open", "long"],
)  # fmt: skip
def test_a_body_that_is_no_sane_json_is_refused_in_a_line(
    engage: Engage, harbour: Path, body: str, says: str
) -> None:
    """However deep, long or odd it is, the message stays short and names the option."""
    ended = engage("record", "lesson", "--json-body", body, "-C", harbour)

    assert ended.code == 2
    assert says in ended.err
    assert ended.err.startswith("engage: --json-body: ")
    assert len(ended.err) < 300


def test_settings_that_are_nested_absurdly_are_refused(engage: Engage, harbour: Path) -> None:
    """The file is named, with code 2, whatever the parser can bear."""
    text = f"[practice.cycle]\nx = {'[' * 30_000}{']' * 30_000}\n"
    (harbour / "engageframe.toml").write_text(text, encoding="utf-8")

    ended = engage("plan", "-C", harbour)

    assert ended.code == 2
    assert "engageframe.toml: " in ended.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["record", "comitment.kept", "id=x"], 'did you mean "commitment.kept"?'),
        (["record", "commitment.kept", "di=x"], 'unknown field "di"'),
        (["record", "commitment.kept", "id"], "write FIELD=VALUE"),
        (["record", "stakeholder", "who=x", "side=client", "minutes_per_cycle=many"], "not JSON"),
        (["record", "person", "--json-body", "[]", "id=x"], "no field of an object"),
        (["plan", "--as-of", "yesterday"], "--as-of: 'yesterday' is not a moment"),
        (["plan", "-e", "harbor"], 'did you mean "harbour"?'),
        (["plan", "--no-practice", "cycl"], '"cycl"'),
        (["waive", "PDR01", "--because", "x"], 'no rule "PDR01"'),
        (["explain", "PDR01"], 'no rule "PDR01"; did you mean'),
        (["practices", "info", "cycl"], 'did you mean "cycle"?'),
        (["why", "nothing-at-all"], "nothing here is called"),
        (["plan", "harbour"], "nothing may stand here: harbour; an engagement is named with -e"),
        (["plann"], 'did you mean "plan"?'),
        (["import", "xls", "a.xls", "--map", "b"], '"xls" is not installed'),
        (["accept", "meet:nobody"], 'no proposal "meet:nobody"'),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_would_be_right(
    engage: Engage, harbour: Path, args: list[str], says: str
) -> None:
    """A mistake of the person at the keyboard is told in words, without a traceback."""
    ended = engage("-C", harbour, *args)
    assert ended.code == 2
    assert says in ended.err
    assert ended.out == ""


def test_no_workspace_is_said_with_what_to_do(engage: Engage, tmp_path: Path) -> None:
    """A folder that is no workspace is named, and so is the command that makes one."""
    ended = engage("plan", "-C", tmp_path)
    assert ended.code == 2
    assert f"engage init {tmp_path}" in ended.err


def test_init_makes_no_workspace_over_another_one(engage: Engage, harbour: Path) -> None:
    """A second init in the same folder is refused, and so is an author who breaks the file."""
    assert engage("init", harbour).code == 2
    assert engage("init", harbour / "new", "--author", 'a"b').code == 2


def test_options_stand_before_or_after_the_command(engage: Engage, harbour: Path) -> None:
    """The same options give the same answer on both sides of the name."""
    before = engage("-C", harbour, "--json", "--as-of", "2026-01-14", "plan")
    after = engage("plan", "--as-of", "2026-01-14", "--json", "-C", harbour)
    assert before == after


def test_a_short_h_helps_as_the_long_word_does(engage: Engage, harbour: Path) -> None:
    """`-h` is `--help`, for commands, groups of them, and all of it."""
    for command in (["plan"], ["practices"], []):
        short, long = (
            engage("-C", harbour, *command, "-h"),
            engage("-C", harbour, *command, "--help"),
        )
        assert short == long
        assert short.code == 0
        assert "-h, --help" in short.out


def test_a_moment_that_is_too_early_is_the_one_that_is_blamed(
    engage: Engage, harbour: Path
) -> None:
    """What was told later is told so of --known-at; what happens later, of --as-of."""
    early = engage("plan", "-C", harbour, "--known-at", "2019")
    assert (early.code, early.err) == (2, (
        'engage: no engagement "harbour" known by 2019-12-31T23:59:59.999999Z; '
        "it was told later: name a later --known-at\n"
    ))  # fmt: skip
    before = engage("plan", "-C", harbour, "--as-of", "1999", "--known-at", "2999")
    assert (before.code, "ask as of a later moment" in before.err) == (2, True)
    assert "--known-at: 'soon' is not a moment" in engage("log", "--known-at", "soon").err


def test_known_at_leaves_out_what_was_recorded_later(engage: Engage, harbour: Path) -> None:
    """A day counts to its end, an instant in its own zone."""
    every = ("log", "-C", harbour, "--json", "--known-at")
    assert engage(*every, "2020").json["records"] == []
    assert engage(*every, "2020-01-01T10:00+02:00").json["records"] == []
    assert len(engage(*every, "9999-12-31").json["records"]) == 9


def test_an_import_accounts_for_every_row(engage: Engage, harbour: Path, tmp_path: Path) -> None:
    """Rows that are not believed can be written to a table that no spreadsheet runs."""
    (tmp_path / "log.csv").write_text(
        "who,when,what\nHarbour Board,07-2025,lamps\nHarbour Board,07-1925,old\n=1+1,oops,=2+2\n"
    )
    (tmp_path / "log.map.yaml").write_text(
        'system: log\nengagement: harbour\nhappened: "{when}"\nrecord: encounter.held\n'
        'fields: {id: "log-{what}", subject: "{what}"}\nsource: "{what}"\n'
        'attendees: [{organization: "{who}", side: client}]\n'
        'dates: {formats: ["%m-%Y"], since: 2020, until: 2026}\n'
    )
    aside = tmp_path / "aside.csv"
    command = (
        "import",
        "csv",
        tmp_path / "log.csv",
        "--map",
        tmp_path / "log.map.yaml",
        "-C",
        harbour,
    )

    told = engage(*command, "--set-aside", aside)
    again = engage(*command, "--json").json

    assert told.out.startswith("3 rows read = 1 imported + 0 unchanged + 2 set aside\n")
    assert again["rows"] == {"read": 3, "imported": 0, "unchanged": 1, "set_aside": 2}
    assert sum(again["reasons"].values()) == 2
    with aside.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["what"] for row in rows] == ["old", "'=2+2"]
    assert engage(*command, "--set-aside", tmp_path / "no" / "aside.csv").code == 2


def test_the_name_of_somebody_known_is_warned_of(
    engage: Engage, harbour: Path, tmp_path: Path
) -> None:
    """A second person of one name is probably the first; the warning says how to tell so."""
    table, mapping = tmp_path / "visits.csv", tmp_path / "visits.yaml"
    table.write_text("No,Who\n1,kim  VALE\n2,Leo Marsh\n3,Ada Finch\n")
    plain = (
        "system: visits\nengagement: harbour\nhappened: 2026-01-13\nrecord: encounter.held\n"
        'fields: {id: "visit-{No}"}\nattendees: [{person: "{Who}"}]\n'
    )
    mapping.write_text(plain)
    first = engage("record", "person", "id=kim", "name=Kim Vale", "-C", harbour)
    again = engage("record", "person", "id=kim-2", "name=Kim Vale", "-C", harbour)
    tried = ("import", "csv", table, "--map", mapping, "--dry-run", "--json", "-C", harbour)
    (remark,) = engage(*tried).json["remarks"]
    mapping.write_text(f"{plain}aliases: {{Who: {{kim: [Kim Vale]}}}}\n")

    assert first.err == ""
    assert 'the new person "kim-2" is called Kim Vale, as "kim" is' in again.err
    assert remark["says"].startswith('the new person "kim-vale" is called')
    assert "aliases: {COLUMN: {kim" in remark["remedy"]
    assert engage(*tried).json["remarks"] == []


def test_a_fact_of_days_to_come_is_taken_and_warned_of(engage: Engage, harbour: Path) -> None:
    """It may be meant, and counts from then on; more probably the year is wrong."""
    told = engage(
        "record", "commitment.kept", "id=lamp-list", "--happened", "2062-01-19", "-C", harbour,
        "--as-of", "2026-01-19",
    )  # fmt: skip
    assert told.code == 0
    assert "1 new" in told.out
    assert "it is dated 2062-01-19, after 2026-01-19; it counts from then on" in told.err


def test_an_export_applies_to_the_same_state(engage: Engage, harbour: Path, tmp_path: Path) -> None:
    """What export writes is no news to the journal it came from."""
    written = engage("export", "-C", harbour)
    (tmp_path / "copy.yaml").write_text(written.out)
    counts = engage("apply", tmp_path / "copy.yaml", "-C", harbour, "--json").json["counts"]
    assert counts["unchanged"] == sum(counts.values()) > 0
    assert engage("export", "-C", harbour, "--json").json["text"] == written.out


def test_every_id_on_a_page_can_be_asked_why(engage: Engage, harbour: Path) -> None:
    """The words in brackets at the end of a line are what engage why takes."""
    page = engage("plan", "-C", harbour, "--as-of", "2026-01-30", "--all").out
    ids = {line.rpartition("[")[2].rstrip("]") for line in page.splitlines() if line.endswith("]")}
    assert len(ids) > 3
    for id_ in ids:
        told = engage("why", id_.partition(" +")[0], "-C", harbour, "--as-of", "2026-01-30")
        assert told.code == 0
        assert "record " in told.out


def test_rules_are_listed_and_explained(engage: Engage, harbour: Path) -> None:
    """A rule says why it matters, where it comes from and which gates it closes."""
    codes = [one["rule"]["code"] for one in engage("rules", "-C", harbour, "--json").json["rules"]]
    told = engage("explain", "PDR001", "-C", harbour).out
    assert codes == sorted(codes)
    assert "PDR001" in engage("rules", "-C", harbour).out
    assert "source:" in told
    assert "closes: none" in engage("explain", "PDR010", "-C", harbour).out


def test_practices_are_listed_with_their_state(engage: Engage, harbour: Path) -> None:
    """A practice is active, switched off or not used, and a check of them all is fine."""
    rows = engage("practices", "-C", harbour, "--json").json["practices"]
    assert next(row for row in rows if row["name"] == "cycle")["status"] == "active"
    off = engage("practices", "list", "-C", harbour, "--no-practice", "cycle", "--json").json
    assert next(row for row in off["practices"] if row["name"] == "cycle")["status"] == "off"
    assert "PDR001" in engage("practices", "info", "cycle", "-C", harbour).out
    assert engage("practices", "check", "-C", harbour).code == 0
    assert engage("plan", "-C", harbour, "--no-practices", "--json").json["practices"] == []


def test_kinds_are_described_with_and_without_a_workspace(engage: Engage, tmp_path: Path) -> None:
    """The kinds of the core need no workspace; an unknown kind is refused."""
    assert "commitment.made" in engage("schema", "-C", tmp_path).out.split()
    schema = engage("schema", "waiver", "-C", tmp_path)
    assert schema.json["title"] == "waiver 1"
    assert engage("schema", "waver", "-C", tmp_path).code == 2


def test_doctor_and_verify_look_without_writing(engage: Engage, harbour: Path) -> None:
    """A sound journal passes both; one that was cut off is named by both, with codes 1 and 3."""
    assert engage("doctor", "-C", harbour).code == 0
    assert "all hold" in engage("verify", "-C", harbour).out
    journal = harbour / "journal.db"
    journal.write_bytes(b"")
    told = engage("doctor", "-C", harbour)
    assert (told.code, "UNSAFE" in told.out) == (1, True)
    assert engage("verify", "-C", harbour).code == 3
    assert journal.read_bytes() == b""


def test_status_and_log_neutralize_what_steers_a_terminal(engage: Engage, harbour: Path) -> None:
    """A name that holds control characters is shown with marks in their place."""
    engage("record", "engagement", "id=harbour", "name=Harbour \x1b[31mred\x07", "-C", harbour)
    for command in ("status", "log", "plan"):
        told = engage(command, "-C", harbour)
        assert "\x1b" not in told.out
        assert "\x07" not in told.out
        assert "\u241b[31mred" in told.out


def test_the_log_tells_how_many_it_leaves_out(engage: Engage, harbour: Path) -> None:
    """Only the latest records are shown, and the rest is counted."""
    told = engage("log", "-C", harbour, "--limit", 2, "-e", "harbour")
    assert told.out.splitlines()[0] == "7 earlier records are not shown: --limit"
    assert len(told.out.splitlines()) == 3
    assert engage("log", "-C", harbour, "--as-of", "2026-01-01", "--json").json["records"] == []


def test_an_empty_workspace_says_how_to_begin(engage: Engage, tmp_path: Path) -> None:
    """Without an engagement the answer names the command that tells one."""
    engage("init", tmp_path / "new")
    assert "engage apply FILE" in engage("status", "-C", tmp_path / "new").out
    assert "engage apply FILE" in engage("plan", "-C", tmp_path / "new").err


def test_long_lists_are_bounded_and_say_so(engage: Engage, harbour: Path, tmp_path: Path) -> None:
    """Twenty lines are shown, the rest is counted, and --all shows it."""
    people = ", ".join(f"{{id: p{n}, name: P{n}}}" for n in range(30))
    (tmp_path / "many.yaml").write_text(f"engagement: harbour\npeople: [{people}]\n")
    few = engage("apply", tmp_path / "many.yaml", "--dry-run", "-C", harbour).out.splitlines()
    every = engage("apply", tmp_path / "many.yaml", "--dry-run", "--all", "-C", harbour).out
    assert few[20:] == ["  and 10 more lines: --all", few[-1]]
    assert len(every.splitlines()) == 31


def test_an_unexpected_fault_is_one_line_with_3(
    engage: Engage, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug shows no traceback unless -v asks for it, and Ctrl-C ends with 130."""

    def broken(*_: object) -> None:
        raise LookupError("lost")

    monkeypatch.setattr("engageframe.workspace.Workspace.status", broken)
    ended = engage("status", "-C", harbour)
    assert ended[:2] == (3, "")
    assert ended.err == "engage: internal error: LookupError: lost; run with -v for the traceback\n"
    assert "Traceback" in engage("status", "-C", harbour, "-v").err

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engageframe.workspace.Workspace.status", stopped)
    assert engage("status", "-C", harbour).code == 130


def test_several_mistakes_are_told_together(
    engage: Engage, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each problem of one input has its own line."""

    def refused(*_: object) -> None:
        raise InvalidInput(
            [*InvalidInput.one("a", "x").problems, *InvalidInput.one("b", "y").problems]
        )

    monkeypatch.setattr("engageframe.workspace.Workspace.status", refused)
    assert engage("status", "-C", harbour).err == "engage: a: x\n  b: y\n"


def test_a_promise_is_explained_by_its_story(engage: Engage, harbour: Path) -> None:
    """A sentence, then its records by date with who told them; JSON has the bodies."""
    for when, note in (("2026-01-25", "at last"), ("2026-01-22", "half of it")):
        engage("record", "commitment.kept", "id=lamp-list", f"note={note}", "--happened", when,
               "-C", harbour, "--as-of", "2026-01-30")  # fmt: skip
    on = ("-C", harbour, "--as-of", "2026-01-30")

    first, *lines = engage("why", "lamp-list", *on).out.splitlines()

    assert first.startswith("lamp-list (commitment): Ines Okafor to Leo Marsh: The list; kept late")
    assert [line.split(": ")[1].split(", told")[0] for line in lines[::2]] == [
        "commitment.made, 2026-01-12", "commitment.kept, 2026-01-22", "commitment.kept, 2026-01-25",
    ]  # fmt: skip
    assert all("told by Ines Okafor" in line for line in lines[::2])
    assert lines[3] == "      id: lamp-list; note: half of it"
    whole = engage("why", "lamp-list", *on, "--json").json
    assert whole["noun"]["state"] == "kept_late"
    assert json.loads(whole["records"][0]["body"])["id"] == "lamp-list"


def test_long_lines_are_broken_for_a_terminal_and_not_for_a_file() -> None:
    """At a width each part is no longer, deeper than the line, and not one word is lost."""
    line = "  because " + "three months have passed and nobody called " * 4
    broken = fitted([line, "short"], width=50)

    assert fitted([line, "short"]) == [line, "short"]
    assert max(map(len, broken)) <= 50
    assert all(part.startswith(" " * 6) for part in broken[1:-1])
    assert " ".join(broken).split() == [*line.split(), "short"]
