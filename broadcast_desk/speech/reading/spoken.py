"""The spoken line as it is put together out of words kept and words said."""

from __future__ import annotations

import re


class Spoken:
    """The spoken line as it grows: spaces stay single, pauses do not pile up."""

    def __init__(self, mark: str) -> None:
        self._parts: list[str] = [mark] if mark else []
        self._space = False

    def space(self) -> None:
        """There was a space here."""
        self._space = True

    def keep(self, word: str, *, glued: bool) -> None:
        """A token as written."""
        if (
            self._space
            or (not glued and self._parts)
            or (self._parts and word[0].isalnum() and self._said_last)
        ):
            self._gap()
        self._add(word)
        self._said_last = False

    _said_last = False

    def say(self, words: str) -> None:
        """The words of a rule; nothing leaves no trace but a space."""
        if not words:
            self._space = True
            return
        last = self._parts[-1][-1:] if self._parts else ""
        joined = words == "-" and not self._space
        if not joined and (self._space or last.isalnum() or (last and last in ",;:.)%")):
            self._gap()
        self._add(words)
        self._said_last = words[-1].isalnum() or words[-1] == ","

    def _gap(self) -> None:
        if self._parts and not self._parts[-1].endswith((" ", "(", "“", "‘", "-")):
            self._parts.append(" ")
        self._space = False

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._space = False

    def text(self) -> str:
        """The line, tidied."""
        text = "".join(self._parts)
        text = _SPACE_BEFORE.sub(r"\1", text)
        text = _DOUBLED.sub(r"\1", text)
        return _SPACES.sub(" ", text).strip(" ,;")


_SPACE_BEFORE = re.compile(r"\s+([,.;:!?)”’])")
_DOUBLED = re.compile(r"([,;:])(?:\s*,)+")
_SPACES = re.compile(r"  +")
