"""Does a file that we write ever appear in part?"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engageframe_stores import placing
from engageframe_stores.diagnosis import diagnose
from engageframe_stores.placing import leftovers, place, sync_file

AGAIN = """
import itertools, pathlib, sys
from engageframe_stores.placing import place
for letter in itertools.cycle(b"ab"):
    place(pathlib.Path(sys.argv[1]), bytes([letter]) * 3_000_000)
    print(letter, flush=True)
"""
TOO_LARGE = """
import pathlib, resource, signal, sys
from engageframe_stores.placing import place
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
place(pathlib.Path(sys.argv[1]), b"b" * 5000)
"""


def test_a_file_is_placed_and_replaced(tmp_path: Path) -> None:
    """The last bytes are there, and nothing else; with the rights that were asked for."""
    path = tmp_path / "it.txt"
    place(path, b"one")
    place(path, b"two", mode=0o600)
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["it.txt"]
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600


def test_whether_a_file_could_be_placed_is_seen_without_placing_it(tmp_path: Path) -> None:
    """Nothing is left behind, and what is there stays; where it cannot be, that is an error."""
    path = tmp_path / "it.txt"
    place(path, None)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"one")
    place(path, None)
    assert path.read_bytes() == b"one"
    with pytest.raises(OSError, match="No such file"):
        place(tmp_path / "none" / "it.txt", None)


@pytest.mark.skipif(os.name != "posix", reason="needs limits as POSIX knows them")
def test_a_file_that_cannot_be_written_whole_is_as_it_was(tmp_path: Path) -> None:
    """Where the space ends in the middle, the old file stays, and nothing lies beside it."""
    path = tmp_path / "it.txt"
    path.write_bytes(b"one")
    told = subprocess.run(
        [sys.executable, "-c", TOO_LARGE, str(path)], check=False, capture_output=True
    )
    assert b"OSError" in told.stderr
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["it.txt"]


def test_a_killed_writer_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    """Whenever it is killed, the file is one of those that were written, whole."""
    path = tmp_path / "it.txt"
    command = [sys.executable, "-c", AGAIN, str(path)]
    for turn in range(4):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            for _ in range(turn + 1):
                writer.stdout.readline()
            writer.kill()
        assert len(path.read_bytes()) == 3_000_000
        assert len({*path.read_bytes()}) == 1


HANGING = """
import pathlib, sys
from engageframe_stores import placing
def sync(file):
    print("writing", flush=True)
    sys.stdin.readline()
placing._sync = sync
placing.place(pathlib.Path(sys.argv[1]), b"hung")
"""


@contextlib.contextmanager
def hanging(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let another process begin to write a file, and hang before it is placed."""
    command = [sys.executable, "-c", HANGING, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline().split() == [b"writing"]
        yield writer


def parts(folder: Path) -> list[str]:
    """Give the names of the files aside."""
    return sorted(one.name for one in folder.iterdir() if one.name.endswith(".part"))


@pytest.mark.skipif(sys.platform == "win32", reason="who else holds a file cannot be told there")
def test_what_a_killed_writer_left_goes_with_the_next_of_its_name(tmp_path: Path) -> None:
    """It is named until then; what is left of other files, and what looks like it, stays."""
    path, other = tmp_path / "it.txt", tmp_path / "other.txt"
    for one in (path, other):
        with hanging(one) as writer:
            writer.kill()
    stranger = tmp_path / ".it.txt.mine.part"
    stranger.write_bytes(b"")
    (link := tmp_path / ".it.txt.0123abcd.part").symlink_to(stranger)
    left = leftovers(tmp_path)
    assert [one[: -len(".01234567.part")] for one in left] == [".it.txt", ".other.txt"]

    place(path, None)
    assert leftovers(tmp_path) == left
    place(path, b"one")

    assert leftovers(tmp_path) == left[1:]
    assert parts(tmp_path) == sorted([left[1], link.name, stranger.name])
    assert path.read_bytes() == b"one"


@pytest.mark.skipif(sys.platform == "win32", reason="who else holds a file cannot be told there")
def test_what_a_running_writer_writes_is_never_taken_for_left(tmp_path: Path) -> None:
    """However long it takes: it is not named, not taken away, and placed in the end."""
    path = tmp_path / "it.txt"
    with hanging(path) as writer:
        (part,) = parts(tmp_path)
        os.utime(tmp_path / part, (0, 0))
        place(path, b"one")
        assert (parts(tmp_path), leftovers(tmp_path)) == ([part], ())
        assert path.read_bytes() == b"one"
        writer.communicate(b"go on\ngo on\n")

    assert writer.returncode == 0
    assert path.read_bytes() == b"hung"
    assert parts(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="who else holds a file cannot be told there")
def test_who_is_looked_at_before_it_owns_its_file_takes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making the file and owning it somebody else may look, or take it away."""
    own, lost = placing._own, list[bool]()

    def late(number: int) -> int | None:
        if len(lost) < 2:
            lost.append(True)
            (part,) = parts(tmp_path)
            if len(lost) == 1:
                with placing._unowned(tmp_path / part) as free:
                    assert free
                    return own(number)
            (tmp_path / part).unlink()
        return own(number)

    monkeypatch.setattr(placing, "_own", late)
    place(tmp_path / "it.txt", b"one")

    assert len(lost) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["it.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="who else holds a file cannot be told there")
def test_doctor_names_what_was_left(tmp_path: Path) -> None:
    """It may hold what was to be erased."""
    with hanging(tmp_path / "copy.json") as writer:
        told = [one.ok for one in diagnose(tmp_path / "journal.db") if "in part" in one.name]
        writer.kill()
    (check,) = (one for one in diagnose(tmp_path / "journal.db") if "in part" in one.name)

    assert told == [True]
    assert (check.ok, leftovers(tmp_path)[0] in check.says) == (False, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes as POSIX knows them")
def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    """What is no plain file is written to as it stands."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found = list[bytes]()
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    place(pipe, b"one")
    reader.join()
    assert found == [b"one"]
    assert pipe.is_fifo()


def test_no_file_needs_no_syncing(tmp_path: Path) -> None:
    """A log that is not there is no error."""
    sync_file(tmp_path / "none")
