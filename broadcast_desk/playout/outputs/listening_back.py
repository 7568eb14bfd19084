"""Whether what a card is given is heard: judged by ear, not by the state of a process. Pure.

What is compared is the loudest sample given to the card and the loudest one on the monitor of what
it really plays, over so long that buffers on the way do not matter.
"""

from __future__ import annotations

from collections import deque

UNHEARD_ASKS = 6
"""So many times in a row it was given sound and nothing came out: three seconds."""

LOUD = 10 ** (-50 / 20)
SILENT = 10 ** (-70 / 20)

TURNED = 1.04
"""A volume that changed by more than this was turned: 1 dB on the cubic scale of sound servers."""


class ListeningBack:
    """Judges one stream.

    Args:
        volume: of the card when the stream was opened; it is what the station wants.
    """

    def __init__(self, volume: int) -> None:
        self._volume = volume
        self._peaks: deque[float] = deque(maxlen=25)
        self._given = 0

    def hear(self, peak: float) -> None:
        """Take the loudest sample of the monitor of the last tenth of a second."""
        self._peaks.append(peak)

    def judge(self, level: float, muted: bool, volume: int, shared: bool) -> str:
        """Message code of what is wrong, "" when nothing is; asked twice a second.

        Args:
            level: the loudest sample given since the last time.
            muted: the card is muted.
            volume: of the card now.
            shared: another program plays on it.
        """
        self._given = self._given + 1 if level > LOUD else 0
        if muted:
            return "playout.card_muted"
        if self._volume and not self._volume / TURNED < volume < self._volume * TURNED:
            return "playout.card_turned"
        if self._given >= UNHEARD_ASKS and self._peaks and max(self._peaks) < SILENT:
            return "playout.card_unheard"
        return "playout.card_shared" if shared else ""
