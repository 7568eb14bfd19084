"""Which switch feeds which zones, from the settings; the engine calls `tick` after each of its own.

Settings (`StationSettings.extra`): `power` for the whole station or `power.ZONE` for the zones that
share an output with ZONE, written as `power.switch_from_text` reads it; `power_warm_up_s` and
`power_cool_down_s`. A zone with a pilot (`outputs.shaping`) has power in the pilot's hours too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.power import PowerKeeper, PowerReport, PowerRule, switch_from_text
from broadcast_desk.playout.talking import Talking
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.model import Cue
from broadcast_desk.timetable.power import MOST_WARM_UP_S, usual_of

TAKEOVER_GRACE_S = 10.0
LOOK_AHEAD = timedelta(seconds=MOST_WARM_UP_S)
"""No cue wants power earlier than so long before it."""

_WHOLE = "power"
_REASONS = (
    "playout.power_serial", "playout.power_http", "playout.power_mqtt", "playout.power_command",
)  # fmt: skip


class PoweredGroup(Protocol):
    """What is asked of a zone group."""

    @property
    def zones(self) -> Sequence[Zone]:
        """The zones it feeds."""
        ...

    @property
    def active(self) -> bool:
        """Something is armed or on air."""
        ...

    def power_from(self, usual: timedelta) -> datetime | None:
        """From when on power is wanted for what comes next, None when nothing will.

        Args:
            usual: the warm-up of what does not say its own.
        """
        ...


@dataclass(frozen=True, slots=True)
class WatchedGroup:
    """The engine's zone group, as the switches see it."""

    group: ZoneGroup
    talking: Talking | None = None

    @property
    def zones(self) -> Sequence[Zone]:
        """The zones it feeds."""
        return self.group.zones

    @property
    def active(self) -> bool:
        """Something is armed or on air."""
        return bool(self.group.airings) or (
            self.talking is not None and self.talking.wants_power(self.group)
        )

    def power_from(self, usual: timedelta) -> datetime | None:
        """From when on power is wanted; for nothing while everything is stopped."""
        if self.group.state.stopped:
            return None
        return min((_on_at(cue, usual) for cue in self.group.next_cues(LOOK_AHEAD)), default=None)


class StationPower:
    """All switches of a station.

    Args:
        groups: the zone groups.
        extra: the station's further settings.
        now: aware wall-clock instants.
        set_alarm: raises and clears alarms by code.
        resumed: this engine takes over from one that died.
        keys: folder with password files.
        pilot_due: whether a zone's pilot is to be on air at an instant.
    """

    def __init__(
        self,
        groups: Sequence[PoweredGroup],
        extra: Mapping[str, str],
        now: Callable[[], datetime],
        set_alarm: Callable[..., None],
        *,
        resumed: bool,
        keys: Path | None = None,
        pilot_due: Callable[[Zone, datetime], bool] = lambda _zone, _now: False,
    ) -> None:
        self._now = now
        self._pilot_due = pilot_due
        self._set_alarm = set_alarm
        self._fed: list[tuple[PowerKeeper, Sequence[PoweredGroup]]] = []
        self._rule = PowerRule(*(timedelta(seconds=seconds) for seconds in usual_of(extra)))
        for text, fed in _switches(groups, extra):
            try:
                switch = switch_from_text(text, keys)
            except InputError as error:
                set_alarm("playout.power_setting", True, detail=str(error.params))
                continue
            grace_s = TAKEOVER_GRACE_S if resumed else 0.0
            self._fed.append((PowerKeeper(switch, self._rule, grace_s=grace_s), fed))

    def tick(self) -> None:
        """Say what sounds and what comes next; raise or clear alarms. Returns at once."""
        now = self._now()
        for keeper, groups in self._fed:
            begins = [group.power_from(self._rule.warm_up) for group in groups]
            first = min((at for at in begins if at is not None), default=None)
            keeper.expect(
                now,
                sounding=any(group.active or self._keeps_air(group, now) for group in groups),
                next_sound_at=None if first is None else first + self._rule.warm_up,
            )
        failing = {report.reason: report for report in self.reports() if report.reason}
        for reason in _REASONS:
            report = failing.get(reason)
            detail = f"{report.name}: {report.detail}" if report else ""
            self._set_alarm(reason, report is not None, detail=detail)

    def _keeps_air(self, group: PoweredGroup, now: datetime) -> bool:
        return any(self._pilot_due(zone, now) for zone in group.zones)

    def reports(self) -> tuple[PowerReport, ...]:
        """How the switches do."""
        return tuple(keeper.report() for keeper, _ in self._fed)

    def close(self) -> None:
        """Turn everything off."""
        for keeper, _ in self._fed:
            keeper.close()


def _switches(
    groups: Sequence[PoweredGroup], extra: Mapping[str, str]
) -> Iterable[tuple[str, Sequence[PoweredGroup]]]:
    if extra.get(_WHOLE):
        yield extra[_WHOLE], groups
    for key, text in sorted(extra.items()):
        prefix, _, zone_id = key.partition(".")
        fed = [group for group in groups if zone_id in {zone.id for zone in group.zones}]
        if prefix == _WHOLE and zone_id and text and fed:
            yield text, fed


def _on_at(cue: Cue, usual: timedelta) -> datetime:
    own = cue.warm_up_s
    return cue.starts_at - (usual if own is None else timedelta(seconds=own))
