"""Does the practice keep the laws that every practice keeps?"""

from engageframe.testing import PracticeContract
from engageframe_servant import Servant


class TestServant(PracticeContract):
    """The contract, applied to ``servant``."""

    practice = Servant
