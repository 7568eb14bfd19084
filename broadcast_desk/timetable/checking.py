"""What is refused before it enters the timetable, and what needs a second, named confirmation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import TimeSpan
from broadcast_desk.timetable.guards import quiet, quiet_seconds
from broadcast_desk.timetable.model import (
    FixedItem,
    Item,
    OpeningItem,
    RelayItem,
    Rule,
    Rules,
    SelectorItem,
    Slot,
    SlotException,
)
from broadcast_desk.timetable.power import MOST_WARM_UP_S
from broadcast_desk.timetable.recurrence import first_day, slot_occurs
from broadcast_desk.timetable.sessions import samples_of

DAY_S = 86_400.0
LONGEST_RELAY_S = DAY_S
MOST_SLOTS = 2_000
STREAM_SCHEMES = frozenset({"http", "https", "rtp", "rtsp", "srt", "udp", "icecast"})
LOCAL_SOURCES = ("line:", "fm:")
"""A relay may also come from a socket of this computer: "line:NAME", "fm:NAME"."""

_OF = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def check_slot(slot: Slot, rules: Rules) -> None:
    """Refuse a slot that cannot work, whoever confirms it.

    Raises:
        InputError: with the code of what is wrong.
    """
    if not slot.name.strip():
        raise InputError("timetable.no_name")
    unknown = [zone for zone in slot.zones if zone not in rules.zones]
    if unknown:
        raise InputError("timetable.zone", zones=", ".join(unknown), slot=slot.name)
    if not slot.items:
        raise InputError("timetable.empty", slot=slot.name)
    _check_numbers(slot)
    for item in slot.items:
        check_item(item, slot.name)
    if first_day(slot) is None:
        raise InputError("timetable.never_occurs", slot=slot.name, rule=slot.rrule)


def _check_numbers(slot: Slot) -> None:
    if slot.length_s is not None and not 0 < slot.length_s <= DAY_S:
        raise InputError("timetable.length", slot=slot.name)
    if slot.volume is not None and not 0 <= slot.volume <= 100:
        raise InputError("timetable.volume", slot=slot.name, volume=slot.volume)
    if slot.warm_up_s is not None and not 0 <= slot.warm_up_s <= MOST_WARM_UP_S:
        raise InputError("timetable.warm_up", slot=slot.name, most=MOST_WARM_UP_S)
    if not (0 <= slot.late_within_s <= DAY_S and 0 <= slot.finish_within_s <= DAY_S):
        raise InputError("timetable.allowance", slot=slot.name)
    if slot.valid_until is not None and slot.valid_until < slot.valid_from:
        raise InputError("timetable.backwards", slot=slot.name)


def check_item(item: Item, slot_name: str) -> None:
    """Refuse an item that cannot work.

    Raises:
        InputError: with the code of what is wrong.
    """
    match item:
        case FixedItem(code=code) | OpeningItem(code=code):
            if not code.strip():
                raise InputError("timetable.no_code", slot=slot_name)
        case RelayItem():
            _check_relay(item, slot_name)
        case SelectorItem():
            _check_selector(item, slot_name)


def _check_relay(item: RelayItem, slot_name: str) -> None:
    if not is_relay_address(item.url):
        raise InputError("timetable.relay_address", url=item.url, slot=slot_name)
    if not 0 < item.length_s <= LONGEST_RELAY_S:
        raise InputError("timetable.relay_length", url=item.url, slot=slot_name)


def is_relay_address(text: str) -> bool:
    """Whether a text can be the address of a relay: a stream with a host, or a local socket."""
    if any(text.startswith(prefix) and len(text) > len(prefix) for prefix in LOCAL_SOURCES):
        return True
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in STREAM_SCHEMES and bool(parts.hostname)


def _check_selector(item: SelectorItem, slot_name: str) -> None:
    if item.rule not in tuple(Rule):
        raise InputError("timetable.rule", rule=item.rule, slot=slot_name)
    if item.of and not _OF.fullmatch(item.of):
        raise InputError("timetable.of", of=item.of, slot=slot_name)
    if item.count < 0 or item.rest_days < 0 or item.days_back < 1:
        raise InputError("timetable.rule", rule=item.rule, slot=slot_name)


def needs_confirmation(slot: Slot, rules: Rules) -> tuple[str, ...]:
    """The zones in which the slot begins in or reaches into the quiet hours.

    A slot whose length is left open is judged by its start.
    """
    zones = [zone for zone in rules.zones if not slot.zones or zone in slot.zones]
    return tuple(zone for zone in zones if _touches_quiet(slot, zone, rules))


def _touches_quiet(slot: Slot, zone: str, rules: Rules) -> bool:
    begins = datetime.combine(slot.valid_from, slot.starts, STATION_ZONE)
    if quiet(rules, zone, begins):
        return True
    start = samples_of(slot.starts) / 48_000
    end = start + (slot.length_s or 0.0)
    return any(start < opens < end for opens, _ in quiet_seconds(rules.quiet_of(zone), days=3))


def check_confirmation(slot: Slot, rules: Rules, confirmed_by: str) -> None:
    """Refuse a slot in hours that need a second, named confirmation and have none.

    The confirmation lets the slot into the timetable; it does not let it sound: the guard keeps
    quiet hours whatever the timetable says, except for an emergency.

    Raises:
        InputError: "timetable.needs_confirmation".
    """
    zones = needs_confirmation(slot, rules)
    if zones and not confirmed_by.strip():
        code = "needs_confirmation"
        if slot.priority is Priority.EMERGENCY:
            code = "needs_confirmation_emergency"
        raise InputError(
            f"timetable.{code}",
            slot=slot.name,
            starts=f"{slot.starts:%H:%M}",
            zones=", ".join(zones),
        )


def check_quieter(before: Rules, after: Rules, confirmed_by: str) -> None:
    """Refuse rules that let the loudspeakers sound in hours that were quiet, unless confirmed.

    Raises:
        InputError: "timetable.less_quiet": a second, named confirmation is needed.
    """
    louder = louder_zones(before, after)
    if louder and not confirmed_by.strip():
        raise InputError("timetable.less_quiet", zones=", ".join(louder))


def louder_zones(before: Rules, after: Rules) -> tuple[str, ...]:
    """The zones that may sound in hours that were quiet; a person must then confirm by name."""
    return tuple(
        zone
        for zone in after.zones
        if zone in before.zones and not _covers(after.quiet_of(zone), before.quiet_of(zone))
    )


def _covers(spans: tuple[TimeSpan, ...], others: tuple[TimeSpan, ...]) -> bool:
    """Whether every instant of the other spans lies in these."""
    whole = quiet_seconds(spans, days=3)
    return all(
        any(start <= begin and end <= over for start, over in whole)
        for begin, end in quiet_seconds(others, days=2)
    )


def check_exception(exception: SlotException, slots: Iterable[Slot]) -> Slot:
    """The slot an exception belongs to.

    Raises:
        InputError: there is no such slot, or it does not occur on that day.
    """
    slot = next((slot for slot in slots if slot.id == exception.slot_id), None)
    if slot is None:
        raise InputError("timetable.no_slot", id=exception.slot_id)
    if not slot_occurs(slot, exception.day):
        raise InputError("timetable.no_occurrence", slot=slot.name, day=f"{exception.day:%d/%m/%Y}")
    if exception.kind == "move" and exception.to_day is None and exception.to_time is None:
        raise InputError("timetable.move_nowhere", slot=slot.name)
    if exception.to_day is not None and abs(exception.to_day - exception.day) > timedelta(366):
        raise InputError("timetable.move_nowhere", slot=slot.name)
    if exception.kind == "replace" and not exception.items:
        raise InputError("timetable.empty", slot=slot.name)
    for item in exception.items:
        check_item(item, slot.name)
    return slot
