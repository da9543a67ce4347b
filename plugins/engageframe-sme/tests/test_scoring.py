"""Are the pairs that are not looked at those that would have no score, and is the reason told?

The plain definitions stand here: every need is asked about every expert.
"""

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from engageframe_sme.instance import MatchPolicy
from engageframe_sme.matching import Scored, match
from engageframe_sme.reaching import reach
from engageframe_sme.records import LEVELS, Evidence, Expert, Need, Topic
from engageframe_sme.relevance import Near, closest
from engageframe_sme.scoring import OURS

WORDS = ("radio", "Radio ", " RADIO", "Straße", "STRASSE", "élan", "ÉLAN", "power", "ﬁre", "FIRE")
TEXTS = ("", "Radio at night", "ÉLAN for the strasse", "power, power", "the of and")
TAGS = ("en", "EN-GB", "eN-us", "De")
PEOPLE = ("maria", "omar", "brook")
SPOKEN = ("technical", "management")


def some(words, most=3):
    """Draw a few of some words."""
    return st.lists(st.sampled_from(words), max_size=most, unique=True)


@st.composite
def experts(draw):
    """Draw experts, some of whom have nothing to show."""
    return [
        Expert(
            id=f"e{n}",
            skills={one: draw(st.integers(0, 4)) for one in draw(some(WORDS))},
            languages={one: draw(st.sampled_from(LEVELS)) for one in draw(some(TAGS, 2))},
            registers=tuple(draw(some(SPOKEN))),
            capacity=draw(st.integers(0, 2)),
            evidence=tuple(
                Evidence(id=f"{n}-{m}", text=text) for m, text in enumerate(draw(some(TEXTS[1:])))
            ),
            conflicts=tuple(draw(some(PEOPLE, 1))),
        )
        for n in range(draw(st.integers(0, 5)))
    ]


@st.composite
def needs(draw):
    """Draw needs, some of them closed, some without a topic."""
    found = []
    for n in range(draw(st.integers(1, 4))):
        weighed = [Topic(name=one, weight=draw(st.integers(1, 100))) for one in draw(some(WORDS))]
        found.append(
            Need(
                id=f"n{n}",
                person=draw(st.sampled_from(PEOPLE)),
                topics=tuple(weighed),
                text=draw(st.sampled_from(TEXTS)) if weighed else "power and the radio",
                language=draw(st.sampled_from(("", *TAGS))),
                level=draw(st.sampled_from(LEVELS)),
                register=draw(st.sampled_from(("", *SPOKEN))),
                closed=draw(st.booleans()) and draw(st.booleans()),
            )
        )
    return found


def plain_scores(asked, known, near):
    """Score every pair, one by one."""
    scored = {}
    for need in asked:
        row = scored[need.id] = {}
        for expert in known:
            close = near.get(need.id, {}).get(expert.id, Near(0.0, ()))
            parts = {"skills": plain_skills(need, expert), "texts": close.score}
            if not any(parts.values()):
                continue
            if need.register:
                parts["register"] = 0.1 * (need.register in expert.registers)
            score = round(sum(parts.values()), 6)
            row[expert.id] = Scored(score=score, parts=parts, texts=close.texts)
    return scored


def plain_skills(need, expert):
    """Give the mean level over the topics of a need, by weight."""
    wanted = {one.name.casefold().strip(): float(one.weight) for one in need.topics}
    known = {name.casefold().strip(): level / 4 for name, level in expert.skills.items()}
    share = sum(part * known.get(name, 0.0) for name, part in wanted.items())
    return share / sum(wanted.values()) if wanted else 0.0


def plain_reason(need, expert, row, order):
    """Say why a pair must not be, by the filters in their order, or nothing."""
    spoken = any(
        need.language.casefold() in (tag.casefold(), tag.casefold().partition("-")[0])
        and LEVELS.index(level) >= LEVELS.index(need.level)
        for tag, level in expert.languages.items()
    )
    says = {
        "capacity": "" if expert.capacity else "they have no capacity",
        "conflict": f"they have a conflict with {need.person}"
        if need.person in expert.conflicts
        else "",
        "language": ""
        if spoken or not need.language
        else f"they do not speak {need.language} at {need.level} or better",
        not_the_last: not_the_last(need, expert),
    }
    unknown = "" if expert.id in row else "nothing shows that they know the topic"
    return next((says[one] for one in order if says[one]), unknown)


def not_the_last(need, expert):
    """Bar a pair as a plugin would."""
    return "not them" if (need.id[1], expert.id[1]) == ("1", "1") else ""


def near(asked, known):
    """Give how near texts are."""
    wanted = {one.id: " ".join([one.text, *(topic.name for topic in one.topics)]) for one in asked}
    return closest(wanted, {one.id: {t.id: t.text for t in one.evidence} for one in known})


@given(needs(), experts())
def test_scores_are_those_of_asking_every_pair(asked, known):
    """Whoever shares neither topic nor word has no score, and all others have theirs, in order."""
    for name, texts in (("skills+texts", near(asked, known)), ("skills", {})):
        plain = plain_scores(asked, known, texts)

        scored = OURS[name](asked, known)

        assert [(n, list(row.items())) for n, row in scored.items()] == [
            (n, list(row.items())) for n, row in plain.items()
        ]


@given(
    needs(), experts(),
    st.permutations(("language", "conflict", "capacity", not_the_last)), st.integers(0, 4),
)  # fmt: skip
def test_the_reason_of_a_pair_is_that_of_asking_every_pair(asked, known, order, most):
    """Of the filters the first tells why, and then that nothing shows what they know."""
    filters, asked = order[:most], [one for one in asked if not one.closed]
    plain = plain_scores(asked, known, near(asked, known))

    matching = match(asked, known, MatchPolicy(solver="flow"), filters=filters).matching

    open_ = {one.need: one for one in matching.unfilled}
    for need in asked:
        barred: dict[str, tuple[str, ...]] = {}
        for expert in known:
            why = plain_reason(need, expert, plain[need.id], filters)
            told = matching.why_not(need.id, expert.id)
            assert (told.code == "barred", told.says == why) == (bool(why), bool(why))
            if why:
                barred[why] = (*barred.get(why, ()), expert.id)
        assert matching.blocked(need.id) == open_.get(need.id)
        if need.id in open_:
            blocks = [one for one in open_[need.id].blocking if one.code == "barred"]
            assert [one.experts for one in blocks] == [barred[why] for why in sorted(barred)]


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=7, max_size=7), st.randoms())
def test_what_is_reached_is_what_a_walk_from_each_start_reaches(ahead, chance):
    """With circles, with dead ends, and whichever start comes first."""
    starts = chance.sample(range(7), 4)

    found = reach(starts, ahead.__getitem__, [1 << node for node in range(7)])

    assert list(found) == starts
    for start in starts:
        seen, queue = {start}, deque([start])
        while queue:
            fresh = set(ahead[queue.popleft()]) - seen
            seen |= fresh
            queue += fresh
        assert found[start] == sum(1 << node for node in seen)
