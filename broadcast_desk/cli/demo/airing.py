"""The demo's morning: the timetable, the real playout program, and what its recording says."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from broadcast_desk.audio.loudness import measure
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.cli.demo import measuring
from broadcast_desk.cli.demo.material import NOTICE
from broadcast_desk.cli.demo.stage import Step
from broadcast_desk.cli.demo.story import LEADER, Story
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.timetable.model import (
    Cue,
    FixedItem,
    Item,
    MissedRule,
    Recorded,
    RelayItem,
    Slot,
    SlotId,
)
from broadcast_desk.timetable.store import TimetableStore

SESSION = time(5, 30)
LEAD_S = 12
"""How long before the first item playout is started."""

FAST_ITEM_S = 14.0
FAST_RELAY_S = 10.0
FULL_RELAY_S = 60.0
PAUSE_S = 2

START_TOLERANCE_MS = 20.0
LIKENESS_NEEDED = 0.9
LOUDNESS_TOLERANCE_LU = 2.0


@dataclass(frozen=True, slots=True)
class Morning:
    """The day that is aired, in real seconds but on tomorrow's date."""

    day: date
    fast: bool

    @property
    def begins_at(self) -> datetime:
        """The instant playout believes it is when it starts."""
        return self.at(0) - timedelta(seconds=LEAD_S)

    def at(self, seconds: float) -> datetime:
        """`seconds` after the first session's start."""
        return datetime.combine(self.day, SESSION, STATION_ZONE) + timedelta(seconds=seconds)


def make_timetable(story: Story, morning: Morning, stream: str) -> list[Slot]:
    """A first airing with a local notice joined to it, a relay, and a rebroadcast."""
    code = story.versions[-1].draft.code
    news = FixedItem(code, max_length_s=FAST_ITEM_S if morning.fast else None)
    relay_s = FAST_RELAY_S if morning.fast else FULL_RELAY_S
    lengths = {version.draft.code: _length_s(version.draft.audio) for version in story.versions}
    news_s = min(lengths[code], news.max_length_s or lengths[code])
    slots: list[Slot] = []
    begins = 0
    for name, items, length_s in (
        ("Phát mới và thông báo", (news, FixedItem(NOTICE.code)), news_s + lengths[NOTICE.code]),
        ("Tiếp sóng", (RelayItem(stream, relay_s, title="Chương trình tiếp sóng"),), relay_s),
        ("Phát lại", (news,), news_s),
    ):
        slots.append(_slot(story, morning, name, items, begins))
        begins += int(length_s) + 1 + PAUSE_S
    store = TimetableStore(story.session.db)
    for slot in slots:
        store.add(slot, by=LEADER)
    return slots


def _length_s(audio: object) -> float:
    return float(getattr(audio, "duration_s", 0.0))


def _slot(story: Story, morning: Morning, name: str, items: tuple[Item, ...], at_s: int) -> Slot:
    return Slot(
        id=SlotId(f"demo-{at_s:03d}"),
        name=name,
        zones=tuple(zone.id for zone in story.settings.zones),
        starts=morning.at(at_s).timetz().replace(tzinfo=None),
        items=items,
        missed_rule=MissedRule.JOIN,
    )


def run_playout(story: Story, morning: Morning, ends_at: datetime) -> Path:
    """Air the morning with the real program in its own process.

    Returns:
        The recording, `on-air.wav`.

    Raises:
        PlayoutError: playout did not end well; its own words are in the parameters.
    """
    recording = story.out / "on-air.wav"
    command = [
        sys.executable, "-m", "broadcast_desk", "playout",
        "--data", str(story.session.data.root),
        "--output", f"file:{recording}", "--output", "default",
        "--clock-start", morning.begins_at.isoformat(),
        "--until", (ends_at + timedelta(seconds=PAUSE_S)).isoformat(),
    ]  # fmt: skip
    result = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=(ends_at - morning.begins_at).total_seconds() + 60,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    if result.returncode != 0:
        last = (result.stderr.strip().splitlines() or ["?"])[-1]
        raise PlayoutError("demo.playout_failed", status=result.returncode, words=last)
    return recording


def listen(story: Story, step: Step, cues: tuple[Cue, ...], path: Path) -> None:
    """Measure every cue in the recording: start error, loudness, and joins without a gap."""
    recording = measuring.load_recording(path)
    items = [_heard(story, step, recording, cue) for cue in cues]
    errors = [item["start_error_ms"] for item in items]
    step.note(
        items=items,
        start_error_ms_median=round(float(np.median(errors)), 2),
        start_error_ms_spread=round(float(np.ptp(errors)), 2),
    )
    for (earlier, first), (later, second) in pairwise(zip(cues, items, strict=True)):
        if earlier.ends_at == later.starts_at:
            slip_ms = float(second["start_error_ms"]) - float(first["start_error_ms"])
            slip = round(slip_ms * SAMPLE_RATE_HZ / 1000)
            step.note(join_slip_samples=slip)
            step.require(slip == 0, f"{slip} samples between two items that join")


def _heard(story: Story, step: Step, recording: measuring.Recording, cue: Cue) -> dict[str, Any]:
    content = cue.content
    if isinstance(content, Recorded):
        path = story.session.media.path(content.audio_sha256)
        found = measuring.find_item(recording, path, cue.starts_at)
    else:
        found = measuring.find_onset(recording, cue.starts_at)
    length_s = (cue.ends_at - cue.starts_at).total_seconds()
    part = measuring.loudness_part(recording, cue.starts_at, length_s, story.work / "heard.wav")
    loudness = measure(part).integrated_lufs
    step.require(found.likeness >= LIKENESS_NEEDED, f"{content.title}: not heard")
    step.require(
        abs(found.start_error_ms) <= START_TOLERANCE_MS,
        f"{content.title}: {found.start_error_ms:.1f} ms off",
    )
    step.require(
        abs(loudness - story.settings.loudness_lufs) <= LOUDNESS_TOLERANCE_LU,
        f"{content.title}: {loudness:.1f} LUFS on air",
    )
    return {
        "at": cue.starts_at.astimezone(STATION_ZONE).strftime("%H:%M:%S.%f")[:-3],
        "title": content.title,
        "start_error_ms": round(found.start_error_ms, 4),
        "likeness": round(found.likeness, 4),
        "on_air_lufs": round(loudness, 1),
        "length_s": round(length_s, 2),
    }
