"""Does each erasure keep its own note, whoever erases somebody else at the same time?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

from engageframe_subjects.files import naming
from engageframe_subjects.names import Names
from engageframe_subjects.noting import note, noted, strike

_AT_ONCE = 8


def names(who: str) -> Names:
    """Give the words for somebody."""
    return Names(who, (f"{who.title()} Quill",), (who.title(),))


def at_once(*acts: Callable[[], object]) -> None:
    """Do all of this at the same instant, as nearly as a machine can."""
    begin = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        begin.wait()
        act()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))


def test_erasures_at_the_same_instant_keep_all_their_notes(tmp_path: Path) -> None:
    """Nobody's names are lost while those of others are noted, or struck as theirs is over."""
    over = [f"a{n}" for n in range(_AT_ONCE)]
    for who in over:
        note(tmp_path, names(who))

    for turn in range(20):
        new = [f"b{turn}-{n}" for n in range(_AT_ONCE // 2)]
        ends = over[: 2 if over else 0]
        over = over[2:]
        at_once(
            *(partial(note, tmp_path, names(who)) for who in new),
            *(partial(strike, tmp_path, who) for who in ends),
        )
        found = [noted(tmp_path, who) for who in (*new, *over)]
        assert [one and one.id for one in found] == [*new, *over]
        assert [noted(tmp_path, who) for who in ends] == [None] * len(ends)


def test_a_note_gives_the_names_back_and_ends_with_its_erasure(tmp_path: Path) -> None:
    """The last one leaves no file, and striking twice is no fault."""
    told = names("zoe")
    note(tmp_path, told)
    found = noted(tmp_path, "zoe")

    assert found is not None
    assert (found.id, found.sure, found.unsure) == (told.id, told.sure, told.unsure)
    assert (noted(tmp_path, "zo"), noted(None, "zoe")) == (None, None)
    strike(tmp_path, "zoe")
    strike(tmp_path, "zoe")
    assert list(tmp_path.iterdir()) == []


def test_a_note_tells_its_name_to_nobody_and_is_no_file_that_is_left(tmp_path: Path) -> None:
    """Its name holds no word of theirs, only its owner reads it, and the erasure itself ends it."""
    note(tmp_path, names("zoe"))

    (path,) = tmp_path.iterdir()
    assert "zoe" not in path.name
    assert path.stat().st_mode & 0o077 == 0
    assert naming(tmp_path, names("zoe")) == {}
    inner = tmp_path / "copies"
    inner.mkdir()
    path.rename(inner / path.name)
    assert naming(tmp_path, names("zoe")) != {}
