"""The ffmpeg child of a stream output: takes the bus's samples, gives MP3, Opus or RTP."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from typing import Literal

from broadcast_desk.audio.ffmpeg import executable, no_window
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.feeding import LinkLost

_INPUT = ("-f", "f32le", "-ar", str(SAMPLE_RATE_HZ), "-ac", "1", "-i", "pipe:0")
_QUIET = ("-hide_banner", "-nostats", "-loglevel", "warning")
_TAIL_BYTES = 2000
_CHUNK = 4096

CODECS = {
    "mp3": ("-c:a", "libmp3lame", "-f", "mp3", "-write_xing", "0", "-id3v2_version", "0"),
    "opus": ("-c:a", "libopus", "-application", "audio", "-f", "ogg", "-page_duration", "200000"),
}
"""What ffmpeg is asked for, by format."""


def open_encoder(kind: Literal["mp3", "opus"], bitrate_kbps: int) -> Encoder:
    """An encoder for a stream, giving `encoded`.

    Raises:
        LinkLost: it could not be started.
    """
    try:
        return Encoder([*("-b:a", f"{bitrate_kbps}k"), *CODECS[kind], "pipe:1"])
    except OSError as error:
        raise LinkLost("playout.encoder_failed", str(error), lasting=True) from error


class Encoder:
    """A running ffmpeg.

    Args:
        output: arguments after the input, ending in the target; "pipe:1" gives `encoded`.

    Raises:
        OSError: it could not be started.
    """

    def __init__(self, output: Sequence[str]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in `end`)
        self._ended = threading.Event()
        piped = "pipe:1" in output
        self._child = subprocess.Popen(
            [executable(), *_QUIET, *_INPUT, "-flush_packets", "1", *output],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if piped else subprocess.DEVNULL,
            stderr=self._errors,
            creationflags=no_window(),
        )

    def encoded(self) -> Iterator[bytes]:
        """What it gives, as it comes, when its target is "pipe:1".

        Raises:
            OSError, ValueError: it was ended meanwhile.
        """
        assert self._child.stdout is not None
        while chunk := self._child.stdout.read1(_CHUNK):  # type: ignore[attr-defined]  # IO[bytes] hides BufferedReader
            yield chunk

    @property
    def running(self) -> bool:
        """Whether it still takes samples."""
        return self._child.poll() is None

    def write(self, pcm: bytes) -> None:
        """Hand samples over; waits while it is busy.

        Raises:
            OSError: it is gone.
        """
        assert self._child.stdin is not None
        self._child.stdin.write(pcm)
        self._child.stdin.flush()

    def finish_input(self) -> None:
        """Say that no more samples come; it encodes what it has and ends."""
        assert self._child.stdin is not None
        with contextlib.suppress(OSError):
            self._child.stdin.close()

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(OSError):
            self._child.kill()

    def end(self, within_s: float) -> str:
        """Wait until it has ended, kill it after `within_s`; the last of what it complained of."""
        if self._ended.is_set():
            return ""
        self._ended.set()
        self.finish_input()
        try:
            self._child.wait(within_s)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._errors.seek(0)
        complaint = self._errors.read()[-_TAIL_BYTES:].decode("utf-8", "replace").strip()
        self._errors.close()
        return complaint.splitlines()[-1] if complaint else ""
