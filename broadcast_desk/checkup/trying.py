"""Trying what was set up: a tone on a loudspeaker, a listen to a relay, an alarm to a telephone.

For the command line and for the desk's Thiết lập. Each waits for the outside world, so it belongs
on a thread or in a program that may wait; each ends by itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.audio.ffmpeg import no_window
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.alarm_hooks import Hook, HookFailed, Note, hooks_of
from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.playout.outputs.factory import check_name
from broadcast_desk.playout.sources.feeds import feed_command
from broadcast_desk.playout.trial import Order
from broadcast_desk.station.errors import AudioError, InputError, PlayoutError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings

TONE_WITHIN_S = 25.0
LISTEN_S = 6.0
LISTEN_WITHIN_S = 20.0
SILENT_DB = -60.0
_BLOCK_BYTES = 4 * SAMPLE_RATE_HZ // 10
_NOT_TRIED = ("air-check", "file", "null")

Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


# A loudspeaker


def sound_tone(data: DataFolder, output: str, zone: str, by: str, volume: int) -> None:
    """Sound a tone of two seconds on an output, beside or without playout.

    Args:
        data: the station's folder.
        output: one output's name.
        zone: id of the zone whose hours hold.
        by: who stands at the loudspeaker.
        volume: 0 to 100.

    Raises:
        InputError: the output's address is wrong, or nobody can hear it ("checkup.not_heard").
        PlayoutError: why no tone was heard.
    """
    check_name(output)
    if output.partition(":")[0] in _NOT_TRIED:
        raise InputError("checkup.not_heard", output=output)
    state = _state(data)
    if state is not None and _answered_by_playout(state, output):
        return
    order = Order(str(data.root), output, zone, by, volume)
    command = [sys.executable, "-m", "broadcast_desk.playout.trial", json.dumps(asdict(order))]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=TONE_WITHIN_S, stdin=subprocess.DEVNULL,
            creationflags=no_window(), check=False,
        )  # fmt: skip
        answer = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError) as error:
        raise PlayoutError("checkup.no_answer", output=output) from error
    if not answer["heard"]:
        raise PlayoutError(
            str(answer["code"]) or "checkup.no_answer", **{"output": output, **answer["params"]}
        )


def _state(data: DataFolder) -> PlayoutState | None:
    try:
        return ControlClient(data).state()
    except PlayoutError:
        return None


def _answered_by_playout(state: PlayoutState, output: str) -> bool:
    """A stream that playout holds cannot be opened twice: its own word counts.

    Raises:
        PlayoutError: something is on air, or playout says that the stream is not well.
    """
    if state.on_air or state.emergency:
        raise PlayoutError("checkup.on_air")
    if output == "default" or output.startswith("card:"):
        return False
    report = next((one for one in state.outputs if one.name == output), None)
    if report is None:
        return False
    if str(report.health) == "good":
        return True
    raise PlayoutError(report.reason or "checkup.no_answer", output=output)


# A relay, a microphone


@dataclass(frozen=True, slots=True)
class Heard:
    """What a live source gave.

    Attributes:
        path: a WAV of it.
        peak_db: the loudest sample, dBFS; -100 is silence.
    """

    path: Path
    length_s: float
    peak_db: float


def listen(
    url: str, path: Path, length_s: float = LISTEN_S, cancelled: Cancelled = _never
) -> Heard:
    """Listen to a live source for some seconds, as playout would.

    Args:
        url: as a relay has it; "line:ID" is a capture device.
        path: the WAV to be written.
        length_s: how long.
        cancelled: asked ten times a second.

    Raises:
        InputError: the address is wrong.
        AudioError: nothing came ("checkup.no_source"), only silence ("checkup.silent"), no ffmpeg.
    """
    if "://" not in url and not url.startswith(("line:", "fm:")):
        raise InputError("checkup.address", url=url)
    samples = _take(feed_command(url), round(length_s * SAMPLE_RATE_HZ), cancelled)
    if not len(samples):
        raise AudioError("checkup.no_source", url=url)
    peak = float(np.max(np.abs(samples)))
    peak_db = 20 * float(np.log10(peak)) if peak > 1e-5 else -100.0
    if peak_db < SILENT_DB:
        raise AudioError("checkup.silent", url=url)
    soundfile.write(path, np.clip(samples, -1, 1), SAMPLE_RATE_HZ, subtype="PCM_16")
    return Heard(path, len(samples) / SAMPLE_RATE_HZ, peak_db)


def _take(command: list[str], count: int, cancelled: Cancelled) -> np.ndarray:
    """The first samples that a child gives, at most `count`, within `LISTEN_WITHIN_S`."""
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        creationflags=no_window(),
    )  # fmt: skip
    alarm = threading.Timer(LISTEN_WITHIN_S, child.kill)
    alarm.start()
    parts: list[bytes] = []
    assert child.stdout is not None
    try:
        while sum(map(len, parts)) < 4 * count and not cancelled():
            block = child.stdout.read(_BLOCK_BYTES)
            if not block:
                break
            parts.append(block)
    finally:
        alarm.cancel()
        child.kill()
        child.communicate()
    data = b"".join(parts)
    return np.frombuffer(data[: len(data) // 4 * 4], "<f4")[:count]


# An alarm


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a note on one way.

    Attributes:
        to: the way, for people.
        code: message code of why it did not go out, "" when it did.
    """

    to: str
    code: str = ""
    detail: str = ""

    @property
    def params(self) -> dict[str, object]:
        """Of the message."""
        return {"to": self.to, "detail": " ".join(self.detail.split())}


def alarm_ways(settings: StationSettings, data: DataFolder) -> tuple[Hook, ...]:
    """The ways by which a station's alarms go out.

    Raises:
        InputError: one of them cannot be.
    """
    return hooks_of(settings.extra, data.keys)


def send_note(hook: Hook, note: Note) -> Sent:
    """Send a note one way; that it failed is an answer, too."""
    try:
        hook.send(note)
    except HookFailed as failed:
        return Sent(hook.name, failed.code, failed.detail)
    return Sent(hook.name)


__all__ = ["Heard", "Note", "Sent", "alarm_ways", "listen", "send_note", "sound_tone"]
