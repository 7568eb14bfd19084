"""The part of the station's settings that edits of the timetable change, and can take back.

Rules of the place, special days and the station's own dates are kept with the settings, where desk
and playout read them. Taking an edit back touches these alone: a zone added or a name corrected
since then stays.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage.settings import settings_from_json, settings_to_json
from broadcast_desk.timetable import own_dates, place

_FIELDS = ("quiet_hours", "session_times", "max_sessions_per_day", "max_session_minutes")
_EXTRA = (place.KEY, place.KEPT, own_dates.KEY)


def ruled(settings: StationSettings) -> dict[str, Any]:
    """That part as JSON values."""
    kept = {key: settings.extra[key] for key in _EXTRA if key in settings.extra}
    return {**settings_to_json(settings, _FIELDS), "extra": kept}


def with_ruled(settings: StationSettings, value: Mapping[str, Any]) -> StationSettings:
    """The settings with the part that `ruled` gave."""
    others = {key: text for key, text in settings.extra.items() if key not in _EXTRA}
    fields = {name: part for name, part in value.items() if name in _FIELDS}
    changed = settings_from_json(settings, fields)
    return dataclasses.replace(changed, extra={**others, **value["extra"]})
