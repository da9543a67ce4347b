"""Which engagements are plausible: who is there, what is planned, held, promised, learned?

A story is told step by step, and each step takes its choices from one number.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from engageframe.codec import Codec
from engageframe.journal import Draft
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
from engageframe.testing.telling import ENGAGEMENT, History

__all__ = ["EVERYBODY", "STEPS", "TEXTS", "Chance", "Story"]

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


class Chance:
    """Choices that follow from one number; the smallest number takes the first of each."""

    def __init__(self, number: int) -> None:
        self.number = number

    def pick(self, *options: T) -> T:
        """Take one of the options."""
        self.number, which = divmod(self.number, len(options))
        return options[which]

    def some(self, options: Sequence[T], most: int) -> tuple[T, ...]:
        """Take one or more of the options that stand side by side."""
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

    def begin(self, chance: Chance) -> None:
        """Say who is there: most of them with name, side and role."""
        begun = Engagement(id=ENGAGEMENT, name="Acme rollout", client="acme")
        self.tell(begun, moment("2025"))
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

    def there(self, chance: Chance) -> tuple[Attendee, ...]:
        """Choose who comes: ours, theirs, at times a firm whose person is unknown."""
        theirs = [Attendee(person=who) for who in chance.some((*THEIRS, "vic"), 3)]
        if chance.pick(False, False, True):
            theirs[-1:] = [Attendee(organization=chance.pick(*FIRMS))]
        return (Attendee(person=chance.pick(*OURS)), *theirs)

    def plan(self, chance: Chance) -> None:
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

    def meet(self, chance: Chance) -> None:
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

    def bring(self, chance: Chance) -> None:
        """Bring an encounter in from another system, from before the engagement at times."""
        number = len(self.drafts)
        body = EncounterHeld(
            id=f"log-{number}", attendees=self.there(chance), subject=chance.pick(*self.texts),
            extra=chance.pick({}, {"Room": "4"}),
        )  # fmt: skip
        when = chance.pick(self.now(), moment("2025-11"), moment("2025-Q3"), moment("2024"))
        self.tell(body, when, source=f"log:{number}")

    def review(self, chance: Chance) -> None:
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

    def promise(self, chance: Chance) -> None:
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

    def settle(self, chance: Chance) -> None:
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

    def say(self, chance: Chance) -> None:
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

    def want(self, chance: Chance) -> None:
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

    def learn(self, chance: Chance) -> None:
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

    def turn(self, chance: Chance) -> None:
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

    def decide(self, chance: Chance) -> None:
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
            resting = Engagement(
                id=ENGAGEMENT, name="Acme rollout", client="acme", status="dormant", until=until
            )
            self.tell(resting)
        else:
            self.tell(HouseNote(name=chance.pick("stage", "value"), text=text))

    def amend(self, chance: Chance) -> None:
        """Correct or retract an earlier record, never the first."""
        old = chance.pick(*self.drafts[1:][-9:])
        if old.kind in ("correction", "retraction") or chance.pick(False, True):
            self.tell(Retraction(record=old.id, reason="it was told twice"))
            return
        body, when = msgspec.json.decode(old.body), chance.pick(None, self.now())
        self.tell(
            Correction(
                record=old.id, body=body, version=old.version, reason="a slip", happened=when
            )
        )


_Step = Callable[[Story, Chance], None]
STEPS: Final[tuple[_Step, ...]] = (
    Story.meet, Story.promise, Story.plan, Story.review, Story.settle, Story.say, Story.meet,
    Story.bring, Story.turn, Story.want, Story.learn, Story.decide, Story.amend,
)  # fmt: skip
