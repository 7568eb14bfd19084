"""What the timetable page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from broadcast_desk.desk.on_air.day import library_view
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.timetable.edits import Edit, zones_to_confirm
from broadcast_desk.desk.timetable.sessions import WeekSession, sessions_of
from broadcast_desk.library.model import Airable
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import RelaySource, StationSettings, TimeSpan, Zone
from broadcast_desk.timetable.checking import check_exception, check_slot, louder_zones
from broadcast_desk.timetable.effect import DayEffect, look_ahead
from broadcast_desk.timetable.effect import effect as effect_between
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Remark, Slot, SlotException, SpecialDay
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.running_order import RunningOrder
from broadcast_desk.timetable.running_order_store import RunningOrders

WEEK = 7
Change = Callable[[StationSettings], StationSettings]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the plan, and the timetable behind them.

    Attributes:
        days: the sessions of each day; also those that will not sound.
        quiet: spans in which every zone is quiet.
        special: what holds on each day, None for an ordinary one.
        ahead: what will be missing, unapproved, expired or too long in the seven days from today.
        orders: the running orders that a slot can be made from.
        relays: live sources to choose from.
    """

    first: date
    days: tuple[tuple[WeekSession, ...], ...]
    quiet: tuple[TimeSpan, ...]
    special: tuple[SpecialDay | None, ...]
    rest: frozenset[int]
    slots: tuple[Slot, ...]
    exceptions: tuple[SlotException, ...]
    zones: tuple[Zone, ...]
    airables: tuple[Airable, ...]
    orders: tuple[RunningOrder, ...]
    ahead: tuple[tuple[date, Remark], ...]
    can_undo: bool
    relays: tuple[RelaySource, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What an edit changes in the seven days from `first` on.

    Attributes:
        needs: zones whose quiet hours it touches; a person must confirm by name.
        louder: it is the quiet hours themselves that become shorter.
    """

    first: date
    days: tuple[DayEffect, ...]
    needs: tuple[str, ...] = ()
    louder: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything will sound differently."""
        return any(day.added or day.removed for day in self.days)


def week(rooms: Rooms, first: date) -> Week:
    """The week that begins on a local day."""
    settings = rooms.settings
    rules = rules_of(settings)
    table = rooms.timetable.timetable()
    view = library_view(rooms)
    plans = tuple(plan_days(table.slots, table.exceptions, view, first, WEEK, rules))
    days = [first + timedelta(days=number) for number in range(WEEK)]
    spans = [frozenset(rules.quiet_of(zone)) for zone in rules.zones]
    common = frozenset.intersection(*spans) if spans else frozenset()
    return Week(
        first=first,
        days=tuple(sessions_of(table, plan, rules) for plan in plans),
        quiet=tuple(sorted(common, key=lambda span: span.start)),
        special=tuple(rules.special(day) for day in days),
        rest=rules.rest_weekdays,
        slots=table.slots,
        exceptions=table.exceptions,
        zones=settings.zones,
        airables=rooms.library.airables(),
        orders=RunningOrders(rooms.db).all(),
        ahead=look_ahead(table, view, rules, _today(rooms)),
        can_undo=rooms.timetable.can_undo(),
        relays=settings.relays,
    )


def _today(rooms: Rooms) -> date:
    return local(rooms.clock.now()).date()


def effect(rooms: Rooms, edit: Edit, about: date | None = None) -> Effect:
    """What an edit of the timetable changes.

    Args:
        rooms: of the station.
        edit: what is tried.
        about: a day the edit is about; when it lies outside the next seven days, the seven days
            from it on are looked at instead.

    Raises:
        InputError: the edit cannot work.
    """
    rules = rules_of(rooms.settings)
    before = rooms.timetable.timetable()
    for slot in edit.slots:
        check_slot(slot, rules)
    after = edit.after(before)
    for exception in edit.exceptions:
        check_exception(exception, after.slots)
    first = _today(rooms)
    if about is not None and not first <= about < first + timedelta(days=WEEK):
        first = about
    days = effect_between(before, after, library_view(rooms), rules, first).days
    return Effect(first, days, zones_to_confirm(edit, before, rules))


def effect_of_rules(rooms: Rooms, change: Change, about: date | None = None) -> Effect:
    """What other rules of the place change.

    Raises:
        InputError: they cannot work.
    """
    table = rooms.timetable.timetable()
    old, new = rules_of(rooms.settings), rules_of(change(rooms.settings))
    first = _today(rooms)
    if about is not None and about >= first + timedelta(days=WEEK):
        first = about
    days = effect_between(table, table, library_view(rooms), old, first, new_rules=new).days
    return Effect(first, days, louder_zones(old, new), louder=True)


def keep_rules(rooms: Rooms, change: Change, what: str, by: str, confirmed_by: str = "") -> None:
    """Store other rules of the place, so that one undo takes them back.

    Raises:
        InputError: they cannot work, or need a confirmation; nothing is stored.
    """
    rooms.timetable.change_rules(change, by, what, confirmed_by)


def keep(rooms: Rooms, edit: Edit, by: str, confirmed_by: str = "") -> None:
    """Store an edit of the timetable, so that one undo takes all of it back.

    Raises:
        InputError: it cannot work, or needs a confirmation; nothing is stored.
    """
    store = rooms.timetable
    if edit.what == "import":
        store.merge(edit.slots, edit.exceptions, by, confirmed_by)
    elif edit.removed:
        for slot_id in edit.removed:
            store.remove(slot_id, by)
    elif edit.unexcepted:
        for slot_id, day in edit.unexcepted:
            store.unexcept(slot_id, day, by)
    elif len(edit.slots) + len(edit.exceptions) == 1:
        _keep_one(rooms, edit, by, confirmed_by)
    elif edit.slots and not edit.exceptions:
        store.add_all(edit.slots, by, confirmed_by, edit.what)
    else:
        _keep_several(rooms, edit, by, confirmed_by)


def _keep_one(rooms: Rooms, edit: Edit, by: str, confirmed_by: str) -> None:
    store = rooms.timetable
    for exception in edit.exceptions:
        store.except_day(exception, by, confirmed_by)
    for slot in edit.slots:
        if slot.id:
            store.change(slot, by, confirmed_by)
        else:
            store.add(slot, by, confirmed_by)


def _keep_several(rooms: Rooms, edit: Edit, by: str, confirmed_by: str) -> None:
    """Slots and exceptions together are one edit: whole slots with all their exceptions."""
    after = edit.after(rooms.timetable.timetable())
    touched = {slot.id for slot in edit.slots} | {e.slot_id for e in edit.exceptions}
    slots = [slot for slot in after.slots if slot.id in touched]
    for exception in edit.exceptions:
        check_exception(exception, slots)
    rules = rules_of(rooms.settings)
    needs = zones_to_confirm(edit, rooms.timetable.timetable(), rules)
    if needs and not confirmed_by.strip():
        raise InputError(
            "timetable.needs_confirmation",
            slot=slots[0].name,
            starts=f"{slots[0].starts:%H:%M}",
            zones=", ".join(needs),
        )
    known = next((slot.confirmed_by for slot in slots if slot.confirmed_by), "")
    exceptions = [e for e in after.exceptions if e.slot_id in touched]
    rooms.timetable.merge(slots, exceptions, by, confirmed_by or known)


def undo(rooms: Rooms, by: str) -> str:
    """Take the newest edit back; returns what it was."""
    return rooms.timetable.undo(by).what


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())
