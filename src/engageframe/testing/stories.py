"""Which engagements are plausible: who is there, what is planned, held, promised, learned?

A story is told from a script, a list of steps; a strategy draws the script, and a busy story has
one as long as it is asked for.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import attrs
import msgspec
from hypothesis import strategies as st

from engageframe.codec import Codec
from engageframe.journal import Draft
from engageframe.kinds import Kind
from engageframe.model.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentReleased,
    CommitmentRenegotiated,
)
from engageframe.model.encounters import (
    Attendee,
    EncounterHeld,
    EncounterPlanned,
    EncounterReviewed,
    Objective,
    Verdict,
)
from engageframe.model.engagements import (
    Action,
    ActionAccepted,
    ActionDone,
    Correction,
    CycleClosed,
    CycleFrozen,
    Engagement,
    Feedback,
    HouseNote,
    Lesson,
    LessonSettled,
    ProposalDropped,
    Retraction,
    ReviewOpened,
    Waiver,
)
from engageframe.model.moments import Moment, moment
from engageframe.model.people import Affiliation, Organization, Person, Stakeholder, Statement
from engageframe.model.purposes import Goal, Purpose
from engageframe.testing.strategies import HOSTILE, bodies
from engageframe.testing.telling import ENGAGEMENT, History, codec_of

__all__ = ["TEXTS", "busy", "engagements"]

T = TypeVar("T")

OURS: Final = ("ana", "abe")
THEIRS: Final = ("maria", "tom", "eve")
FIRMS: Final = ("acme", "brook")
EVERYBODY: Final = (*THEIRS, *OURS, *FIRMS, "vic")
_NAMES: Final = {
    "ana": "Ana Novak", "abe": "Abe Stone", "maria": "Maria López", "tom": "Tom Ito",
    "eve": "Eve Adams", "acme": "Acme Ltd", "brook": "Brook Ltd", "vic": "Vic Ray",
}  # fmt: skip
TEXTS: Final = (
    "the note on the power budget",
    "They want the rollout done before the autumn",
    "She prefers to be called in the morning",
    "We will send the drawings by Friday; is that all right?",
    "What would make this a success for you?",
    "The board decides in June, and 3 of 5 members are for it",
    "not sure",
)
"""What people of an invented engagement write."""
_BEGUN: Final = dt.date(2026, 1, 5)


class _Chance:
    """Choices that follow from one number; the smallest number takes the first of each."""

    def __init__(self, number: int) -> None:
        self.number = number

    def pick(self, *options: T) -> T:
        self.number, which = divmod(self.number, len(options))
        return options[which]

    def some(self, options: Sequence[T], most: int) -> tuple[T, ...]:
        count = self.pick(*range(1, most + 1))
        start = self.pick(*range(len(options)))
        return tuple((*options, *options)[start : start + min(count, len(options))])


class _Promise(NamedTuple):
    id: str
    promisee: str


class Story:
    """Tells an engagement step by step; each step adds a record or two."""

    def __init__(self, codec: Codec, texts: Sequence[str]) -> None:
        self.codec = codec
        self.texts = texts
        self.day = _BEGUN
        self.drafts: list[Draft] = []
        self.times: list[str] = []
        self.planned: list[EncounterPlanned] = []
        self.held: list[str] = []
        self.promises: list[_Promise] = []
        self.lessons: list[str] = []
        self.accepted: tuple[Action, ...] = ()
        self.cycle, self.phase = 1, 0

    def history(self, as_of: Moment) -> History:
        """Give what was told."""
        drafts, times = tuple(self.drafts), tuple(self.times)
        return History(codec=self.codec, drafts=drafts, as_of=as_of, times=times)

    def tell(self, body: Any, when: Moment | None = None, source: str = "") -> None:
        """Record a body in the evening."""
        self.times.append(f"{self.day}T18:00:00.{len(self.drafts):06d}Z")
        self.drafts.append(
            self.codec.draft(
                body, engagement=ENGAGEMENT, happened=when or self.now(), author="ana",
                source=source, salt=str(len(self.drafts)),
            )
        )  # fmt: skip

    def now(self, choice: int = 0, ahead: int = 0) -> Moment:
        """Give today, as exactly as people remember: mostly the day, at times less or more."""
        day = self.day + dt.timedelta(days=ahead)
        month = f"{day.year}-{day.month:02d}"
        forms = (
            day.isoformat(), day.isoformat(), day.isoformat(), f"{day.isoformat()}T09:30:00+01:00",
            month, f"{day.year}-Q{(day.month + 2) // 3}", str(day.year),
        )  # fmt: skip
        return moment(forms[choice % len(forms)])

    def begin(self, chance: _Chance) -> None:
        """Say who is there: most of them with name, side and role."""
        self.tell(Engagement(id=ENGAGEMENT, name="Acme rollout", client="acme"))
        for firm in FIRMS[: chance.pick(1, 2)]:
            self.tell(Organization(id=firm, name=_NAMES[firm], tags=chance.pick((), ("key",))))
        for who in (*OURS[: chance.pick(1, 2)], *THEIRS[: chance.pick(2, 3, 1)]):
            self.tell(Person(id=who, name=_NAMES[who], languages=chance.pick((), ("en", "es"))))
        for who in OURS:
            self.tell(Stakeholder(who=who, side="ours", minutes_per_cycle=chance.pick(None, 600)))
        for who in (*THEIRS[: chance.pick(3, 1)], "acme"):
            role, tags = chance.pick("", "sponsor", "user"), chance.pick((), ("key",))
            self.tell(Stakeholder(who=who, side="client", role=role, tags=tags))
            if who != "acme":
                since = moment(chance.pick("2025", "2026-01"))
                self.tell(Affiliation(person=who, organization="acme", role=role, since=since))

    def there(self, chance: _Chance) -> tuple[Attendee, ...]:
        """Choose who comes: ours, theirs, at times a firm whose person is unknown."""
        theirs = [Attendee(person=who) for who in chance.some((*THEIRS, "vic"), 3)]
        if chance.pick(False, False, True):
            theirs[-1:] = [Attendee(organization=chance.pick(*FIRMS))]
        return (Attendee(person=chance.pick(*OURS)), *theirs)

    def plan(self, chance: _Chance) -> None:
        """Plan an encounter ahead."""
        id_, text = f"m{len(self.drafts)}", chance.pick(*self.texts)
        objective = Objective(
            id=f"{id_}-o", text=text, owner=chance.pick("acme", *THEIRS, "ana"),
            kind=chance.pick("serve", "understand", "decide", "learn"),
            measure=chance.pick("", "they say so"), chance=chance.pick(None, 70),
        )  # fmt: skip
        body = EncounterPlanned(
            id=id_, scheduled=self.now(chance.pick(0, 3, 4), ahead=chance.pick(7, 1, 30)),
            attendees=self.there(chance), purpose=chance.pick(text, ""),
            objectives=chance.pick((objective,), ()), questions=chance.pick((text,), ()),
            channel=chance.pick("meeting", "visit", "call", "video"),
            lessons_applied=tuple(self.lessons[-1:]),
        )  # fmt: skip
        self.planned.append(body)
        self.tell(body)

    def meet(self, chance: _Chance) -> None:
        """Hold an encounter: the one planned first, or one that nobody planned."""
        if chance.pick(True, True, False) and self.planned:
            plan = self.planned.pop(0)
            id_, there = plan.id, plan.attendees
        else:
            id_, there = f"m{len(self.drafts)}", self.there(chance)
        self.held.append(id_)
        body = EncounterHeld(
            id=id_, attendees=there, subject=chance.pick(*self.texts),
            channel=chance.pick("meeting", "visit", "call", "mail", "mass_mail", "message"),
            initiator=chance.pick("", *OURS, *THEIRS), answers=chance.pick((), (self.texts[0],)),
        )  # fmt: skip
        self.tell(body, self.now(chance.pick(*range(7))))

    def bring(self, chance: _Chance) -> None:
        """Bring an encounter in from another system, from before the engagement at times."""
        number = len(self.drafts)
        body = EncounterHeld(
            id=f"log-{number}", attendees=self.there(chance), subject=chance.pick(*self.texts),
            extra=chance.pick({}, {"Room": "4"}),
        )  # fmt: skip
        when = chance.pick(self.now(), moment("2025-11"), moment("2025-Q3"), moment("2024"))
        self.tell(body, when, source=f"log:{number}")

    def review(self, chance: _Chance) -> None:
        """Review an encounter that was held."""
        if not self.held:
            return self.meet(chance)
        id_, text = chance.pick(*self.held[-3:]), chance.pick(*self.texts)
        verdict = Verdict(objective=f"{id_}-o", reached=chance.pick(True, False), note=text)
        body = EncounterReviewed(
            id=id_, outcome=chance.pick("done", "advance", "continuation", "declined"),
            verdicts=chance.pick((verdict,), ()), client_actions=chance.pick((), (text,)),
            lessons=tuple(self.lessons[-1:]), worth_paying_ours=chance.pick(None, 7),
            worth_paying_theirs=chance.pick(None, 4),
        )  # fmt: skip
        return self.tell(body)

    def promise(self, chance: _Chance) -> None:
        """Promise something, mostly ours to theirs."""
        id_, theirs = f"p{len(self.drafts)}", chance.pick(*THEIRS, "acme")
        pair = chance.pick((chance.pick(*OURS), theirs), (theirs, "ana"))
        due = chance.pick(self.now(chance.pick(0, 4, 5), ahead=chance.pick(14, 2, 60)), None)
        self.promises.append(_Promise(id_, pair[1]))
        self.tell(
            CommitmentMade(
                id=id_, promisor=pair[0], promisee=pair[1], what=chance.pick(*self.texts), due=due,
                importance=chance.pick(2, 3, 1),
            )
        )  # fmt: skip

    def settle(self, chance: _Chance) -> None:
        """Say what became of a promise."""
        if not self.promises:
            return self.promise(chance)
        id_, to_whom = self.promises[chance.pick(0, -1)]
        what, note = chance.pick("kept", "broken", "moved", "released"), chance.pick("", "sorry")
        if what == "moved":
            due = self.now(chance.pick(0, 4), ahead=20)
            return self.tell(CommitmentRenegotiated(id=id_, due=due, agreed_by=to_whom, note=note))
        self.promises.remove(_Promise(id_, to_whom))
        if what == "kept":
            by = chance.pick(to_whom, "")
            return self.tell(CommitmentKept(id=id_, acknowledged_by=by, note=note))
        if what == "broken":
            told = chance.pick(True, False)
            return self.tell(CommitmentBroken(id=id_, told_before_due=told, note=note))
        return self.tell(CommitmentReleased(id=id_, released_by=to_whom, note=note))

    def say(self, chance: _Chance) -> None:
        """Say what is known about somebody."""
        about = chance.pick(*THEIRS, "ana", "acme")
        self.tell(
            Statement(
                about=about, text=chance.pick(*self.texts), by=chance.pick(about, "ana"),
                basis=chance.pick("said", "confirmed", "observed", "inferred", "ours"),
                topic=chance.pick("", "consent", "wishes"), showable=chance.pick(True, False),
                until=chance.pick(None, self.now(ahead=90), self.now(4, ahead=30)),
            ),
            self.now(chance.pick(0, 3, 4)),
        )  # fmt: skip

    def want(self, chance: _Chance) -> None:
        """Say why the work is done, and what is to be reached."""
        id_, text = f"w{len(self.drafts)}", chance.pick(*self.texts)
        self.tell(
            Purpose(
                id=id_, camp=chance.pick("client_company", "personal", "our_company"), text=text,
                basis=chance.pick("said", "ours"), words_of=chance.pick(*THEIRS, "ana"),
                beneficiaries=chance.pick(("acme",), ()),
            )
        )  # fmt: skip
        self.tell(
            Goal(
                id=f"{id_}-g", text=text, owner=chance.pick("acme", *THEIRS, "ana"), basis="said",
                measure=chance.pick("", "in the log"), due=chance.pick(self.now(4, ahead=90), None),
                purpose=chance.pick(id_, ""),
            )
        )  # fmt: skip

    def learn(self, chance: _Chance) -> None:
        """Learn a lesson, settle one, or hear what somebody thinks of ours."""
        text = chance.pick(*self.texts)
        if chance.pick(True, False) and self.lessons:
            lesson, applied = self.lessons.pop(0), chance.pick(True, False)
            return self.tell(LessonSettled(lesson=lesson, applied=applied, reason=text))
        if chance.pick(True, False):
            self.lessons.append(f"l{len(self.drafts)}")
            learned = (*self.held, "")[-2:][0]
            return self.tell(Lesson(id=self.lessons[-1], text=text, learned_in=learned))
        by, about, value = chance.pick(*THEIRS), chance.pick(*OURS), chance.pick(None, 80, -40)
        return self.tell(Feedback(by=by, about=about, text=text, value=value))

    def turn(self, chance: _Chance) -> None:
        """Go on in the round of planning, doing and reviewing."""
        if self.phase == 0:
            action = Action(
                id=f"ask:{chance.pick(*THEIRS)}", does="Ask them", reason="it is time",
                for_whom=chance.pick(*THEIRS, "acme"), owner=chance.pick("ana", ""),
                minutes=chance.pick(60, 0, 240), due=chance.pick(None, self.now(ahead=10)),
                kind=chance.pick("other", "meet", "ask"), evidence=(self.drafts[0].id,),
            )  # fmt: skip
            self.accepted = (action,)
            self.tell(ActionAccepted(cycle=self.cycle, action=action))
            self.tell(CycleFrozen(cycle=self.cycle, actions=self.accepted, head="0" * 8))
        elif self.phase == 1:
            if chance.pick(True, False):
                self.tell(ActionDone(action=self.accepted[0].id))
            self.tell(ReviewOpened(cycle=self.cycle))
        else:
            carried = chance.pick((), self.accepted)
            self.tell(CycleClosed(cycle=self.cycle, dispositions=(), carried=carried, head="0" * 8))
            self.cycle += 1
        self.phase = (self.phase + 1) % 3

    def decide(self, chance: _Chance) -> None:
        """Drop a proposal, waive a rule, rest for a while, or note something of the house."""
        text, rule = chance.pick(*self.texts), chance.pick("PDR001", "DAT003")
        sort = chance.pick("drop", "waive", "rest", "house")
        if sort == "drop":
            whom = chance.pick(*THEIRS)
            self.tell(ProposalDropped(cycle=self.cycle, proposal=f"meet:{whom}", reason=text))
        elif sort == "waive":
            self.tell(Waiver(rule=rule, reason=text, until=chance.pick(None, self.now(ahead=30))))
        elif sort == "rest":
            until = self.now(ahead=40)
            resting = Engagement(id=ENGAGEMENT, name="Acme rollout", status="dormant", until=until)
            self.tell(resting)
        else:
            self.tell(HouseNote(name=chance.pick("stage", "value"), text=text))

    def amend(self, chance: _Chance) -> None:
        """Correct or retract an earlier record, never the first."""
        old = chance.pick(*self.drafts[1:][-9:])
        if old.kind in ("correction", "retraction") or chance.pick(False, True):
            return self.tell(Retraction(record=old.id, reason="it was told twice"))
        body = msgspec.json.decode(old.body)
        when = chance.pick(None, self.now())
        return self.tell(Correction(record=old.id, body=body, reason="a slip", happened=when))


_Step = Callable[[Story, _Chance], None]
STEPS: Final[tuple[_Step, ...]] = (
    Story.meet, Story.promise, Story.plan, Story.review, Story.settle, Story.say, Story.meet,
    Story.bring, Story.turn, Story.want, Story.learn, Story.decide, Story.amend,
)  # fmt: skip
_PICKS: Final = st.integers(0, 10**9)


def engagements(
    *,
    kinds: Iterable[Kind] = (),
    most: int = 24,
    texts: Sequence[str] = TEXTS,
    hostile: bool = False,
) -> st.SearchStrategy[History]:
    """Draw a plausible engagement, looked at shortly after its last record or long after.

    Two or three people and firms on each side, encounters planned, held, reviewed and imported,
    promises with what became of them, statements, purposes, goals, lessons, feedback, rounds of the
    cycle, decisions, corrections and retractions, moments of every precision, and records of a
    practice's kinds about the same people.

    Args:
        kinds: kinds of practices that may occur, too.
        most: how many steps at most; a step is one record or two.
        texts: what people write.
        hostile: take the texts that trip up careless code.
    """
    own = tuple(kinds)
    return _engagements(codec_of(own), own, most, HOSTILE if hostile else texts, hostile)


@st.composite
def _engagements(
    draw: st.DrawFn, codec: Codec, own: Sequence[Kind], most: int, texts: Sequence[str], wild: bool
) -> History:
    story = Story(codec, texts)
    story.begin(_Chance(draw(_PICKS)))
    count = draw(st.integers(0, most))
    steps = st.tuples(st.integers(0, 40), st.integers(0, len(STEPS) + 4 * bool(own) - 1), _PICKS)
    for gap, which, number in draw(st.lists(steps, min_size=count, max_size=count)):
        story.day += dt.timedelta(days=gap)
        if which < len(STEPS):
            STEPS[which](story, _Chance(number))
        else:
            story.tell(draw(_own(own[number % len(own)], wild)), story.now(number))
    lag = draw(st.sampled_from((0, 1, 9, 45, 120, 400, -20)))
    return story.history(story.now(draw(st.sampled_from((0, 0, 0, 4, 6))), ahead=lag))


def _own(kind: Kind, hostile: bool) -> st.SearchStrategy[Any]:
    """Draw a body of a practice's kind, about the people of the story."""
    drawn = bodies(kind.body, _CAST)
    if not hostile:
        return drawn
    texts = [name for name in (*kind.text, *kind.personal) if _is_text(kind.body, name)]
    return st.builds(_with_texts, drawn, st.sampled_from(HOSTILE), st.just(tuple(texts)))


_CAST: Final = st.sampled_from((*EVERYBODY, "p0", "m0"))


def _is_text(body: type[Any], name: str) -> bool:
    return attrs.fields_dict(body)[name].type is str


def _with_texts(body: Any, text: str, names: Sequence[str]) -> Any:
    """Put a text where free text may stand; what refuses it keeps its own."""
    for name in names:
        try:
            body = attrs.evolve(body, **{name: text})
        except ValueError:
            continue
    return body


def busy(size: int, *, kinds: Iterable[Kind] = (), own: Sequence[Any] = ()) -> History:
    """Tell a long engagement of at least so many records, the same every time.

    ``own`` are bodies of practices' kinds, told in turn.
    """
    story = Story(codec_of(kinds), TEXTS)
    story.begin(_Chance(0))
    number = 0
    while len(story.drafts) < size:
        number += 1
        mixed = (number * 2_654_435_761) % (1 << 32)
        if own and number % 4 == 0:
            story.tell(own[number // 4 % len(own)])
        else:
            STEPS[mixed % (len(STEPS) - 1)](story, _Chance(mixed // 13))
        story.day += dt.timedelta(days=number % 3)
    return story.history(story.now(ahead=30))
