"""How often is a word that a lexicon finds one that should be found, and how many does it miss?

Reads a list of labelled sentences: a TOML file of tables ``[[sentence]]``, each with the ``list``
of the lexicon that reads it, the sentences that should be found (``hits``), and the harmless ones
(``looks``).
"""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from engageframe_lexicons import Lexicon
from engageframe_pivot.rules import PivotSettings, lexicon

__all__ = ["Score", "figures", "read", "scores"]

LABELLED = Path(__file__).parents[1] / "labelled.toml"
UNSEEN = Path(__file__).parents[1] / "unseen.toml"
TARGET = 0.9


class Score(NamedTuple):
    """What was found in the sentences of one list, and what was found or missed by mistake."""

    found: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    sentences: int

    @property
    def precision(self) -> float:
        """Give the share of what was found that should be found."""
        return self.found / (self.found + len(self.wrong))

    @property
    def recall(self) -> float:
        """Give the share of what should be found that was found."""
        return self.found / (self.found + len(self.missed))


def read(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Give each sentence: the list that reads it, its text, and whether it should be found."""
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]:
        for text in table["hits"]:
            yield table["list"], text, True
        for text in table["looks"]:
            yield table["list"], text, False


def scores(lexicon: Lexicon, labelled: list[tuple[str, str, bool]]) -> dict[str, Score]:
    """Give the score of each list, and that of all under ``all``."""
    told = {}
    for name in (*sorted({name for name, *_ in labelled}), "all"):
        rows = [
            (text, wanted, bool(lexicon.find(one, text)))
            for one, text, wanted in labelled
            if name in (one, "all")
        ]
        told[name] = Score(
            found=sum(wanted and found for _, wanted, found in rows),
            wrong=tuple(text for text, wanted, found in rows if found and not wanted),
            missed=tuple(text for text, wanted, found in rows if wanted and not found),
            sentences=len(rows),
        )
    return told


def figures() -> Iterator[tuple[str, float, str]]:
    """Give each figure with its name and target; what was not seen before has none."""
    for path, word, target in ((LABELLED, "", f">= {TARGET}"), (UNSEEN, "unseen.", "-")):
        for name, score in scores(lexicon(PivotSettings()), list(read(path))).items():
            yield f"pivot_words.{word}{name}.precision", score.precision, target
            yield f"pivot_words.{word}{name}.recall", score.recall, "-"
            yield f"pivot_words.{word}{name}.sentences", score.sentences, "-"


def main() -> int:
    """Print the figures; the folder of data that other scripts take is not needed."""
    for name, value, target in figures():
        print(f"{name} {value:.3f} {target}")
    if "--list" in sys.argv:
        every = [*read(LABELLED), *read(UNSEEN)]
        for name, score in scores(lexicon(PivotSettings()), every).items():
            for text in score.wrong if name != "all" else ():
                print(f"  wrongly found in {name}: {text}")
            for text in score.missed if name != "all" else ():
                print(f"  missed by {name}: {text}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
