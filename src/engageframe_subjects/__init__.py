"""What do people get who ask what is held about them: a copy, a correction, an erasure?

:class:`Rights` is a workspace that answers them; the rooms behind it are pure.
"""

from engageframe_subjects.copying import Copy
from engageframe_subjects.leaving import Leaving
from engageframe_subjects.retention import Due
from engageframe_subjects.rights import Rights

__all__ = ["Copy", "Due", "Leaving", "Rights"]
