"""Who answers a hook, and what becomes of one that fails?"""

import time
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from traceback import walk_tb
from types import MappingProxyType
from typing import Any, Final, Self, TypeVar

from msgspec.structs import replace
from pluggy import PluginManager

from engageframe.discovery import Found, find
from engageframe.encoding import canonical, short_hash
from engageframe.errors import InvalidInput, JournalError, PracticeError, Problem, did_you_mean
from engageframe.hooks import Practice
from engageframe.kinds import CORE_KINDS, Kinds
from engageframe.lenses import COMMITMENTS, CYCLE, ENCOUNTERS, Lens
from engageframe.model.encounters import Encounter
from engageframe.practices.checking import admit, claims, faults, flaws, hooks
from engageframe.practices.loading import Loaded, answered, arrange, blame, blaming, demand, prepare
from engageframe.rules import Answer, BriefLine, Figure, Finding, Measure, Proposal, Rule
from engageframe.view import View

__all__ = ["Host"]

T = TypeVar("T")
_Given = type[Practice] | Practice
_Offer = tuple[Found, _Given]
_Bound = Mapping[str, Sequence[tuple[str, Callable[..., Any], Loaded, tuple[View, ...]]]]
_OURS: Final = "engageframe"
_new: Final = tuple.__new__  # the constructor of a NamedTuple takes twice as long
_NO_OPTIONS: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType({})


class Host:
    """The practices at work: one typed method for each hook, every answer with its practice.

    A practice that fails costs its own answer and is named in ``failures``; a strict host raises.

    Attributes:
        practices: the practices at work, in the order in which they answer.
        failures: what went wrong, each once, when they were loaded and since.
        concerning: those of them that came when practices were loaded, or asked of the last view.
        refused: who was not let in, each with its failure.
        off: who was switched off.
        import_ms: how long each import took, in milliseconds of CPU time.
        kinds: the kinds of the core and of the practices.
        lenses: the lenses of the core and of the practices.
        rules: each rule by its code, with the practice that it belongs to.
        fingerprint: a hash of names, versions, settings and declarations, in their order.
    """

    practices: tuple[Loaded, ...] = ()
    kinds: Kinds
    lenses: tuple[Lens[Any], ...] = (ENCOUNTERS, COMMITMENTS, CYCLE)
    rules: Mapping[str, tuple[str, Rule]]
    fingerprint: str

    def __init__(self, *, strict: bool = False) -> None:
        """Make an empty host; :meth:`load` is the usual way."""
        self.failures: list[PracticeError] = []
        self.refused: list[tuple[Found, PracticeError]] = []
        self.off: list[Found] = []
        self.import_ms: dict[str, float] = {}
        self._strict = strict
        self._flawed: list[tuple[Found, type[Practice], list[Problem]]] = []
        self._last: tuple[View | None, _Bound] = (None, {})
        self._manager = PluginManager("engageframe")
        self._manager.add_hookspecs(Practice)

    @classmethod
    def load(
        cls, used: Sequence[str], *, settings: Mapping[str, Mapping[str, object]] = _NO_OPTIONS,
        place: Callable[[str, str], str] = lambda practice, option: "", order: Sequence[str] = (),
        requires: Mapping[str, Container[str]] = MappingProxyType({}), off: Collection[str] = (),
        strict: bool = False, objects: Iterable[_Given] = (), local: Iterable[Found] = (),
    ) -> Self:  # fmt: skip
        """Load the practices that are used, and nothing else.

        Args:
            used: the names that the workspace lists.
            settings: options by the name of the practice.
            place: where an option stands, such as ``engageframe.toml:14``.
            order: names in the order in which they answer, whatever their classes say of it.
            requires: the versions that are good enough, by name of practice or distribution; who
                has another one is not imported.
            off: names to leave out; a practice that is left out is not even imported.
            strict: raise for the first failure, at load and later.
            objects: practices given by hand, as class or instance, that need no entry point.
            local: practices that are not installed, such as files of the workspace.

        Raises:
            PracticeError: with ``strict``, for the first that failed; its notes name the others.
            InvalidInput: ``off`` names a practice that is neither used nor installed.
        """
        host = cls(strict=strict)
        offers = sorted(_offers(used, objects, {*off} - {*requires}, local), key=lambda one: one[0])
        host.off = [found for found, _ in offers if found.name in off]
        unfit = {*host.off, *host._demand(requires, off, [found for found, _ in offers])}
        offers = [one for one in offers if one[0] not in unfit]
        admitted = host._admit(offers)
        prepared = []
        for name in host._arrange(admitted, order):
            with host._trying(admitted[name][0]):
                told = settings.get(name, {})
                prepared.append(prepare(*admitted[name], told, place=place, going_on=not strict))
        host._settle(host._agree(prepared, {found.name for found, _ in offers}))
        host._insist()
        return host

    def _insist(self) -> None:
        """Raise the first failure where none is allowed; its notes name the others."""
        if self._strict and self.failures:
            for one in self.failures[1:]:
                self.failures[0].add_note(str(one))
            raise self.failures[0]

    @contextmanager
    def _trying(self, found: Found, hook: str = "") -> Iterator[None]:
        try:
            with blaming(found, hook, going_on=not self._strict):
                yield
        except PracticeError as error:
            self.refused.append((found, error))
            self.failures.append(error)

    def _demand(
        self, requires: Mapping[str, Container[str]], off: Collection[str], used: Iterable[Found]
    ) -> list[Found]:
        """Refuse what is missing or of another version than required, before it is imported."""
        known = dict.fromkeys([*used, *(find() if requires else ())])
        for name, wanted in sorted(requires.items()):
            there = [one for one in known if name in (one.name, one.distribution) and one.version]
            for found in there or [Found(name)]:
                if not {name, found.name} & {*off}:
                    with self._trying(found, "settings"):
                        demand(found, wanted)
        return [found for found, _ in self.refused]

    def _admit(self, offers: Sequence[tuple[Found, _Given | None]]) -> dict[str, _Offer]:
        """Import one practice for each name; only one that ships with us keeps a disputed name."""
        admitted = {}
        for found, thing in offers:
            rivals = [one for one, _ in offers if one.name == found.name and one is not found]
            with self._trying(found):
                if not found.target:
                    hint = did_you_mean(found.name, {one.name for one in find()})
                    remedy = f"install it, or take it off the list; {hint}"
                    with blaming(found, "settings", going_on=not self._strict):
                        raise InvalidInput.one("", "it is not installed", remedy)
                if rivals and found.distribution != _OURS:
                    others = ", ".join(f"{one.distribution} {one.version}" for one in rivals)
                    says = f'the name "{found.name}" is also given by {others}'
                    raise InvalidInput.one("", says, "uninstall all but one")
                began = time.process_time()
                thing = found.load() if thing is None else thing
                self.import_ms[found.name] = 1000 * (time.process_time() - began)
                shape = type(thing) if isinstance(thing, Practice) else thing
                if problems := admit(found, shape, self._manager):
                    self._flawed.append((found, shape, problems))
                else:
                    admitted[found.name] = found, thing
        return admitted

    def _arrange(self, admitted: Mapping[str, _Offer], said: Sequence[str]) -> list[str]:
        order, rings = arrange({name: thing for name, (_, thing) in admitted.items()}, said)
        words = "order, after and before" if said else "after and before"
        for name, ring in rings.items():
            with self._trying(admitted[name][0]):
                says = f"{words} lead round in a ring: {', '.join(ring)}"
                raise InvalidInput.one("", says, "let one of them go")
        return order

    def _agree(self, prepared: Sequence[Loaded], used: Collection[str]) -> list[Loaded]:
        """Settle who may have which name, ours first and then by name; register in order."""
        known = {one.name: one for loaded in prepared for one in loaded.kinds}
        known |= {one.name: one for one in CORE_KINDS}
        taken = dict.fromkeys(claims(CORE_KINDS, (), self.lenses), "the core")
        welcome, active = set(), []
        for found, shape, told in self._flawed:
            with self._trying(found):
                raise InvalidInput(flaws(shape, told, known, used))
        for one in sorted(prepared, key=lambda one: (one.found.distribution != _OURS, one.name)):
            with self._trying(one.found):
                if problems := list(faults(one, known, used, taken)):
                    raise InvalidInput(problems)
                taken |= dict.fromkeys(claims(one.kinds, one.rules, one.lenses), f'"{one.name}"')
                welcome.add(one.name)
        for one in prepared:
            if one.name in welcome:
                with self._trying(one.found):
                    self._manager.register(one.practice, one.name)
                    active.append(one)
        return active

    def _settle(self, active: Sequence[Loaded]) -> None:
        self.practices = tuple(active)
        self.kinds = Kinds([*CORE_KINDS, *(kind for one in active for kind in one.kinds)])
        self.lenses += tuple(lens for one in active for lens in one.lenses)
        self.rules = {rule.code: (one.name, rule) for one in active for rule in one.rules}
        self.fingerprint = short_hash(canonical(list(map(_print, active))))
        self._last = None, self._bind(None)
        self._at_load, self.concerning = tuple(self.failures), [*self.failures]

    def _bind(self, view: View | None) -> _Bound:
        """Freeze who answers each hook, each with the view that it may see."""
        by_name: dict[str, tuple[Loaded, tuple[View, ...]]] = {}
        for one in self.practices:
            seen = () if view is None else (view.for_practice(one.name, one.practice.reads),)
            by_name[one.name] = one, seen
        return {
            hook: tuple(
                (one.plugin_name, one.function, *by_name[one.plugin_name])
                for one in getattr(self._manager.hook, hook).get_hookimpls()
            )
            for hook in hooks()
        }

    def propose(self, view: View) -> tuple[Answer[Proposal], ...]:
        """Ask what might be planned."""
        return self._ask("engageframe_propose", Proposal, view)

    def check(self, view: View) -> tuple[Answer[Finding], ...]:
        """Ask which rules are broken; a finding may cite only a rule of its own practice."""
        return self._ask("engageframe_check", Finding, view, refuse=_foreign_rules)

    def brief(self, view: View, encounter: Encounter) -> tuple[Answer[BriefLine], ...]:
        """Ask what the person about to walk into an encounter should know."""
        return self._ask("engageframe_brief", BriefLine, view, encounter)

    def measure(self, view: View) -> tuple[Answer[Measure], ...]:
        """Ask for the measures; none may have a person on another side than ours as subject."""
        return self._ask("engageframe_measure", Measure, view, refuse=_measured_people)

    def draw(self, view: View) -> tuple[Answer[Figure], ...]:
        """Ask for the figures."""
        return self._ask("engageframe_draw", Figure, view)

    def commands(self) -> tuple[Answer[Any], ...]:
        """Ask for the commands; whether two have one name is for the command line to say."""
        return self._ask("engageframe_commands", object, None, refuse=_no_commands)

    def _ask(
        self, hook: str, wanted: type[T], view: View | None, *more: object,
        refuse: Callable[[Loaded, Sequence[T], Any], None] | None = None,
    ) -> tuple[Answer[T], ...]:  # fmt: skip
        last, bound = self._last
        if view is not last:
            self._last = view, (bound := self._bind(view))
            self.concerning = [*self._at_load]
        answers: list[Answer[T]] = []
        take = answers.append
        for name, method, loaded, seen in bound[hook]:
            try:
                given = method(*seen, *more) if more else method(*seen)
                if type(given) is not list:
                    given = answered(given, wanted)
                for one in given:
                    if type(one) is not wanted and not isinstance(one, wanted):
                        answered(given, wanted)
                    take(_new(Answer, (name, one)))
                if refuse is not None:
                    refuse(loaded, given, view)
            except BaseException as fault:
                if _not_theirs(fault, loaded):
                    raise
                answers[:] = [answer for answer in answers if answer[0] != name]
                error = blame(loaded.found, hook, fault, going_on=not self._strict, method=method)
                if self._strict:
                    raise error from fault
                for told in (self.failures, self.concerning):
                    told += [error] * (str(error) not in map(str, told))
        return tuple(answers)

    def misuses(self) -> list[Problem]:
        """Give what is wrong with the settings of practices, not with the practices."""
        return [
            problem if problem.where else replace(problem, where=f'practice "{one.practice}"')
            for one in self.failures
            if one.hook in ("settings", "__init__") and isinstance(one.__cause__, InvalidInput)
            for problem in one.__cause__.problems
        ]


def _not_theirs(fault: BaseException, loaded: Loaded) -> bool:
    """Tell whether a person, or a journal that cannot be read, stopped a practice."""
    if not isinstance(fault, JournalError):
        return isinstance(fault, KeyboardInterrupt)
    *_, (last, _) = walk_tb(fault.__traceback__)
    return str(last.f_globals.get("__name__")).split(".")[0] != loaded.found.package


def _offers(
    used: Collection[str], objects: Iterable[_Given], off: Collection[str], local: Iterable[Found]
) -> Iterator[tuple[Found, _Given | None]]:  # fmt: skip
    """Find what is used without importing it; a name that nobody installed has no target."""
    installed = find(*({*used} - {*off})) if used or off else ()
    names = {one.name for one in installed}
    yield from ((one, None) for one in installed if one.name in used)
    here = {one.name: one for one in local}
    yield from ((here.get(name, Found(name)), None) for name in {*used} - names)
    known = {*used, *names}
    for given in objects:
        practice = given if isinstance(given, type) else type(given)
        name = practice.name or practice.__name__
        known.add(name)
        yield Found(name, f"{practice.__module__}:{practice.__qualname__}"), given
    if unknown := sorted({*off} - known):
        says, remedy = f'there is no "{unknown[0]}"', did_you_mean(unknown[0], known)
        raise InvalidInput.one("--no-practice", says, remedy)


def _foreign_rules(loaded: Loaded, found: Sequence[Finding], _: View) -> None:
    codes = [rule.code for rule in loaded.rules]
    for one in found:
        if one.rule not in codes:
            says = f'it cites the rule "{one.rule}", which is not its own'
            raise InvalidInput.one("", says, did_you_mean(one.rule, codes))


def _measured_people(_: Loaded, measures: Sequence[Measure], view: View) -> None:
    for one in measures:
        who, side = one.subject, view.side(one.subject)
        person = who in view.people or (side and who not in view.organizations)
        if person and side != "ours" and who != view.engagement_id:
            says = f'the measure "{one.name}" is about "{who}", a person who is not ours'
            raise InvalidInput.one("", says, "measure a deed, a promise, a plan or a pair")


def _no_commands(_: Loaded, given: Sequence[object], __: None) -> None:
    for one in given:
        if not callable(getattr(one, "make_context", None)) or not getattr(one, "name", None):
            says = f"its answer holds {one!r:.80}"
            raise InvalidInput.one("", says, "expected only click commands with a name")


def _print(one: Loaded) -> tuple[object, ...]:
    """Give what must be alike for the same answers: no clock, no path, no order of loading."""
    return (
        *one.found, one.practice.settings, one.rules,
        [(kind.name, kind.version) for kind in one.kinds],
        [(lens.name, lens.version) for lens in one.lenses],
    )  # fmt: skip
