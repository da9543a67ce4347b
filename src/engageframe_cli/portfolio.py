"""How is every engagement reviewed from a terminal?"""

import datetime as dt
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import msgspec

from engageframe.encoding import a_moment, canonical
from engageframe.model.moments import Moment
from engageframe.named import renderer
from engageframe.reviewing import Review
from engageframe.workspace import Workspace
from engageframe_cli.aside import aside
from engageframe_cli.asked import Asked
from engageframe_cli.opening import begun, when
from engageframe_cli.printing import complain, fitted, put, show
from engageframe_portfolio.recalling import Recall, remember
from engageframe_portfolio.reviewing import reviews
from engageframe_portfolio.working import Outcome

__all__ = ["review_all"]

_printed = ExitStack()


def review_all(asked: Asked, form: str, jobs: int) -> int:
    """Print the review of every engagement as it is made, and tell at the end what went wrong."""
    as_of = when(asked.as_of, "--as-of") or Moment.of(dt.datetime.now(dt.UTC).date())
    asked.as_of = str(as_of)  # the same day in every process, whatever the clock says meanwhile
    found = remember(
        Path(asked.folder), as_of=as_of, off=asked.no_practice, no_practices=asked.no_practices
    )
    if asked.known_at:
        found = found._replace(rests_on="")  # it is remembered by whoever knows what was known
    with closing(found.journal), aside():
        told = list(_shown(asked, found, form, jobs))
    failures = dict.fromkeys(failure for one in told for failure in one.failures)
    complain(*(f"engage: warning: {one}" for one in failures))
    undone = [one for one in told if one.says]
    for one in undone:
        first, *others = one.says.splitlines()
        complain(f'engage: "{one.engagement}": {first}', *(f"  {line}" for line in others))
    if undone:
        complain(f"engage: {len(undone)} engagement(s) could not be reviewed")
    return max((one.code for one in told), default=0)


def _shown(asked: Asked, found: Recall, form: str, jobs: int) -> Iterator[Outcome]:
    """Print each review; give those outcomes of which something is left to tell."""
    how, undone, first = partial(_begin, asked), [], True
    render = partial(renderer(form, where="--format"), limit=None) if not asked.json else None
    engagements = found.engagements()
    with _progress(len(engagements)) as step:
        for one in reviews(found, how, engagements, jobs=jobs):
            if one.code or one.failures:
                yield msgspec.structs.replace(one, review=b"", to_keep=())
            if render is None:
                if one.review:
                    put((b'{"reviews":[\n' if first else b",\n") + one.review, end="")
            elif one.review:
                review = msgspec.json.decode(one.review, type=Review, dec_hook=a_moment)
                page = "\n".join(fitted(render(review).split("\n")))
                show(asked, None, page if first else f"\n{page}")
            if one.says:
                undone.append({"engagement": one.engagement, "says": one.says})
            first = first and not one.review
            step()
    if render is None:
        put(b'{"reviews":[' * first + b'\n],"unreviewed":' + canonical(undone) + b"}")
    elif first and not undone:
        show(asked, None, 'no engagement yet; tell one: "engage apply FILE"\n')


def _begin(asked: Asked, kind: type[Workspace]) -> Workspace:
    """Open the workspace; what practices print in another process goes aside there, too."""
    if multiprocessing.parent_process() is not None:
        _printed.enter_context(aside())
    return begun(asked, kind)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], object]]:
    """Show how far it is, if somebody sits at the terminal and the answer goes elsewhere."""
    answers = getattr(sys.stdout, "answers", sys.stdout)
    if answers.isatty() or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reviewing", total=total)
        yield lambda: bar.advance(task)
