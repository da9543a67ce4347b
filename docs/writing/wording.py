"""How does what code says of itself read in Markdown?"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

WRITTEN: Final = "<!-- Written from the code: change that, and then nox -s docs -- write. -->"
"""The first line of a page that is written as a whole."""

__all__ = [
    "WRITTEN",
    "attributes", "bare", "fenced", "laid_out", "signature", "summary", "table", "told",
]  # fmt: skip

_SECTION: Final = re.compile(r"^(Args|Raises|Returns|Yields|Attributes|Example|Examples):$")
_ITEM: Final = re.compile(r"^(\w+): (.*)$", re.DOTALL)


def bare(text: str) -> str:
    """Turn the marks of a docstring into those of Markdown."""
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?(\w+)`", r"`\1`", text)
    return re.sub(r"``(.+?)``", r"`\1`", text)


def _paragraphs(thing: Any) -> list[str]:
    """Give the paragraphs of a docstring, each on one line but for its sections."""
    return (inspect.cleandoc(vars(thing).get("__doc__") or "") if inspect.isclass(thing) else
            inspect.getdoc(thing) or "").split("\n\n")  # fmt: skip


def summary(thing: Any) -> str:
    """Give the first paragraph of a docstring on one line."""
    return bare(" ".join(_paragraphs(thing)[0].split()))


def told(thing: Any) -> str:
    """Give a docstring as Markdown without its sections: a paragraph stays one."""
    kept = []
    for one in _paragraphs(thing):
        if _SECTION.match(one.partition("\n")[0]) or one.startswith((">>>", "::")):
            break
        kept.append(bare(one))
    return "\n\n".join(kept)


def attributes(thing: Any) -> dict[str, str]:
    """Give what the section ``Attributes`` of a docstring says, by name."""
    for one in _paragraphs(thing):
        head, _, rest = one.partition("\n")
        if head == "Attributes:":
            rows = re.split(r"\n(?=\w)", textwrap.dedent(rest))
            items = [_ITEM.match(row) for row in rows]
            return {item[1]: bare(" ".join(item[2].split())) for item in items if item}
    return {}


def signature(function: ast.FunctionDef, *, own: bool = False) -> str:
    """Write a function as its author did; ``own`` leaves out ``self`` and ``cls``."""
    arguments = function.args
    if own and arguments.args and arguments.args[0].arg in ("self", "cls"):
        arguments = ast.arguments(
            **{**dict(ast.iter_fields(arguments)), "args": arguments.args[1:]}
        )
    returns = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    return f"{function.name}({ast.unparse(arguments)}){returns}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    ruled = [" | ".join(one.replace("|", "\\|") for one in row) for row in lines]
    return (
        "".join(f"| {one} |\n" for one in ruled)
        .replace("| --- ", "|---")
        .replace("|--- |", "|---|")
    )


def fenced(text: str, tongue: str = "text") -> str:
    """Write text as a block."""
    return f"```{tongue}\n{text.rstrip()}\n```\n"


def laid_out(value: Any, *, wide: int = 96, deep: int = 0) -> str:
    """Write JSON so that what fits on a line stands on one."""
    flat = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if len(flat) + deep <= wide or not isinstance(value, (dict, list)):
        return flat
    pad = " " * (deep + 2)
    if isinstance(value, dict):
        rows = [
            f"{pad}{json.dumps(key)}: {laid_out(value[key], wide=wide, deep=deep + 2)}"
            for key in sorted(value)
        ]
    else:
        rows = [f"{pad}{laid_out(one, wide=wide, deep=deep + 2)}" for one in value]
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    return f"{opened}\n" + ",\n".join(rows) + f"\n{' ' * deep}{closed}"
