"""What does the practice add to a review of ten thousand records?

Beside the core's own time, in one run: `python plugins/engageframe-servant/bench/servant.py`.
"""
