"""Which texts are near to a need, and what do they tell of an expert?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe_sme.relevance import closest, terms, tfidf

law = settings(deadline=None, max_examples=80)
words = st.lists(
    st.sampled_from(["radio", "power", "battery", "winter", "milk", "the", "of"]), max_size=6
).map(" ".join)
texts = st.dictionaries(st.sampled_from("abcd"), words, max_size=4)


def test_words_and_their_neighbours_count_and_common_ones_do_not():
    """The stop words are gone before neighbours are paired."""
    found = terms("The power of the Radio, the RADIO!")

    assert found == {"power": 1, "radio": 2, "power radio": 1, "radio radio": 1}


def test_a_rare_word_weighs_more_than_one_that_all_use():
    """Milk is in every text, radio in one."""
    told = {"1": "milk radio", "2": "milk power", "3": "milk battery"}

    near = tfidf({"n": "milk radio"}, told)["n"]

    assert near["1"] > near["2"] == near["3"]


def test_texts_without_a_common_word_are_left_out():
    """They are not near at all, and no evidence."""
    assert tfidf({"n": "radio"}, {"1": "milk"}) == {"n": {}}


def test_an_expert_with_one_text_is_not_made_less_of():
    """The mean is over the texts that there are, three at most."""
    near = closest({"n": "quiet radio"}, {"ada": {"1": "quiet radio"}})

    assert round(near["n"]["ada"].score, 6) == 1.0


def test_several_ways_to_compare_are_added():
    """A plugin's nearness counts beside ours, without weights."""

    def always(wanted, told):
        return {one: dict.fromkeys(told, 0.5) for one in wanted}

    near = closest({"n": "radio"}, {"ada": {"1": "radio"}}, nearness=(tfidf, always))

    assert round(near["n"]["ada"].score, 6) == 1.5


@law
@given(texts, st.dictionaries(st.sampled_from("xy"), texts, max_size=2))
def test_nearness_lies_between_0_and_1_and_names_real_texts(wanted, told):
    """Scores are cosines of positive weights; evidence is among the expert's own texts."""
    for row in closest(wanted, told).values():
        for who, near in row.items():
            assert 0 <= near.score <= 1 + 1e-9
            assert {id_ for id_, _ in near.texts} <= told[who].keys()
            assert len(near.texts) <= 3


@law
@given(texts, texts)
def test_the_order_of_texts_does_not_matter(wanted, told):
    """The same texts told in another order are as near, to the last digit."""
    back = dict(reversed(told.items()))

    assert tfidf(wanted, back) == tfidf(dict(reversed(wanted.items())), told)
