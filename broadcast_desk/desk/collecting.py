"""Python's collector of cycles, kept on the desk's thread.

The collector runs in whatever thread happens to allocate next. When that is a worker and the cycle
holds a widget, the widget is destroyed there, and Qt ends the program with a segmentation fault. So
the desk turns the automatic collector off and collects by a timer on its own thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2000
YOUNG, MIDDLE, OLD = 0, 1, 2


class DeskCollector(QObject):
    """Collects on the thread that made it, from now until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_what_is_due)
        gc.disable()
        self._timer.start()

    def collect_what_is_due(self) -> int:
        """Collect as far as Python's own thresholds say.

        Returns:
            How many unreachable objects were found.
        """
        for generation in (OLD, MIDDLE, YOUNG):
            limit = gc.get_threshold()[generation]
            if gc.get_count()[generation] > max(limit, 1):
                return gc.collect(generation)
        return 0

    def stop(self) -> None:
        """Collect once more, here, and let Python collect again by itself."""
        self._timer.stop()
        gc.collect()
        gc.enable()
