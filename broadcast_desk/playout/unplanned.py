"""An emergency message as an airing: at once, in no plan, permitted by a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from broadcast_desk.library.model import Priority
from broadcast_desk.playout import facts
from broadcast_desk.playout.airing import Airing
from broadcast_desk.playout.decide import Phase, Sounding, Start
from broadcast_desk.playout.emergency import Message
from broadcast_desk.playout.guard import emergency_permit
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.model import Cue, CueId, MissedRule, SlotId


def emergency_airing(
    name: str, group: str, zones: Sequence[Zone], message: Message, by: str, span: timedelta,
    now: datetime,
) -> Airing:  # fmt: skip
    """The airing of a message in the zones of a group.

    Args:
        name: the emergency's, the same in all groups.
        group: the group's name.
        zones: the group's.
        message: what sounds.
        by: who ordered it.
        span: how long it may sound from now on.
        now: aware instant.
    """
    airing_name, until = f"{name}@{group}", now + span
    ids = tuple(zone.id for zone in zones)
    volume = max((zone.volume for zone in zones), default=100)
    cue = Cue(
        CueId(name), SlotId(""), name, ids, now, until, message.content, Priority.EMERGENCY,
        MissedRule.SKIP, 0.0, volume, "playout.emergency",
    )  # fmt: skip
    data = facts.recorded_data(message.content) | {
        "zones": list(ids), "volume": volume, "priority": "emergency", "by": by,
    }  # fmt: skip
    start = Start(airing_name, cue, now, until)
    permit = emergency_permit(airing_name, until, by)
    sounding = Sounding(airing_name, cue, Phase.ARMED, now, until)
    return Airing(sounding, start, permit, data, (volume / 100) ** 2, ids, unplanned=True)
