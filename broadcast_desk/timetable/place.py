"""The rules of the place that go beyond the station's basic settings, and the shipped presets.

They are kept as JSON in `StationSettings.extra["place_rules"]`, so that desk and playout read them
where they read every other setting.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from broadcast_desk.station.errors import InputError
from broadcast_desk.station.paths import resources_folder
from broadcast_desk.station.settings import StationSettings, TimeSpan
from broadcast_desk.timetable.model import Mode, SpecialDay

KEY = "place_rules"
KEPT = "place_rules_unreadable"
"""Where rules that could not be read are kept when others take their place."""
MOURNING_KINDS = frozenset({"music", "skit", "entertainment"})


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """What a province or commune lays down beside quiet hours and caps; see `model.Rules`.

    Attributes:
        unreadable: names of the parts that are stored but cannot be read: their defaults hold.
    """

    preset: str = ""
    zone_quiet_hours: tuple[tuple[str, tuple[TimeSpan, ...]], ...] = ()
    rest_weekdays: frozenset[int] = frozenset()
    special_days: tuple[SpecialDay, ...] = ()
    volumes: tuple[tuple[TimeSpan, int], ...] = ()
    warm_ups: tuple[tuple[TimeSpan, float], ...] = ()
    mourning_kinds: frozenset[str] = MOURNING_KINDS
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """A place's written rules, as far as they could be read, with their source.

    Attributes:
        settings: fields of `StationSettings` it sets.
        rest_weekdays: see `model.Rules`.
        source, dated: who says so, and of what day the saying is.
        unsure: what could not be confirmed and stays for the station to decide.
    """

    key: str
    name: str
    settings: Mapping[str, Any]
    rest_weekdays: frozenset[int]
    source: str
    dated: str
    unsure: str


def place_rules_of(settings: StationSettings) -> PlaceRules:
    """The place's rules kept in the settings; what cannot be read is named in `unreadable`."""
    try:
        value = json.loads(settings.extra.get(KEY, "{}"))
    except (ValueError, RecursionError):
        return PlaceRules(unreadable=(KEY,))
    if not isinstance(value, dict):
        return PlaceRules(unreadable=(KEY,))
    return _from_json(value)


def with_place_rules(settings: StationSettings, place: PlaceRules) -> StationSettings:
    """The settings with these rules of the place; rules that could not be read are kept aside."""
    text = json.dumps(_to_json(place), ensure_ascii=False, sort_keys=True)
    extra = {**settings.extra, KEY: text}
    if place_rules_of(settings).unreadable:
        extra[KEPT] = settings.extra[KEY]
    return dataclasses.replace(settings, extra=extra)


def with_special_day(settings: StationSettings, special: SpecialDay) -> StationSettings:
    """The settings with one more special day.

    Raises:
        InputError: it ends before it begins.
    """
    if special.last < special.first:
        raise InputError("timetable.special_backwards", first=special.first, last=special.last)
    place = place_rules_of(settings)
    days = tuple(sorted({*place.special_days, special}, key=lambda day: (day.first, day.last)))
    return with_place_rules(settings, dataclasses.replace(place, special_days=days))


def without_special_day(settings: StationSettings, first: date) -> StationSettings:
    """The settings without the special days that begin on a day.

    Raises:
        InputError: there are none.
    """
    place = place_rules_of(settings)
    left = tuple(special for special in place.special_days if special.first != first)
    if len(left) == len(place.special_days):
        raise InputError("timetable.no_special", day=f"{first:%d/%m/%Y}")
    return with_place_rules(settings, dataclasses.replace(place, special_days=left))


@functools.cache
def presets() -> tuple[Preset, ...]:
    """The shipped presets, in the order of `resources/timetable/presets.toml`."""
    path = resources_folder() / "timetable" / "presets.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_preset(entry) for entry in table["preset"])


def apply_preset(settings: StationSettings, key: str) -> StationSettings:
    """The settings under a shipped preset; what the preset does not say is kept.

    Raises:
        InputError: there is no such preset.
    """
    found = next((preset for preset in presets() if preset.key == key), None)
    if found is None:
        raise InputError("timetable.no_preset", key=key)
    place = dataclasses.replace(
        place_rules_of(settings), preset=key, rest_weekdays=found.rest_weekdays
    )
    changed = dataclasses.replace(settings, **found.settings)
    return with_place_rules(changed, place)


def _preset(entry: Mapping[str, Any]) -> Preset:
    settings: dict[str, Any] = {
        name: entry[name]
        for name in ("max_sessions_per_day", "max_session_minutes")
        if name in entry
    }
    if "quiet_hours" in entry:
        settings["quiet_hours"] = tuple(_span(text) for text in entry["quiet_hours"])
    if "session_times" in entry:
        settings["session_times"] = tuple(time.fromisoformat(t) for t in entry["session_times"])
    return Preset(
        key=entry["key"],
        name=entry["name"],
        settings=settings,
        rest_weekdays=frozenset(entry.get("rest_weekdays", ())),
        source=entry["source"],
        dated=entry["dated"],
        unsure=entry.get("unsure", ""),
    )


def _span(text: str) -> TimeSpan:
    start, _, end = text.partition("-")
    return TimeSpan(time.fromisoformat(start), time.fromisoformat(end))


def _span_text(span: TimeSpan) -> str:
    return f"{span.start.isoformat()}-{span.end.isoformat()}"


def _to_json(place: PlaceRules) -> dict[str, Any]:
    return {
        "preset": place.preset,
        "zone_quiet_hours": {
            zone: [_span_text(span) for span in spans] for zone, spans in place.zone_quiet_hours
        },
        "rest_weekdays": sorted(place.rest_weekdays),
        "special_days": [
            {
                **dataclasses.asdict(special),
                "first": special.first.isoformat(),
                "last": special.last.isoformat(),
            }
            for special in place.special_days
        ],
        "volumes": [[_span_text(span), volume] for span, volume in place.volumes],
        "warm_ups": [[_span_text(span), seconds] for span, seconds in place.warm_ups],
        "mourning_kinds": sorted(place.mourning_kinds),
    }


def _from_json(value: Mapping[str, Any]) -> PlaceRules:
    parts: dict[str, Any] = {}
    unreadable = []
    for name, read in _READERS.items():
        if name not in value:
            continue
        try:
            parts[name] = read(value[name])
        except (ValueError, TypeError, KeyError, AttributeError):
            unreadable.append(name)
    return PlaceRules(**parts, unreadable=tuple(unreadable))


def _zones(value: Mapping[str, Any]) -> tuple[tuple[str, tuple[TimeSpan, ...]], ...]:
    return tuple(
        (zone, tuple(_span(text) for text in spans)) for zone, spans in sorted(value.items())
    )


def _special(entry: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(
        first=date.fromisoformat(entry["first"]),
        last=date.fromisoformat(entry["last"]),
        mode=Mode(entry["mode"]),
        slots=tuple(entry.get("slots", ())),
        signal_code=str(entry.get("signal_code", "")),
        by=str(entry.get("by", "")),
        why=str(entry.get("why", "")),
    )


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "preset": str,
    "zone_quiet_hours": _zones,
    "rest_weekdays": lambda days: frozenset(int(day) for day in days),
    "special_days": lambda entries: tuple(_special(entry) for entry in entries),
    "volumes": lambda spans: tuple((_span(text), int(volume)) for text, volume in spans),
    "warm_ups": lambda spans: tuple((_span(text), float(seconds)) for text, seconds in spans),
    "mourning_kinds": lambda kinds: frozenset(str(kind) for kind in kinds),
}
