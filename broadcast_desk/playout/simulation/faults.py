"""What goes wrong, when, and for how long: a seeded random makes the same year every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

DAY_S = 86_400.0
HOUR_S = 3_600.0


class Trouble(StrEnum):
    """Kinds of event."""

    POWER = "power"  # the power fails for `value` seconds
    CLOCK = "clock"  # the clock is set wrong by `value` seconds (EPOCH: to 1970) for `length_s`
    MEDIA = "media"  # a media file is lost or damaged
    RELAY = "relay"  # the relay is silent
    EDIT = "edit"  # somebody edits the timetable
    WITHDRAW = "withdraw"  # an approval is withdrawn
    DISK = "disk"  # the disk is full for the log
    SECOND = "second"  # somebody starts a second playout
    EMERGENCY = "emergency"  # an emergency message, by a person
    MOURNING = "mourning"  # two days of national mourning are ordered
    SMUGGLE = "smuggle"  # a cue that a guard forbids gets past the timetable


EPOCH = 0.0
"""As a clock's `value`: it shows 1970."""

STEPS_S = (1.0, -1.0, 300.0, -300.0, -7_200.0, DAY_S, EPOCH)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One thing that goes wrong.

    Attributes:
        at_s: seconds of true time since the simulation's first midnight.
        length_s: how long it lasts.
        value: what depends on the kind.
    """

    at_s: float
    trouble: Trouble
    length_s: float = 0.0
    value: float = 0.0


_A_DAY = {
    Trouble.POWER: 0.35,
    Trouble.CLOCK: 0.25,
    Trouble.MEDIA: 0.3,
    Trouble.RELAY: 0.3,
    Trouble.EDIT: 0.5,
    Trouble.WITHDRAW: 0.12,
    Trouble.DISK: 0.1,
    Trouble.SECOND: 0.1,
    Trouble.MOURNING: 0.03,
    Trouble.SMUGGLE: 0.4,
}
"""How many of each there are in a day, on average."""

QUIET_END = 3
"""The last days have no faults, so that what is pending can settle."""


def events(days: int, chance: random.Random, *, faults: bool) -> list[Event]:
    """Everything that happens in so many days, in order; without faults only emergencies."""
    found: list[Event] = []
    for day in range(days):
        if chance.random() < 0.07:
            found.append(Event((day + chance.random()) * DAY_S, Trouble.EMERGENCY))
        if not faults or day >= days - QUIET_END:
            continue
        for trouble, rate in _A_DAY.items():
            if chance.random() < rate:
                found.append(_event(day * DAY_S, trouble, chance))
    return sorted(found)


def _event(midnight_s: float, trouble: Trouble, chance: random.Random) -> Event:
    at_s = midnight_s + _moment(chance)
    match trouble:
        case Trouble.POWER:
            return Event(at_s, trouble, _outage(chance), float(chance.random() < 0.25))
        case Trouble.CLOCK:
            return Event(at_s, trouble, chance.uniform(60, 7_200), chance.choice(STEPS_S))
        case Trouble.MEDIA:
            return Event(at_s, trouble, chance.uniform(1, 3) * DAY_S)
        case Trouble.RELAY:
            begin_s = midnight_s + 5.9 * HOUR_S + chance.uniform(0, 1_200)
            return Event(begin_s, trouble, chance.uniform(20, 1_200))
        case Trouble.DISK:
            return Event(at_s, trouble, chance.uniform(60, 4 * HOUR_S))
        case _:
            return Event(at_s, trouble)


def _moment(chance: random.Random) -> float:
    """Mostly around a session, at times in the very instant in which one begins."""
    place = chance.random()
    if place < 0.2:
        return chance.choice((5.5, 6.0, 17.0)) * HOUR_S + chance.uniform(-0.3, 0.3)
    if place < 0.7:
        return chance.choice((5.5, 17.0)) * HOUR_S + chance.uniform(-120, 2_400)
    return chance.uniform(0, DAY_S - 1)


def _outage(chance: random.Random) -> float:
    kind = chance.random()
    if kind < 0.4:
        return chance.uniform(3, 60)
    if kind < 0.75:
        return chance.uniform(60, 5_400)
    if kind < 0.93:
        return chance.uniform(1, 14) * HOUR_S
    return chance.uniform(1, 3.5) * DAY_S
