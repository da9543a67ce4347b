"""How is each command called, and what does it print?"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

import engageframe_cli as cli
from engageframe_tour import play as tell_story
from writing.playing import Played, help_of, play
from writing.wording import fenced

__all__ = ["Scenes", "core", "of_practice"]

_TODAY: Final = "2026-04-01"
_STORY_ENDS: Final = "2026-04-20"
_BEGUN: Final = ("engage waive PDR001 --because 'they rang us'", "engage accept", "engage freeze")
_BEFORE: Final[Mapping[str, Sequence[str]]] = {
    "engage freeze": ("engage accept",),
    "engage brief": ("engage apply call-2.yaml",),
    "engage review": _BEGUN,
    "engage next": _BEGUN,
}
"""What is done before the example of a command, so that it has something to tell."""
_BARE: Final = ("engage init", "engage tour", "engage practices list", "engage practices info",
                "engage practices check", "engage practices new")  # fmt: skip
"""Commands whose examples are called where there is no workspace yet."""
_MACHINES: Final = ("engage doctor",)
"""Commands whose end depends on the machine, so that it cannot be told."""
_EMPTY: Final = ("engage apply",)
"""Commands whose examples are called in a workspace that knows nothing yet."""


class Scenes:
    """Folders in which examples are called: a fresh copy for each."""

    def __init__(self, room: Path, examples: Path) -> None:
        """Make the scenes in a room: no workspace, one of ``acme.yaml``, and the tour's."""
        self._room = room
        self._count = 0
        self._bare = room / "bare"
        self._empty = room / "empty"
        self._acme = room / "acme"
        self._story = room / "story"
        shutil.copytree(examples, self._bare)
        shutil.copytree(examples, self._acme)
        self._called("engage init . --author ana", self._acme)
        shutil.copytree(self._acme, self._empty)
        self._called("engage apply acme.yaml", self._acme)
        (self._acme / "practices").mkdir()
        local = (
            "from engageframe import Practice\n\n\nclass Thanks(Practice):\n    name = 'thanks'\n"
        )
        shutil.copytree(self._acme, self._acme / "acme")
        (self._acme / "acme" / "practices" / "thanks.py").write_text(local, encoding="utf-8")
        tell_story(self._story)
        shutil.copytree(examples, self._story, dirs_exist_ok=True)

    @property
    def story(self) -> Path:
        """Where the tour was told; nothing is called here that writes."""
        return self._story

    def played(self, line: str, command: str, *, guest: bool) -> tuple[Played, Path]:
        """Call an example in a copy of its scene."""
        self._count += 1
        folder = self._room / f"n{self._count}" / "here"
        if guest and " acme" not in line:
            shutil.copytree(self._story, folder)
            return play(line, folder, day=_STORY_ENDS), folder
        bare, empty = command in _BARE, command in _EMPTY
        shutil.copytree(self._bare if bare else self._empty if empty else self._acme, folder)
        for before in _BEFORE.get(command, ()):
            self._called(before, folder)
        return play(line, folder, day=_TODAY), folder

    @staticmethod
    def _called(line: str, folder: Path) -> None:
        done = play(line, folder, day=_TODAY)
        if done.code:
            raise ValueError(f"{line} ended with {done.code}:\n{done.text}")


def core(scenes: Scenes) -> dict[str, str]:
    """Write the part of each command that engage itself has, and of those below it."""
    written = {"command engage": fenced(help_of("engage"))}
    for name in cli.COMMANDS:
        found = cli.engage.get_command(click.Context(cli.engage), name)
        for words, one in _below(found, f"engage {name}"):
            written[f"command {words.removeprefix('engage ')}"] = _part(words, one, scenes)
    return written


def of_practice(command: Any, scenes: Scenes) -> Iterator[str]:
    """Write a section for each command that a practice brings."""
    for words, one in _below(command, f"engage {command.name}"):
        yield f"### {words}\n\n{_part(words, one, scenes, guest=True)}"


def _below(command: Any, words: str) -> Iterator[tuple[str, Any]]:
    """Give a command and, for a group, all below it."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from _below(command.get_command(context, name), f"{words} {name}")


def _part(words: str, command: Any, scenes: Scenes, *, guest: bool = False) -> str:
    told = [fenced(help_of(words, scenes.story if guest else None))]
    told += [_example(line, words, scenes, guest=guest) for line in _examples(command)]
    return "\n".join(told)


def _examples(command: Any) -> list[str]:
    """Give the examples that the help of a command ends with; those of a group are shown below."""
    told = (command.epilog or "").partition("Example:")[2]
    return (
        []
        if isinstance(command, click.Group)
        else list(filter(None, map(str.strip, told.splitlines())))
    )


def _example(line: str, words: str, scenes: Scenes, *, guest: bool) -> str:
    done, folder = scenes.played(line, words, guest=guest)
    first = [f"`{one}`" for one in _BEFORE.get(words, ())]
    before = f"After {', '.join(first)}:\n\n" if first else ""
    told = done.code and words not in _MACHINES
    ended = f"  # ends with {done.code}" if told else ""
    shown = done.text.replace(str(folder), "...")
    return f"{before}{fenced(line + ended, 'console')}\n{fenced(shown)}"
