"""When the desk itself is at fault: keep the traceback in a file, say one calm line, go on."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal

from broadcast_desk.station.clock import STATION_ZONE

log = logging.getLogger(__name__)


class CrashHook(QObject):
    """Catches what nobody caught, in every thread.

    Signals:
        crashed: the file that holds the traceback (always on the desk's thread).
    """

    crashed = Signal(object)
    _caught = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._native: TextIO | None = None
        self._previous: Callable[..., object] = sys.excepthook
        self._caught.connect(self.crashed, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hook every place where an exception can surface."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        self._native = (self._folder / "native-crash.txt").open("a", encoding="utf-8")
        faulthandler.enable(self._native)

    def remove(self) -> None:
        """Put everything back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._native is not None:
            faulthandler.disable()
            self._native.close()

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("desk.crash", extra={"traceback": text})
        self._caught.emit(self._keep(text))

    def _keep(self, text: str) -> Path | None:
        now = datetime.now(STATION_ZONE)
        path = self._folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            path.write_text(text, encoding="utf-8")
        except OSError:
            return None
        return path
