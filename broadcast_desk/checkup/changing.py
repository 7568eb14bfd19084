"""Whether changed settings can be used: what the desk's Thiết lập asks before it stores them."""

from __future__ import annotations

from broadcast_desk.playout.checking import refuse_new_faults
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.timetable.checking import is_relay_address


def check_change(before: StationSettings, after: StationSettings) -> None:
    """Refuse a change that makes something unusable; old faults do not stand in its way.

    Raises:
        DeskError: the first new fault of outputs, power, microphone, alarms or time servers.
        InputError: a live source's address is none ("checkup.address"), or something has no name.
    """
    after.check()
    known = {source.url for source in before.relays}
    for source in after.relays:
        if source.url not in known and not is_relay_address(source.url):
            raise InputError("checkup.address", url=source.url)
    refuse_new_faults(before, after)
