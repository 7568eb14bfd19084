"""Slots, items and exceptions as JSON and back: what the store, .ics files and scripts hold."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.model import (
    ExceptionKind,
    FixedItem,
    Item,
    MissedRule,
    OpeningItem,
    OverrunRule,
    RelayItem,
    SelectorItem,
    Slot,
    SlotException,
    SlotId,
    Timetable,
)

_ITEMS: dict[str, type[Item]] = {
    "fixed": FixedItem,
    "relay": RelayItem,
    "selector": SelectorItem,
    "opening": OpeningItem,
}
_NAMES = {kind: name for name, kind in _ITEMS.items()}


def item_to_json(item: Item) -> dict[str, Any]:
    """An item with its type; what has its default is left out."""
    return {"type": _NAMES[type(item)], **_told(item)}


def item_from_json(value: Mapping[str, Any]) -> Item:
    """The item written by `item_to_json`.

    Raises:
        InputError: it is not one.
    """
    try:
        kind = _ITEMS[value["type"]]
        return kind(**{key: part for key, part in value.items() if key != "type"})
    except (KeyError, TypeError) as error:
        raise InputError("timetable.unreadable", what=json.dumps(value, default=str)) from error


def slot_to_json(slot: Slot) -> dict[str, Any]:
    """A slot as JSON values; what has its default is left out."""
    value = _told(slot)
    value["items"] = [item_to_json(item) for item in slot.items]
    value["starts"] = slot.starts.isoformat()
    value["zones"] = list(slot.zones)
    value["rrule"] = slot.rrule
    value["valid_from"] = slot.valid_from.isoformat()
    if slot.valid_until is not None:
        value["valid_until"] = slot.valid_until.isoformat()
    return value


def slot_from_json(value: Mapping[str, Any]) -> Slot:
    """The slot written by `slot_to_json`.

    Raises:
        InputError: it is not one.
    """
    try:
        fields = dict(value)
        fields["id"] = SlotId(str(fields["id"]))
        fields["name"] = nfc(str(fields["name"]))
        fields["items"] = tuple(item_from_json(item) for item in fields["items"])
        fields["zones"] = tuple(str(zone) for zone in fields["zones"])
        fields["starts"] = time.fromisoformat(fields["starts"])
        for name in ("valid_from", "valid_until"):
            if fields.get(name) is not None:
                fields[name] = date.fromisoformat(fields[name])
        for name, kind in _ENUMS.items():
            if name in fields:
                fields[name] = kind(fields[name])
        return Slot(**fields)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("timetable.unreadable", what=json.dumps(value, default=str)) from error


_ENUMS: dict[str, Any] = {
    "priority": Priority,
    "missed_rule": MissedRule,
    "overrun_rule": OverrunRule,
}


def exception_to_json(exception: SlotException) -> dict[str, Any]:
    """An exception as JSON values."""
    value = _told(exception)
    value["day"] = exception.day.isoformat()
    value["kind"] = str(exception.kind)
    if exception.to_day is not None:
        value["to_day"] = exception.to_day.isoformat()
    if exception.to_time is not None:
        value["to_time"] = exception.to_time.isoformat()
    if exception.items:
        value["items"] = [item_to_json(item) for item in exception.items]
    return value


def exception_from_json(value: Mapping[str, Any]) -> SlotException:
    """The exception written by `exception_to_json`.

    Raises:
        InputError: it is not one.
    """
    try:
        return SlotException(
            slot_id=SlotId(value["slot_id"]),
            day=date.fromisoformat(value["day"]),
            kind=ExceptionKind(value["kind"]),
            to_day=date.fromisoformat(value["to_day"]) if value.get("to_day") else None,
            to_time=time.fromisoformat(value["to_time"]) if value.get("to_time") else None,
            items=tuple(item_from_json(item) for item in value.get("items", ())),
            why=nfc(str(value.get("why", ""))),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("timetable.unreadable", what=json.dumps(value, default=str)) from error


def timetable_to_json(timetable: Timetable) -> dict[str, Any]:
    """A whole timetable as JSON values."""
    return {
        "slots": [slot_to_json(slot) for slot in timetable.slots],
        "exceptions": [exception_to_json(exception) for exception in timetable.exceptions],
    }


def timetable_from_json(value: Mapping[str, Any]) -> Timetable:
    """The timetable written by `timetable_to_json`."""
    return Timetable(
        tuple(slot_from_json(slot) for slot in value["slots"]),
        tuple(exception_from_json(exception) for exception in value["exceptions"]),
    )


def _told(value: Item | Slot | SlotException) -> dict[str, Any]:
    """Fields that differ from their defaults."""
    return {
        field.name: getattr(value, field.name)
        for field in dataclasses.fields(value)
        if getattr(value, field.name) != field.default
    }
