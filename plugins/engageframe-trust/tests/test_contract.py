"""Does the practice keep the laws that every practice keeps?"""

from engageframe.testing import PracticeContract
from engageframe_trust import Trust


class TestTrust(PracticeContract):
    """The contract, applied to ``trust``."""

    practice = Trust
