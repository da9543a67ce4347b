"""Was the same asked before, of the same journal, settings, practices and code?

What is kept is a cache: losing it costs nothing but time.
"""

import os
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib.util import find_spec
from typing import NamedTuple

from engageframe.discovery import LEXICONS, Found, find
from engageframe.encoding import short_hash
from engageframe.journal import REGISTER, Head, Journal, Snapshot
from engageframe.model.moments import Moment

__all__ = ["Question", "answer", "grounds", "keep", "rests_on"]


class Question(NamedTuple):
    """What was asked: which answer, of which engagement, as of when, and as it was known when.

    ``about`` is whatever else the answer depends on, such as the options of a command.
    """

    what: str
    engagement: str
    as_of: Moment
    known_at: str = ""
    about: str = ""


def grounds(settings: str, used: Iterable[Found]) -> str:
    """Name all that an answer rests on besides the journal: settings, practices and their code.

    The words that other distributions bring are a part of it, whoever uses them.
    Empty when there are no sources to look at, as in an interactive session: then nothing is kept.
    """
    founds = sorted({*used, *find(group=LEXICONS)})
    try:
        packages = sorted({"engageframe", *(one.package for one in founds)})
        seen = [fact for package in packages for fact in _sources(package)]
    except (OSError, ValueError, ImportError):
        return ""
    return short_hash(settings, *(part for one in founds for part in one), *seen)


def rests_on(settings: str, used: Collection[str]) -> str:
    """Name all that an answer rests on besides the journal, from the names of the practices.

    Empty when a practice is not installed: what it rests on is not known here.
    """
    found = [one for one in find(*used) if one.name in used]
    return grounds(settings, found) if {*used} <= {one.name for one in found} else ""


def answer(journal: Journal, question: Question, rests_on: str) -> bytes | None:
    """Give the answer, as canonical JSON, if it was kept and nothing that it rests on changed.

    Of the journal it rests on the register and its engagement, on all of it if it has none.
    """
    kept = journal.snapshot(f"{question.what}:{question.engagement}")
    if kept is None or kept.fingerprint != _print(rests_on, *question[2:]):
        return None
    streams = [REGISTER, question.engagement] if question.engagement else None
    head = journal.head(streams, known_at=question.known_at)
    return kept.body if kept.head == head else None


def keep(
    journal: Journal, question: Question, rests_on: str, head: Head, body: bytes,
    revision: str = "",
) -> None:  # fmt: skip
    """Keep the answer that was given, as canonical JSON.

    ``head`` is that of the view it was made from, ``revision`` the journal's before it was read.
    """
    kept = Snapshot(head=head, fingerprint=_print(rests_on, *question[2:]), body=body)
    journal.keep_snapshot(f"{question.what}:{question.engagement}", kept, revision=revision)


@lru_cache(maxsize=8)  # the same for all engagements
def _print(rests_on: str, as_of: Moment, known_at: str, about: str) -> str:
    return short_hash(rests_on, as_of.text, known_at, about)


def _sources(package: str) -> Iterable[str]:
    """Tell a package apart by size and time of its sources, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ValueError(package)
    folders = [os.fspath(one) for one in spec.submodule_search_locations or ()]
    for folder, inner, files in (step for one in folders for step in os.walk(one)):
        inner.sort()
        for file in sorted(files):
            if file.endswith((".py", ".toml")):  # lexicons are sources, too
                fact = os.stat(os.path.join(folder, file))
                yield f"{folder}/{file}:{fact.st_size}:{fact.st_mtime_ns}"
    if not folders:
        fact = os.stat(spec.origin)
        yield f"{spec.origin}:{fact.st_size}:{fact.st_mtime_ns}"
