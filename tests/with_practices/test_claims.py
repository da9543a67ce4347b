"""Is the table of claims complete, and is it true?

The table itself says in which form a claim is kept.
What it says of a practice that is not installed here is held to its form alone.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engageframe import Practice, Workspace, moment
from engageframe.kinds import CORE_KINDS
from engageframe.practices import Host, find
from engageframe_tour import play

DOCS = Path(__file__).parents[2] / "docs"
TABLE = DOCS / "reference" / "claims.md"
FAMILIES = {"S0.": 18, "S1.": 61, "S2.": 24, "S3.": 14, "S4.": 14, "L": 10, "T": 12}
"""How many claims each text has, in the order of the page."""
CLAIMS = [f"{family}{n}" for family, most in FAMILIES.items() for n in range(1, most + 1)]
RULES = {
    "core": (),
    "cycle": ("PDR", "DAT"),
    "pivot": ("PIV",),
    "servant": ("SRV", "SRW"),
    "sme": ("SME",),
    "trust": ("TRU",),
}
"""Every practice that may keep a claim, with the letters that its rules begin with."""
FORMS = {
    "rule": r"[A-Z]{3}\d{3}",
    "measure": r"[a-z-]+",
    "figure": r"[a-z-]+",
    "proposal": r"[a-z-]+",
    "brief": r"owe|know|ask|offer",
    "command": r"[a-z-]+( [a-z-]+)*",
    "kind": r"[a-z-]+(\.[a-z_-]+)?",
    "hook": r"engageframe_[a-z]+",
    "page": r"[a-z-]+/[a-z-]+\.md",
}
NOTHING_TO_CITE = ("kind", "hook")
"""Forms that hold a claim by what can be recorded or asked, not by words."""
DAYS = tuple(
    f"2026-{day}" for day in ("02-04", "02-11", "02-25", "03-02", "03-17", "04-10", "04-20")
)
"""Days of the story on which every practice is asked."""

_ROW = re.compile(r"^\| (S\d\.\d+|[LT]\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_LEFT_OUT = "not computed: "


class Row(NamedTuple):
    """One claim, the practice that keeps it (``-`` when none does), and how."""

    claim: str
    says: str
    practice: str
    lives: str

    @property
    def places(self) -> list[tuple[str, str]]:
        """Give the places, such as ``("rule", "PIV001")``."""
        parts = [] if self.practice == "-" else self.lives.split("; ")
        return [(kind, name) for kind, _, name in (part.partition(" ") for part in parts)]


ROWS = [Row(*map(str.strip, found)) for found in _ROW.findall(TABLE.read_text(encoding="utf-8"))]
PLACES = [(row, *place) for row in ROWS for place in row.places]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], str]:
    """Ask every installed practice on several days of the story.

    Gives what cites a claim by practice, form and name: the source of a rule, the reason of a line,
    the description of a figure, the help of a command, the text of a page.
    """
    folder = tmp_path_factory.mktemp("claims") / "story"
    play(folder)
    found: dict[tuple[str, str, str], str] = {}

    def tell(practice: str, form: str, name: str, text: str) -> None:
        found[practice, form, name] = f"{found.get((practice, form, name), '')} {text}"

    for day in DAYS:
        with Workspace.open(folder, as_of=moment(day), strict=True) as workspace:
            host, view = workspace.host, workspace.view()
            for who, one in host.measure(view):
                tell(who, "measure", one.name, one.reason)
            for who, one in host.draw(view):
                tell(who, "figure", one.name, str(one.spec.get("description", "")))
            for who, one in host.propose(view):
                tell(who, "proposal", one.id.partition(":")[0], one.reason)
            for encounter in view.encounters.values():
                for who, one in host.brief(view, encounter):
                    tell(who, "brief", one.heading, one.reason)
    for code, (who, rule) in host.rules.items():
        tell(who, "rule", code, rule.source)
    for who, command in host.commands():
        for name, help_ in _commands(command, ""):
            tell(who, "command", name, help_)
    for kind in CORE_KINDS:
        tell("core", "kind", kind.name, "")
    for one in host.practices:
        for kind in one.kinds:
            tell(one.name, "kind", kind.name, "")
    for name in vars(Practice):
        tell("core", "hook", name, "")
    for path in DOCS.rglob("*.md"):
        tell("core", "page", path.relative_to(DOCS).as_posix(), path.read_text(encoding="utf-8"))
    return found


def _commands(command: Any, above: str) -> list[tuple[str, str]]:
    name = f"{above} {command.name}".strip()
    below = getattr(command, "commands", {}).values()
    return [(name, command.help or ""), *(one for sub in below for one in _commands(sub, name))]


def cites(text: str, claim: str) -> bool:
    """Tell whether a text names a claim; ``S1.5`` is not in ``S1.51``."""
    return re.search(rf"(?<![\w.]){re.escape(claim)}(?!\d)", text) is not None


def test_every_claim_has_its_row() -> None:
    """None is left out, they stand in their order, and a practice tells a claim once."""
    assert list(dict.fromkeys(row.claim for row in ROWS)) == CLAIMS
    assert len({(row.claim, row.practice) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.claim}-{row.practice}")
def test_a_row_names_a_practice_that_there_is_or_gives_a_reason(row: Row) -> None:
    """A word that is misspelt is no practice, no form and no rule, whatever is installed here."""
    if row.practice == "-":
        assert row.lives.startswith(_LEFT_OUT)
        assert len(row.lives) > len(_LEFT_OUT) + 20, "give the reason in a sentence"
        return
    assert row.practice in RULES
    assert row.places
    for form, name in row.places:
        assert form in FORMS
        assert re.fullmatch(FORMS[form], name)
        assert form != "rule" or name.startswith(RULES[row.practice])


@pytest.mark.parametrize(
    ("row", "form", "name"), PLACES, ids=[f"{row.claim}-{name}" for row, _, name in PLACES]
)
def test_what_a_row_names_is_there_and_cites_the_claim(
    row: Row, form: str, name: str, told: dict[tuple[str, str, str], str]
) -> None:
    """Whoever follows the table finds the id of the claim where it says."""
    if row.practice not in {"core", *(one.name for one in find())}:
        pytest.skip(f"the practice {row.practice} is not installed")

    assert (row.practice, form, name) in told, "no practice says this in the story"
    if form not in NOTHING_TO_CITE:
        assert cites(told[row.practice, form, name], row.claim)


def test_every_rule_that_cites_a_claim_stands_in_its_row() -> None:
    """The table forgets no rule of a practice that is installed."""
    named = {(row.claim, row.practice, name) for row in ROWS for _, name in row.places}
    host = Host.load(tuple(one.name for one in find()), strict=True)

    missing = [
        (claim, who, code)
        for code, (who, rule) in host.rules.items()
        for claim in CLAIMS
        if cites(rule.source, claim) and (claim, who, code) not in named
    ]

    assert missing == []
