"""Does the practice keep the laws that every practice keeps?"""

from engageframe.testing import PracticeContract
from engageframe_cycle import Cycle


class TestCycle(PracticeContract):
    """The contract, applied to ``cycle``."""

    practice = Cycle
