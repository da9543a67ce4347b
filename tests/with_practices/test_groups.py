"""Does a group of commands that a practice brings say which there are?"""

from pathlib import Path

import pytest

from engageframe.practices import find
from engageframe.workspace import Workspace
from engageframe_cli import main

NAMES = [one.name for one in find() if one.name != "cycle"]


@pytest.mark.parametrize("name", NAMES)
def test_a_mistyped_command_of_a_practice_is_told_with_those_there_are(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As one of the tool's own is; the practice does nothing for it."""
    Workspace.create(tmp_path / "w", practices=NAMES)

    with pytest.raises(SystemExit) as ended:
        main([name, "xyzzy", "-C", str(tmp_path / "w")])

    assert ended.value.code == 2
    assert 'no command "xyzzy"; known are: ' in capsys.readouterr().err
