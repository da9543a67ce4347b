"""Are the words of return found, and their harmless look-alikes left alone?"""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engageframe.practices import Host
from engageframe_lexicons import sentences
from engageframe_servant import Servant
from engageframe_servant.settings import LISTS, ServantSettings, lexicon
from engageframe_servant.texts import counted, places

HERE = Path(__file__).parent
SHIPPED = lexicon(ServantSettings())
SENTENCES = {
    file: tomllib.loads((HERE / f"{file}.toml").read_text(encoding="utf-8"))["sentence"]
    for file in ("labelled", "unseen")
}
law = settings(max_examples=30, deadline=None)
sentence = st.sampled_from([one for row in SENTENCES["labelled"] for one in row["looks"]])
leak = st.sampled_from(
    [one for one in SENTENCES["labelled"][0]["hits"] if SHIPPED.find("return-language", one)]
)


def figures(file, name):
    """Give precision, recall and n of one list on one file."""
    rows = [row for row in SENTENCES[file] if row["list"] == name]
    hits = [one for row in rows for one in row["hits"]]
    looks = [one for row in rows for one in row["looks"]]
    right = sum(bool(SHIPPED.find(name, one)) for one in hits)
    wrong = sum(bool(SHIPPED.find(name, one)) for one in looks)
    return right / (right + wrong), right / len(hits), len(hits) + len(looks)


def test_the_labelled_list_is_large_and_half_of_it_is_harmless():
    """At least 120 sentences, none of them twice."""
    hits = [one for row in SENTENCES["labelled"] for one in row["hits"]]
    looks = [one for row in SENTENCES["labelled"] for one in row["looks"]]

    assert len(hits) + len(looks) >= 120
    assert len(looks) >= len(hits)
    assert len({*hits, *looks}) == len(hits) + len(looks)


@pytest.mark.parametrize("name", LISTS)
def test_what_is_found_is_meant(name):
    """Of ten finds at least nine are right, in sentences that the lexicon was written beside."""
    precision, recall, n = figures("labelled", name)
    print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, n {n}")

    assert precision >= 0.9


def test_what_is_found_in_sentences_it_has_not_seen_is_meant():
    """There the precision holds, too; how little is found is told by the evaluation."""
    precision, _, n = figures("unseen", "return-language")

    assert precision >= 0.9
    assert n >= 80


@law
@given(st.lists(sentence, min_size=1, max_size=8), leak, st.integers(0, 8))
def test_one_leak_among_harmless_sentences_is_found_where_it_stands(harmless, spoken, at):
    """The line is that of the sentence, and the harmless ones around it hide nothing."""
    lines = [*harmless]
    lines.insert(min(at, len(lines)), spoken)

    found = [one for one in places("\n\n".join(lines), SHIPPED) if one.list == "return-language"]

    assert found
    for one in found:
        line = "\n\n".join(lines).split("\n")[one.line - 1]
        assert line == spoken
        assert line[one.column - 1 :].startswith(one.match.words)


@law
@given(st.lists(st.text(max_size=99) | leak, max_size=4).map(" ".join))
def test_any_text_can_be_checked(text):
    """Whatever it holds, each find is a part of it."""
    for one in places(text, SHIPPED):
        assert text[one.match.start : one.match.end] == one.match.words
    spoken = counted([text], SHIPPED, "return-language")
    assert 0 <= spoken <= len(sentences(text))


def test_words_of_a_team_are_added_replaced_and_switched_off():
    """Under the option words, as in a lexicon."""
    words = {
        "return-language": [
            {"name": "quota", "finds": []},
            {"name": "campaign", "finds": ["spring campaign"], "instead": "leave it out"},
        ]
    }
    host = Host.load((), settings={"servant": {"words": words}}, objects=[Servant], strict=True)
    own = lexicon(host.practices[0].practice.settings)

    assert own.find("return-language", "Then we make quota.") == ()
    ((found, *_),) = own.find("return-language", "It helps the spring campaign.")
    assert found == "spring campaign"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"languages": ["en", "xx"]}, 'option "languages": no lexicon "servant.xx" is shipped'),
        ({"words": {"retrun-language": []}}, 'did you mean "return-language"?'),
        (
            {"words": {"return-language": [{"name": "x", "finds": ["a(b)"]}]}},
            'the phrase "a(b)" holds "a(b)": expected words, a|b, word? or ..',
        ),
        ({"word": {}}, 'unknown field "word"; did you mean "words"?'),
        ({"private": "yes"}, 'option "private": expected true or false'),
    ],
)
def test_faulty_options_are_told_when_the_practice_is_loaded(options, says):
    """With what would be right."""
    (failure,) = Host.load((), settings={"servant": options}, objects=[Servant]).failures

    assert says in str(failure)


def test_a_lexicon_of_another_distribution_is_read_beside_the_shipped_one(tmp_path, monkeypatch):
    """Its words are found, and so are the English ones."""
    package, info = tmp_path / "servant_in_german", tmp_path / "servant_german-1.dist-info"
    package.mkdir()
    info.mkdir()
    (package / "__init__.py").touch()
    german = 'language = "de"\n[[return-language]]\nname = "x"\nfinds = ["Abschluss"]\n'
    (package / "servant.de.toml").write_text(german, encoding="utf-8")
    (info / "METADATA").write_text("Name: servant-german\nVersion: 1\n", encoding="utf-8")
    points = "[engageframe.lexicons]\nservant.de = servant_in_german\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    both = {"servant": {"languages": ["en", "de"]}}
    host = Host.load((), settings=both, objects=[Servant], strict=True)

    own = host.practices[0].practice.lexicon
    assert own.find("return-language", "Der Abschluss ist nahe.")
    assert own.find("return-language", "We close the deal.")
