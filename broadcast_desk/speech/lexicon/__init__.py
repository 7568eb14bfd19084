"""How single words are said: the shipped lexicon, the station's own, and their file format."""

from broadcast_desk.speech.lexicon.entries import Entry, format_tsv, parse_tsv
from broadcast_desk.speech.lexicon.index import Found, Lexicon, shipped
from broadcast_desk.speech.lexicon.store import LexiconStore

__all__ = ["Entry", "Found", "Lexicon", "LexiconStore", "format_tsv", "parse_tsv", "shipped"]
