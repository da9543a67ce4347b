"""Do the words of a lexicon find what they should, and can a team have words of its own?"""

import sys
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe import PracticeError
from engageframe.practices import Host
from engageframe_lexicons import Lexicon, Wording
from engageframe_pivot import Pivot
from engageframe_pivot.rules import LISTS, PivotSettings, lexicon
from engageframe_pivot.wording import also

SCRIPT = run_path(str(Path(__file__).parent / "evaluate" / "pivot_words.py"))
EVALUATE = SimpleNamespace(**SCRIPT)
ENGLISH = lexicon(PivotSettings())
SENTENCES = list(EVALUATE.read(EVALUATE.LABELLED))


def test_the_labelled_list_is_large_and_half_of_it_is_harmless():
    """At least 120 sentences, each once, and as many look-alikes as hits in every list."""
    texts = [text for _, text, _ in SENTENCES]
    wanted = {name: [hit for one, _, hit in SENTENCES if one == name] for name in LISTS}

    assert len({*texts}) == len(texts) >= 120
    assert {name: sum(hits) * 2 - len(hits) for name, hits in wanted.items()} == dict.fromkeys(
        LISTS, 0
    )


@pytest.mark.parametrize("name", [*LISTS, "all"])
def test_what_is_found_is_nearly_always_right(name):
    """The precision is at least 0.9, of each list and of all together."""
    score = EVALUATE.scores(ENGLISH, SENTENCES)[name]

    assert score.precision >= EVALUATE.TARGET, score.wrong
    assert score.recall >= EVALUATE.TARGET, score.missed


def test_the_figures_are_printed_with_their_targets():
    """Precision has a target, recall and the number of sentences are told beside it."""
    told = {name: target for name, _, target in EVALUATE.figures()}

    assert told["pivot_words.all.precision"] == ">= 0.9"
    assert told["pivot_words.unseen.all.precision"] == "-"
    assert len(told) == 2 * 3 * (len(LISTS) + 1)


def test_what_was_not_seen_before_is_not_in_the_labelled_list():
    """Two lists that share a sentence would show less than they say."""
    unseen = {text for _, text, _ in EVALUATE.read(EVALUATE.UNSEEN)}

    assert len(unseen) == 60
    assert unseen.isdisjoint({text for _, text, _ in SENTENCES})


def test_a_shipped_wording_always_says_what_to_write_instead():
    """A finding that cannot be mended helps nobody."""
    assert [one.name for name in LISTS for one in ENGLISH.lists[name] if not one.instead] == []


def test_and_also_takes_the_place_of_a_contrast():
    """The rest of the text stays as it was, and a capital stays one."""
    assert also(ENGLISH, "It holds, but not in frost.") == "It holds, and also not in frost."
    assert also(ENGLISH, "However, it holds.") == "And also, it holds."
    assert also(ENGLISH, "A meter instead of a list") == "A meter as well as a list"
    assert also(ENGLISH, "Nothing but grass.") == "Nothing but grass."
    assert also(ENGLISH, "That is wrong but cheap") == (
        "Another one that can also be true and also cheap"
    )


def test_where_two_wordings_overlap_the_first_one_counts():
    """No part of a text is replaced twice."""
    lists = {"contrast": [("a", "cold wet day"), ("b", "wet day out")]}
    made = {
        name: [Wording(name=one, finds=(words,), instead=one.upper()) for one, words in rows]
        for name, rows in lists.items()
    }

    assert also(Lexicon(made), "A cold wet day out") == "A A out"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_law_a_text_without_matches_is_left_as_it_is(text):
    """Only what was found is replaced, whatever the text."""
    told = also(ENGLISH, text)

    assert (told == text) or ENGLISH.find("contrast", text)


def test_a_team_replaces_a_wording_by_its_name_adds_others_and_switches_one_off(ready):
    """The words of the settings hold beside those that are shipped."""
    own = [
        {"name": "but", "finds": []},
        {"name": "yet", "finds": ["yet"], "instead": "and"},
    ]
    told = ready(words={"contrast": own})
    told.idea("a", text="It holds, but not in frost.").idea("b", text="It holds, yet not in frost.")

    assert told.found() == [("PIV003", "b")]


def test_another_language_is_told_when_nobody_brings_it():
    """The message names what there is."""
    with pytest.raises(PracticeError, match=r'no lexicon "pivot.nl" is shipped or installed'):
        Host.load((), objects=[Pivot], settings={"pivot": {"languages": ["nl"]}}, strict=True)


def test_a_language_of_another_distribution_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It finds words beside the shipped ones, in whichever version is installed."""
    for version, word in (("1.0", "maar"), ("2.0", "echter")):
        folder = tmp_path / version
        (folder / f"dutch-{version}.dist-info").mkdir(parents=True)
        info = folder / f"dutch-{version}.dist-info"
        (info / "METADATA").write_text(f"Name: dutch\nVersion: {version}\n", encoding="utf-8")
        points = "[engageframe.lexicons]\npivot.nl = dutch_words\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        (folder / "dutch_words").mkdir()
        (folder / "dutch_words" / "__init__.py").touch()
        text = f'language = "nl"\n[[contrast]]\nname = "maar"\nfinds = ["{word}"]\n'
        (folder / "dutch_words" / "pivot.nl.toml").write_text(text, encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.syspath_prepend(str(folder))
            settings = {"pivot": {"languages": ["en", "nl"]}}
            host = Host.load((), objects=[Pivot], settings=settings, strict=True)
            found = host.practices[0].practice.lexicon.find("contrast", f"Goed, {word} niet.")
        sys.modules.pop("dutch_words", None)
        assert [one.words for one in found] == [word]


def test_a_lexicon_with_faults_is_told_whole_with_places_and_remedies():
    """Every fault at once, with its line."""
    text = """language = "nl"
[[contrast]]
name = "maar"
find = ["maar"]

[[contrst]]
name = "x"
finds = ["y"]

[[replaces]]
name = "z"
finds = [".. weg"]
"""

    with pytest.raises(Exception, match="unknown list") as refused:
        Lexicon.read(text, where="nl.toml", lists=LISTS)

    told = str(refused.value).splitlines()
    assert told[0] == 'nl.toml:2: contrast 1, find: unknown field "find"; did you mean "finds"?'
    assert any(one.startswith('nl.toml:6: unknown list "contrst"; did you mean') for one in told)
    assert any(one.startswith("nl.toml:10: replaces 1, finds") for one in told)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"words": {"contrst": []}}, 'no list "contrst"; did you mean "contrast"?'),
        ({"words": {"contrast": [{"name": "x"}]}}, '"finds" is missing'),
        ({"words": {"contrast": [{"name": "x", "finds": ["(a+)+"]}]}}, "expected words, a|b"),
        ({"most_talk": 101}, "expected a whole number from 0 to 100"),
        ({"languges": ["en"]}, 'unknown field "languges"; did you mean "languages"?'),
    ],
)
def test_wrong_options_are_told_when_the_practice_is_loaded(options, told):
    """The practice is named, and nothing of it is at work."""
    host = Host.load((), objects=[Pivot], settings={"pivot": options})

    assert host.practices == ()
    assert told in str(host.failures[0])
