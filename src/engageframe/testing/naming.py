"""Whom does a history name, and whom does a word mean?"""

import re
from collections.abc import Iterator
from typing import Any, Final

from engageframe.codec import _subjects
from engageframe.model.engagements import Engagement
from engageframe.testing.telling import History
from engageframe.view import View

__all__ = ["Meaning", "named"]

_FIRM: Final = re.compile(rb'"(?:organization|client)":"([^"]+)"')
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = 3
"""A name with fewer letters is met in any word."""


def named(view: View, history: History) -> set[str]:
    """Give the ids of people and organizations: the described ones, and those in their fields.

    Of an engagement that names no client, its own id stands for whoever that may be.
    """
    record = view.latest(Engagement).get(view.engagement_id)
    nobody = {view.engagement_id} if record is None or not record.body.client else set()
    return {*_people(view, history), *_firms(view, history), *nobody}


class Meaning:
    """Knows which words of a history mean a person who is not ours."""

    def __init__(self, view: View, history: History) -> None:
        ours = {who for who, one in view.stakeholders.items() if one.body.side == "ours"}
        firms = _firms(view, history)
        known = {*ours, *firms, *map(view.name, firms)}
        self._others = _people(view, history) - ours - firms
        self._ours = [_words(one) for who in ours for one in (who, view.name(who))]
        self._theirs = [
            (who, _words(one))
            for who in sorted(self._others)
            for one in (who, *({view.name(who)} - known))
            if sum(map(str.isalpha, one)) >= _LETTERS
        ]
        self._deeds = sorted({*_deeds(view, history)}, key=lambda one: (-len(one), one))

    def of(self, word: str) -> str:
        """Give the person whom a word means by id or name, empty if it is nobody.

        It means nobody by the id of a deed, a promise or a plan that is called alike, and a pair of
        one of ours and somebody else is no person.
        """
        if word in self._others:
            return word
        if any(_within(one, _words(word)) for one in self._ours):
            return ""
        for deed in self._deeds:
            if deed in word:
                word = re.sub(rf"(?<![^\W_]){re.escape(deed)}(?![^\W_])", " ", word)
        told = _words(word)
        return next((who for who, one in self._theirs if _within(one, told)), "")


def _people(view: View, history: History) -> set[str]:
    kinds = history.codec.kinds
    told = (_subjects(kinds[one.kind], one.body) for one in history.records if one.kind in kinds)
    before = (one.subjects for one in history.drafts)
    return {*view.people, *view.stakeholders, *(who for many in (*told, *before) for who in many)}


def _firms(view: View, history: History) -> set[str]:
    found = {word.decode() for one in history.drafts for word in _FIRM.findall(one.body)}
    return found | view.organizations.keys()


def _deeds(view: View, history: History) -> Iterator[str]:
    """Give the ids of whatever is no person: of encounters, promises, plans, cards."""
    yield view.engagement_id
    for record in history.records:
        kind = history.codec.kinds[record.kind]
        for name in {*kind.identity, "id"} - {*kind.about}:
            value: Any = getattr(record.body, name, "")
            if isinstance(value, str) and value:
                yield value


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _within(some: list[str], every: list[str]) -> bool:
    """Tell whether words stand one after the other among others."""
    return bool(some) and f" {' '.join(some)} " in f" {' '.join(every)} "
