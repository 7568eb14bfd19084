"""The station's settings in the database: one JSON value a key, absent keys mean the default."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import Any

from broadcast_desk.station.settings import (
    Operator,
    RelaySource,
    StationSettings,
    TimeSpan,
    Zone,
)
from broadcast_desk.storage.connection import Database, reading, writing

_log = logging.getLogger(__name__)


def load_settings(db: Database) -> StationSettings:
    """The station's settings; what cannot be understood has its default and is noted in the log.

    Unknown keys, of a newer version, are ignored.

    Raises:
        StoreError: the database cannot be read.
    """
    defaults = StationSettings()
    with reading(db) as connection:
        rows = connection.execute("SELECT key, value FROM settings").fetchall()
    values: dict[str, Any] = {}
    for row in rows:
        if row["key"] not in _NAMES:
            continue
        try:
            values[row["key"]] = _from_json(row["key"], json.loads(row["value"]), defaults)
        except (TypeError, ValueError, KeyError, AttributeError):
            _log.warning("settings.not_understood", extra={"key": row["key"]})
    return StationSettings(**values)


def save_settings(db: Database, settings: StationSettings) -> None:
    """Store all settings.

    Raises:
        InputError: a setting cannot work.
        StoreError: it could not be stored.
    """
    settings.check()
    rows = [
        (field.name, json.dumps(_to_json(getattr(settings, field.name)), ensure_ascii=False))
        for field in dataclasses.fields(settings)
    ]
    with writing(db) as connection:
        connection.executemany(
            "INSERT INTO settings (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            rows,
        )


def has_settings(db: Database) -> bool:
    """Whether a station has been created in this database."""
    return bool(db.execute("SELECT 1 FROM settings LIMIT 1").fetchone())


def settings_to_json(settings: StationSettings, names: Iterable[str]) -> dict[str, Any]:
    """Some of the settings as JSON values."""
    return {name: _to_json(getattr(settings, name)) for name in names}


def settings_from_json(settings: StationSettings, values: Mapping[str, Any]) -> StationSettings:
    """The settings with those that `settings_to_json` gave."""
    read = {name: _from_json(name, value, settings) for name, value in values.items()}
    return dataclasses.replace(settings, **read)


def _to_json(value: Any) -> Any:  # noqa: ANN401  (JSON has no narrower type)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if dataclasses.is_dataclass(value):
        return {f.name: _to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value


def _from_json(key: str, value: Any, defaults: StationSettings) -> Any:  # noqa: ANN401
    if key in _READERS:
        return _READERS[key](value)
    default = getattr(defaults, key)
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if type(value) is not type(default):
        raise TypeError(key)
    return value


def _made(kind: type[Any], item: dict[str, Any]) -> Any:  # noqa: ANN401
    """A value of `kind` from those of the item's keys that it knows."""
    names = {field.name for field in dataclasses.fields(kind)}
    return kind(**{name: part for name, part in item.items() if name in names})


def _operator(item: dict[str, Any]) -> Operator:
    operator: Operator = _made(Operator, {**item, "roles": tuple(item["roles"])})
    return operator


def _span(item: dict[str, Any]) -> TimeSpan:
    return TimeSpan(time.fromisoformat(item["start"]), time.fromisoformat(item["end"]))


_READERS: dict[str, Callable[[Any], Any]] = {
    "zones": lambda items: tuple(_made(Zone, item) for item in items),
    "relays": lambda items: tuple(_made(RelaySource, item) for item in items),
    "operators": lambda items: tuple(_operator(item) for item in items),
    "quiet_hours": lambda items: tuple(_span(item) for item in items),
    "session_times": lambda items: tuple(time.fromisoformat(item) for item in items),
    "voice_order": lambda items: tuple(str(item) for item in items),
}
_NAMES = {field.name for field in dataclasses.fields(StationSettings)}
