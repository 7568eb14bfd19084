"""What a calendar file holds, put into the timetable as one edit."""

from __future__ import annotations

from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.calendar_files.reading import Found, Problem
from broadcast_desk.timetable.checking import check_confirmation, check_slot
from broadcast_desk.timetable.model import Slot
from broadcast_desk.timetable.store import TimetableStore


def bring_in(
    found: Found, store: TimetableStore, by: str, confirmed_by: str = ""
) -> tuple[tuple[Slot, ...], tuple[Problem, ...]]:
    """Put what a file holds into the timetable as one edit.

    Returns:
        The slots taken in, and one problem for each event that was not.
    """
    rules = store.rules()
    good: list[Slot] = []
    problems = list(found.problems)
    for slot in found.slots:
        try:
            check_slot(slot, rules)
            check_confirmation(slot, rules, confirmed_by)
            good.append(slot)
        except InputError as error:
            problems.append(Problem(slot.name, error))
    if not good:
        return (), tuple(problems)
    return store.merge(good, found.exceptions, by, confirmed_by), tuple(problems)
