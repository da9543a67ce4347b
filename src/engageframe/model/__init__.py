"""The nouns: frozen, keyword-only, validated at birth, free of any input or output."""
