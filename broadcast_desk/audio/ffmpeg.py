"""The ffmpeg that comes with the program: a child with limits on time, output and memory."""

from __future__ import annotations

import contextlib
import functools
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO

import imageio_ffmpeg
import psutil

from broadcast_desk.station.errors import AudioError

OUTPUT_LIMIT_BYTES = 2 * 1024**3
"""More than this on standard output ends the child: no broadcast item is so long."""

MEMORY_LIMIT_BYTES = 3 * 1024**3
_MESSAGE_LIMIT_BYTES = 64 * 1024


@functools.cache
def executable() -> str:
    """The path of the ffmpeg program that imageio-ffmpeg carries.

    Raises:
        AudioError: there is none that runs here ("audio.no_ffmpeg").
    """
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise AudioError("audio.no_ffmpeg") from error


def no_window() -> int:
    """Creation flags that keep a console window from flashing up on Windows; 0 elsewhere."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


def run(
    args: Sequence[str],
    timeout_s: float = 120.0,
    stdin: bytes | None = None,
    *,
    low_priority: bool = False,
    output_limit_bytes: int = OUTPUT_LIMIT_BYTES,
    sink: IO[bytes] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg and wait for it, whatever its exit status.

    Args:
        args: what follows the program's name.
        timeout_s: the child is killed after so many seconds.
        stdin: bytes to feed; without them standard input is closed.
        low_priority: let everything else go first (imports while on air).
        output_limit_bytes: more than this ends the child.
        sink: open file that takes standard output instead of memory.

    Returns:
        Exit status, standard output (b"" with a sink), the last 64 KiB of standard error.

    Raises:
        AudioError: it took too long ("audio.decoder_slow"), put out too much
            ("audio.decoder_output"), or there is no ffmpeg.
        OSError: the sink could not be written to.
    """
    process = subprocess.Popen(
        [executable(), "-hide_banner", *([] if stdin is not None else ["-nostdin"]), *args],
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=no_window(),
    )
    _restrain(process.pid, low_priority)
    child = _Child(process, output_limit_bytes)
    try:
        child.converse(stdin, sink, timeout_s)
    finally:
        child.end()
    return subprocess.CompletedProcess(
        process.args, process.returncode, b"".join(child.output), bytes(child.messages)
    )


def _restrain(pid: int, low_priority: bool) -> None:
    """Bound the child's memory where the system can, and step it back when asked."""
    with contextlib.suppress(psutil.Error, OSError, ValueError):
        child = psutil.Process(pid)
        if sys.platform == "linux":
            child.rlimit(psutil.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
        if low_priority:
            child.nice(_low_niceness())


def _low_niceness() -> int:
    return int(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))


class _Child:
    """The pipes of one child, each with its own thread, so that none can block another."""

    def __init__(self, process: subprocess.Popen[bytes], output_limit_bytes: int) -> None:
        self._process = process
        self._limit = output_limit_bytes
        self._size = 0
        self._refused = ""
        self.output: list[bytes] = []
        self.messages = bytearray()

    def converse(self, stdin: bytes | None, sink: IO[bytes] | None, timeout_s: float) -> None:
        threads = [self._thread(self._read_messages)]
        if stdin is not None:
            threads.append(self._thread(lambda: self._feed(stdin)))
        alarm = threading.Timer(timeout_s, self._refuse, ["audio.decoder_slow"])
        alarm.daemon = True
        alarm.start()
        try:
            self._read_output(sink.write if sink else self.output.append)
            self._process.wait()
        finally:
            alarm.cancel()
        for thread in threads:
            thread.join()
        if self._refused:
            raise AudioError(self._refused)

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _thread(self, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name="ffmpeg-pipe", daemon=True)
        thread.start()
        return thread

    def _refuse(self, code: str) -> None:
        self._refused = code
        self._process.kill()

    def _feed(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it may end without having read everything
            self._process.stdin.write(data)
            self._process.stdin.close()

    def _read_output(self, take: Callable[[bytes], object]) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read(1 << 20):
            self._size += len(block)
            if self._size > self._limit:
                self._refuse("audio.decoder_output")
                return
            take(block)

    def _read_messages(self) -> None:
        assert self._process.stderr is not None
        while block := self._process.stderr.read(8192):
            self.messages += block
            del self.messages[:-_MESSAGE_LIMIT_BYTES]
