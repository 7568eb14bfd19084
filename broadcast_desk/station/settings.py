"""Who we are: the settings that desk and playout share, as frozen values.

What `domain.md` calls unconfirmed (plan number, recipient, names of bodies, hours) is a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Literal

from broadcast_desk.station.errors import InputError

Role = Literal["writer", "approver", "operator", "administrator"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A cụm loa: loudspeakers that sound together.

    Attributes:
        id: short stable name used in slots and logs, e.g. "khu-1".
        output: name of the output that feeds it, as `playout` knows it; several with ";" between.
        volume: 0 to 100.
        delay_ms: it sounds so much later than the others: lines up loudspeakers far apart.
    """

    id: str
    name: str
    output: str = "default"
    volume: int = 80
    delay_ms: int = 0


@dataclass(frozen=True, slots=True)
class RelaySource:
    """A live source that is relayed again and again, under the name people know it by."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A span of the local day, `start` inclusive, `end` exclusive; may cross midnight."""

    start: time
    end: time

    def contains(self, moment: time) -> bool:
        """Whether the local time of day `moment` lies in the span."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Operator:
    """A person of the station."""

    name: str
    roles: tuple[Role, ...] = ("operator",)


@dataclass(frozen=True, slots=True)
class StationSettings:
    """Everything a station says about itself.

    Attributes:
        quiet_hours: spans in which only an emergency may sound (default: 20:00 to 05:00 and the
            noon rest 11:30 to 13:30; Nghị định 49/2024 leaves the hours to the commune).
        max_sessions_per_day: cap on sessions a day; 0 is no cap.
        max_session_minutes: cap on one session, relays included; 0 is no cap.
        loudness_lufs: integrated loudness of everything that is aired (EBU R 128 scale).
        max_true_peak_dbtp: true-peak ceiling, ITU-R BS.1770.
        voice_order: names of voices, first choice first.
        relays: live sources to choose from when a relay goes into the timetable.
    """

    name: str = "Đài truyền thanh xã"
    commune: str = ""
    province: str = "Quảng Ninh"
    zones: tuple[Zone, ...] = (Zone("khu-1", "Cụm loa khu 1"),)
    operators: tuple[Operator, ...] = ()
    quiet_hours: tuple[TimeSpan, ...] = (
        TimeSpan(time(20, 0), time(5, 0)),
        TimeSpan(time(11, 30), time(13, 30)),
    )
    session_times: tuple[time, ...] = (time(5, 30), time(17, 0))
    max_sessions_per_day: int = 0
    max_session_minutes: int = 60
    loudness_lufs: float = -16.0
    max_true_peak_dbtp: float = -1.0
    voice_order: tuple[str, ...] = ("gtts", "espeak-vi-north")
    region: Literal["north", "central", "south"] = "north"
    opening_words: str = "Đây là {name}."
    plan_number: str = "159/KH-UBND"
    plan_issuer: str = "Ủy ban nhân dân tỉnh Quảng Ninh"
    report_recipient: str = "Sở Văn hóa, Thể thao và Du lịch"
    report_deadline: str = "10/11"
    centre_name: str = "Trung tâm Truyền thông tỉnh Quảng Ninh"
    relays: tuple[RelaySource, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Refuse settings that cannot work.

        Raises:
            InputError: with the field's name in its parameters.
        """
        if not self.name.strip():
            raise InputError("settings.empty", field="name")
        if not self.zones:
            raise InputError("settings.empty", field="zones")
        if len({zone.id for zone in self.zones}) != len(self.zones):
            raise InputError("settings.duplicate_zone", field="zones")
        for zone in self.zones:
            if not 0 <= zone.volume <= 100:
                raise InputError("settings.volume", field="zones", zone=zone.id)

    def is_quiet(self, moment: time) -> bool:
        """Whether the local time of day `moment` lies in the quiet hours."""
        return any(span.contains(moment) for span in self.quiet_hours)
