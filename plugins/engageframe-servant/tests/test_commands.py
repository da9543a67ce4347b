"""What does ``engage servant`` print, and can it be read by a machine?"""

import json

import pytest
from click.testing import CliRunner

from engageframe import HouseNote, InvalidInput, Waiver, Workspace, moment
from engageframe_cli import engage
from engageframe_cli.asked import Asked
from engageframe_servant.commands import group
from engageframe_servant.records import Card, Credit, Opportunity, Words

LETTER = """Dear Maren,

the bridge will close on Friday, so we come on Monday.
If it goes well, we can close
the deal before the quarter ends.
"""


def said(text, basis="said", by="bo"):
    """Give words of theirs."""
    return Words(text=text, basis=basis, by=by)


def run(world, *words, code=0, text=None):
    """Run a command of the practice on a world, as the command line would."""
    practice = world.practice
    result = CliRunner().invoke(
        group(practice), words, obj=world.open(), catch_exceptions=False, input=text
    )
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def letter(tmp_path):
    """Write a text that is going out."""
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def test_cards_show_each_trait_with_records_and_a_question(world):
    """Evidence, gaps, and the facets with whose words they are in."""
    made = world().tell(Credit(by="ana", to=("ana",), what="the note"))
    made.tell(Card(id="c", for_whom="bo", about="x", timing=said("soon"),
                   risks=said("rain", "inferred", "ana"), serves=("farmers", "cows"),
                   results=("costs",)))  # fmt: skip
    lines = run(made, "cards").splitlines()

    assert lines[0] == "Diversity of thought: every perspective is heard"
    assert "  perspectives heard, of those affected: nothing recorded yet" in lines
    assert "  credits that went to others, of all: 0 of 1" in lines
    gap = next(one for one in lines if one.startswith("  gap: SRV006"))
    assert gap.startswith("  gap: SRV006 credit went to the one who gave it: the note  [")
    assert "  ask them: How has what we do helped you to succeed?" in lines
    at = lines.index("c, for Bo: 1 of 6 facets are in their words")
    assert lines[at + 1] == "  timing (theirs): soon"
    assert lines[at + 2] == "  details (missing): -"
    assert lines[at + 5] == "  risks (inferred): rain"
    assert lines[at + 7 :] == ["  whom they serve: farmers, cows", "  their results: costs"]


def test_cards_as_json_hold_all_that_explains_them(world):
    """One object; no number stands for a trait as a whole."""
    made = world().tell(Card(id="c", for_whom="bo", about="x", timing=said("soon")))
    answer = json.loads(run(made, "cards", "--json"))

    assert (answer["engagement"], answer["as_of"]) == ("work", "2031-06-15")
    assert [one["trait"] for one in answer["traits"]] == [
        "perspectives", "trust", "success", "service",
    ]  # fmt: skip
    (card,) = answer["cards"]
    assert (card["theirs"], card["timing"]["by"], card["details"]) == (["timing"], "bo", None)
    assert made.open().view().has_record(card["evidence"][0])


def test_an_opportunity_review_has_their_columns(world):
    """Their objective, their measure, their risk; what we did, what changed, what is next."""
    made = world().tell(
        Opportunity(id="o", for_whom="bo", objective=said("a winter"), measure=said("nights"),
                    risk=said("a storm", "inferred", "ana"), did="measured",
                    changed=said("we sleep", by="cy"), next="two radios")
    )  # fmt: skip
    head, *lines = run(made, "opportunity-review").splitlines()

    assert head.startswith("o, for Bo  [")
    assert lines == [
        "  their objective (theirs): a winter",
        "  their measure (theirs): nights",
        "  their risk (inferred): a storm",
        "  what we did (ours): measured",
        "  what they say changed (theirs): we sleep",
        "  what is next (ours): two radios",
    ]


def test_a_review_that_rests_on_the_house_fails(world):
    """It ends with 1, says why, and shows nothing of what the house holds."""
    made = world().tell(HouseNote(name="forecast", text="Forty thousand."))
    made.tell(Opportunity(id="o", for_whom="bo", rests_on=("house:forecast",)))
    text = run(made, "opportunity-review", "o", code=1)

    assert "SRW006 it rests on house:forecast: the house wall keeps that out" in text
    assert "SRW006 it names no objective in their words" in text
    assert "Forty" not in text
    made.tell(Opportunity(id="o", for_whom="bo", objective=said("x"), rests_on=("house:x",)))
    answer = json.loads(run(made, "opportunity-review", "--json", code=1))
    assert (answer["reviews"][0]["passes"], answer["reviews"][0]["refused"]) == (
        False,
        ["house:x"],
    )


def test_one_review_can_be_named_and_a_wrong_name_is_told(world):
    """With the names that there are."""
    made = world().tell(Opportunity(id="o", for_whom="bo", objective=said("x")))

    assert run(made, "opportunity-review", "o").startswith("o, for Bo")
    with pytest.raises(InvalidInput, match='no opportunity review "x"; known are: o'):
        run(made, "opportunity-review", "x")
    assert run(world(), "opportunity-review") == "No opportunity review is recorded.\n"


def test_lint_says_where_what_and_what_instead(world, letter):
    """A find goes over a line end; the bridge is left alone."""
    place, instead, why = run(world(), "lint", str(letter), code=1).splitlines()

    assert place == 'letter.txt:4:25: SRW001 "close the deal" (closing)'
    assert instead == "  instead: say what they reach, and by when in their words"
    assert why.startswith("SRW001 because: Expecting a return changes the work")
    assert "S1.24" in why


def test_lint_as_json_is_one_object(world, letter):
    """Line and column from 1, the words as they stand."""
    answer = json.loads(run(world(), "lint", str(letter), "--json", code=1))

    assert answer["file"] == "letter.txt"
    assert answer["places"] == [
        {
            "line": 4, "column": 25, "rule": "SRW001", "words": "close\nthe deal",
            "wording": "closing", "waived": "",
            "instead": "say what they reach, and by when in their words",
        }
    ]  # fmt: skip


def test_lint_finds_nothing_in_a_decent_text(world, tmp_path):
    """And says how little that means."""
    (tmp_path / "ok.txt").write_text("We come on Monday.", encoding="utf-8")
    text = run(world(), "lint", str(tmp_path / "ok.txt"))

    assert text == "Nothing was found; only words that the lexicon has are looked for.\n"


def test_lint_reads_standard_input(world):
    """For an editor or a hook."""
    text = run(world(), "lint", "-", code=1, text="If you sign the contract, we help.")

    assert text.startswith('-:1:1: SRW003 "If you sign the contract" (if-they-buy)')


def test_lint_keeps_to_waivers_of_the_file(world, letter):
    """A waived find is shown with its reason, and the command ends with 0."""
    made = world().tell(Waiver(rule="SRW001", reason="it quotes them", subject="letter.txt"))
    assert "  waived: it quotes them" in run(made, "lint", str(letter))

    other = world().tell(Waiver(rule="SRW001", reason="x", subject="other.txt"))
    over = world().tell(Waiver(rule="SRW001", reason="x", until=moment("2031-06-14")))
    assert "waived" not in run(other, "lint", str(letter), code=1)
    assert "waived" not in run(over, "lint", str(letter), code=1)


def test_lint_takes_more_words_for_once(world, tmp_path, letter):
    """A lexicon in the making can be tried, and its faults are told with their lines."""
    words = tmp_path / "mine.toml"
    words.write_text(
        'language = "en"\n[[return-language]]\nname = "bridge"\nfinds = ["the bridge"]\n',
        encoding="utf-8",
    )
    text = run(world(), "lint", str(letter), "--lexicon", str(words), code=1)
    assert 'letter.txt:3:1: SRW001 "the bridge" (bridge)' in text

    words.write_text('language = "en"\n[[retrun-language]]\nname = "x"\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match="mine.toml:2: unknown list"):
        run(world(), "lint", str(letter), "--lexicon", str(words))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe", "it is no text in UTF-8 .byte 0."),
        (b"x" * 1_000_001, "it is larger than 1,000,000 bytes"),
        (None, "it cannot be read: No such file"),
    ],
)
def test_what_cannot_be_read_is_told(world, tmp_path, data, says):
    """With what to do."""
    path = tmp_path / "x.txt"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(InvalidInput, match=says):
        run(world(), "lint", str(path))


def test_what_steers_a_terminal_is_not_printed(world, tmp_path):
    """A text may come from anywhere."""
    (tmp_path / "x.txt").write_text("close the\x1b\u202e deal", encoding="utf-8")
    text = run(world(), "lint", str(tmp_path / "x.txt"), code=1)

    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("name", ["cards", "opportunity-review", "lint"])
def test_each_help_gives_an_example(world, name):
    """Somebody who does not know the command can copy one."""
    assert f"servant {name}" in run(world(), name, "--help").partition("Example:")[2]


def test_the_group_comes_through_the_real_command_line(world, tmp_path, letter):
    """A workspace on disk that lists the practice has the commands, and their exit code."""
    folder = tmp_path / "acme"
    Workspace.create(folder, practices=["servant"])
    with Workspace.open(folder, as_of=moment("2031-06-15")) as workspace:
        workspace.apply(world().tell(Opportunity(id="o", for_whom="bo")).items)
    shared = ["-C", str(folder), "--as-of", "2031-06-15", "servant"]

    for words, code in (
        (["cards", "--json"], 0), (["opportunity-review"], 1), (["lint", str(letter)], 1),
    ):  # fmt: skip
        result = CliRunner().invoke(engage, [*shared, *words], obj=Asked())
        assert result.exit_code == code, result.output
