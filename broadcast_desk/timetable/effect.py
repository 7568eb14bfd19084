"""What an edit changes, before it is kept: what will sound in the next days, side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from broadcast_desk.timetable.checking import needs_confirmation
from broadcast_desk.timetable.model import Cue, DayPlan, Remark, Rules, Slot, Timetable
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.view import LibraryView
from broadcast_desk.timetable.wording import what_sounds

LOOK_AHEAD_DAYS = 7
CONFLICTS = frozenset({"timetable.cut", "timetable.waits"})
"""Remarks that two sessions want one place; nothing is lost, but one of them gives way."""


@dataclass(frozen=True, slots=True)
class DayEffect:
    """One day before and after an edit.

    Attributes:
        plan: of the edited timetable.
        added: cues that would sound and did not before; removed: the other way round.
        remarks: serious remarks that the edit brings.
        conflicts: the others of its remarks that say what gives way to what.
    """

    plan: DayPlan
    added: tuple[Cue, ...]
    removed: tuple[Cue, ...]
    remarks: tuple[Remark, ...]
    conflicts: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """The coming days under an edited timetable.

    Attributes:
        to_confirm: slots, new or changed, that touch quiet hours and need a second, named
            confirmation.
    """

    days: tuple[DayEffect, ...]
    to_confirm: tuple[Slot, ...]

    @property
    def changes(self) -> bool:
        """Whether anything will sound differently."""
        return any(day.added or day.removed for day in self.days)


def effect(
    before: Timetable,
    after: Timetable,
    library: LibraryView,
    rules: Rules,
    first: date,
    days: int = LOOK_AHEAD_DAYS,
    new_rules: Rules | None = None,
) -> Effect:
    """What the edit from `before` to `after` changes on the days from `first` on.

    Args:
        before: the timetable as it is.
        after: the timetable as it would be.
        library: what may be chosen.
        rules: of the place, as they are.
        first: the first local day looked at.
        days: how many days.
        new_rules: of the place as they would be, None when the edit does not change them.
    """
    rules_after = rules if new_rules is None else new_rules
    old = plan_days(before.slots, before.exceptions, library, first, days, rules)
    new = plan_days(after.slots, after.exceptions, library, first, days, rules_after)
    known = set(before.slots)
    return Effect(
        tuple(_day(one, other) for one, other in zip(old, new, strict=True)),
        tuple(
            slot for slot in after.slots if slot not in known and needs_confirmation(slot, rules)
        ),
    )


def _day(before: DayPlan, after: DayPlan) -> DayEffect:
    old, new = _sounds(before.cues), _sounds(after.cues)
    known = set(before.remarks)
    return DayEffect(
        plan=after,
        added=tuple(cue for key, cue in new.items() if key not in old),
        removed=tuple(cue for key, cue in old.items() if key not in new),
        remarks=tuple(r for r in after.remarks if r.serious and r not in known),
        conflicts=tuple(r for r in after.remarks if r.code in CONFLICTS and r not in known),
    )


def _sounds(cues: Iterable[Cue]) -> dict[tuple[object, ...], Cue]:
    """Cues by what a listener would notice: where, from when to when, and what."""
    return {(c.zones, c.starts_at, c.ends_at, what_sounds(c), c.volume): c for c in cues}


def look_ahead(
    timetable: Timetable,
    library: LibraryView,
    rules: Rules,
    first: date,
    days: int = LOOK_AHEAD_DAYS,
) -> tuple[tuple[date, Remark], ...]:
    """What will be missing, unapproved, expired, too long or shut out in the coming days.

    Said today, so that nobody learns it at 05:30. Each is named on the first day it happens.
    """
    found: dict[tuple[str, str, frozenset[tuple[str, str]]], tuple[date, Remark]] = {}
    for day in plan_days(timetable.slots, timetable.exceptions, library, first, days, rules):
        for remark in day.remarks:
            if remark.serious or remark.code == "timetable.cut_to_length":
                params = frozenset(p for p in remark.params if p[0] not in {"day", "at"})
                found.setdefault((remark.slot_id, remark.code, params), (day.day, remark))
    return tuple(found.values())
