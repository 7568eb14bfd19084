"""The sign of life: when playout was last seen alive, and an operator's stop."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from pathlib import Path

from broadcast_desk.station.clock import from_text, to_text
from broadcast_desk.station.errors import StoreError
from broadcast_desk.storage.files import write_text

EVERY_S = 2.0


class Checkpoint:
    """`run/checkpoint.json`, written by a thread of its own so that no tick waits for the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wake = threading.Event()
        self._writing = threading.Lock()
        self._closing = False
        self._next_s = 0.0
        self._alive_at: datetime | None = None
        self.last_alive_at: datetime | None = None
        self.stopped_by = ""
        self._read()
        self._thread = threading.Thread(target=self._run, name="checkpoint", daemon=True)
        self._thread.start()

    def note(self, now: datetime, mono_s: float) -> None:
        """Playout is alive."""
        self._alive_at = now
        if mono_s >= self._next_s:
            self._next_s = mono_s + EVERY_S
            self._wake.set()

    def set_stopped(self, by: str) -> None:
        """Remember an operator's stop ("" is none); it is on the disk when this returns.

        Whoever ordered the stop is answered only then: a crash a moment later must not undo it.
        """
        self.stopped_by = by
        self._write()

    def close(self) -> None:
        """Write the last sign of life."""
        self._closing = True
        self._wake.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        while not self._closing:
            self._wake.wait()
            self._wake.clear()
            self._write()

    def _write(self) -> None:
        with self._writing:
            facts = {
                "alive_at": to_text(self._alive_at) if self._alive_at else None,
                "stopped_by": self.stopped_by,
            }
            try:
                write_text(self._path, json.dumps(facts) + "\n")
            except StoreError:
                self._next_s += 10 * EVERY_S  # full or read-only: the log says the rest

    def _read(self) -> None:
        try:
            facts = json.loads(self._path.read_text(encoding="utf-8"))
            self.last_alive_at = from_text(facts["alive_at"]) if facts["alive_at"] else None
            self.stopped_by = str(facts.get("stopped_by", ""))
        except (OSError, ValueError, KeyError, TypeError):
            self.last_alive_at = None
