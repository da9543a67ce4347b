"""What does the review of every engagement say?

Kept reviews are recalled; the others are made here or, when there are many, by several processes.
The outcomes come in the order that was asked for, one by one, so that memory does not grow with
their number; one that fails stops none of the others. Only the process that asks writes snapshots.
"""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import current_thread, main_thread
from typing import Self

from engageframe.errors import EngageframeError, JournalError
from engageframe_portfolio.recalling import Recall
from engageframe_portfolio.working import Begin, Outcome, Worker, begin, made

__all__ = ["reviews"]

_FEW = 16
"""So many are reviewed here before processes are started, which takes about as long."""
_AHEAD = 4
"""So many outcomes for each process may wait for their turn."""


def reviews(
    recall: Recall, how: Begin, engagements: Iterable[str], *, jobs: int = 1
) -> Iterator[Outcome]:
    """Review some engagements, one after the other in their order.

    Args:
        recall: the journal, and what its answers rest on; it is closed by whoever opened it.
        how: opens the workspace as of the same moment; with more than one job it can be pickled.
        engagements: the ids of those to review.
        jobs: so many processes review at the same time.

    Raises:
        EngageframeError: the workspace cannot be opened, which concerns all of them.
    """
    with ExitStack() as stack:
        makers = stack.enter_context(_Makers(how, jobs))
        waiting: deque[tuple[str, Outcome | Future[Outcome]]] = deque()
        for name in engagements:
            waiting.append((name, _recalled(recall, name) or makers.begun(name)))
            while waiting and (len(waiting) > _AHEAD * jobs or _is_there(waiting[0][1])):
                yield _kept(recall, makers.outcome(*waiting.popleft()))
        while waiting:
            yield _kept(recall, makers.outcome(*waiting.popleft()))


class _Makers:
    """Those who make reviews: this process at first, then as many as were wanted."""

    def __init__(self, how: Begin, jobs: int) -> None:
        self._how, self._jobs = how, jobs
        self._made = 0
        self._here: Worker | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._leashes: list[Connection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        if fault is not None:  # nobody wants what they are still at, as after Ctrl-C
            self._let_go()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        if self._here is not None:
            self._here.close()
        self._let_go()

    def begun(self, name: str) -> Outcome | Future[Outcome]:
        """Review an engagement, or give it to a process."""
        self._made += 1
        if self._jobs == 1 or self._made <= _FEW:
            self._here = self._here or Worker(self._how)
            return self._here.outcome(name)
        for _ in range(2):
            self._pool = self._pool or self._start(self._jobs)
            try:
                with _deaf():
                    return self._pool.submit(made, name)
            except BrokenProcessPool:
                self._pool.shutdown(wait=False)
                self._pool = None
        return _lost(name)

    def outcome(self, name: str, one: Outcome | Future[Outcome]) -> Outcome:
        """Wait for an outcome; when its process was lost, with whomever it took along, try alone.

        So the one that ends its process is told by name.
        """
        try:
            return one if isinstance(one, Outcome) else one.result()
        except BrokenProcessPool:
            with self._start(1) as alone:
                try:
                    with _deaf():
                        again = alone.submit(made, name)
                    return again.result()
                except BrokenProcessPool:
                    return _lost(name)
                except BaseException:
                    self._let_go()
                    raise

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        spawn = get_context("spawn")  # a copy of this one would share its locks on the journal
        theirs, ours = spawn.Pipe(duplex=False)
        self._leashes.append(ours)
        return ProcessPoolExecutor(jobs, spawn, initializer=begin, initargs=(self._how, theirs))

    def _let_go(self) -> None:
        """End the processes that were started: they go when their leash is gone, as ours may be."""
        while self._leashes:
            self._leashes.pop().close()


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, which is for the one that asked."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _recalled(recall: Recall, name: str) -> Outcome | None:
    try:
        found = recall.answer("Review", name)
    except EngageframeError:
        return None  # who asks in full is told
    return None if found is None else Outcome(engagement=name, review=found, recalled=True)


def _is_there(one: Outcome | Future[Outcome]) -> bool:
    return isinstance(one, Outcome) or one.done()


def _kept(recall: Recall, one: Outcome) -> Outcome:
    for name, snapshot, revision in one.to_keep:
        with suppress(JournalError):  # losing it costs only time
            recall.journal.keep_snapshot(name, snapshot, revision=revision)
    return one


def _lost(name: str) -> Outcome:
    says = "the process that reviewed it ended: it ran out of memory, or was ended from outside"
    return Outcome(engagement=name, says=says, code=3)
