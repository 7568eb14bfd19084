"""The station's settings in the database: one JSON value a key, absent keys mean the default."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import time
from typing import Any, get_type_hints

from broadcast_desk.station.settings import Operator, StationSettings, TimeSpan, Zone
from broadcast_desk.storage.connection import Database, writing


def load_settings(db: Database) -> StationSettings:
    """The station's settings; unknown keys are ignored, missing ones have their defaults."""
    known = get_type_hints(StationSettings)
    values = {
        row["key"]: _from_json(row["key"], json.loads(row["value"]))
        for row in db.query("SELECT key, value FROM settings")
        if row["key"] in known
    }
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


def _to_json(value: Any) -> Any:  # noqa: ANN401  (JSON has no narrower type)
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if dataclasses.is_dataclass(value):
        return {f.name: _to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    return value


def _from_json(key: str, value: Any) -> Any:  # noqa: ANN401
    readers: dict[str, Callable[[Any], Any]] = {
        "zones": lambda items: tuple(Zone(**item) for item in items),
        "operators": lambda items: tuple(
            Operator(item["name"], tuple(item["roles"])) for item in items
        ),
        "quiet_hours": lambda items: tuple(
            TimeSpan(time.fromisoformat(item["start"]), time.fromisoformat(item["end"]))
            for item in items
        ),
        "session_times": lambda items: tuple(time.fromisoformat(item) for item in items),
        "voice_order": tuple,
    }
    return readers[key](value) if key in readers else value
