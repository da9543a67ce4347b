"""What does a call through the host cost, against pluggy's own call?

Both ask the same five practices the same hook with the same view, in turns, by CPU time.
Ours also bounds the view, checks every answer and says whose it is.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial

import measuring
import pluggy
from measuring import Figure, turns

from engageframe.codec import Codec
from engageframe.folding import State
from engageframe.hooks import Practice, impl
from engageframe.journal import Head
from engageframe.model.moments import moment
from engageframe.practices import Host
from engageframe.rules import Proposal
from engageframe.view import View

__all__ = ["run"]

PRACTICES = 5
TARGET = 1.0


def _practice(number: int) -> type[Practice]:
    answer = [Proposal(id=f"ask:{number}", does="Ask", for_whom="nia", reason="Bench", evidence=())]

    class One(Practice):
        name = f"one{number}"

        @impl
        def engageframe_propose(self, view: View) -> list[Proposal]:
            return answer

    return One


def _cpu(call: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - began) / times


def run(full: bool = False) -> Iterator[Figure]:
    """Measure one call of each in microseconds."""
    practices = [_practice(number) for number in range(PRACTICES)]
    host = Host.load((), objects=practices)
    manager = pluggy.PluginManager("engageframe")
    manager.add_hookspecs(Practice)
    for practice in practices:
        manager.register(practice())
    codec = Codec(host.kinds)
    view = View(State(codec), engagement="bench", as_of=moment("2026-01-01"), head=Head())
    times = 20_000 if full else 4_000
    ours, peer = turns(
        15,
        partial(_cpu, lambda: host.propose(view), times),
        partial(_cpu, lambda: manager.hook.engageframe_propose(view=view), times),
        times=1e6,
    )
    yield Figure(name=f"a call of {PRACTICES} practices through the host", unit="us CPU", ours=ours,
                 peer=peer, against="pluggy's own call", most=TARGET)  # fmt: skip


if __name__ == "__main__":
    measuring.main(run)
