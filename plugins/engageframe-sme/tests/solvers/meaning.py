"""Does the forward pass in numpy do what the equations say?

Run by ``nox -s solvers``.  The weights here are a small model drawn at random; what the real ones
are worth is told by ``nox -s evaluate``.
"""

import json
import random
from math import erf, exp, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engageframe_sme import embedding
from engageframe_sme.embedding import Model, minilm

WIDTH, INNER, HEADS = 24, 16, 12
WORDS = ["[UNK]", "[CLS]", "[SEP]", "radio", "quiet", "cafe", "##s", "##io", "rad", "!", "winter"]


def shapes() -> dict[str, tuple[int, ...]]:
    """Give the names and shapes of the weights of a model."""
    told: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (300, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        for part, (out, into) in {
            "attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH),
            "attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER),
        }.items():  # fmt: skip
            told[f"{name}.{part}.weight"], told[f"{name}.{part}.bias"] = (out, into), (out,)
        norms += [f"{name}.attention.output.LayerNorm", f"{name}.output.LayerNorm"]
    for name in norms:
        told[f"{name}.weight"] = told[f"{name}.bias"] = (WIDTH,)
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small model as the real one is written."""
    made = tmp_path_factory.mktemp("model")
    chance, header, data = random.Random(3), dict[str, Any](), b""
    for name, shape in shapes().items():
        count = int(np.prod(shape))
        part = np.array([chance.uniform(-1, 1) for _ in range(count)], np.float32).tobytes()
        offsets = [len(data), len(data) + len(part)]
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": offsets}
        data += part
    told = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    (made / "model.safetensors").write_bytes(len(told).to_bytes(8, "little") + told + data)
    (made / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    return made


def slowly(model: Model, tokens: list[int]) -> list[float]:
    """Follow the equations number by number."""
    weight = {name: one.tolist() for name, one in model.weights.items()}

    def dense(row: list[float], name: str) -> list[float]:
        rows = zip(weight[f"{name}.weight"], weight[f"{name}.bias"], strict=True)
        return [sum(a * b for a, b in zip(row, line, strict=True)) + bias for line, bias in rows]

    def normal(row: list[float], name: str) -> list[float]:
        mean = sum(row) / len(row)
        spread = sqrt(sum((one - mean) ** 2 for one in row) / len(row) + 1e-12)
        scale = zip(row, weight[f"{name}.weight"], weight[f"{name}.bias"], strict=True)
        return [(one - mean) / spread * w + b for one, w, b in scale]

    parts = ("word_embeddings", "position_embeddings", "token_type_embeddings")
    word, place, kind = (weight[f"embeddings.{part}.weight"] for part in parts)
    state = [
        normal([a + b + c for a, b, c in zip(word[t], place[n], kind[0], strict=True)],
               "embeddings.LayerNorm")
        for n, t in enumerate(tokens)
    ]  # fmt: skip
    each = WIDTH // HEADS
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            [dense(row, f"{name}.attention.self.{part}") for row in state]
            for part in ("query", "key", "value")
        )
        seen = []
        for q in query:
            row: list[float] = []
            for head in range(HEADS):
                at = slice(head * each, (head + 1) * each)
                heed = [
                    exp(sum(a * b for a, b in zip(q[at], k[at], strict=True)) / sqrt(each))
                    for k in key
                ]
                row += [
                    sum(h * v[at][n] for h, v in zip(heed, value, strict=True)) / sum(heed)
                    for n in range(each)
                ]
            seen.append(row)
        after = []
        for row, back in zip(state, seen, strict=True):
            out = dense(back, f"{name}.attention.output.dense")
            mid = normal(
                [a + b for a, b in zip(row, out, strict=True)],
                f"{name}.attention.output.LayerNorm",
            )
            inner = [
                x * (1 + erf(x / sqrt(2))) / 2 for x in dense(mid, f"{name}.intermediate.dense")
            ]
            out = dense(inner, f"{name}.output.dense")
            after.append(
                normal([a + b for a, b in zip(mid, out, strict=True)], f"{name}.output.LayerNorm")
            )
        state = after
    mean = [sum(column) / len(column) for column in zip(*state, strict=True)]
    length = sqrt(sum(one * one for one in mean))
    return [one / length for one in mean]


def test_words_are_cut_as_the_model_was_taught(folder: Path) -> None:
    """Small letters, no accents, marks alone, unknown words by their longest known parts."""
    tokens = Model(folder).tokens("Quiet CAFÉS! radios xyz winter")

    assert [WORDS[one] for one in tokens] == [
        "[CLS]", "quiet", "cafe", "##s", "!", "radio", "##s", "[UNK]", "winter", "[SEP]",
    ]  # fmt: skip


def test_no_more_words_are_read_than_the_model_can(folder: Path) -> None:
    """A book is cut after 256 words, the two marks at its ends among them."""
    assert len(Model(folder).tokens("radio " * 10_000)) == 256


@pytest.mark.parametrize("text", ["quiet radio", "", "winter! radios cafe quiet winter radio"])
def test_the_forward_pass_gives_what_the_equations_give(folder: Path, text: str) -> None:
    """Number by number, to a ten thousandth."""
    model = Model(folder)

    found = model.embed(text)

    assert np.allclose(found, slowly(model, model.tokens(text)), atol=1e-4)
    assert round(float(found @ found), 4) == 1.0


def test_texts_are_compared_by_their_vectors(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearness is the cosine, rounded; a text is as near to itself as can be."""
    small = Model(folder)
    monkeypatch.setattr(embedding, "model", lambda: small)

    near = minilm({"n": "quiet radio"}, {"same": "quiet radio", "other": "winter!"})["n"]

    assert near["same"] == 1.0
    cosine = float(small.embed("quiet radio") @ small.embed("winter!"))
    assert near["other"] == max(0.0, round(cosine, 4))
