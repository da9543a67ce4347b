"""What do the pages of the reference say? What the code says: they are written from it.

``python docs/writing`` writes them anew, and the tests compare them with the code.
"""
