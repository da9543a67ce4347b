"""Which sentences hold of every small instance? Compared with trying every set of pairs."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engageframe_sme.assigning import Matching, assign
from engageframe_sme.rematching import Arising, Joining

law = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))


def pairs(matching: Matching) -> list[tuple[str, str]]:
    """Give the pairs as plain ids."""
    return [(one.need, one.expert) for one in matching.pairs]


def after(value: Any, regret: Any) -> tuple[int, int, float]:
    """Give what is left of a value after a loss."""
    places, met, worth = value
    return places - regret.places, met - regret.bounds, round(worth - regret.loss, 9)


@law
@given(data=st.data())
def test_nothing_is_better_than_what_is_assigned(small: Any, data: st.DataObject) -> None:
    """With all bounds on, no set of pairs fills more, meets more bounds, or is worth more."""
    asked = data.draw(small.asked())

    found = assign(**asked)

    tried = small(asked)
    assert tried.fits(pairs(found))
    assert tried.value(pairs(found)) == tried.best()
    assert found.summary.objective == tried.value(pairs(found))[2]


@law
@given(data=st.data())
def test_a_regret_is_what_solving_anew_loses(small: Any, data: st.DataObject) -> None:
    """Forcing a pair, or doing without one, costs what it costs when everything is tried."""
    asked = data.draw(small.asked())
    found, tried = assign(**asked), small(asked)
    need = data.draw(st.sampled_from(sorted(asked["scores"])))
    assume(asked["scores"][need])
    expert = data.draw(st.sampled_from(sorted(asked["scores"][need])))

    if (need, expert) in pairs(found):
        regret, best = found.price(need, expert), tried.best(must_not=[(need, expert)])
    else:
        regret, best = found.why_not(need, expert), tried.best(must=[(need, expert)])

    assert regret.possible == (best is not None)
    if best is not None:
        assert after(tried.best(), regret) == best


@law
@given(data=st.data())
def test_the_displaced_chain_leads_to_what_it_costs(small: Any, data: st.DataObject) -> None:
    """Taking the lost pairs out and the gained ones in keeps all bounds and costs the regret."""
    asked = data.draw(small.asked(periods=False))
    found, tried = assign(**asked), small(asked)
    need = data.draw(st.sampled_from(sorted(asked["scores"])))
    for expert in sorted(asked["scores"][need]):
        regret = found.why_not(need, expert)
        if not regret.possible:
            continue
        then = sorted({*pairs(found), *regret.gained} - {*regret.lost})

        assert (need, expert) in then
        assert tried.fits(then)
        assert tried.value(then) == after(tried.value(pairs(found)), regret)


@law
@given(data=st.data())
def test_the_order_in_which_things_are_told_does_not_matter(
    small: Any, data: st.DataObject
) -> None:
    """Shuffled input gives the same matching, to the last word of every reason."""
    asked = data.draw(small.asked())
    shuffled = dict(asked)
    for name, told in asked.items():
        if isinstance(told, dict):
            shuffled[name] = dict(data.draw(st.permutations(list(told.items()))))
        elif isinstance(told, set):
            shuffled[name] = data.draw(st.permutations(sorted(told)))
    shuffled["scores"] = {
        need: dict(data.draw(st.permutations(list(row.items()))))
        for need, row in shuffled["scores"].items()
    }

    assert assign(**shuffled) == assign(**asked)


@st.composite
def changes(draw: Any, found: Matching, number: int) -> dict[str, Any]:
    """Draw what happens after a matching."""
    instance = found._instance
    here = [one for one, most in zip(instance.experts, instance.capacity, strict=True) if most]
    open_ = [one for one, want in zip(instance.needs, instance.want, strict=True) if want]
    leave = draw(st.sets(st.sampled_from(here), max_size=1)) if here else set()
    end = draw(st.sets(st.sampled_from(open_), max_size=1)) if open_ else set()
    stay = [one for one in here if one not in leave]
    change: dict[str, Any] = {"leave": leave, "end": end}
    eighths = st.integers(0, 8).map(lambda n: n / 8)
    names = sorted(set(instance.needs) - end)
    if draw(st.booleans()):
        scores = draw(st.dictionaries(st.sampled_from(names), eighths)) if names else {}
        joining = Joining(
            scores=scores, max_load=draw(st.integers(0, 2)), perspective=draw(st.sampled_from("ac"))
        )
        change["join"] = {f"j{number}": joining}
    if draw(st.booleans()):
        scores = draw(st.dictionaries(st.sampled_from(stay), eighths)) if stay else {}
        arising = Arising(
            scores=scores, demand=draw(st.integers(0, 2)), extra=draw(st.integers(0, 1))
        )
        change["need"] = {f"m{number}": arising}
    if stay and draw(st.booleans()):
        one = draw(st.sampled_from(stay))
        place = instance.experts.index(one)
        pins = sum(expert == place for _, expert in instance.pinned)
        low = max(instance.low[place], pins)
        change["capacity"] = {one: draw(st.integers(low, max(low, 3)))}
    return change


def anew(found: Matching) -> Matching:
    """Match what a matching was made for once more, from the beginning."""
    one = found._instance
    needs, experts = one.needs, one.experts
    word = {number: name for name, number in one.words.items()}
    bars = [(n, e) for n, row in enumerate(one.barred) for e, why in row.items() if why != "period"]
    return assign(
        {needs[n]: {experts[e]: s / 1e6 for e, s in row.items()}
         for n, row in enumerate(one.scores)},
        demand=dict(zip(needs, one.want, strict=True)),
        max_load=dict(zip(experts, one.capacity, strict=True)),
        minimum=dict(zip(needs, one.least, strict=True)),
        extra=dict(zip(needs, one.extra, strict=True)),
        min_load=dict(zip(experts, one.low, strict=True)),
        forbidden=[(needs[n], experts[e]) for n, e in bars],
        previous=[(needs[n], experts[e]) for n, e in one.kept],
        pinned=[(needs[n], experts[e]) for n, e in one.pinned],
        perspectives={name: word.get(number, f"own-{number}")
                      for name, number in zip(experts, one.perspective, strict=True)},
        periods=dict(zip(experts, one.rooms, strict=True)) if one.rooms else None,
        windows={name: window for name, window in zip(needs, one.windows, strict=True)
                 if window is not None} if one.rooms else None,
        policy=one.policy,
    )  # fmt: skip


def met(found: Matching) -> int:
    """Count the units of lower bounds that a matching meets."""
    one = found._instance
    needs, experts = (Counter(pair[n] for pair in pairs(found)) for n in (0, 1))
    least = zip(one.needs, one.least, strict=True)
    low = zip(one.experts, one.low, strict=True)
    return sum(min(needs[name], count) for name, count in least) + sum(
        min(experts[name], count) for name, count in low
    )


@law
@given(data=st.data())
def test_matching_again_is_as_good_as_matching_anew(small: Any, data: st.DataObject) -> None:
    """After each of three changes in a row places, bounds and worth are those of a new matching."""
    found = assign(**data.draw(small.asked(periods=data.draw(st.booleans()))))
    for number in range(3):
        delta = found.rematch(**data.draw(changes(found, number)))
        fresh = anew(delta.matching)

        for name in ("wanted", "filled", "objective"):
            assert getattr(delta.matching.summary, name) == getattr(fresh.summary, name)
        assert met(delta.matching) == met(fresh)
        found = delta.matching


@law
@given(data=st.data())
def test_a_delta_tells_every_difference_once(small: Any, data: st.DataObject) -> None:
    """What was kept, moved, came and went adds up to both matchings."""
    found = assign(**data.draw(small.asked()))

    delta = found.rematch(**data.draw(changes(found, 0)))

    went = [(need, old) for need, old, _ in delta.moved]
    came = [(need, fresh) for need, _, fresh in delta.moved]
    assert sorted([*delta.kept, *went, *delta.gone]) == sorted(pairs(found))
    assert sorted([*delta.kept, *came, *delta.new]) == sorted(pairs(delta.matching))
    assert delta.cost == round(found.summary.objective - delta.matching.summary.objective, 6)


@law
@given(data=st.data())
def test_every_empty_place_is_told_with_what_blocks_it(small: Any, data: st.DataObject) -> None:
    """The places that are missing are those that are told, and each has a reason."""
    found = assign(**data.draw(small.asked()))

    told = sum(one.missing for one in found.unfilled)

    assert told == found.summary.wanted - found.summary.filled
    assert all(one.blocking for one in found.unfilled)


@law
@given(data=st.data())
def test_more_stability_never_moves_more(small: Any, data: st.DataObject) -> None:
    """Of two bonuses the higher one keeps at least as many of the pairs that were there."""
    asked = data.draw(small.asked(periods=False))
    kept = []
    for bonus in (0.0, 0.25, 8.0):
        policy = type(asked["policy"])(solver="flow", stability=bonus)
        found = assign(**{**asked, "policy": policy})
        kept.append(len(set(pairs(found)) & set(asked["previous"])))

    assert kept == sorted(kept)


@law
@given(data=st.data())
def test_the_worst_pair_is_as_good_as_can_be(small: Any, data: st.DataObject) -> None:
    """With the fairness bottleneck no matching that fills as much has a better worst pair."""
    asked = data.draw(small.asked())
    tried = small(asked)
    places, met, _ = tried.best()

    found = assign(**asked, fairness="bottleneck")

    worst = min((one.score for one in found.pairs if not one.pinned), default=0.0)
    assert tried.value(pairs(found))[:2] == (places, met)
    allowed = {
        score
        for need, row in asked["scores"].items()
        for expert, score in row.items()
        if (need, expert) not in asked["forbidden"] and (need, expert) not in asked["pinned"]
    }
    for floor in sorted(score for score in allowed if score > worst):
        rows = {
            need: {
                expert: score
                for expert, score in row.items()
                if score >= floor or (need, expert) in asked["pinned"]
            }
            for need, row in asked["scores"].items()
        }
        if len(found.pairs) > len(asked["pinned"]):
            assert small({**asked, "scores": rows}).best()[:2] < (places, met)
