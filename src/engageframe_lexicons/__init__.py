"""Which words does a practice look for in a text? A library for practices that read texts."""

from engageframe_lexicons.finding import GROUP, Lexicon, Match, Wording, sentences

__all__ = ["GROUP", "Lexicon", "Match", "Wording", "sentences"]
