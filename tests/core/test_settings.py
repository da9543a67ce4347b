"""What a workspace's settings say."""

from pathlib import Path

import pytest

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
        '[workspace]\npractices = ["cycle"]\nauthor = "ana"\n'
        "[planning]\nour_minutes = 300\n"
        '\n[practice.cadence]\n"months" = 3\n[ practice.cadence.deep ]\nx = 1\n'
    )

    found = read(written(tmp_path, b"\xef\xbb\xbf" + text.encode()))

    assert (found.practices, found.author) == (("cycle",), "ana")
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
        f'{FILE}:4: "author" is 7; expected str',
        f'{FILE}:5: unknown option "authr"; did you mean "author"?',
        f"{FILE}:6: \"practices\" is ['a', 1]; expected a list of names",
        f'{FILE}:8: "our_minutes" is -1; expected int',
        f'{FILE}:9: "client_minutes" is True; expected int',
    ]
    with pytest.raises(InvalidInput, match=rf"{FILE}:2: \[practice\.x\] is no table"):
        read(written(tmp_path, "[practice]\nx = 1\n"))


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
