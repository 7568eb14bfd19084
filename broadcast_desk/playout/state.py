"""What playout says of itself, for the desk and the command line: one frozen value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

from broadcast_desk.playout.ports import Health, OutputReport
from broadcast_desk.station.clock import from_text, to_text


@dataclass(frozen=True, slots=True)
class OnAir:
    """Something that sounds now.

    Attributes:
        kind: "recorded", "relay", "microphone" or "emergency".
        level: what of its chain of sources sounds: "programme", "fallback", "notice", "silence";
            "microphone" for a live voice.
        ends_at: when it is over at the latest.
    """

    airing_id: str
    title: str
    code: str
    kind: str
    zones: tuple[str, ...]
    started_at: datetime
    ends_at: datetime
    level: str = "programme"

    def remaining_s(self, now: datetime) -> float:
        """Seconds until it is over."""
        return max(0.0, (self.ends_at - now) / timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class NextCue:
    """What the plan has next."""

    title: str
    code: str
    starts_at: datetime
    ends_at: datetime
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a person: a message code, and since when."""

    code: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PlayoutState:
    """Playout at one moment.

    Attributes:
        pid: of the engine process.
        started_at: since when this engine runs.
        now: its wall clock.
        plan_version: grows with every change of the timetable it has taken over.
        stopped_by: who stopped everything, "" when nobody did.
        emergency: an emergency holds the air.
        levels_db: peak of each zone group's bus in dBFS, -100 is silence.
    """

    pid: int
    started_at: datetime
    now: datetime
    plan_version: int
    stopped_by: str = ""
    emergency: bool = False
    on_air: tuple[OnAir, ...] = ()
    next_cue: NextCue | None = None
    levels_db: tuple[tuple[str, float], ...] = ()
    outputs: tuple[OutputReport, ...] = ()
    alarms: tuple[Alarm, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON values; instants as ISO 8601 text in UTC."""
        values: dict[str, Any] = _texts(asdict(self))
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> PlayoutState:
        """What `to_json` gave; keys of a newer playout are left out.

        Raises:
            KeyError, TypeError, ValueError: it is not such a value.
        """
        following = values.get("next_cue")
        return cls(
            pid=int(values["pid"]),
            started_at=from_text(values["started_at"]),
            now=from_text(values["now"]),
            plan_version=int(values["plan_version"]),
            stopped_by=str(values.get("stopped_by", "")),
            emergency=bool(values.get("emergency", False)),
            on_air=tuple(_read(OnAir, item) for item in values.get("on_air", ())),
            next_cue=_read(NextCue, following) if following else None,
            levels_db=tuple((str(n), float(db)) for n, db in values.get("levels_db", ())),
            outputs=tuple(_report(item) for item in values.get("outputs", ())),
            alarms=tuple(_read(Alarm, item) for item in values.get("alarms", ())),
        )


T = TypeVar("T", OnAir, NextCue, Alarm, OutputReport)

_INSTANTS = frozenset({"started_at", "ends_at", "starts_at", "since"})


def _texts(value: Any) -> Any:  # noqa: ANN401  (JSON has no narrower type)
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    return value


def _read(kind: type[T], values: dict[str, Any]) -> T:
    known = {field.name for field in fields(kind)}
    made = {key: _value(key, item) for key, item in values.items() if key in known}
    return kind(**made)


def _value(key: str, item: Any) -> Any:  # noqa: ANN401
    if key in _INSTANTS:
        return from_text(item)
    return tuple(item) if isinstance(item, list) else item


def _report(values: dict[str, Any]) -> OutputReport:
    report = _read(OutputReport, values)
    return OutputReport(**{**asdict(report), "health": Health(values["health"])})
