"""Does the practice keep the laws that every practice keeps?"""

from engageframe.testing import PracticeContract
from engageframe_cadence import Cadence


class TestCadence(PracticeContract):
    """The contract, applied to ``cadence``."""

    practice = Cadence
