"""Does a file that we write ever appear in part?"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engageframe_stores.placing import place, sync_file

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
