"""Which laws does every practice keep, and what is said when one is broken?

A law looks at one history and raises :class:`Broken` with a message that names the practice, what
is wrong, and what would be right.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from engageframe.encoding import canonical
from engageframe.folding import State, covers, effective
from engageframe.hooks import Practice, impl
from engageframe.journal import Head
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS, Lens
from engageframe.model.moments import Moment, moment
from engageframe.rules import Proposal
from engageframe.testing.asking import HOOKS, Broken, Subject
from engageframe.testing.differing import difference
from engageframe.testing.guards import WorldAsked, guarded
from engageframe.testing.naming import Meaning, named
from engageframe.testing.telling import ENGAGEMENT, History
from engageframe.view import View

__all__ = [
    "Early",
    "Late",
    "answers_any_history",
    "cites_what_is_there",
    "goes_on_from_a_snapshot",
    "is_alone",
    "is_deterministic",
    "leaves_the_view",
    "measures_no_person",
    "moves_with_time",
    "needs_no_order_of_sets",
    "notices_time",
    "proposes_with_reasons",
    "reads_what_it_declares",
    "stays_pure",
]

ERA: Final = 4000
"""Years after which the calendar repeats itself, days of the week included."""
_LETTERS: Final = 2
"""Fewer letters are no words."""
_YEARS: Final = re.compile(r"(?<!\d)60(?=\d\d(?!\d))")
_CORE: Final[tuple[Lens[Any], ...]] = (ENCOUNTERS, COMMITMENTS, CYCLE)


class Early(Practice):
    """A neighbour that answers before all others by its name."""

    name = "a-neighbour"
    reads = ("engagement", "encounter", "person")

    @impl
    def engageframe_propose(self, view: View) -> list[Proposal]:
        """Propose what others may propose, too."""
        return [
            Proposal(
                id=f"meet:{who}", does="Meet them", for_whom=who, reason="we are neighbours",
                evidence=(record.id,),
            )
            for who, record in sorted(view.people.items())
        ]  # fmt: skip


class Late(Early):
    """A neighbour that answers after all others by its name."""

    name = "z-neighbour"


def answers_any_history(subject: Subject, history: History) -> None:
    """Answer, whatever was told and whenever it is asked, the empty engagement among it."""
    begun = History.begin(history.codec, as_of=history.as_of)
    for one in (begun, history):
        for as_of in (history.as_of, moment("2026"), moment("9999"), moment("2025")):
            try:
                subject.answers(one.view(as_of))
            except Broken as fault:
                what = (
                    "an engagement of which nothing else is told" if one is begun else "a history"
                )
                raise Broken(subject.name, f"cannot answer {what}: {fault.says}") from fault


def is_deterministic(subject: Subject, history: History) -> None:
    """Answer alike when asked again, in another order, in between others, or made anew."""
    view, first = history.view(), None
    other = History.begin(history.codec, as_of="2020")
    again = Subject(subject.practice, subject.options)
    for asked, seen, hooks in (
        (subject, view, HOOKS),
        (subject, view, HOOKS[::-1]),
        (subject, other.view(), HOOKS),
        (subject, view, HOOKS),
        (subject, history.view(), HOOKS),
        (again, history.view(), HOOKS),
    ):
        told = asked.answers(seen, hooks)
        if first is None:
            first = told
        elif seen is not view and seen.as_of != view.as_of:
            continue
        elif told != first:
            says = "answers the same view twice, and not alike"
            remedy = "keep nothing from one call to the next but what the view gives again"
            raise Broken(subject.name, says, remedy, difference(first, told, ("first", "later")))


def needs_no_order_of_sets(subject: Subject, history: History, *, tries: int = 6) -> None:
    """Answer alike under other ids that sort the same: no answer hangs on hashes."""
    words = sorted(_ids(history), key=len)
    first: Any = None
    for n in range(tries):
        names = {word: f"{word}-q{n}" for word in words if len(word) < 100}
        names |= {one.id: f"{one.id}q{n}" for one in history.drafts}
        view = history.renamed(names).view()
        told = _renamed(subject.answers(view), n)
        first = told if first is None else first
        if told != first:
            says = "answers in the order of a set, which is another in every process"
            remedy = "sort it, or use dict.fromkeys"
            raise Broken(subject.name, says, remedy, difference(first, told, ("here", "there")))


def _ids(history: History) -> set[str]:
    """Give the words that records use for people, encounters, promises and the like."""
    found: set[str] = set()
    for draft in history.drafts:
        if draft.kind in history.codec.kinds and draft.kind != "engagement":
            kind = history.codec.kinds[draft.kind]
            body = msgspec.json.decode(draft.body)
            found.update(str(body[name]) for name in kind.identity if body.get(name))
            found.update(draft.subjects)
    return {word for word in found if re.fullmatch(r"[a-z][\w:-]*", word)} - {ENGAGEMENT, *_WORDS}


_WORDS: Final = frozenset(("sponsor", "user", "stage", "value", "key"))


def _renamed(told: Any, n: int) -> Any:
    text = canonical(told).decode()
    return msgspec.json.decode(re.sub(rf"(-?)q{n}(?![\w-])", r"\1q", text))


def is_alone(subject: Subject, history: History) -> None:
    """Answer alike with other practices there, whoever is loaded first."""
    alone = subject.answers(history.view())
    for company in ((Early, Late), (Late, Early)):
        told = Subject(subject.practice, subject.options, company=company).answers(history.view())
        if told != alone:
            says = "answers otherwise when other practices are there"
            shown = difference(alone, told, ("alone", "in company"))
            raise Broken(subject.name, says, "answer from the view alone", shown)


def leaves_the_view(subject: Subject, history: History) -> None:
    """Leave the view, its records and the states of lenses as they were."""
    view = history.view()
    for hook in HOOKS:
        before = view.for_practice(subject.name, subject.loaded.practice.reads)
        subject.answers(view, (hook,))
        _seen(subject, before)
        told, untouched = _dump(subject, view), _dump(subject, history.view())
        if told != untouched:
            says = f"changes the view in engageframe_{hook}"
            shown = difference(untouched, told, ("before", "after"))
            raise Broken(subject.name, says, "copy what you change", shown)


def _seen(subject: Subject, fresh: View) -> None:
    """See that the bounded view that it was handed is what it was."""
    _, bound = subject.host._last
    for calls in bound.values():
        for name, _, _, views in calls:
            for one in views:
                same = (one.as_of, one.engagement_id, one.head, vars(one).keys())
                if name == subject.name and same != (
                    fresh.as_of, fresh.engagement_id, fresh.head, vars(fresh).keys()
                ):  # fmt: skip
                    raise Broken(subject.name, "changes the view", "a view is not to be written to")


def _dump(subject: Subject, view: View) -> Any:
    state = view._state
    records = {kind: state.records(kind) for kind in state.kinds}
    lenses = {one.name: view.lens(one) for one in (*_CORE, *subject.loaded.lenses)}
    whole = {"records": records, "lenses": lenses, "as of": view.as_of, "head": view.head}
    return msgspec.json.decode(canonical(whole))


def stays_pure(subject: Subject, history: History) -> None:
    """Ask neither clock nor chance, no file, no network, no other program, no environment."""
    view = history.view()
    subject.answers(view)  # what is loaded when it is first needed is loaded now
    for hook in HOOKS:
        fresh = Subject(subject.practice, subject.options)
        seen = history.view()
        try:
            with guarded():
                for _ in fresh.values(seen, (hook,), briefs=2):
                    pass
        except WorldAsked as fault:
            remedy = "the moment is view.as_of" if fault.what == "the clock" else (
                "answer from the view and the settings alone"
            )  # fmt: skip
            says = f"asks {fault.what} in engageframe_{hook}: {fault.call}() at {fault.place}"
            raise Broken(subject.name, says, remedy) from None


def cites_what_is_there(subject: Subject, history: History) -> None:
    """Let every finding cite a rule of its own, records that count, and a fix."""
    view = history.view()
    try:
        findings = subject.findings(view)
    except Broken as fault:
        raise Broken(subject.name, f"finds what it may not: {fault.says}") from fault
    known = view._state.ids
    for one in findings:
        what = f'the finding {one.rule} about "{one.subject}"'
        _with_evidence(subject, known, what, one.evidence)
        if sum(map(str.isalpha, one.fix)) < _LETTERS:
            says = f'gives "{one.fix}" as the fix of {what}, which says nothing to do'
            raise Broken(subject.name, says, "say in words how to mend it")
    for what, values in subject.values(view, ("measure", "brief")):
        for one in values:
            _with_evidence(subject, known, f"a line of its {what}", one.evidence, some=False)


def _with_evidence(
    subject: Subject, known: frozenset[str], what: str, evidence: tuple[str, ...], *,
    some: bool = True,
) -> None:  # fmt: skip
    if some and not evidence:
        raise Broken(subject.name, f"gives no evidence for {what}", "name the records that show it")
    lost = sorted({*evidence} - known)
    if lost:
        says = f'cites "{lost[0]}" in {what}, a record that is not there'
        raise Broken(subject.name, says, "evidence holds ids of records that count in the view")


def proposes_with_reasons(subject: Subject, history: History) -> None:
    """Let every proposal be for somebody who is named in a record, with reason and evidence."""
    view = history.view()
    codes, known = {rule.code for rule in subject.loaded.rules}, view._state.ids
    people = named(view, history)
    for one in subject.proposals(view):
        what = f'the proposal "{one.id}"'
        _with_evidence(subject, known, what, one.evidence)
        if one.for_whom not in people:
            says = f'makes {what} for "{one.for_whom}", whom no record names'
            raise Broken(subject.name, says, "propose it for a person or an organization")
        if one.rule and one.rule not in codes:
            says = f'makes {what} under the rule "{one.rule}", which is not its own'
            raise Broken(subject.name, says, f"known are: {', '.join(sorted(codes)) or 'none'}")


def measures_no_person(subject: Subject, history: History) -> None:
    """Measure nobody who is not ours: deeds, promises, plans and pairs only."""
    view = history.view()
    try:
        measures = subject.measures(view)
    except Broken as fault:
        raise Broken(subject.name, f"ranks people, or fails to measure: {fault.says}") from fault
    meaning = Meaning(view, history)
    for one in measures:
        if meaning.of(one.subject):
            says = f'ranks people: the measure "{one.name}" is about "{one.subject}"'
            raise Broken(subject.name, says, "measure a deed, a promise, a plan or a pair")


def reads_what_it_declares(subject: Subject, history: History) -> None:
    """Answer alike when records of all other kinds are taken away."""
    reads = subject.loaded.practice.reads
    kinds = [kind for kind in history.codec.kinds if covers(reads, kind)]
    every, less = history.view(), history.view(only=[*kinds, "-"])
    try:  # whoever briefs is handed the encounter, whatever they declare
        whole, part = subject.answers(every), subject.answers(less, before=every)
    except Broken as fault:
        raise Broken(subject.name, f"reads what it does not declare: {fault.says}") from fault
    if whole != part:
        says = f"answers by records that it does not declare: reads = {list(reads)}"
        shown = difference(whole, part, ("all records", "declared ones"))
        raise Broken(subject.name, says, "add their kinds to reads", shown)


def goes_on_from_a_snapshot(subject: Subject, history: History, cut: int) -> None:
    """Answer alike from a snapshot and what came after it as from all records."""
    entries = list(effective(history.entries, as_of=history.as_of))
    head, lenses = Head(seq=len(entries)), subject.host.lenses
    whole, early = State(history.codec), State(history.codec)
    whole.add(entries)
    early.add(entries[: cut % (len(entries) + 1)])
    late = State.unpack(history.codec, early.pack(lenses))
    late.add(entries[cut % (len(entries) + 1) :])
    views = [
        View(state, engagement=ENGAGEMENT, as_of=history.as_of, head=head)
        for state in (whole, late)
    ]
    told = [subject.answers(view) for view in views]
    told[0] |= {"lenses": [views[0].lens(one) for one in subject.loaded.lenses]}
    told[1] |= {"lenses": [views[1].lens(one) for one in subject.loaded.lenses]}
    if canonical(told[0]) != canonical(told[1]):
        says = "answers otherwise when its lenses go on from a snapshot"
        remedy = "a lens is a fold: its state is all that it may remember"
        raise Broken(
            subject.name, says, remedy, difference(told[0], told[1], ("in full", "from a snapshot"))
        )


def moves_with_time(subject: Subject, history: History) -> None:
    """Answer alike 4,000 years later: the calendar is the same, only view.as_of tells the time."""
    now, then = (_of_this_era(subject.answers(one.view())) for one in (history, history.later(ERA)))
    if now != then:
        says = "ignores view.as_of: told of a time 4,000 years later, it answers otherwise"
        shown = difference(now, then, ("now", "4,000 years later"))
        raise Broken(subject.name, says, "count from view.as_of, not from a fixed day", shown)


def _of_this_era(told: Any) -> Any:
    return msgspec.json.decode(_YEARS.sub("20", canonical(told).decode()))


def notices_time(subject: Subject, histories: Iterable[History]) -> bool:
    """Tell whether some answer changes while nothing happens and time goes by."""
    return any(len({canonical(subject.answers(one)) for one in _as_time_goes_by(history)}) > 1
               for history in histories)  # fmt: skip


def _as_time_goes_by(history: History) -> Iterator[View]:
    last = max((moment(one.happened).last for one in history.drafts), default=moment("2026").last)
    for days in (1, 20, 45, 120, 400, 4000):
        yield history.view(Moment.of(last.fromordinal(last.toordinal() + days)))
