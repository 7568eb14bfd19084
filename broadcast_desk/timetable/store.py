"""The timetable in the database: every edit is checked, whole, versioned, and can be taken back."""

from __future__ import annotations

import dataclasses
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from broadcast_desk.station.clock import Clock, SystemClock
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import Database, reading, writing
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.checking import (
    MOST_SLOTS,
    check_confirmation,
    check_exception,
    check_quieter,
    check_slot,
)
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.history_store import Edit, History
from broadcast_desk.timetable.model import Rules, Slot, SlotException, SlotId, Timetable
from broadcast_desk.timetable.ruled import ruled, with_ruled
from broadcast_desk.timetable.running_order_store import RunningOrders
from broadcast_desk.timetable.written import (
    exception_from_json,
    exception_to_json,
    slot_from_json,
    slot_to_json,
    timetable_from_json,
    timetable_to_json,
)

_ID = re.compile(r"[\w.-]{1,64}")


class TimetableStore:
    """Slots and exceptions. Readers see whole edits; `version()` tells when to plan anew."""

    def __init__(self, db: Database, clock: Clock | None = None) -> None:
        self._db = db
        self._history = History(db, clock or SystemClock())

    def slots(self) -> tuple[Slot, ...]:
        """All slots, by start."""
        return self.timetable().slots

    def exceptions(self) -> tuple[SlotException, ...]:
        """All exceptions, by day."""
        return self.timetable().exceptions

    def timetable(self) -> Timetable:
        """Slots and exceptions of one moment, never half of an edit."""
        with reading(self._db) as connection:
            return _read(connection)

    def readable(self) -> tuple[Timetable, tuple[str, ...]]:
        """What of the timetable can be read, and the ids of the slots of which something cannot.

        A row that a tool or a bad disk changed must not silence the other slots.
        """
        with reading(self._db) as connection:
            unreadable: list[str] = []
            found = _read(connection, unreadable.append)
        return found, tuple(dict.fromkeys(unreadable))

    def slot(self, slot_id: str) -> Slot:
        """One slot.

        Raises:
            InputError: there is none.
        """
        return _find(self.slots(), slot_id)

    def version(self) -> int:
        """The number of the newest edit, 0 before the first; it only ever grows."""
        return self._history.version()

    def rules(self) -> Rules:
        """The rules that edits are checked against: those of the station's settings."""
        return rules_of(load_settings(self._db))

    def add(self, slot: Slot, by: str, confirmed_by: str = "") -> Slot:
        """Add a slot; an id of "" is filled in.

        Args:
            slot: what to add.
            by: who edits.
            confirmed_by: who confirmed, a second time and by name, a slot in quiet hours.

        Returns:
            The slot as stored.

        Raises:
            InputError: it cannot work, its id is taken, or it needs a confirmation.
            StoreError: it could not be stored.
        """
        return self.add_all((slot,), by, confirmed_by)[0]

    def add_all(
        self, slots: Iterable[Slot], by: str, confirmed_by: str = "", what: str = "add"
    ) -> tuple[Slot, ...]:
        """Add several slots as one edit: all of them, or none."""
        wanted = tuple(slots)
        rules = self.rules()
        added: list[Slot] = []

        def change(before: Timetable) -> Timetable:
            taken = {slot.id for slot in before.slots}
            if len(taken) + len(wanted) > MOST_SLOTS:
                raise InputError("timetable.too_many_slots", most=MOST_SLOTS)
            for slot in wanted:
                named = _named(slot, taken)
                taken.add(named.id)
                added.append(_admit(named, rules, confirmed_by))
            return dataclasses.replace(before, slots=before.slots + tuple(added))

        self._edit(by, what, change, lambda: ", ".join(slot.id for slot in added))
        return tuple(added)

    def merge(
        self,
        slots: Iterable[Slot],
        exceptions: Iterable[SlotException],
        by: str,
        confirmed_by: str = "",
    ) -> tuple[Slot, ...]:
        """Add slots with their exceptions, or replace those of the same id, as one edit."""
        rules = self.rules()
        wanted = {slot.id: _admit(slot, rules, confirmed_by) for slot in slots}
        differing = tuple(e for e in exceptions if e.slot_id in wanted)

        def change(before: Timetable) -> Timetable:
            kept = tuple(slot for slot in before.slots if slot.id not in wanted)
            if len(kept) + len(wanted) > MOST_SLOTS:
                raise InputError("timetable.too_many_slots", most=MOST_SLOTS)
            stay = tuple(e for e in before.exceptions if e.slot_id not in wanted)
            return Timetable((*kept, *wanted.values()), (*stay, *differing))

        self._edit(by, "import", change, lambda: str(len(wanted)))
        return tuple(wanted.values())

    def change(self, slot: Slot, by: str, confirmed_by: str = "") -> Slot:
        """Put a slot in the place of the one with its id; see `add`."""
        admitted = _admit(slot, self.rules(), confirmed_by)

        def change(before: Timetable) -> Timetable:
            _find(before.slots, slot.id)
            kept = tuple(s if s.id != slot.id else admitted for s in before.slots)
            return dataclasses.replace(before, slots=kept)

        self._edit(by, "change", change, lambda: slot.id)
        return admitted

    def remove(self, slot_id: str, by: str) -> None:
        """Take a slot and its exceptions out of the timetable.

        Raises:
            InputError: there is no such slot.
        """
        if self._remove_unreadable(slot_id, by):
            return

        def change(before: Timetable) -> Timetable:
            _find(before.slots, slot_id)
            return Timetable(
                tuple(slot for slot in before.slots if slot.id != slot_id),
                tuple(e for e in before.exceptions if e.slot_id != slot_id),
            )

        self._edit(by, "remove", change, lambda: slot_id)

    def _remove_unreadable(self, slot_id: str, by: str) -> bool:
        """Take a slot out of which something cannot be read; its rows stay in the edit's record."""
        with writing(self._db) as connection:
            unreadable: list[str] = []
            rest = _read(connection, unreadable.append)
            if slot_id not in unreadable:
                return False
            rows = [
                list(row)
                for sql in (
                    "SELECT value FROM slots WHERE id = ?",
                    "SELECT value FROM slot_exceptions WHERE slot_id = ?",
                )
                for row in connection.execute(sql, (slot_id,))
            ]
            before = timetable_to_json(rest) | {"unreadable": {slot_id: rows}}
            self._history.record(by, f"remove {slot_id}", before)
            connection.execute("DELETE FROM slot_exceptions WHERE slot_id = ?", (slot_id,))
            connection.execute("DELETE FROM slots WHERE id = ?", (slot_id,))
        return True

    def except_day(self, exception: SlotException, by: str, confirmed_by: str = "") -> None:
        """Let one occurrence differ; an exception of the same day is replaced.

        Raises:
            InputError: the slot has no such day, or the move needs a confirmation.
        """
        rules = self.rules()

        def change(before: Timetable) -> Timetable:
            slot = check_exception(exception, before.slots)
            if exception.to_time is not None:
                moved = dataclasses.replace(slot, starts=exception.to_time)
                check_confirmation(moved, rules, confirmed_by)
            kept = tuple(e for e in before.exceptions if _key(e) != _key(exception))
            return dataclasses.replace(before, exceptions=(*kept, exception))

        self._edit(by, "except", change, lambda: f"{exception.slot_id} {exception.day}")

    def unexcept(self, slot_id: str, day: date, by: str) -> None:
        """Let an occurrence be like the others again."""

        def change(before: Timetable) -> Timetable:
            kept = tuple(e for e in before.exceptions if _key(e) != (slot_id, day))
            return dataclasses.replace(before, exceptions=kept)

        self._edit(by, "unexcept", change, lambda: f"{slot_id} {day}")

    def change_rules(
        self,
        change: Callable[[StationSettings], StationSettings],
        by: str,
        what: str,
        confirmed_by: str = "",
    ) -> StationSettings:
        """Change the rules of the place, the special days or the own dates, as one edit.

        Args:
            change: gives the settings with other rules; only what `ruled` names can be taken back.
            by: who edits.
            what: see `history_store.Edit.what`.
            confirmed_by: who confirmed, by name, rules that let hours sound that were quiet.

        Returns:
            The settings as stored.

        Raises:
            InputError: they cannot work, or need a confirmation; nothing is stored.
            StoreError: they could not be stored.
        """
        with writing(self._db):
            before = load_settings(self._db)
            after = change(before)
            check_quieter(rules_of(before), rules_of(after), confirmed_by)
            if ruled(after) != ruled(before):
                self._history.record(by, what, {"rules": ruled(before)})
            save_settings(self._db, after)
        return after

    def undo(self, by: str = "") -> Edit:
        """Take back the newest edit that has not been taken back.

        Returns:
            The edit taken back.

        Raises:
            InputError: there is none.
        """
        with writing(self._db) as connection:
            edit, before = self._history.newest()
            self._history.record(by, f"undo {edit.number}", self._now_of(before), edit.number)
            if "slots" in before:
                _write(connection, timetable_from_json(before))
            if "rules" in before:
                save_settings(self._db, with_ruled(load_settings(self._db), before["rules"]))
            if "orders" in before:
                RunningOrders(self._db).put_back(before["orders"])
        return edit

    def _now_of(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """The same parts as they are now."""
        now: dict[str, Any] = {}
        if "slots" in parts:
            now |= timetable_to_json(self.timetable())
        if "rules" in parts:
            now["rules"] = ruled(load_settings(self._db))
        if "orders" in parts:
            now["orders"] = RunningOrders(self._db).own()
        return now

    def can_undo(self) -> bool:
        """Whether there is an edit that can be taken back."""
        return self._history.any_left()

    def edits(self, limit: int = 100) -> tuple[Edit, ...]:
        """The newest edits, newest first."""
        return self._history.edits(limit)

    def _edit(
        self,
        by: str,
        what: str,
        change: Callable[[Timetable], Timetable],
        subject: Callable[[], str],
    ) -> None:
        """One edit: read, change and write in one transaction, so that none is lost."""
        with writing(self._db) as connection:
            before = _read(connection)
            after = change(before)
            self._history.record(by, f"{what} {subject()}".strip(), timetable_to_json(before))
            _write(connection, after)


def _admit(slot: Slot, rules: Rules, confirmed_by: str) -> Slot:
    check_slot(slot, rules)
    check_confirmation(slot, rules, confirmed_by)
    return dataclasses.replace(slot, confirmed_by=confirmed_by.strip())


def _named(slot: Slot, taken: set[SlotId]) -> Slot:
    if slot.id in taken or (slot.id and not _ID.fullmatch(slot.id)):
        raise InputError("timetable.id", id=slot.id)
    if slot.id:
        return slot
    number = 1
    while f"s{number}" in taken:
        number += 1
    return dataclasses.replace(slot, id=SlotId(f"s{number}"))


def _find(slots: Iterable[Slot], slot_id: str) -> Slot:
    for slot in slots:
        if slot.id == slot_id:
            return slot
    raise InputError("timetable.no_slot", id=slot_id)


def _key(exception: SlotException) -> tuple[str, date]:
    return (exception.slot_id, exception.day)


def _read(
    connection: sqlite3.Connection, on_unreadable: Callable[[str], None] | None = None
) -> Timetable:
    """All slots and exceptions; those that cannot be read are told and left out, or refused.

    Raises:
        InputError: one cannot be read ("timetable.unreadable"), and nobody is told.
    """
    slots = _all(connection, "SELECT id, value FROM slots", slot_from_json, on_unreadable)
    exceptions = _all(
        connection,
        "SELECT slot_id AS id, value FROM slot_exceptions",
        exception_from_json,
        on_unreadable,
    )
    return Timetable(
        tuple(sorted(slots, key=lambda slot: (slot.starts, slot.id))),
        tuple(sorted(exceptions, key=lambda e: (e.day, e.slot_id))),
    )


_Row = TypeVar("_Row", Slot, SlotException)


def _all(
    connection: sqlite3.Connection,
    sql: str,
    read: Callable[[Mapping[str, Any]], _Row],
    on_unreadable: Callable[[str], None] | None,
) -> list[_Row]:
    found = []
    for row in connection.execute(sql):
        try:
            found.append(read(json.loads(row["value"])))
        except (InputError, ValueError, KeyError, TypeError, AttributeError) as error:
            if on_unreadable is None:
                raise InputError("timetable.unreadable", what=row["id"]) from error
            on_unreadable(str(row["id"]))
    return found


def _write(connection: sqlite3.Connection, timetable: Timetable) -> None:
    connection.execute("DELETE FROM slot_exceptions")
    connection.execute("DELETE FROM slots")
    connection.executemany(
        "INSERT INTO slots (id, value) VALUES (?, ?)",
        [(s.id, json.dumps(slot_to_json(s), ensure_ascii=False)) for s in timetable.slots],
    )
    connection.executemany(
        "INSERT INTO slot_exceptions (slot_id, day, value) VALUES (?, ?, ?)",
        [
            (e.slot_id, e.day.isoformat(), json.dumps(exception_to_json(e), ensure_ascii=False))
            for e in timetable.exceptions
        ],
    )
