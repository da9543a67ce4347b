"""Who are the people served, where do they belong, and what is known about them?"""

from typing import Final, Literal

import attrs

from engageframe.model.fields import a_choice, a_count, a_text, an_id, ids
from engageframe.model.moments import Moment

__all__ = ["Affiliation", "Basis", "Organization", "Person", "Side", "Stakeholder", "Statement"]

Basis = Literal["said", "confirmed", "observed", "inferred", "ours"]
"""Whose words: said or confirmed by the person, observed, inferred, or our own."""

Side = Literal["client", "ours", "vendor", "network"]
_MINUTES: Final = a_count(0, 100_000, unknown=True)


@attrs.frozen(kw_only=True)
class Person:
    """Somebody, known by name; nobody is ever invented."""

    id: str = attrs.field(validator=an_id)
    name: str = attrs.field(validator=a_text)
    email: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = attrs.field(default=(), validator=ids)
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Organization:
    """A firm, department or body."""

    id: str = attrs.field(validator=an_id)
    name: str = attrs.field(validator=a_text)
    tags: tuple[str, ...] = attrs.field(default=(), validator=ids)
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Affiliation:
    """A dated role of a person in an organization; one person may hold many."""

    person: str = attrs.field(validator=an_id)
    organization: str = attrs.field(validator=an_id)
    role: str = ""
    since: Moment | None = None
    until: Moment | None = None

    def __attrs_post_init__(self) -> None:
        if self.since and self.until and self.until.before(self.since):
            says = f"Affiliation.until is {self.until}, before since ({self.since})"
            raise ValueError(f"{says}: expected the same moment or a later one")

    def may_hold(self, when: Moment) -> bool:
        """Tell whether the role may have been held at a moment."""
        began = self.since is None or not when.before(self.since)
        return began and (self.until is None or not self.until.before(when))


@attrs.frozen(kw_only=True)
class Stakeholder:
    """A person or an organization in one engagement.

    ``minutes_per_cycle`` is the time one of our people has for this engagement in a cycle, or, on
    the client's side, how much of their time a cycle may take; ``None`` when nobody said.
    """

    who: str = attrs.field(validator=an_id)
    side: Side = attrs.field(validator=a_choice(Side))
    role: str = ""
    tags: tuple[str, ...] = attrs.field(default=(), validator=ids)
    minutes_per_cycle: int | None = attrs.field(default=None, validator=_MINUTES)


@attrs.frozen(kw_only=True)
class Statement:
    """The unit of knowledge about people: a text, whose words it is, and how long it holds.

    The record that carries it says when it was learned.
    ``by`` is who said, confirmed, observed or inferred it.
    """

    about: str = attrs.field(validator=an_id)
    text: str = attrs.field(validator=a_text)
    basis: Basis = attrs.field(validator=a_choice(Basis))
    by: str = attrs.field(validator=an_id)
    topic: str = ""
    until: Moment | None = None
    showable: bool = True
    """Whether it may be shown to the person it is about."""
