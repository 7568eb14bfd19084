"""Each guard by itself in the real process: cues that never came from a timetable, and an ear.

Every kind of source is tried against every guard that concerns it: a recording, the same again, a
relay, and the fallback programme of a relay that is dead; where it concerns it, the microphone.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.library.model import Priority, Version
from broadcast_desk.logbook.model import Kind
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.model import Cue, Mode, Recorded, Relay, SpecialDay
from broadcast_desk.timetable.place import with_special_day
from tests.end_to_end.conftest import soon
from tests.fakes.airtime import cue_of
from tests.fakes.scene import Scene, wait_log
from tests.fakes.sound_server import RATE_HZ
from tests.fakes.stations import tone
from tests.fakes.streams import http_stream

RECORDED_HZ, LIVE_HZ, FALLBACK_HZ = 1000, 2000, 3000
EACH_S = 2.5
DEAD = "http://127.0.0.1:9/dead"
CODES = {"recorded": "A", "again": "A", "relay": "", "fallback": "DP"}
PITCHES = {
    "recorded": RECORDED_HZ, "again": RECORDED_HZ, "relay": LIVE_HZ, "fallback": FALLBACK_HZ,
}  # fmt: skip
ALL = frozenset(PITCHES)


@dataclass
class Case:
    """One guard.

    Attributes:
        silent: the kinds of source that it has to silence; the others have to sound.
        reasons: what the log says of them, in the order of the kinds.
        arrange: makes the guard say no.
        microphone: code with which a live voice is refused, "" when it is not asked for.
    """

    silent: frozenset[str]
    reasons: tuple[str, ...]
    arrange: Callable[[Scene, datetime], None]
    microphone: str = ""
    priority: Priority = Priority.NORMAL
    music: bool = False
    approved: bool = True
    clock_s: float = 0.0


def nothing(scene: Scene, at: datetime) -> None:
    """No guard is in the way."""


def settings(scene: Scene, **more: object) -> None:
    save_settings(scene.station.db, replace(load_settings(scene.station.db), **more))  # type: ignore[arg-type]  # its own fields


def quiet_hours(scene: Scene, at: datetime) -> None:
    settings(scene, quiet_hours=(TimeSpan(time(0, 0), time(23, 59, 59)),))


def one_session(scene: Scene, at: datetime) -> None:
    settings(scene, max_sessions_per_day=1)


def mourning(scene: Scene, at: datetime) -> None:
    order(scene, at, Mode.MOURNING)


def silence(scene: Scene, at: datetime) -> None:
    order(scene, at, Mode.SILENT)


def order(scene: Scene, at: datetime, mode: Mode) -> None:
    known = load_settings(scene.station.db)
    special = SpecialDay(at.date(), at.date(), mode, by="Trưởng đài")
    save_settings(scene.station.db, with_special_day(known, special))


def expiry(scene: Scene, at: datetime) -> None:
    """What was approved for two days is asked for on the fourth."""
    for version_id in (1, 2):
        until = (at - timedelta(days=1)).date()
        scene.station.library.approve(version_id, by="Trưởng đài", valid_until=until)


CASES = {
    "no guard in the way": Case(frozenset(), (), nothing),
    "quiet hours": Case(ALL, ("timetable.quiet",) * 4, quiet_hours, "timetable.quiet"),
    "an emergency that nobody put a name to": Case(
        ALL, ("timetable.quiet",) * 4, quiet_hours, priority=Priority.EMERGENCY
    ),
    "a day of silence": Case(
        ALL, ("timetable.special_silent",) * 4, silence, "timetable.special_silent"
    ),
    "mourning": Case(
        frozenset({"recorded", "again", "fallback"}), ("timetable.mourning",) * 2, mourning,
        music=True,
    ),
    "approval": Case(
        frozenset({"recorded", "again", "fallback"}), ("library.not_approved",) * 2, nothing,
        approved=False,
    ),
    "validity": Case(
        frozenset({"recorded", "again", "fallback"}), ("library.expired",) * 2, expiry,
        approved=False, clock_s=3 * 86_400.0,
    ),
    "the cap of sessions": Case(
        ALL - {"recorded"}, ("timetable.too_many",) * 3, one_session,
    ),
    "a clock in 1970": Case(ALL, (), nothing, "playout.clock_before_build", clock_s=-1.0),
}  # fmt: skip


@contextmanager
def cues(scene: Scene, case: Case, at: datetime) -> Iterator[tuple[Cue, ...]]:
    """One cue of each kind of source, each in a session of its own, while the relay lives."""
    station = scene.station
    kind = "music" if case.music else "bulletin"
    made = {
        code: station.programme(code, tone(hz, EACH_S), kind=kind, approved=case.approved)
        for code, hz in (("A", RECORDED_HZ), ("DP", FALLBACK_HZ))
    }
    case.arrange(scene, at)
    live = scene.folder / "live.wav"
    soundfile.write(live, lively(40.0), RATE_HZ)
    with http_stream(live) as stream:
        contents = {"relay": Relay(stream.url, "Tiếp sóng"),
                    "fallback": Relay(DEAD, "Tiếp sóng", recorded(made["DP"], at))}  # fmt: skip
        found = []
        for number, name in enumerate(PITCHES):
            starts_at = at + timedelta(seconds=(EACH_S + 0.5) * number)
            cue = cue_of(made["A"], starts_at, name=name, session_id=name, priority=case.priority)
            found.append(replace(cue, content=contents.get(name, cue.content)))
        yield tuple(found)


def lively(length_s: float) -> np.ndarray:
    """A tone that wavers as life does: one that never changes counts as a relay that hangs."""
    steps = np.random.default_rng(1).uniform(0.5, 1.0, round(length_s * 20))
    swell = np.interp(np.arange(round(length_s * RATE_HZ)), np.arange(len(steps)) * 2400, steps)
    return (tone(LIVE_HZ, length_s) * swell).astype(np.float32)


def recorded(version: Version, at: datetime) -> Recorded:
    content = cue_of(version, at).content
    assert isinstance(content, Recorded)
    return content


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.quick if n == "quiet hours" else ()) for n in CASES]
)
def test_what_a_guard_forbids_is_not_heard_and_the_rest_is(scene: Scene, name: str) -> None:
    case = CASES[name]
    real_at = soon(14)
    offset_s = 1000.0 - real_at.timestamp() if case.clock_s < 0 else case.clock_s
    (scene.faults / "offset").write_text(str(offset_s))
    at = real_at + timedelta(seconds=offset_s)
    scene.sink()
    ear = scene.ear()
    with cues(scene, case, at) as smuggled:
        (scene.faults / "cues").write_bytes(pickle.dumps(smuggled))
        running = scene.start(inject="smuggle,clock")
        running.wait_for(lambda _: True)
        if case.microphone:
            with pytest.raises(PlayoutError) as refused:
                running.client.talk("Bà Lan")
            assert refused.value.code == case.microphone
        begins = real_at.timestamp()
        heard = scene.heard(ear, begins - 0.5, begins + 4 * (EACH_S + 0.5) + 0.5)
    sounding = {kind for kind, hz in PITCHES.items() if level(heard, kind, hz) > 0.02}
    assert sounding == ALL - case.silent
    log = wait_log(running, lambda log: count(log) >= len(case.reasons))
    reasons = [e.fact.data["reason"] for e in log if e.fact.kind is Kind.REFUSED]
    assert tuple(reasons) == case.reasons


def count(log: list) -> int:
    return sum(e.fact.kind is Kind.REFUSED for e in log)


def level(heard: np.ndarray, kind: str, hz: int) -> float:
    """How loud the pitch of a kind of source is in the seconds that are its own."""
    first = round((0.5 + 1.2 + list(PITCHES).index(kind) * (EACH_S + 0.5)) * RATE_HZ)
    part = heard[first : first + RATE_HZ // 2]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)))) / (len(part) / 4)
    return float(spectrum[round(hz / 2) - 2 : round(hz / 2) + 3].max())
