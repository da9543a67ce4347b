"""Does the practice keep the laws that every practice keeps?"""

from engageframe.testing import PracticeContract
from engageframe_pivot import Pivot


class TestPivot(PracticeContract):
    """The contract, applied to ``pivot``."""

    practice = Pivot
