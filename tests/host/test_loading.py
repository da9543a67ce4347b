"""Does a practice come in only when it keeps to the contract, and is all said at once if not?"""

from collections.abc import Sequence
from typing import Any

import attrs
import pluggy
import pytest

import engageframe
from engageframe.errors import InvalidInput, PracticeError
from engageframe.hooks import API, ENDING, Practice, impl
from engageframe.kinds import CORE_KINDS, Kind
from engageframe.lenses import CYCLE, Lens
from engageframe.practices import Host
from engageframe.rules import Rule


def rule(code: str = "TRU001") -> Rule:
    """Make a rule that is fine."""
    return Rule(code=code, name="said", severity="W", says="Says", why="Because", source="A guess")


@attrs.frozen(kw_only=True)
class Options:
    """Options of a practice."""

    half_life: int = 12
    words: tuple[str, ...] = ("thanks",)


@attrs.frozen(kw_only=True)
class Pledge:
    """The body of a kind that a guest brings."""

    id: str


@attrs.frozen(kw_only=True)
class Deal:
    """Another body."""

    id: str


class Trust(Practice):
    """A practice in which nothing is wrong."""

    name = "trust"
    reads = ("encounter", "trust")
    Settings = Options

    @impl
    def engageframe_kinds(self) -> Sequence[Kind]:
        return [Kind(name="trust.pledge", body=Pledge)]

    @impl
    def engageframe_rules(self) -> Sequence[Rule]:
        return [rule()]

    @impl
    def engageframe_lenses(self) -> Sequence[Lens[Any]]:
        return [lens("pledges", "trust")]


def lens(name: str, *reads: str) -> Lens[Any]:
    """Make a lens that counts."""
    return Lens(
        name=name, version=1, reads=reads, state=int, start=int, apply=lambda state, _: state + 1
    )


def refusal(*objects: type[Practice] | Practice, **more: Any) -> str:
    """Load practices of which exactly one must fail, and give what is said."""
    host = Host.load((), objects=objects, **more)
    assert len(host.failures) == 1
    assert len(host.practices) == len(objects) - 1
    return str(host.failures[0])


def test_all_that_a_practice_brings_is_there() -> None:
    """Kinds, rules and lenses of a good practice stand beside those of the core."""
    host = Host.load((), objects=[Trust])

    assert not host.failures
    assert [one.name for one in host.practices] == ["trust"]
    assert len(host.kinds) == len(CORE_KINDS) + 1
    assert host.kinds.of(Pledge).name == "trust.pledge"
    assert host.rules == {"TRU001": ("trust", rule())}
    assert [one.name for one in host.lenses] == ["encounters", "commitments", "cycle", "pledges"]
    assert host.practices[0].practice.settings == Options()
    assert host.practices[0].version == ""


def test_a_host_without_practices_has_the_core_only() -> None:
    """Nothing used is no failure."""
    host = Host.load(())

    assert (host.practices, host.failures, len(host.kinds)) == ((), [], len(CORE_KINDS))
    assert (host.refused, host.off) == ([], [])


def test_an_instance_comes_in_as_it_is() -> None:
    """A practice made by hand keeps its settings."""
    host = Host.load((), objects=[Trust(Options(half_life=3))])

    assert host.practices[0].practice.settings.half_life == 3


def test_what_a_flawed_class_reads_is_told_with_the_rest() -> None:
    """Kinds of the core, of others and of its own are known; one that there is not is told."""

    class Flawed(Practice):
        name = "flawed"
        reads = ("encounters", "trust.pledge", "flawed.note", "house", "neighbour.fact")
        after = ("neighbour",)

        @impl
        def engageframe_proposes(self, view: Any) -> list[Any]:
            return []

    host = Host.load((), objects=[Flawed, Trust])

    assert [one.name for one in host.practices] == ["trust"]
    (said,) = host.failures
    told = said.__cause__
    assert isinstance(told, InvalidInput)
    assert [(one.where, one.says) for one in told.problems] == [
        ("engageframe_proposes", "there is no such hook"),
        ("reads", 'there is no kind "encounters"'),
        ("reads", '"house" is of the house, and the practice serves the client'),
    ]
    assert said.says.startswith("3 faults: (1) ")


def test_what_is_not_written_as_names_is_no_kind() -> None:
    """A class whose neighbours are no tuple is told that, and not what its reads may mean."""

    class Odd(Practice):
        name = "odd"
        reads = ("encounters",)
        after = None  # type: ignore[assignment]

    assert "after: it is None" in refusal(Odd)
    assert "no kind" not in refusal(Odd)


def test_everything_wrong_is_told_at_once_with_what_was_meant() -> None:
    """One message names every fault of a class."""

    class Wrong(Practice):
        name = "wrong"
        reads = "encounter"  # type: ignore[assignment]

        @impl
        def engageframe_propos(self, view: Any) -> list[Any]:
            return []

        @impl
        def engageframe_check(self, veiw: Any) -> list[Any]:
            return []

        @impl
        def engageframe_draw(self, *, view: Any) -> list[Any]:
            return []

        @impl
        async def engageframe_measure(self, view: Any) -> list[Any]:  # type: ignore[override]
            return []

        @impl
        def engageframe_brief(self, encounter: Any, view: Any) -> list[Any]:
            return []

        def engageframe_kinds(self) -> Sequence[Kind]:
            return []

        @pluggy.HookimplMarker("engageframe")(tryfirst=True)
        def engageframe_rules(self) -> Sequence[Rule]:
            return []

    said = refusal(Wrong)

    assert "8 faults" in said
    for part in (
        'reads: it is \'encounter\'; write it as ("one", "two")',
        'engageframe_propos: there is no such hook; did you mean "engageframe_propose"?',
        'engageframe_check: it takes an unknown "veiw"; expected (view), plainly; did you mean',
        "engageframe_draw: it takes (view: Any); expected (view), plainly",
        "engageframe_measure: it is async; make it a plain function",
        "engageframe_brief: it takes (encounter: Any, view: Any); expected (view, encounter)",
        "engageframe_kinds: it is not marked, so nobody would call it; mark it @impl",
        "engageframe_rules: it asks for tryfirst; order with after and before",
    ):
        assert part in said


@pytest.mark.parametrize("option", ["trylast", "wrapper", "hookwrapper", "optionalhook"])
def test_no_answer_can_wrap_or_jump_the_queue(option: str) -> None:
    """What pluggy offers beside plain answers is refused."""

    class Pushy(Practice):
        name = "pushy"

        @pluggy.HookimplMarker("engageframe")(**{option: True})
        def engageframe_draw(self, view: Any) -> list[Any]:
            return []

    assert f"engageframe_draw: it asks for {option}" in refusal(Pushy)


def test_an_answer_under_another_name_is_refused() -> None:
    """A method cannot be marked for a hook that it is not named for."""

    class Alias(Practice):
        name = "alias"

        @pluggy.HookimplMarker("engageframe")(specname="engageframe_draw")
        def draw(self, view: Any) -> list[Any]:
            return []

    assert "draw: there is no such hook" in refusal(Alias)


def test_static_and_class_methods_may_answer() -> None:
    """What counts is the arguments a caller gives."""

    class Plain(Practice):
        name = "plain"

        @staticmethod
        @impl
        def engageframe_rules() -> Sequence[Rule]:
            return [rule("PLA001")]

        @classmethod
        @impl
        def engageframe_draw(cls, view: Any) -> list[Any]:
            return []

    assert list(Host.load((), objects=[Plain]).rules) == ["PLA001"]


@pytest.mark.parametrize("api", [API + 1, API - 2])
def test_the_version_gate_comes_before_all_else(api: int) -> None:
    """A practice for another API is refused for that alone, whatever else is wrong with it."""

    class Other(Practice):
        name = "Not A Name"
        reads = 7  # type: ignore[assignment]

        @impl
        def engageframe_nothing(self) -> None:
            return None

    Other.api = api

    said = refusal(Other)

    assert f"it needs API {api}, this is API {API}" in said
    assert "reads" not in said


def test_the_version_before_is_taken_until_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A practice of the version before works until the day that is named, and only then."""

    class Elder(Practice):
        name = "elder"
        api = API - 1

    assert f"it needs API {API - 1}, this is API {API}" in refusal(Elder)
    monkeypatch.setitem(ENDING, API - 1, "2027-11-30")  # type: ignore[arg-type]

    host = Host.load((), objects=[Elder, Trust])

    assert (len(host.practices), host.failures) == (2, [])


def test_only_the_version_before_is_taken_and_never_after_its_day() -> None:
    """Whoever raises API names the day of the one before; no release comes after that day."""
    year = int(engageframe.__version__.partition(".")[0])

    assert set(ENDING) == {API - 1} - {0}
    assert all(int(day[2:4]) >= year for day in ENDING.values())


def test_what_is_no_practice_is_refused(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point must name a subclass of Practice."""
    monkeypatch.syspath_prepend(install("nobody-guest", "Guest = dict\n", entry="nobody"))

    host = Host.load(["nobody"])

    assert "nobody_guest:Guest is no subclass of engageframe.Practice" in str(host.failures[0])


def test_a_name_is_a_plain_word() -> None:
    """Names become prefixes of kinds and switches."""

    class Dotted(Practice):
        name = "trust.more"

    assert 'name: it is "trust.more"' in refusal(Dotted)


def test_two_of_one_name_are_both_refused() -> None:
    """Nobody wins by being loaded first."""

    class Again(Practice):
        name = "trust"

    host = Host.load((), objects=[Trust, Again])

    assert not host.practices
    assert len(host.failures) == 2
    assert 'the name "trust" is also given by' in str(host.failures[0])


def test_settings_are_told_with_their_place() -> None:
    """Every wrong option is named with practice, option and line."""
    told = Host.load(
        (),
        objects=[Trust],
        settings={"trust": {"half_life": "x", "wrods": []}},
        place=lambda practice, option: f"engageframe.toml:{14 if option == 'half_life' else 15}",
    )

    said = str(told.failures[0])
    assert "failed in settings" in said
    assert 'practice "trust", option "half_life": expected a whole number, got \'x\'' in said
    assert "got 'x' (engageframe.toml:14)" in said
    assert (
        'option "wrods": unknown field "wrods" (engageframe.toml:15); did you mean "words"?' in said
    )


def test_settings_reach_the_practice() -> None:
    """Options that are given replace the defaults."""
    host = Host.load((), objects=[Trust], settings={"trust": {"half_life": 6}})

    assert host.practices[0].practice.settings == Options(half_life=6)


def test_options_for_a_practice_without_any_are_refused() -> None:
    """An option that nobody reads is a mistake."""

    class Plain(Practice):
        name = "plain"

    said = refusal(Plain, settings={"plain": {"a": 1}})

    assert 'practice "plain": it takes no options; take them away' in said


def test_options_need_defaults_and_an_attrs_class() -> None:
    """A practice must work without any table of its own."""

    @attrs.frozen(kw_only=True)
    class Needy:
        level: int

    class Wants(Practice):
        name = "wants"
        Settings = Needy

    class Odd(Practice):
        name = "odd"
        Settings = dict

    assert 'Settings: the option "level" has no default' in refusal(Wants)
    assert "Settings: <class 'dict'> is no attrs class" in refusal(Odd)


def test_settings_that_cannot_be_written_down_are_refused() -> None:
    """What is not in the fingerprint could not be reproduced."""

    class Secret(Practice):
        name = "secret"

        def __init__(self, settings: Any = None) -> None:
            self.settings = object()

    assert "failed in __init__" in refusal(Secret)


def test_a_practice_that_cannot_be_made_is_at_fault_and_not_its_options() -> None:
    """Right options and a constructor that raises: it is named so, and no mistake of settings."""

    class Broken(Trust):
        def __init__(self, settings: Any = None) -> None:
            raise RuntimeError("no such table")

    options: dict[str, Any] = {"settings": {"trust": {"half_life": 6}}}
    for more in (options, {}):
        host = Host.load((), objects=[Broken], **more)
        (error,) = host.failures
        assert (error.practice, error.hook, host.practices) == ("trust", "__init__", ())
        assert "failed in __init__: RuntimeError: no such table at " in str(error)
        assert host.misuses() == []
    wrong = Host.load((), objects=[Broken], settings={"trust": {"half_life": "x"}})
    assert wrong.failures[0].hook == "settings"


def test_a_practice_that_refuses_what_it_was_told_blames_the_settings() -> None:
    """It looks up what an option names when it is made: whoever wrote that can mend it."""

    class Picky(Trust):
        def __init__(self, settings: Any = None) -> None:
            raise InvalidInput.one("", 'no lexicon "trust.90"', 'did you mean "trust.en"?')

    (told,) = Host.load((), objects=[Picky]).misuses()

    assert str(told) == 'practice "trust": no lexicon "trust.90"; did you mean "trust.en"?'


@pytest.mark.parametrize(
    ("hook", "answer", "says"),
    [
        ("kinds", [Kind(name="pledge", body=Deal)], 'kind "pledge": its family is not its own'),
        ("kinds", [Kind(name="zeal.a", body=Pledge)], 'Pledge\'>: it is taken by "trust"'),
        ("kinds", [CORE_KINDS[0]], 'kind "person": it is taken by the core'),
        ("kinds", [Kind(name="zeal.a", body=Deal)] * 2, 'kind "zeal.a": it is taken by "zeal"'),
        (
            "kinds",
            [Kind(name="zeal.deal", body=Deal, namespace="house")],
            '"zeal.deal" is of the house, and the practice serves the client',
        ),
        ("rules", [rule(), rule("ZEA001")], 'rule "TRU001": it is taken by "trust"'),
        ("rules", [rule("ZEA001")] * 2, 'rule "ZEA001": it is taken by "zeal" itself'),
        ("lenses", [CYCLE], 'lens "cycle": it is taken by the core'),
        ("lenses", [lens("zeal", "feedback")], 'lens "zeal": it folds "feedback"; add that'),
        ("rules", None, "engageframe_rules: it answered None; return an empty sequence"),
        ("rules", iter([rule()]), "it answered a list_iterator; return a list or a tuple"),
        ("rules", "TRU001", "it answered a str"),
        ("rules", ["TRU001"], "its answer holds a str; expected only Rule"),
    ],
)
def test_nobody_brings_what_is_anothers_or_nothing_sensible(
    hook: str, answer: Any, says: str
) -> None:
    """Clashing, foreign and senseless declarations are refused; the one before keeps its own."""

    def bring(self: Practice) -> Any:
        return answer

    parts = {"name": "zeal", "reads": ("cycle", "plan"), f"engageframe_{hook}": impl(bring)}
    zeal = type("Zeal", (Practice,), parts)

    host = Host.load((), objects=[zeal, Trust])

    assert [one.name for one in host.practices] == ["trust"]
    assert [one.practice for one in host.failures] == ["zeal"]
    assert says in str(host.failures[0])


def test_a_practice_named_like_a_core_family_brings_no_kinds() -> None:
    """The families of the core stay the core's."""

    class Commitment(Practice):
        name = "commitment"

        @impl
        def engageframe_kinds(self) -> Sequence[Kind]:
            return [Kind(name="commitment.deal", body=Deal)]

    assert 'kind "commitment.deal": its family is not its own' in refusal(Commitment)


def reading(*reads: str, **more: Any) -> type[Practice]:
    """Make a practice that reads."""
    return type("Reader", (Practice,), {"name": "reader", "reads": reads, **more})


def test_reads_name_what_there_is() -> None:
    """A misspelt kind is told, with the one that was meant."""
    said = refusal(reading("encountr"))

    assert 'reads: there is no kind "encountr"; did you mean "encounter"?' in said


def test_reads_may_name_kinds_of_practices_that_are_there_or_may_come() -> None:
    """Kinds of a neighbour are fine, in use or announced in after or before."""
    assert not Host.load((), objects=[reading("trust.pledge"), Trust]).failures
    assert not Host.load((), objects=[reading("trust.pledge", after=("trust",))]).failures
    assert not Host.load((), objects=[reading("trust", before=("trust",))]).failures
    assert 'there is no kind "trust.pledge"' in refusal(reading("trust.pledge"))


def test_a_practice_that_fails_takes_no_reader_along() -> None:
    """Who reads the kinds of a broken practice goes on."""

    class Broken(Trust):
        @impl
        def engageframe_rules(self) -> Sequence[Rule]:
            raise OSError("gone")

    host = Host.load((), objects=[Broken, reading("trust.pledge")])

    assert [one.name for one in host.practices] == ["reader"]
    assert "failed in engageframe_rules: OSError: gone at" in str(host.failures[0])


def test_who_serves_cannot_look_over_the_wall() -> None:
    """A practice that serves the client may not read the house; one that does not may."""
    assert '"house" is of the house, and the practice serves' in refusal(reading("house"))
    assert not Host.load((), objects=[reading("house", serves=False)]).failures


def test_a_practice_that_cannot_be_compared_costs_only_itself() -> None:
    """What pluggy refuses, or stumbles over, is a failure like any other."""

    class Weird(Practice):
        name = "weird"
        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            raise OSError("never")

    host = Host.load((), objects=[Trust, Weird])

    assert len(host.practices) + len(host.failures) == 2


def test_a_strict_host_raises_and_names_all() -> None:
    """With strict, the first failure is raised and the others are its notes."""

    class Odd(Practice):
        name = "odd"
        reads = ("odds",)

    with pytest.raises(PracticeError) as caught:
        Host.load((), objects=[reading("encountr"), Odd], strict=True)

    assert "continuing" not in str(caught.value)
    assert caught.value.practice == "odd"
    assert 'practice "reader" failed' in caught.value.__notes__[0]
    assert isinstance(caught.value.__cause__, InvalidInput)


def test_an_object_can_be_switched_off() -> None:
    """Switching off holds for practices given by hand too; an unknown name is told."""
    host = Host.load((), objects=[Trust], off=["trust"])

    assert not host.practices
    assert [one.name for one in host.off] == ["trust"]
    with pytest.raises(InvalidInput, match='there is no "trsut"; did you mean "trust"?'):
        Host.load((), objects=[Trust], off=["trsut"])


def test_the_fingerprint_is_of_names_versions_and_settings() -> None:
    """Another option is another fingerprint; the same ones are the same."""
    one, same, other = (
        Host.load((), objects=[Trust(Options(half_life=months))]).fingerprint
        for months in (3, 3, 4)
    )

    assert one == same != other


def test_who_answers_first_is_a_part_of_the_fingerprint() -> None:
    """Another order of the same practices is another fingerprint."""
    practices = [Trust, reading("encounter")]
    one, same, other = (
        Host.load((), objects=practices, order=said).fingerprint
        for said in ((), ("reader", "trust"), ("trust", "reader"))
    )

    assert one == same != other
