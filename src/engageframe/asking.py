"""How is what is known asked for: as views, plans, briefs, reviews, reasons?"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engageframe import encounters, kept, planning, reviewing, settings
from engageframe.checking import Standing, standing
from engageframe.codec import Codec
from engageframe.errors import InvalidInput, did_you_mean
from engageframe.journal import REGISTER, Journal
from engageframe.loading import Loader
from engageframe.model.moments import Moment, moment
from engageframe.named import Export, files
from engageframe.practices import Host
from engageframe.stating import Status, status
from engageframe.view import View

if TYPE_CHECKING:
    from engageframe.explaining import Explanation

__all__ = ["Reader"]


class Reader:
    """A journal and the practices in use, as they are asked; nothing here writes a record."""

    repeatable = False
    """A command of a practice makes it true when what it prints depends on its words, the view and
    the settings alone: then it may be printed again without the practice."""

    def __init__(
        self,
        journal: Journal,
        host: Host,
        *,
        config: settings.Settings = settings.Settings(),
        as_of: Moment | str | None = None,
        known_at: str = "",
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        folder: Path | None = None,
        grounds: str = "",
    ) -> None:
        """Join the parts; :meth:`open` and :meth:`create` are the usual ways in.

        ``as_of`` is the moment of every answer (today when it is ``None``), ``known_at`` leaves out
        what was recorded after that moment; ``clock`` tells when things are recorded.
        """
        self.journal = journal
        self.host = host
        self.config = config
        self.folder = folder
        self.known_at = _end_of(known_at)
        self.codec = Codec(host.kinds)
        self._clock = clock
        self._as_of = moment(str(as_of)) if as_of else None
        alike = f"{host.fingerprint} {config.author}"  # what is private to the reader is a part
        self.grounds = grounds or kept.grounds(alike, (one.found for one in host.practices))
        self._loader = Loader(
            journal=journal, codec=self.codec, lenses=host.lenses, grounds=self.grounds
        )

    @property
    def as_of(self) -> Moment:
        """Give the moment of every answer."""
        return self._as_of or Moment.of(self._clock().date())

    def engagements(self) -> list[str]:
        """Give the ids of all engagements."""
        return self._loader.engagements()

    def which(self, engagement: str = "") -> str:
        """Give an engagement's id; when none is named, the only one there is.

        Raises:
            InvalidInput: there is no such one, or none was named and there are several.
        """
        if engagement not in ("", REGISTER) and self.journal.head([engagement]).seq:
            return engagement  # found without listing all that there are
        every = self.engagements()
        if not engagement and len(every) == 1:
            return every[0]
        if engagement:
            says, remedy = f'no engagement "{engagement}"', did_you_mean(engagement, every)
        elif every:
            says, remedy = f"there are {len(every)} engagements", f"name one of: {', '.join(every)}"
        else:
            says, remedy = "there is no engagement yet", 'tell one: "engage apply FILE"'
        raise InvalidInput.one("", says, remedy)

    def view(self, engagement: str = "") -> View:
        """Give all that is known about an engagement as of the moment."""
        return self._loader.view(self.which(engagement), as_of=self.as_of, known_at=self.known_at)

    def check(self, engagement: str = "") -> tuple[Standing, ...]:
        """Give the findings that stand, the gravest first."""
        return self._check(self.view(engagement))

    def plan(self, engagement: str = "") -> planning.Plan:
        """Make the plan of the present cycle from what the practices propose."""
        return self._plan(self.view(engagement))

    def brief(self, engagement: str = "", *, encounter: str = "") -> encounters.Brief:
        """Make the page before an encounter: the one named, or the next one planned."""
        view = self.view(engagement)
        which = encounters.which_encounter(view, encounter)
        lines = self.host.brief(view, which)
        return encounters.brief(
            view, which, lines, practices=self._used(), failures=self._failures()
        )

    def review(self, engagement: str = "") -> reviewing.Review:
        """Review the present cycle against its frozen plan."""

        def make(view: View) -> reviewing.Review:
            findings, measures = self._check(view), self.host.measure(view)
            figures = self.host.draw(view)
            return reviewing.review(
                view, findings, measures, figures, practices=self._used(), failures=self._failures()
            )

        which, at, known = self.which(engagement), self.as_of, self.known_at
        return self._loader.remembered(which, reviewing.Review, make, as_of=at, known_at=known)

    def why(self, wanted: str, *, engagement: str = "") -> "Explanation":
        """Explain what has an id or a name: a rule, proposal, finding, measure, promise, record.

        A measure is named by itself or by its subject; whatever a record describes, by its id.

        Raises:
            InvalidInput: nothing has that id.
        """
        from engageframe.explaining import explain  # seldom asked, and many classes

        view = self.view(engagement)
        entries = (*self.journal.read([REGISTER, view.engagement_id]), *self.journal.find(wanted))
        plan, measures = self._plan(view), self.host.measure(view)
        return explain(wanted, view, plan, self.host.rules, entries, measures)

    def status(self) -> tuple[Status, ...]:
        """Give one line for every engagement."""
        return tuple(self._status(name) for name in self.engagements())

    def _status(self, name: str) -> Status:
        try:
            return status(self.view(name))
        except InvalidInput:
            return Status(engagement=name)

    def export(self, engagement: str = "") -> Export:
        """Write an engagement file that applies to the same state as all that was recorded."""
        which = self.which(engagement)
        records = [
            record
            for name in (REGISTER, which)
            for record in self._loader.stream(name).all_records()
        ]
        return files("yaml").write(records, kinds=self.codec.kinds, engagement=which)

    def _plan(self, view: View) -> planning.Plan:
        proposals, findings = self.host.propose(view), self._check(view)
        return planning.plan(
            view, proposals, findings, self.host.rules,
            policy=self.config.policy, practices=self._used(), failures=self._failures(),
        )  # fmt: skip

    def _check(self, view: View) -> tuple[Standing, ...]:
        return standing(view, self.host.check(view), self.host.rules, reader=self.config.author)

    def _used(self) -> tuple[str, ...]:
        return tuple(f"{one.name} {one.version}".strip() for one in self.host.practices)

    def _failures(self) -> tuple[str, ...]:
        return tuple(map(str, self.host.concerning))


def _end_of(known_at: str) -> str:
    """Give the last instant of a moment as the journal writes its times."""
    if not known_at:
        return ""
    try:
        when = moment(known_at)
    except ValueError as fault:
        raise InvalidInput.one("known_at", str(fault)) from None
    if when.precision == "instant":
        at = dt.datetime.fromisoformat(known_at).astimezone(dt.UTC).replace(tzinfo=None)
        return f"{at.isoformat(timespec='microseconds')}Z"  # strftime writes the year 999 shorter
    return f"{when.last}T23:59:59.999999Z"
