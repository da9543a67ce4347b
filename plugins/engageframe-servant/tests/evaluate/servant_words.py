"""How often is a word that the lexicon finds one that should be found, and how many does it miss?

Two lists of labelled sentences: ``labelled`` was written beside the lexicon, ``unseen`` afterwards,
and was never used to mend it. Prints a figure a line: name, value, target.
"""

import tomllib
from pathlib import Path

from engageframe_servant.settings import ServantSettings, lexicon

__all__ = ["main"]

_HERE = Path(__file__).parents[1]


def main() -> None:
    """Print precision, recall and n of each list of each file."""
    words = lexicon(ServantSettings())
    for file in ("labelled", "unseen"):
        for row in tomllib.loads((_HERE / f"{file}.toml").read_text("utf-8"))["sentence"]:
            name = row["list"]
            right = sum(bool(words.find(name, one)) for one in row["hits"])
            wrong = sum(bool(words.find(name, one)) for one in row["looks"])
            n = len(row["hits"]) + len(row["looks"])
            where = f"servant_words.{file}.{name}"
            precision = right / (right + wrong) if right + wrong else 1.0
            print(f"{where}.precision {precision:.3f} >= 0.9")
            print(f"{where}.recall {right / len(row['hits']):.3f} none")
            print(f"{where}.n {n} {'>= 120 in all' if file == 'labelled' else 'none'}")


if __name__ == "__main__":
    main()
