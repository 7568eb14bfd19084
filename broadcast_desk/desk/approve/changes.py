"""What changed since the version that was approved last, marked word by word."""

from __future__ import annotations

import difflib
import html
import re

from broadcast_desk.desk.theme import Theme

_WORD = re.compile(r"\s+|[^\s]+")


def marked(old: str, new: str, theme: Theme) -> str:
    """The new text as HTML: what came in underlined on green, what went struck through on amber."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    parts: list[str] = []
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            parts.append(_plain(after[start:end]))
            continue
        if last > first:
            parts.append(_styled(before[first:last], theme, "need", "line-through"))
        if end > start:
            parts.append(_styled(after[start:end], theme, "well", "underline"))
    return f"<div style='white-space: pre-wrap'>{''.join(parts)}</div>"


def _plain(words: list[str]) -> str:
    return html.escape("".join(words)).replace("\n", "<br>")


def _styled(words: list[str], theme: Theme, tone: str, decoration: str) -> str:
    colours = theme.colours
    style = (
        f"background:{colours[f'{tone}_soft']}; color:{colours[f'{tone}_text']}; "
        f"text-decoration:{decoration}"
    )
    return f'<span style="{style}">{_plain(words)}</span>'
