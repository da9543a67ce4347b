"""How hard do the laws try?

`pytest --hypothesis-profile thorough` tries hardest.
A law has no deadline: how long an example takes says nothing about whether the law holds.
"""

import os

from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("steady", deadline=None, max_examples=50, derandomize=True, database=None)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile("steady" if "CI" in os.environ else "quick")
