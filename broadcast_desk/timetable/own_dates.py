"""The station's own dates beside the ASEAN calendar: written once, each proposes a campaign.

They are kept as JSON in `StationSettings.extra["own_dates"]`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from broadcast_desk.library.topics import topics
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.timetable.campaigns import Event, event_from_table, events_of

KEY = "own_dates"
MOST_DAYS = 60
"""How many days a campaign may begin before an event, or go on after it."""

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_YEARLY = re.compile(r"(\d{2})-(\d{2})")


def known_events(settings: StationSettings) -> tuple[Event, ...]:
    """The ASEAN calendar and the station's own dates; an own one of the same key wins."""
    own = own_events(settings)
    keys = {event.key for event in own}
    return (*(event for event in events_of() if event.key not in keys), *own)


def own_events(settings: StationSettings) -> tuple[Event, ...]:
    """The station's own dates by key; those that cannot be read are left out."""
    try:
        entries = json.loads(settings.extra.get(KEY, "[]"))
    except ValueError:
        return ()
    found = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            found.append(event_from_table(entry))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return tuple(sorted(found, key=lambda event: event.key))


def with_own_event(settings: StationSettings, event: Event) -> StationSettings:
    """The settings with one more own date; one of the same key is replaced.

    Raises:
        InputError: it cannot be a campaign.
    """
    _check(event)
    kept = [known for known in own_events(settings) if known.key != event.key]
    return _kept(settings, [*kept, event])


def without_own_event(settings: StationSettings, key: str) -> StationSettings:
    """The settings without the own date of a key.

    Raises:
        InputError: there is none.
    """
    events = own_events(settings)
    kept = [event for event in events if event.key != key]
    if len(kept) == len(events):
        raise InputError("timetable.no_own_date", key=key)
    return _kept(settings, kept)


def _check(event: Event) -> None:
    if not _KEY.fullmatch(event.key) or not event.name_vi.strip():
        raise InputError("timetable.own_date_key", key=event.key)
    if not _is_day(event):
        day = event.month_day or event.on
        raise InputError("timetable.own_date_day", day=day, until=event.until or "-")
    if not (0 <= event.before <= MOST_DAYS and 0 <= event.after <= MOST_DAYS):
        raise InputError("timetable.own_date_span", most=MOST_DAYS)
    if event.topic and event.topic not in {topic.key for topic in topics()}:
        raise InputError("timetable.own_date_topic", topic=event.topic)


def _is_day(event: Event) -> bool:
    if event.on is not None:
        return event.until is None or event.until >= event.on
    match = _YEARLY.fullmatch(event.month_day)
    if match is None or event.until is not None:
        return False
    try:
        date(2024, int(match[1]), int(match[2]))  # a leap year: 29 February is a day
    except ValueError:
        return False
    return True


def _kept(settings: StationSettings, events: list[Event]) -> StationSettings:
    text = json.dumps([_to_table(event) for event in events], ensure_ascii=False)
    return dataclasses.replace(settings, extra={**settings.extra, KEY: text})


def _to_table(event: Event) -> Mapping[str, Any]:
    table: dict[str, Any] = {
        "key": event.key,
        "vi": event.name_vi,
        "en": event.name_en,
        "day": event.month_day or str(event.on),
        "before": event.before,
        "after": event.after,
        "since": event.since,
        "topic": event.topic,
        "source": event.source,
    }
    if event.until is not None:
        table["until"] = event.until.isoformat()
    return table
