"""Is what a practice says short, plural and harmless?"""

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engageframe_texts
from engageframe_texts import LONGEST, clip, echo, many


@given(st.text(), st.integers(4, 200))
def test_a_text_is_put_on_one_line_and_shortened(text: str, longest: int) -> None:
    """It keeps its words as far as they fit, and says that it was cut."""
    found = clip(text, longest=longest)

    words = " ".join(text.split())
    assert len(found) <= longest
    assert found == " ".join(found.split())
    assert found == words or (len(words) > longest and words.startswith(found[:-3].rstrip()))
    assert clip(found, longest=longest) == found


def test_what_is_cut_ends_with_dots() -> None:
    """Unless somebody says otherwise at the length of a name."""
    assert clip("x" * LONGEST) == "x" * LONGEST
    assert clip("x" * (LONGEST + 1)) == "x" * (LONGEST - 3) + "..."
    assert clip("Board  of\nthe harbour", longest=14) == "Board of th..."


def test_things_are_counted_in_words() -> None:
    """One has no plural."""
    assert [many(count, "day") for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_the_examples_of_the_library_are_run() -> None:
    """What its docstrings show is what it does."""
    found = doctest.testmod(engageframe_texts)

    assert (found.failed, found.attempted) == (0, 2)


def test_nothing_that_is_printed_steers_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is one line, whatever a name holds; a mark stands where something was."""
    odd = [chr(code) for code in range(0x3000) if not chr(code).isprintable()]
    lines = [f"a{one}b" for one in odd]

    echo(*lines, "Zoë")
    echo()

    told = capsys.readouterr().out.split("\n")
    assert told == [*["a\N{REPLACEMENT CHARACTER}b"] * len(odd), "Zoë", ""]
    assert {unicodedata.category(one) for one in odd} >= {"Cc", "Cf", "Zl", "Zp"}
