"""How do the pages become a website?

``nox -s docs`` builds it, and asks nothing of the network.
The pages are plain Markdown, so that they read as well where they lie: what only Sphinx needs is
added here.
"""

import re
from typing import Any, Final

from pygments.lexers.special import TextLexer

import engageframe

project = "engageframe"
author = "engageframe contributors"
project_copyright = author
release = version = engageframe.__version__

extensions = ["myst_parser"]
exclude_patterns = ["examples", "writing"]
nitpicky = True
myst_heading_anchors = 4  # so that links to a heading of another page are checked, too

html_theme = "furo"
html_title = f"engageframe {release}"
html_copy_source = html_show_sphinx = False

_PARTS: Final = {
    "Begin": ("why", "tutorial/first-engagement", "tutorial/*"),
    "How to": ("how-to/write-a-practice", "how-to/test-a-practice", "how-to/*"),
    "Reference": ("reference/cli", "reference/hooks", "reference/*", "reference/practices/*"),
    "Explanation": ("explanation/architecture", "explanation/*", "glossary"),
}
"""The pages in the order of the side bar; whatever is new in a folder comes after those named."""
_TREE: Final = "\n\n```{{toctree}}\n:glob:\n:hidden:\n:caption: {}\n\n{}\n```\n"
_OUTSIDE: Final = re.compile(r"\]\(((?:\.\./)+(?:[A-Z]+|plugins/[^)#]+)\.md)(?:#[^)]*)?\)")


def _read(_: Any, page: str, source: list[str]) -> None:
    """List the pages on the first one, and let links out of the docs lead to the files."""
    source[0] = _OUTSIDE.sub(r"](path:\1)", source[0])
    if page == "index":
        source[0] += "".join(_TREE.format(part, "\n".join(one)) for part, one in _PARTS.items())


def setup(app: Any) -> None:
    """Join what is added to Sphinx."""
    app.connect("source-read", _read)
    app.add_lexer("csv", TextLexer)
