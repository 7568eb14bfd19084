"""One airing of a zone group, from being armed to being over, and how it went."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.bus import Ending, Over
from broadcast_desk.playout.decide import Sounding, Start, content_length
from broadcast_desk.playout.guard import Permit
from broadcast_desk.playout.loading import Loaded
from broadcast_desk.playout.sources.chain import ChainSource
from broadcast_desk.timetable.model import Recorded

MISSING_TOLERATED_S = 1.0
"""An airing that lacks less than this counts as complete."""


@dataclass
class Airing:
    """One airing of a group, from being armed to being over."""

    sounding: Sounding
    start: Start
    permit: Permit
    data: dict[str, Any]
    gain: float
    zones: tuple[str, ...]
    loading: Future[Loaded] | None = None
    offset: int = 0
    length: int | None = None
    placed: bool = False
    began_position: int | None = None
    stop_reason: str = ""
    stop_at: datetime | None = None
    settle: bool = True
    chain: ChainSource | None = None
    fell_back: str = ""
    level: str = "programme"
    unplanned: bool = False
    began_at: datetime | None = None

    @property
    def name(self) -> str:
        """The airing's id."""
        return self.sounding.airing_id


def result_of(airing: Airing, event: Over) -> tuple[str, str]:
    """How an airing that is over went, and why (a message code)."""
    if event.ending is Ending.FAILED:
        return "partial", event.failure
    if airing.stop_reason and event.ending is Ending.STOPPED:
        displaced = airing.stop_reason == "playout.displaced"
        return "partial" if displaced else "interrupted", airing.stop_reason
    if airing.unplanned:
        return "complete", ""
    if airing.fell_back:
        return "partial", airing.fell_back
    if _missing(airing, event) <= MISSING_TOLERATED_S * SAMPLE_RATE_HZ:
        return "complete", ""
    return "partial", _why_partial(airing, event)


def _missing(airing: Airing, event: Over) -> int:
    """How many samples of what was planned were not heard."""
    cue = airing.start.cue
    wanted = cue.ends_at - cue.starts_at
    if isinstance(cue.content, Recorded):
        wanted = min(content_length(cue.content), wanted)
    return samples_of(wanted) - event.heard


def _why_partial(airing: Airing, event: Over) -> str:
    if airing.start.resumed:
        return "playout.resumed"
    if airing.start.joined:
        return "playout.joined"
    if event.ending is Ending.LIMIT:
        return "playout.cut_at_end"
    return "playout.starved"


def samples_of(length: timedelta) -> int:
    """A length in samples."""
    return round(length.total_seconds() * SAMPLE_RATE_HZ)


def let_go(future: Future[Loaded]) -> None:
    """Close what was opened for an airing that is wanted no more."""
    if not future.cancelled() and future.exception() is None:
        source = future.result().source
        if source is not None:
            source.close()
