"""The audio thread: every few milliseconds it makes the blocks that are due, and nothing else.

A Qt thread, because sound cards are Qt objects and live where they are opened.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QThread, QTimer

from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.priority import go_first

LATE_S = 0.14
"""Two looks further apart than this are said in the technical log: a card may have run dry."""

_log = logging.getLogger(__name__)


class AudioThread(QThread):
    """Serves the buses until it is told to finish.

    Args:
        make_buses: opens devices and builds the buses; called in this thread.
        monotonic_s: the clock the buses go by.
    """

    def __init__(
        self, make_buses: Callable[[], Sequence[Bus]], monotonic_s: Callable[[], float]
    ) -> None:
        super().__init__()
        self._make_buses = make_buses
        self._monotonic_s = monotonic_s
        self.buses: Sequence[Bus] = ()
        self.beat_s = monotonic_s()
        self.failed: BaseException | None = None
        self.ready = False

    def run(self) -> None:
        """Build the buses and serve them."""
        go_first()
        try:
            self.buses = self._make_buses()
            self.ready = True
        except Exception as error:  # noqa: BLE001  (handed to the engine, which tells and ends)
            self.failed = error
            return
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setSingleShot(True)
        periods = itertools.cycle(_periods_ms(self.buses))

        def serve() -> None:
            timer.start(next(periods))
            self._serve()

        timer.timeout.connect(serve, Qt.ConnectionType.DirectConnection)
        serve()
        self.exec()
        timer.stop()
        for bus in self.buses:
            bus.close()

    def finish(self) -> None:
        """End the thread: voices and outputs are closed in it."""
        self.quit()
        self.wait(15_000)

    def _serve(self) -> None:
        try:
            now_s = self._monotonic_s()
            if now_s - self.beat_s > LATE_S:
                _log.warning("audio.late %.0f ms", 1000 * (now_s - self.beat_s))
            for bus in self.buses:
                bus.make_due(now_s)
            self.beat_s = now_s
        except Exception as error:  # noqa: BLE001  (logged; the supervisor starts anew)
            _log.exception("audio.failed")
            self.failed = error
            self.quit()


def _periods_ms(buses: Sequence[Bus]) -> tuple[int, ...]:
    """The pauses between two looks: those of the pacer that is in the greatest hurry."""
    return min((bus.pacer.period_ms for bus in buses), key=min, default=(20,))
