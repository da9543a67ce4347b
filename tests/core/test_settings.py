"""What a workspace's settings say."""

from pathlib import Path

import pytest

from engageframe import Found, Workspace
from engageframe.errors import InvalidInput, NotAWorkspace
from engageframe.model.policy import Policy
from engageframe.settings import FILE, claim, create, read, template


def written(folder: Path, text: str | bytes) -> Path:
    """Write settings."""
    (folder / FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_settings_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Practices, author, policy and options; each option knows its line."""
    text = (
        '[workspace]\npractices = ["cadence", "cycle"]\nauthor = "ana"\n'
        "[planning]\nour_minutes = 300\n"
        '\n[practice.cadence]\n"months" = 3\n[ practice.cadence.deep ]\nx = 1\n'
    )

    found = read(written(tmp_path, b"\xef\xbb\xbf" + text.encode()))

    assert (found.practices, found.author) == (("cadence", "cycle"), "ana")
    assert found.policy == Policy(our_minutes=300)
    assert found.options == {"cadence": {"months": 3, "deep": {"x": 1}}}
    assert found.place("cadence", "months") == f"{FILE}:8"
    assert found.place("cadence", "deep") == f"{FILE}:9"
    assert found.place("cadence", "none") == FILE


def test_the_template_reads_as_what_was_asked_for(tmp_path: Path) -> None:
    """What init writes is what open reads; an empty file says nothing."""
    found = read(written(tmp_path, template(["cycle", "cadence"], 'An "a" \\ Novak')))

    assert (found.practices, found.author) == (("cycle", "cadence"), 'An "a" \\ Novak')
    assert read(written(tmp_path, "")).practices == ()


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    """All at once, each with what would be right."""
    text = (
        "practice = 3\n[workspac]\n[workspace]\nauthor = 7\nauthr = 'x'\npractices = ['a', 1]\n"
        "[planning]\nour_minutes = -1\nclient_minutes = true\n"
    )

    with pytest.raises(InvalidInput) as caught:
        read(written(tmp_path, text))

    assert [str(one) for one in caught.value.problems] == [
        f'{FILE}:1: "practice" is no table',
        f'{FILE}:2: unknown [workspac]; did you mean "workspace"?',
        f'{FILE}:4: "author" is 7; expected a text',
        f'{FILE}:5: unknown option "authr"; did you mean "author"?',
        f"{FILE}:6: \"practices\" is ['a', 1]; expected a list of names",
        f'{FILE}:8: "our_minutes" is -1; expected a whole number, 0 or more',
        f'{FILE}:9: "client_minutes" is True; expected a whole number, 0 or more',
    ]
    with pytest.raises(InvalidInput, match=rf"{FILE}:2: \[practice\.x\] is no table"):
        read(written(tmp_path, "[practice]\nx = 1\n"))


def test_order_and_requirements_are_read(tmp_path: Path) -> None:
    """The order of practices, and which versions are good enough."""
    text = (
        '[workspace]\npractices = ["a", "b"]\norder = ["b", "a"]\n'
        'requires = ["a >= 1.2, < 2", "acme-b"]\n'
    )

    found = read(written(tmp_path, text))

    assert found.order == ("b", "a")
    assert [name for name in found.requires] == ["a", "acme-b"]
    assert ["1.10" in found.requires["a"], "2.0" in found.requires["a"]] == [True, False]
    assert "0.1" in found.requires["acme-b"]


@pytest.mark.parametrize(
    "value", ['["a > > 1"]', '["> 1"]', '["a >= x"]', '["a", "a > 1"]', '"a"', "[1]", '[""]']
)
def test_a_requirement_that_cannot_be_read_is_told(value: str, tmp_path: Path) -> None:
    """A version, a name or a list that is none, and a name that comes twice."""
    with pytest.raises(InvalidInput, match=rf'{FILE}:2: "requires" is .*; expected (such|a list)'):
        read(written(tmp_path, f"[workspace]\nrequires = {value}\n"))


def test_what_names_a_practice_that_is_not_listed_is_told(tmp_path: Path) -> None:
    """Options and places in the order that nobody would look at, with what was meant."""
    text = (
        '[workspace]\npractices = ["cadence", "cycle"]\norder = ["cycle", "cadense", "cycle"]\n'
        "[practice.cadance]\nhorizon = 3\n[practice.cadence]\nhorizon = 3\n"
    )

    with pytest.raises(InvalidInput) as caught:
        read(written(tmp_path, text))

    assert [str(one) for one in caught.value.problems] == [
        (
            f'{FILE}:4: "practices" does not list "cadance", which has options; '
            'list it, or take the table away; did you mean "cadence"?'
        ),
        (
            f'{FILE}:3: "practices" does not list "cadense", which "order" names; '
            'did you mean "cadence"?'
        ),
        f'{FILE}:3: "order" names one twice: cycle, cadense, cycle; let one of them go',
    ]
    with pytest.raises(InvalidInput, match='does not list "cycle", which has options'):
        read(written(tmp_path, "[practice.cycle]\nsmallest_group = 4\n"))


def test_a_new_workspace_lists_only_what_is_there(tmp_path: Path) -> None:
    """A practice that is not installed is refused with what was meant, and nothing is made."""
    with pytest.raises(InvalidInput) as caught:
        Workspace.create(tmp_path / "w", practices=["cycel", "cycle", "own", "zzz"],
                         local=[Found("own")])  # fmt: skip

    cycel, zzz = map(str, caught.value.problems)
    assert cycel == 'cycel: it is not installed; did you mean "cycle"?'
    assert zzz.startswith("zzz: it is not installed; known are: ")
    assert not (tmp_path / "w").exists()

    Workspace.create(tmp_path / "w", practices=["cycle", "own"], local=[Found("own")])
    assert read(tmp_path / "w").practices == ("cycle", "own")


def test_mistakes_in_options_are_told_with_all_others(tmp_path: Path) -> None:
    """A mistake in the file hides none in the options of a practice, nor a practice that is not."""
    text = (
        '[workspace]\npractices = ["cycle", "sycle"]\nauthr = "ana"\n'
        '[practice.cycle]\nsmallest_group = "x"\nlook = 3\n'
    )
    Workspace.create(tmp_path, practices=["cycle"])

    with pytest.raises(InvalidInput) as caught:
        Workspace.open(written(tmp_path, text), strict=True)

    first, *others = map(str, caught.value.problems)
    assert first == f'{FILE}:3: unknown option "authr"; did you mean "author"?'
    assert [one.partition(":")[0] for one in others] == [
        'practice "sycle"', 'practice "cycle", option "look"',
        'practice "cycle", option "smallest_group"',
    ]  # fmt: skip
    assert [f"({FILE}:{line})" in one for line, one in zip((6, 5), others[1:], strict=True)] == [
        True, True,
    ]  # fmt: skip


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """No workspace, no TOML, no text, no file."""
    with pytest.raises(NotAWorkspace):
        read(tmp_path)
    with pytest.raises(InvalidInput, match=r"it is not TOML: .*line 1"):
        read(written(tmp_path, "= 3"))
    with pytest.raises(InvalidInput, match="it is not TOML"):
        read(written(tmp_path, b"\xff\xfe"))
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(InvalidInput, match="it cannot be read"):
        read(tmp_path)


def test_a_new_workspace_takes_no_place_that_is_taken(tmp_path: Path) -> None:
    """The folder is made; a workspace that is there, or a file in the way, is left as it is."""
    folder = create(claim(tmp_path / "deep" / "acme", "ana"), ["cycle"], "ana")
    before = (folder / FILE).read_bytes()

    assert read(folder).author == "ana"
    with pytest.raises(InvalidInput, match="there is a workspace here already"):
        create(folder, [], "bob")
    with pytest.raises(InvalidInput, match="there is a workspace here already"):
        claim(folder, "bob")
    with pytest.raises(InvalidInput, match="it cannot be made"):
        claim(folder / FILE / "below", "bob")
    with pytest.raises(InvalidInput, match="it cannot be written"):
        create(tmp_path / "nowhere", [], "bob")
    with pytest.raises(InvalidInput, match="it is blank"):
        claim(tmp_path / "other", " ")
    assert (folder / FILE).read_bytes() == before
