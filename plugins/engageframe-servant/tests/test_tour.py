"""Does the story of the tour show a draft that fails, and the card that replaces it?"""

import pytest

from engageframe import Workspace, moment
from engageframe_tour import play


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Play the story once, and keep the workspace."""
    folder = tmp_path_factory.mktemp("tour") / "story"
    return folder, play(folder)


def scene(tour, title):
    """Give the lines of one scene."""
    lines = [*tour.lines]
    start = next(n for n, line in enumerate(lines) if title in line)
    return lines[start : lines.index("", start)]


def test_the_board_review_shows_the_draft_and_the_rewritten_card(story):
    """SRW001 and SRW006 first, then five of six facets in her words, each with its reason."""
    told = "\n".join(scene(story[1], "The house stays outside"))

    house, words, card = (told.index(one) for one in ("SRW006", "SRW001", "SRW002"))
    assert max(house, words) < card
    assert "it rests on house:forecast, which the house wall keeps out" in told
    assert '"Book the order" in next of servant.opportunity test-board' in told
    assert "5 of 6 facets are in their words; not theirs: rewards (inferred)" in told
    assert told.count("why: ") >= 3


def test_nothing_fails_and_every_gate_opens(story):
    """The chapter of the practice stops no scene."""
    _, tour = story

    assert tour.failures == ()
    assert tour.review.phase == "reviewing"


def test_the_end_of_the_project_is_no_end(story):
    """Until the teaching session is planned, a next touch is missing; then it is there."""
    folder, _ = story
    codes = {}
    for day in ("2026-04-10", "2026-04-20"):
        with Workspace.open(folder, as_of=moment(day), strict=True) as workspace:
            codes[day] = [one.rule for one in workspace.check()]

    assert "SRW005" in codes["2026-04-10"]
    assert "SRW005" not in codes["2026-04-20"]
    assert "SRW006" not in codes["2026-04-20"]


def test_the_brief_of_the_last_visit_has_her_words(story):
    """What she hopes for, what to ask for the rest, and one question about us."""
    lines = [one for one in story[1].brief.lines if one.practice == "servant"]

    assert any(one.text == "Maren Holt on objectives: My juniors measure a board without you."
               for one in lines)  # fmt: skip
    assert any(one.heading == "ask" and "rewards (missing)" in one.text for one in lines)
    assert lines[-1].text == "How did you have a say in what was decided?"
