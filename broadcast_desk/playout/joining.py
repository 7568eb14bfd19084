"""How one item goes over into the next: sample by sample, unless the station asks for a cross-fade.

Setting `crossfade_s` (`StationSettings.extra`): what is faded out before its content is over (music
that fills a session, an item that is cut) goes out under the beginning of what follows, which
starts at its exact instant all the same. Everything else joins without gap and overlap.
"""

from __future__ import annotations

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings

LONGEST_S = 8.0


def crossfade_of(settings: StationSettings) -> int:
    """The length of a cross-fade in samples; 0 is none, also when the setting cannot be read."""
    try:
        return round(checked_crossfade_s(settings) * SAMPLE_RATE_HZ)
    except InputError:
        return 0


def checked_crossfade_s(settings: StationSettings) -> float:
    """The length of a cross-fade.

    Raises:
        InputError: it is no number of seconds up to `LONGEST_S` ("playout.setting_number").
    """
    text = settings.extra.get("crossfade_s", "").strip()
    try:
        seconds = float(text) if text else 0.0
    except ValueError as error:
        raise InputError("playout.setting_number", key="crossfade_s", text=text) from error
    if not 0 <= seconds <= LONGEST_S:
        raise InputError("playout.setting_number", key="crossfade_s", text=text)
    return seconds
