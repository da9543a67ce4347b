"""What does a practice answer to a view?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from engageframe.encoding import canonical
from engageframe.errors import EngageframeError
from engageframe.hooks import Practice
from engageframe.practices import Host, Loaded
from engageframe.rules import Answer, Finding, Measure, Proposal
from engageframe.view import View

__all__ = ["HOOKS", "Broken", "Subject"]

HOOKS: Final = ("check", "propose", "measure", "draw", "brief")
"""The questions that are asked of a view, by the methods of the host."""


class Broken(AssertionError):
    """A law is broken: by which practice, what is wrong, and what would be right."""

    def __init__(self, practice: str, says: str, remedy: str = "", shown: str = "") -> None:
        self.practice = practice
        self.says = says
        self.remedy = remedy
        text = f'practice "{practice}" {says}' + (f"; {remedy}" if remedy else "")
        super().__init__(f"{text}\n{shown}" if shown else text)


class Subject:
    """A practice under test, at work in a strict host of its own."""

    def __init__(
        self,
        practice: type[Practice],
        options: Mapping[str, object],
        *,
        company: Iterable[type[Practice]] = (),
    ) -> None:
        self.practice = practice
        self.name = practice.name
        self.options = dict(options)
        settings = {practice.name: self.options} if options else {}
        objects = [practice, *company]
        self.host = Host.load((), objects=objects, settings=settings, strict=True)

    @property
    def loaded(self) -> Loaded:
        """Give what it declared."""
        return next(one for one in self.host.practices if one.name == self.name)

    @property
    def answered(self) -> tuple[str, ...]:
        """Give the questions that it answers, as the class defines them."""
        return tuple(
            hook
            for hook in HOOKS
            if getattr(self.practice, f"engageframe_{hook}")
            is not getattr(Practice, f"engageframe_{hook}")
        )

    def findings(self, view: View) -> list[Finding]:
        """Give its findings."""
        return self._asked(self.host.check, view)

    def proposals(self, view: View) -> list[Proposal]:
        """Give its proposals."""
        return self._asked(self.host.propose, view)

    def measures(self, view: View) -> list[Measure]:
        """Give its measures."""
        return self._asked(self.host.measure, view)

    def values(
        self, view: View, hooks: Sequence[str] = HOOKS, *, briefs: int = 8,
        before: View | None = None,
    ) -> Iterator[tuple[str, list[Any]]]:  # fmt: skip
        """Ask every question, and a brief before each of the last encounters."""
        for hook in hooks:
            if hook != "brief":
                yield hook, self._asked(getattr(self.host, hook), view)
                continue
            encounters = sorted((before or view).encounters.items())
            for id_, one in encounters[-briefs:]:
                yield f"brief {id_}", self._asked(self.host.brief, view, one)

    def answers(
        self, view: View, hooks: Sequence[str] = HOOKS, *, briefs: int = 8,
        before: View | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Give all answers as plain data: texts, numbers, lists, mappings."""
        values = self.values(view, hooks, briefs=briefs, before=before)
        told = {what: canonical(value) for what, value in values}
        return {what: msgspec.json.decode(data) for what, data in told.items()}

    def _asked(self, ask: Callable[..., Sequence[Answer[Any]]], *of: Any) -> list[Any]:
        """Ask, and give what it answered.

        Raises:
            Broken: it failed.
        """
        try:
            return [one.value for one in ask(*of) if one.practice == self.name]
        except EngageframeError as fault:
            raise Broken(self.name, f"fails: {fault}") from fault
