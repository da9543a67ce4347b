"""What does the contract say of each hook?"""

import ast
import inspect
import re
from typing import Final

from engageframe.hooks import Practice
from writing.wording import bare, signature, summary

__all__ = ["hooks"]

_FACTS: Final = ("When", "Empty", "Order", "Errors")


def hooks() -> dict[str, str]:
    """Write the head of the section of each hook: its signature, and what the host makes of it."""
    tree = ast.parse(inspect.getsource(Practice))
    found = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    return {f"hook {one.name}": _head(one) for one in found if one.name.startswith("engageframe_")}


def _head(hook: ast.FunctionDef) -> str:
    text = inspect.getdoc(getattr(Practice, hook.name)) or ""
    facts = [
        re.search(rf"^{fact}: (.*?)(?=^\w|^$|\Z)", text, re.MULTILINE | re.DOTALL)
        for fact in _FACTS
    ]
    lines = [
        f"- **{fact}:** {bare(' '.join(one[1].split()))}\n"
        for fact, one in zip(_FACTS, facts, strict=True)
        if one
    ]
    if len(lines) < len(_FACTS):
        raise ValueError(f"{hook.name} does not say all of: {', '.join(_FACTS)}")
    return f"## `{signature(hook)}`\n\n{summary(getattr(Practice, hook.name))}\n\n{''.join(lines)}"
