"""Which words does a practice look for in a text? A library for practices that read texts."""

from engageframe_lexicons.finding import Lexicon, Match, Wording, sentences

__all__ = ["Lexicon", "Match", "Wording", "sentences"]
