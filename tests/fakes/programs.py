"""Real programs that a test starts, and that never outlive it."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Sequence

import psutil


@contextlib.contextmanager
def running(
    command: Sequence[str], *, env: dict[str, str] | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of ours; ended with all that it started when the test is over or has failed.

    A plain `with Popen` waits for the end of a supervisor, which never comes by itself: a failed
    assertion would hang instead of being told.
    """
    process = subprocess.Popen(
        list(command), stdout=subprocess.DEVNULL, stderr=stderr or subprocess.DEVNULL, env=env
    )
    try:
        yield process
    finally:
        family = [process.pid] if process.poll() is None else []
        with contextlib.suppress(psutil.NoSuchProcess):
            family += [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        for pid in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(pid).kill()
        process.wait()
