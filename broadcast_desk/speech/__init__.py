"""Text to reading to voice to bulletin audio; the lexicon; the voices."""
