"""Is the order of the practices plain, and does the order of loading never show?"""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engageframe.codec import Codec
from engageframe.folding import State
from engageframe.hooks import Practice, impl
from engageframe.journal import Head
from engageframe.model.moments import moment
from engageframe.practices import Host
from engageframe.rules import Proposal
from engageframe.view import View

NAMES = "abcdef"


def speaker(name: str, **more: Any) -> type[Practice]:
    """Make a practice that says its name."""
    said = Proposal(id=name, does="Say", for_whom="nia", reason="It can", evidence=())
    answer = impl(lambda self, view: [said])
    return type(name, (Practice,), {"name": name, "engageframe_propose": answer, **more})


def order(*practices: type[Practice]) -> str:
    """Give the names in the order in which they answer."""
    return "".join(one.name for one in Host.load((), objects=practices).practices)


def empty_view(host: Host) -> View:
    """Make a view in which nothing is recorded."""
    state = State(Codec(host.kinds))
    return View(state, engagement="harbour", as_of=moment("2026"), head=Head())


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({}, "abcdef"),
        ({"a": {"after": ("d",)}}, "bcdaef"),
        ({"f": {"before": ("b",)}}, "acdefb"),
        ({"a": {"after": ("f",)}, "b": {"after": ("a",)}}, "cdefab"),
        ({"a": {"after": ("missing",), "before": ("gone",)}}, "abcdef"),
    ],
)
def test_order_is_by_name_then_by_wish(wishes: dict[str, Any], expected: str) -> None:
    """Wishes move a practice no further than they must; absent neighbours are no fault."""
    assert order(*(speaker(name, **wishes.get(name, {})) for name in NAMES)) == expected


def test_a_ring_of_wishes_is_named_and_left_out() -> None:
    """Practices that each want to come after the other fail; the others go on."""
    host = Host.load(
        (),
        objects=[
            speaker("a", after=("c",)),
            speaker("b", after=("a",)),
            speaker("c", after=("b",)),
            speaker("d", after=("d",)),
            speaker("e", after=("a",)),
        ],
    )

    assert [one.name for one in host.practices] == ["e"]
    assert [one.practice for one in host.failures] == ["a", "b", "c", "d"]
    assert "after and before lead round in a ring: a, b, c, a" in str(host.failures[0])
    assert "after and before lead round in a ring: d, d" in str(host.failures[3])


def test_who_contradicts_itself_is_left_out_alone() -> None:
    """Its own two wishes cannot both hold, so its neighbours have no part in the fault."""
    torn = speaker("b", after=("a",), before=("a",))
    others = [speaker("a"), speaker("c", after=("b",)), speaker("d", before=("a",))]

    host = Host.load((), objects=[torn, *others])
    assert "".join(one.name for one in host.practices) == "cda"
    assert [one.practice for one in host.failures] == ["b"]
    assert "after and before lead round in a ring: b, a, b; let one of them go" in str(
        host.failures[0]
    )

    settled = Host.load((), objects=[torn, *others], order="ba")
    assert "".join(one.name for one in settled.practices) == "bcda"
    assert not settled.failures


def test_a_ring_that_dies_with_a_contradiction_is_none() -> None:
    """Who contradicts itself goes first; those who only stood in a ring with it stay."""
    torn = speaker("a", before=("b", "c"), after=("c",))

    host = Host.load((), objects=[torn, speaker("b"), speaker("c", after=("b",))])

    assert "".join(one.name for one in host.practices) == "bc"


@pytest.mark.parametrize(
    ("said", "wishes", "expected"),
    [
        ("fa", {}, "bcdefa"),
        ("cba", {}, "cbadef"),
        ("ab", {"a": {"after": ("b",)}}, "abcdef"),
        ("ba", {"a": {"before": ("b",)}}, "bacdef"),
        ("ab", {"a": {"after": ("d",)}}, "cdabef"),
        ("axb", {}, "abcdef"),
    ],
)
def test_the_workspace_has_the_last_word_on_the_order(
    said: str, wishes: dict[str, Any], expected: str
) -> None:
    """Two practices that it names answer in its order, whatever their classes say of each other."""
    practices = [speaker(name, **wishes.get(name, {})) for name in NAMES]

    host = Host.load((), objects=practices, order=said)

    assert "".join(one.name for one in host.practices) == expected
    assert [one.practice for one in host.propose(empty_view(host))] == list(expected)


def test_a_ring_with_the_order_of_the_workspace_is_named() -> None:
    """Where a third practice stands between the two, all of the ring are told and left out."""
    host = Host.load(
        (), objects=[speaker("a"), speaker("b"), speaker("c", after=("a",), before=("b",))],
        order="ba",
    )  # fmt: skip

    assert not host.practices
    assert [one.practice for one in host.failures] == ["a", "b", "c"]
    assert "order, after and before lead round in a ring: a, c, b, a" in str(host.failures[0])


def wishes() -> st.SearchStrategy[tuple[str, ...]]:
    """Draw neighbours, absent ones among them."""
    return st.lists(st.sampled_from("abcdefxy"), max_size=2, unique=True).map(tuple)


@given(
    drawn=st.lists(st.tuples(wishes(), wishes()), min_size=4, max_size=6),
    twin=st.booleans(),
    faulty=st.sets(st.sampled_from(NAMES), max_size=2),
    said=st.lists(st.sampled_from("abcdefx"), max_size=3, unique=True),
    seed=st.integers(0, 10_000),
)
def test_the_order_of_loading_never_shows(
    drawn: list[Any], twin: bool, faulty: set[str], said: list[str], seed: int
) -> None:
    """Any permutation gives the same order, fingerprint, failures and answers."""
    practices = [
        speaker(name, after=after, before=before, api=9 if name in faulty else 1)
        for name, (after, before) in zip(NAMES, drawn, strict=False)
    ] + [speaker("a", reads=("person",))] * twin
    shuffled = random.Random(seed).sample(practices, len(practices))

    one, other = (Host.load((), objects=some, order=said) for some in (practices, shuffled))

    assert [loaded.name for loaded in one.practices] == [loaded.name for loaded in other.practices]
    assert one.fingerprint == other.fingerprint
    assert list(map(str, one.failures)) == list(map(str, other.failures))
    assert one.propose(empty_view(one)) == other.propose(empty_view(other))
    place = {loaded.name: n for n, loaded in enumerate(one.practices)}
    assert [place[name] for name in said if name in place] == sorted(
        place[name] for name in said if name in place
    )
    for loaded in one.practices:
        free = place.keys() - (said if loaded.name in said else ())
        earlier = [place[name] for name in loaded.practice.after if name in free]
        later = [place[name] for name in loaded.practice.before if name in free]
        assert all(n < place[loaded.name] for n in earlier)
        assert all(n > place[loaded.name] for n in later)


class Comings(RuleBasedStateMachine):
    """Practices come, are switched off and break, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.there: dict[str, bool] = {}
        self.off: set[str] = set()

    @rule(name=st.sampled_from("abc"), breaks=st.booleans())
    def come(self, name: str, breaks: bool) -> None:
        """Install a practice, or another one of its name in its place."""
        self.there[name] = breaks

    @rule(name=st.sampled_from("abc"))
    def switch(self, name: str) -> None:
        """Switch a practice off, or on again."""
        if name in self.there:
            self.off ^= {name}

    @invariant()
    def all_that_work_answer_and_all_that_fail_are_named(self) -> None:
        """The answers are those of the whole, switched-on practices; the rest is accounted for."""
        broken = {"engageframe_propose": impl(lambda self, view: 1 / 0)}
        host = Host.load(
            (),
            objects=[speaker(name, **(broken if bad else {})) for name, bad in self.there.items()],
            off=self.off,
        )
        answers = host.propose(empty_view(host))

        on = sorted(self.there.keys() - self.off)
        assert [one.practice for one in answers] == [name for name in on if not self.there[name]]
        assert [one.practice for one in host.failures] == [name for name in on if self.there[name]]
        assert len(host.practices) + len(host.refused) + len(host.off) == len(self.there)


TestComings = Comings.TestCase
TestComings.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
