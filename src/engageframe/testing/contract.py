"""What does every practice promise, as one suite of tests that a practice inherits?

::

    from engageframe.testing import PracticeContract
    from thanks_practice import Thanks


    class TestThanks(PracticeContract):
        practice = Thanks
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from engageframe.errors import EngageframeError, PracticeError, did_you_mean
from engageframe.hooks import Practice
from engageframe.kinds import Kind
from engageframe.model.moments import Moment
from engageframe.practices import Host
from engageframe.testing import keeping, laws, working
from engageframe.testing.asking import Broken, Subject
from engageframe.testing.drawing import busy, engagements
from engageframe.testing.strategies import bodies, ids, wild
from engageframe.testing.telling import History

__all__ = ["CHECKS", "PracticeContract", "judge", "weakened"]

Law = Callable[[Subject, History], None]
_CAST: Final = ids("ana", "abe", "maria", "tom", "eve", "acme", "brook", "p0", "m0")


class PracticeContract:
    """The laws that every practice keeps; a subclass names the practice, and pytest does the rest.

    No check can be overridden or taken away, unless the method that stands in its place is marked
    ``@pytest.mark.xfail(reason="...")``.

    Attributes:
        practice: the class under test.
        options: options for it, as ``[practice.NAME]`` of a workspace would give them.
        scenes: histories of your own; every law is tried on them, too. Needed when the drawn ones
            do not make each hook say something.
        old_bodies: for each kind with versions before the present one, bodies of each of them, such
            as ``{"thanks.sent": {1: [{"to": "maria"}]}}``.
        timeless: say so when no answer depends on the moment.
        seconds: processor time allowed for all answers to a thousand records.
        examples: how many histories are drawn for a law, twelve at least.
        shrinks: whether a history that breaks a law is made as short as can be.
    """

    practice: ClassVar[type[Practice]]
    options: ClassVar[Mapping[str, object]] = {}
    scenes: ClassVar[Sequence[History]] = ()
    old_bodies: ClassVar[Mapping[str, Mapping[int, Sequence[Mapping[str, Any]]]]] = {}
    timeless: ClassVar[bool] = False
    seconds: ClassVar[float] = 1.0
    examples: ClassVar[int] = 12
    shrinks: ClassVar[bool] = True

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if faults := list(weakened(cls)):
            raise TypeError(f"{cls.__name__} weakens the contract: {'; '.join(faults)}")

    def test_it_loads(self) -> None:
        """A strict host takes it: hooks, names, kinds, rules, reads and settings are right."""
        subject = self._subject()
        assert subject.loaded.practice.name == self.practice.name

    def test_it_answers_every_history(self) -> None:
        """Whatever was told, nothing told at all among it, no hook fails."""
        self._holds(laws.answers_any_history, wildly=True)

    def test_the_same_records_give_the_same_answers(self) -> None:
        """Asked again, in another order, after other questions, or made anew, it answers alike."""
        self._holds(laws.is_deterministic)

    def test_the_order_of_sets_has_no_part(self) -> None:
        """Ids that sort alike but hash otherwise give the same answers."""
        self._holds(laws.needs_no_order_of_sets)

    def test_other_practices_have_no_part(self) -> None:
        """Alone or in company, loaded first or last, it answers alike."""
        self._holds(laws.is_alone)

    def test_the_view_is_left_as_it_was(self) -> None:
        """No hook changes the view, its records or the states of lenses."""
        self._holds(laws.leaves_the_view)

    def test_the_world_is_not_asked(self) -> None:
        """No hook asks the clock, chance, files, the network, programs or the environment."""
        self._holds(laws.stays_pure)

    def test_findings_cite_rules_records_and_a_fix(self) -> None:
        """A finding cites a rule of the practice, records that count, and how to mend it."""
        self._holds(laws.cites_what_is_there, wildly=True)

    def test_proposals_name_a_person_a_reason_and_evidence(self) -> None:
        """A proposal is for somebody whom a record names, for a reason, resting on records."""
        self._holds(laws.proposes_with_reasons, wildly=True)

    def test_no_person_who_is_not_ours_is_measured(self) -> None:
        """The subject of a measure is a deed, a promise, a plan or a pair."""
        self._holds(laws.measures_no_person, wildly=True)

    def test_only_declared_kinds_are_read(self) -> None:
        """Taking all other records away changes no answer."""
        self._holds(laws.reads_what_it_declares, wildly=True)

    def test_a_snapshot_and_its_tail_give_what_a_full_fold_gives(self) -> None:
        """Wherever a history is cut, its answers and lenses are those of the whole."""
        for cut in (0, 9, 25):
            self._holds(partial(laws.goes_on_from_a_snapshot, cut=cut))

    def test_records_come_back_as_they_were_told(self) -> None:
        """A body of each of its kinds is written and read with every field."""
        for kind in self._subject().loaded.kinds:
            keeping.names_its_fields(self.practice.name, kind)
            self._every(bodies(kind.body), partial(keeping.comes_back, self.practice.name, kind))

    def test_old_records_are_read(self) -> None:
        """A body of every version ever shipped becomes one of today, and nothing is lost."""
        for kind in self._subject().loaded.kinds:
            keeping.upcasts(self.practice.name, kind, self.old_bodies.get(kind.name, {}))

    def test_unknown_settings_are_refused(self) -> None:
        """An option that it does not have is refused by name; those that it has reach it."""
        _knows_its_settings(self.practice, self.options)

    def test_hostile_text_does_no_harm(self) -> None:
        """Texts that are long, steer terminals, format or mark up are answered like any other."""
        self._holds(laws.answers_any_history, engagements(kinds=self._kinds(), hostile=True))

    def test_only_the_moment_of_the_view_tells_the_time(self) -> None:
        """The same history 4,000 years later, when the calendar is the same, is answered alike."""
        self._holds(laws.moves_with_time)

    def test_time_that_goes_by_is_noticed(self) -> None:
        """While nothing happens and time goes by, some answer changes, unless it is timeless."""
        subject = self._subject()
        told = any(laws.notices_time(subject, [one]) for one in self._sample())
        if told == self.timeless:
            says = "ignores view.as_of: it says the same however long one waits"
            remedy = "count from view.as_of, or say timeless = True"
            if told:
                says, remedy = "is said to be timeless, and is not", "take timeless away"
            raise Broken(self.practice.name, says, remedy)

    def test_every_hook_says_something(self) -> None:
        """Each hook that it answers says something in some history, so that laws are tried."""
        subject = self._subject()
        silent = set(subject.answered)
        for one in self._sample():
            for what, values in subject.values(one.view()):
                silent -= {what.partition(" ")[0]} if values else set()
            if not silent:
                return
        names = ", ".join(f"engageframe_{hook}" for hook in sorted(silent))
        says = f"says nothing in {names}, whatever is told, so no law was tried there"
        raise Broken(self.practice.name, says, "give scenes in which it has something to say")

    def test_work_grows_with_the_records(self) -> None:
        """Six times the records take hardly more lines for each: no loop over all pairs."""
        few, many = (busy(size, kinds=self._kinds(), own=self._own()) for size in (250, 1500))
        working.grows_with_records(self._subject(), few, many)
        working.answers_in_time(self._subject(), many, seconds=self.seconds)

    def test_no_check_was_taken_away(self) -> None:
        """Every check of the contract is there and is its own."""
        assert list(weakened(type(self))) == []

    def _subject(self) -> Subject:
        if not hasattr(self, "practice"):
            raise TypeError(f"{type(self).__name__} names no practice: practice = YourPractice")
        try:
            return Subject(self.practice, self.options)
        except PracticeError as fault:
            raise Broken(self.practice.name, f"is not loaded: {fault}") from fault

    def _kinds(self) -> Sequence[Kind]:
        return self._subject().loaded.kinds

    def _own(self) -> list[Any]:
        """Give some bodies of its own kinds, the same every time."""
        found: list[Any] = []
        for kind in self._kinds():
            found += _sample_of(bodies(kind.body, _CAST), 12)
        return found

    def _sample(self) -> list[History]:
        """Give its scenes and some engagements, the longest first, the same every time."""
        kinds, own = self._kinds(), self._own()
        told = (busy(250 - 5 * seed, kinds=kinds, own=own, seed=seed) for seed in range(40))
        return [*self._scenes(), *told]

    def _scenes(self) -> list[History]:
        """Give its scenes, read by who knows its kinds."""
        return [scene.knowing(self._kinds()) for scene in self.scenes]

    def _holds(
        self, law: Law, among: st.SearchStrategy[History] | None = None, *, wildly: bool = False
    ) -> None:
        """Try a law on the scenes, and on plausible histories, and on wild ones if it is told."""
        subject, kinds = self._subject(), self._kinds()
        for scene in (*self._scenes(), *_standing(kinds)):
            law(subject, scene)
        histories = engagements(kinds=kinds) if among is None else among
        if wildly:
            histories = histories | wild(kinds=kinds)
        self._every(histories, lambda one: law(subject, one))

    def _every(self, strategy: st.SearchStrategy[Any], law: Callable[[Any], None]) -> None:
        thorough = settings().max_examples // 10
        phases = [Phase.explicit, Phase.reuse, Phase.generate]

        @settings(
            max_examples=max(self.examples, thorough),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[*phases, Phase.shrink] if self.shrinks else phases,
            report_multiple_bugs=False,
        )
        @given(strategy)
        def every_one(told: Any) -> None:
            law(told)

        every_one()


CHECKS: Final[Mapping[str, Any]] = {
    name: check for name, check in vars(PracticeContract).items() if name.startswith("test_")
}
"""The checks of the contract by name."""

_MACHINERY: Final = {
    name: method
    for name, method in vars(PracticeContract).items()
    if callable(method) and name not in CHECKS
}
_HELD_BACK: Final = (
    "__getattribute__ __getattr__ __new__ __init__ __init_subclass__ "
    "setup setup_method setup_class teardown teardown_method teardown_class"
)
_AROUND: Final = frozenset(_HELD_BACK.split())
"""What may not stand in a contract: pytest or Python asks it for each check, or instead of it."""
_KNOBS: Final = frozenset(PracticeContract.__annotations__)


def weakened(cls: type[PracticeContract]) -> Iterable[str]:
    """Say how a class weakens the contract, if it does.

    A method in the place of a check must be marked as one that is expected to fail, with a reason.
    """
    for name, check in CHECKS.items():
        mine = getattr(cls, name, None)
        if mine is check:
            continue
        marks = [one for one in getattr(mine, "pytestmark", ()) if one.name == "xfail"]
        if not any(str(one.kwargs.get("reason", "")).strip() for one in marks):
            what = "taken away" if mine is None else "overridden"
            yield f'{name} is {what}; let it be, or mark it @pytest.mark.xfail(reason="...")'
    for name, method in _MACHINERY.items():
        if getattr(cls, name, None) is not method and name != "__init_subclass__":
            yield f"{name} is part of the contract; let it be"
    if type(cls) is not type:
        yield f"{type(cls).__name__} is its metaclass, which may answer for the checks; let it be"
    for owner in cls.__mro__:
        ours = owner in (object, PracticeContract)
        for name in () if ours else sorted(vars(owner).keys() & _AROUND):
            yield f"{name} stands around every check; let it be"
    if not getattr(cls, "__test__", True):
        yield "__test__ is false, so nothing would run"
    if cls.examples < PracticeContract.examples:
        yield f"examples is {cls.examples}; {PracticeContract.examples} is the least"
    plain = [name for name, value in vars(cls).items() if not callable(value)]
    for one in plain:
        if not one.startswith(("_", "test_", "pytest")) and one not in _KNOBS:
            yield f'there is no "{one}"; {did_you_mean(one, _KNOBS)}'


def judge(practice: type[Practice], **more: Any) -> Mapping[str, str]:
    """Try every check of the contract on a practice, and give what is wrong by the check's name.

    ``more`` are attributes of the contract, such as ``options`` or ``scenes``; nothing is wrong
    where the text is empty.
    """
    suite = type("Judged", (PracticeContract,), {"practice": practice, **more})()
    return {name: _tried(getattr(suite, name)) for name in CHECKS}


def _tried(check: Callable[[], None]) -> str:
    try:
        check()
    except (AssertionError, EngageframeError, TypeError) as fault:
        return str(fault) or type(fault).__name__
    return ""


def _standing(kinds: Sequence[Kind]) -> list[History]:
    """Give an engagement that is told the same every time, looked at soon and after a year."""
    told = busy(150, kinds=kinds)
    later = told.as_of.last.toordinal() + 365
    return [told, replace(told, as_of=Moment.of(told.as_of.last.fromordinal(later)))]


def _sample_of(strategy: st.SearchStrategy[Any], size: int) -> list[Any]:
    """Draw some values, the same every time."""
    found: list[Any] = []

    @settings(
        max_examples=size, database=None, derandomize=True, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


def _knows_its_settings(practice: type[Practice], options: Mapping[str, object]) -> None:
    wrong = {**options, "surely-no-option": 1}
    try:
        Host.load((), objects=[practice], settings={practice.name: wrong}, strict=True)
    except PracticeError as fault:
        if "surely-no-option" not in str(fault) and "takes no options" not in str(fault):
            raise Broken(practice.name, f"refuses an unknown option unclearly: {fault}") from None
    else:
        raise Broken(practice.name, "takes an option that it does not have", "refuse it by name")
    shape = practice.Settings
    for field in attrs.fields(shape) if shape else ():
        changed = _another(shape, field, getattr(shape(), field.name)) if shape else None
        if changed is None:
            continue
        told = {practice.name: {**options, field.name: changed}}
        host = Host.load((), objects=[practice], settings=told, strict=True)
        if getattr(host.practices[0].practice.settings, field.name) != changed:
            says = f'ignores its option "{field.name}"'
            raise Broken(practice.name, says, "leave self.settings as the host made it")


def _another(shape: type[Any], field: "attrs.Attribute[Any]", value: Any) -> Any:
    """Give another valid value of an option, if one is easily found."""
    tries: list[Any] = []
    if type(value) is bool:
        tries = [not value]
    elif type(value) is int:
        tries = [value + 1, value - 1]
    elif type(value) is str:
        tries = [f"{value}x"]
    for one in tries:
        try:
            shape(**{field.name: one})
        except (ValueError, TypeError):
            continue
        return one
    return None
