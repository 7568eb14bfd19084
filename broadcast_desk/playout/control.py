"""Speaking to the running playout: the front for the desk and the command line.

One JSON object a line over a local socket (a named pipe on Windows) that only the same user may
open; `run/control.json` says where it is. Commands are idempotent. Needs no event loop and may be
used from any thread; each call opens, asks, and closes.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from broadcast_desk.playout.state import Alarm, NextCue, OnAir, PlayoutState
from broadcast_desk.station.clock import from_text
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.paths import DataFolder

__all__ = ["Alarm", "ArmedEmergency", "ControlClient", "NextCue", "OnAir", "PlayoutState"]

TIMEOUT_S = 3.0
MICROPHONE_TIMEOUT_S = 10.0
"""A microphone may need some seconds until it gives sound."""

LONGEST_LINE = 256 * 1024


@dataclass(frozen=True, slots=True)
class ArmedEmergency:
    """An emergency that is ready and waits to be confirmed.

    Attributes:
        duration_s: of one repetition.
    """

    token: str
    title: str
    code: str
    duration_s: float


class ControlClient:
    """Asks and tells the playout of one data folder."""

    def __init__(self, data: DataFolder, timeout_s: float = TIMEOUT_S) -> None:
        self._data = data
        self._timeout_s = timeout_s

    def state(self) -> PlayoutState:
        """What playout does now.

        Raises:
            PlayoutError: it does not run ("playout.not_running") or does not answer.
        """
        return _state(self._ask({"do": "state"}))

    def stop_all(self, by: str) -> PlayoutState:
        """Silence everything at once; nothing sounds until `resume`, even over a restart.

        Raises:
            PlayoutError: not running, no answer, or nobody named.
        """
        return _state(self._ask({"do": "stop_all", "by": by}))

    def resume(self, by: str) -> PlayoutState:
        """Let the plan sound again; what is due is taken up by its own rule.

        Raises:
            PlayoutError: not running, no answer, or nobody named.
        """
        return _state(self._ask({"do": "resume", "by": by}))

    def arm_emergency(self, what: str, by: str, times: int = 1) -> ArmedEmergency:
        """First step of an emergency: check and load a programme (by code) or a sound file.

        Raises:
            PlayoutError: why it cannot sound, with the code of whatever refused it.
        """
        answer = self._ask({"do": "arm", "what": what, "by": by, "times": times}, 60.0)
        return ArmedEmergency(
            str(answer["token"]),
            str(answer["title"]),
            str(answer["code"]),
            float(answer["duration_s"]),
        )

    def confirm_emergency(self, token: str, by: str, zones: Sequence[str] = ()) -> str:
        """Second step: it sounds at once, over everything. The airing's id.

        Confirming the same token again changes nothing.

        Args:
            token: of what was armed.
            by: who orders it.
            zones: zone ids, () is every zone; zones on the same output sound together.

        Raises:
            PlayoutError: nothing is armed under this token, nobody named, or no such zone.
        """
        command = {"do": "confirm", "token": token, "by": by, "zones": list(zones)}
        return str(self._ask(command)["airing_id"])

    def end_emergency(self, by: str) -> PlayoutState:
        """End an emergency before its time.

        Raises:
            PlayoutError: not running, no answer, or nobody named.
        """
        return _state(self._ask({"do": "end_emergency", "by": by}))

    def confirm_clock(self, by: str) -> PlayoutState:
        """Say that the computer's clock is right though the log speaks against it; it is logged.

        Raises:
            PlayoutError: not running, no answer, nobody named, or the clock shows a time before
                this program was made ("playout.clock_impossible").
        """
        return _state(self._ask({"do": "confirm_clock", "by": by}))

    def talk(
        self,
        by: str,
        zones: Sequence[str] = (),
        *,
        title: str = "",
        emergency: bool = False,
        most_s: float = 0.0,
    ) -> datetime:
        """Put the station's microphone on air; returns when it is, with its hard end.

        What plays is ducked; an emergency takes the air. Asking again changes nothing.

        Args:
            by: who speaks, or lets speak.
            zones: zone ids, () is every zone.
            title: what the log and the desk call it.
            emergency: it passes quiet hours, and interrupts what plays.
            most_s: it is over after so long at the latest; 0 is what the station allows.

        Raises:
            PlayoutError: not running, a guard's no, somebody else speaks, no microphone.
        """
        command = {
            "do": "talk", "by": by, "zones": list(zones), "title": title, "emergency": emergency,
            "most_s": most_s,
        }  # fmt: skip
        return from_text(str(self._ask(command, MICROPHONE_TIMEOUT_S)["until"]))

    def end_talk(self, by: str) -> PlayoutState:
        """Take the microphone off the air; what was ducked comes back.

        Raises:
            PlayoutError: not running, no answer, or nobody named.
        """
        return _state(self._ask({"do": "end_talk", "by": by}))

    def watch(self, stop: threading.Event | None = None) -> Iterator[PlayoutState]:
        """States as they come, some a second, until `stop` is set or playout ends.

        Blocks between states: for a thread of its own.

        Raises:
            PlayoutError: playout does not run, or ended.
        """
        with self._open(self._timeout_s) as channel:
            channel.send({"do": "watch"})
            while stop is None or not stop.is_set():
                yield _state(channel.receive())

    def _ask(self, command: dict[str, Any], timeout_s: float | None = None) -> dict[str, Any]:
        with self._open(timeout_s or self._timeout_s) as channel:
            channel.send(command)
            return channel.receive()

    @contextlib.contextmanager
    def _open(self, timeout_s: float) -> Iterator[_Channel]:
        address = self._address()
        try:
            channel = _connect(address, timeout_s)
        except OSError as error:
            raise PlayoutError("playout.not_running", path=self._data.root) from error
        try:
            yield channel
        except TimeoutError as error:
            raise PlayoutError("playout.no_answer") from error
        except (OSError, ValueError) as error:
            raise PlayoutError("playout.not_running", path=self._data.root) from error
        finally:
            channel.close()

    def _address(self) -> str:
        try:
            text = (self._data.run / "control.json").read_text(encoding="utf-8")
            return str(json.loads(text)["address"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PlayoutError("playout.not_running", path=self._data.root) from error


class _Channel:
    """A byte stream that carries JSON objects, one a line."""

    def __init__(self, stream: BinaryIO, connection: socket.socket | None) -> None:
        self._stream = stream
        self._connection = connection

    def send(self, value: dict[str, Any]) -> None:
        self._stream.write((json.dumps(value) + "\n").encode("utf-8"))
        self._stream.flush()

    def receive(self) -> dict[str, Any]:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise ConnectionError("closed")
        answer = cast("dict[str, Any]", json.loads(line))
        if not answer.pop("ok", False):
            raise PlayoutError(str(answer.get("code", "playout.refused")), **_params(answer))
        return answer

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()
        if self._connection is not None:
            self._connection.close()


def _connect(address: str, timeout_s: float) -> _Channel:
    if sys.platform == "win32":
        return _Channel(open(address, "r+b", buffering=0), None)  # noqa: PTH123  (a pipe)
    else:  # noqa: RET505  (the type checker reads it for one system at a time)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout_s)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return _Channel(cast("BinaryIO", connection.makefile("rwb")), connection)


def _state(answer: dict[str, Any]) -> PlayoutState:
    try:
        return PlayoutState.from_json(answer["state"])
    except (KeyError, TypeError, ValueError) as error:
        raise PlayoutError("playout.no_answer") from error


def _params(answer: dict[str, Any]) -> dict[str, object]:
    params = answer.get("params", {})
    return dict(params) if isinstance(params, dict) else {}
