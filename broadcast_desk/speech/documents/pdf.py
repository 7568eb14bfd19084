"""The text of a PDF, its printed lines joined to paragraphs again."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.station.errors import SpeechError

PDF_TIMEOUT_S = 60.0

_BLANKS = re.compile(r"[ \t\u00a0]+")
_PAGE_NUMBER = re.compile(r"\s*(?:Trang\s*)?[-–—]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?\s*")
_STARTS_NEW = re.compile(r"\s*(?:[-+•*–]\s|\d{1,3}[.)]\s|[a-zđ]\)\s|[IVX]+\.\s)")
_BULLET = re.compile(r"[•●○■□▪►➢✓❖◆\uf000-\uf0ff]\s")
"""Bullets; those of symbol fonts come as private characters."""

_FULL_LINE = 60
"""Characters of a printed line that was broken because it was full."""


def text_of_pdf(path: Path) -> Iterator[str]:
    """The paragraphs of a PDF.

    Raises:
        SpeechError: damaged, too large or with a password.
    """
    command = [
        sys.executable, "-m", "broadcast_desk.speech.documents.pdf_worker", str(path.absolute())
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PDF_TIMEOUT_S,
            creationflags=no_window(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SpeechError("speech.document_too_large", name=path.name) from error
    codes = {0: "", 3: "speech.document_password", 4: "speech.document_too_large"}
    code = codes.get(done.returncode, "speech.document_damaged")
    if code:
        raise SpeechError(code, name=path.name)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return iter(paragraphs([line for line in lines if not _PAGE_NUMBER.fullmatch(line)]))


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Printed lines joined to paragraphs again."""
    joined: list[str] = []
    for line in lines:
        bare = _with_dash(_BLANKS.sub(" ", line).strip())
        if not bare:
            continue
        if joined and _continues(joined[-1], bare):
            joined[-1] += f" {bare}"
        else:
            joined.append(bare)
    return joined


def _with_dash(line: str) -> str:
    found = _BULLET.match(line)
    return f"- {line[found.end() :]}" if found else line


def _continues(before: str, line: str) -> bool:
    if _STARTS_NEW.match(line):
        return False
    return (
        line[0].islower()
        or before.endswith((",", "-"))
        or (before[-1] not in ".!?:;…" and (len(before) > _FULL_LINE and not before.isupper()))
    )
