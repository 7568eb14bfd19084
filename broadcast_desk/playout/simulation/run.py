"""Days of a station, one after the other: time jumps, things go wrong, everything is noted."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.past import Past
from broadcast_desk.playout.simulation.checking import Report, check
from broadcast_desk.playout.simulation.clock import SimulatedClock
from broadcast_desk.playout.simulation.faults import DAY_S, EPOCH, Event, Trouble, events
from broadcast_desk.playout.simulation.machine import Machine
from broadcast_desk.playout.simulation.noted import Noted
from broadcast_desk.playout.simulation.smuggling import Guarded, forbidden
from broadcast_desk.playout.simulation.station import CHIEF, RELAY, PaperStation
from broadcast_desk.playout.supervisor import take_lock
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.errors import InputError, PlayoutError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.settings import load_settings
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import Cue, CueId, FixedItem, RelayItem, Slot
from broadcast_desk.timetable.plan import plan_days
from broadcast_desk.timetable.view import LibraryView

START = datetime(2027, 1, 1, tzinfo=STATION_ZONE)
"""The first midnight of every simulation."""

CLOCK_SET_S = (60.0, 1_800.0)
"""A dead clock is set right by the network so long after the power came back."""

BOOT_S = 20.0


def simulate(
    data: Path,
    days: int,
    *,
    faults: bool = False,
    seed: int = 0,
    happenings: Iterable[Event] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Run so many days of a station in an empty folder and check what became of them.

    Args:
        data: an empty folder; the station's database is left there.
        days: how many.
        faults: things go wrong.
        seed: of the random that decides what.
        happenings: what goes wrong, instead of what the random decides.
        progress: is told every day's number.

    Raises:
        StoreError: the folder cannot be written to.
    """
    chance = random.Random(seed)  # repeatable
    run = _Run(DataFolder(data), days, chance)
    try:
        run.plan(events(days, chance, faults=faults) if happenings is None else happenings)
        run.go(progress or (lambda _: None))
        return check(run.station, run.noted, days, seed)
    finally:
        run.close()


def _any_firm(slot: Slot) -> bool:
    """Whether a slot always has something to air: not all of it is chosen by rules."""
    return any(isinstance(item, FixedItem | RelayItem) for item in slot.items)


class _Run:
    def __init__(self, data: DataFolder, days: int, chance: random.Random) -> None:
        self._days = days
        self._chance = chance
        self.clock = SimulatedClock(START.astimezone(UTC))
        self.station = PaperStation(data, self.clock, chance)
        self.noted = Noted()
        self._past = Past(Logbook(self.station.db))
        self._dead: set[str] = set()
        self._smuggled: list[Cue] = []
        self._guards = itertools.cycle(guard for guard in Guarded if guard is not Guarded.CLOCK)
        self._order = itertools.count()
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._machine: Machine | None = None
        self._alive_at: datetime | None = None
        self._emergencies = 0
        self._witnessed_to = self.clock.true
        self._late: dict[CueId, datetime] = {}
        self._in_force: set[CueId] = set()  # at the last look; empty when there was none
        self._switch_on()

    def plan(self, happenings: Iterable[Event]) -> None:
        """Let these things happen."""
        for event in happenings:
            self._at(event.at_s, self._happening(event))

    def go(self, progress: Callable[[int], None]) -> None:
        """Let all days pass."""
        for day in range(self._days):
            self._at(day * DAY_S + 4 * 3_600, self.station.write_bulletin)
            self._at(day * DAY_S + 1, lambda day=day: progress(day))  # type: ignore[misc]
            self._at((day + 1) * DAY_S - 60, self._note_day)
        end_s = self._days * DAY_S - 1
        while self.clock.monotonic_s() < end_s:
            look_s = end_s if self._machine is None else self._machine.next_look_s()
            due = bool(self._agenda) and self._agenda[0][0] <= look_s
            self.clock.advance_to(min(end_s, self._agenda[0][0] if due else look_s))
            if due and self.clock.monotonic_s() < end_s:
                if self._machine is not None:
                    self._machine.hear()
                heapq.heappop(self._agenda)[2]()
            self._tick()

    def close(self) -> None:
        """Let go of everything."""
        if self._machine is not None:
            self._machine.cut()
        self.station.close()

    def _at(self, at_s: float, call: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (at_s, next(self._order), call))

    def _in(self, seconds: float, call: Callable[[], None]) -> None:
        self._at(self.clock.monotonic_s() + seconds, call)

    def _tick(self) -> None:
        machine = self._machine
        if machine is None:
            return
        machine.tick()
        if not machine.held:
            self._alive_at = machine.wall.now
        right = self.clock.error == timedelta(0)
        self.noted.note_held(self.clock.monotonic_s(), held=machine.held and right)
        self._witness(machine)

    # what was due

    def _witness(self, machine: Machine) -> None:
        """Note what was due by true time since the last look, by the plan in force."""
        first, last = self._witnessed_to, self.clock.true
        covered = abs((machine.brief.day - local(last).date()).days) <= 1
        if machine.held or not covered:
            return
        in_force = {cue.id for cue in machine.brief.cues}
        self._note_late(machine, in_force)
        for cue in self._planned(machine, first):
            if first < cue.starts_at <= last and cue.id not in self._late:
                for group in machine.groups:
                    if not cue.zones or group.name in cue.zones:
                        self.noted.note_due(cue, group.name, in_force=cue.id in in_force)
        self._in_force = in_force
        self._witnessed_to = last

    def _note_late(self, machine: Machine, in_force: set[CueId]) -> None:
        """Note what came into the plan when it was over by the station's clock: it was not due."""
        new, now = in_force - (self._in_force or in_force), machine.wall.now
        late = {cue.id: cue.starts_at for cue in machine.brief.cues if cue.id in new}
        self._late = {name: at for name, at in (late | self._late).items() if at <= now}

    def _planned(self, machine: Machine, first: datetime) -> tuple[Cue, ...]:
        """The cues of the plan in force, and what was due on the days before it."""
        brief, day = machine.brief, local(first).date()
        old = (brief.day - timedelta(days=1) - day).days
        if old <= 0:
            return brief.cues
        station = self.station
        heard = self._past.heard(self.clock.true)
        view = LibraryView(station.library.airables(), heard=heard)
        table = station.timetable.timetable()
        days = plan_days(table.slots, table.exceptions, view, day, old, brief.rules)
        known = {cue.id for cue in brief.cues}
        older = (cue for plan in days for cue in plan.cues if cue.id not in known)
        return (*older, *brief.cues)

    def _note_day(self) -> None:
        """Note the sessions of the day that ends, whatever playout made of it.

        Only those in which something firm is planned, of slots that nobody edited on this day: what
        a session chooses, and what an edit means, depends on the moment at which it is planned.
        """
        station, day = self.station, local(self.clock.true).date()
        table = station.timetable.timetable()
        firm = {slot.id for slot in table.slots if _any_firm(slot)}
        now, rules = self.clock.true, rules_of(load_settings(station.db))
        heard = self._past.heard(now)
        view = LibraryView(station.library.airables(), known_until=now, heard=heard)
        (plan,) = plan_days(table.slots, table.exceptions, view, day, 1, rules)
        for cue in plan.cues:
            if cue.slot_id in firm and (day, cue.slot_id) not in station.edited:
                for zone in cue.zones or rules.zones:
                    self.noted.note_due(cue, zone, in_force=False)

    # what goes wrong

    def _happening(self, event: Event) -> Callable[[], None]:
        return lambda: self._happen(event)

    def _happen(self, event: Event) -> None:
        self.noted.count(event.trouble)
        match event.trouble:
            case Trouble.POWER:
                self._cut(event)
            case Trouble.CLOCK:
                self._set_clock(event)
            case Trouble.MEDIA:
                self._damage(event)
            case Trouble.RELAY:
                self._relay(dead=True)
                self._in(event.length_s, lambda: self._relay(dead=False))
            case Trouble.EDIT:
                self._edit()
            case Trouble.WITHDRAW:
                self.station.withdraw()
            case Trouble.MOURNING:
                self.station.order_mourning(local(self.clock.true).date() + timedelta(days=2))
            case Trouble.SMUGGLE:
                self._smuggle(next(self._guards))
            case _:
                self._more(event)

    def _smuggle(self, what: Guarded) -> None:
        recent = self.clock.true - timedelta(days=9)
        kept = [cue for cue in self._smuggled if cue.starts_at > recent]
        number = self.noted.faults[Trouble.SMUGGLE]
        new: tuple[Cue, ...] = ()
        with contextlib.suppress(InputError):  # a clock that is ahead: the desk refuses the day
            new = forbidden(what, number, self.station)
        self._smuggled[:] = [*kept, *new]
        if self._machine is not None:
            self._machine.smuggle()

    def _more(self, event: Event) -> None:
        machine = self._machine
        if machine is None:
            return
        match event.trouble:
            case Trouble.DISK:
                machine.fill_disk(full=True)
                self._in(event.length_s, self._free_disk)
            case Trouble.SECOND:
                self._start_second()
            case Trouble.EMERGENCY:
                self._emergencies += 1
                machine.emergency(self._emergencies, CHIEF)

    # power

    def _switch_on(self) -> None:
        self._lock = take_lock(self.station.data)
        self._machine = Machine(
            self.station.data,
            self.clock,
            self.station.media,
            self._dead,
            self._smuggled,
            self._alive_at,
            self.noted.hear,
        )

    def _cut(self, event: Event) -> None:
        if self._machine is None:
            return
        self._machine.tick(stores=False)
        self._machine.cut()
        self._machine = None
        self._in_force = set()
        self._lock.release()
        self.noted.cuts.append(self.clock.monotonic_s())
        self._in(event.length_s + BOOT_S, lambda: self._boot(dead_clock=bool(event.value)))

    def _boot(self, *, dead_clock: bool) -> None:
        if dead_clock:
            self._smuggle(Guarded.CLOCK)
            self._wrong_clock(EPOCH, self._chance.uniform(*CLOCK_SET_S))
        self._switch_on()

    # clock

    def _set_clock(self, event: Event) -> None:
        if event.value == EPOCH:
            self._smuggle(Guarded.CLOCK)
        self._wrong_clock(event.value, event.length_s)

    def _wrong_clock(self, step_s: float, length_s: float) -> None:
        before = self.clock.error
        error = timedelta(seconds=step_s)
        self.clock.error = (
            (datetime(1970, 1, 1, tzinfo=UTC) - self.clock.true) if not step_s else error
        )
        self._note_step(before)
        self._in(length_s, self._right_clock)

    def _right_clock(self) -> None:
        before = self.clock.error
        self.clock.error = timedelta(0)
        self._note_step(before)

    def _note_step(self, before: timedelta) -> None:
        back_s = (before - self.clock.error).total_seconds()
        self.noted.steps.append((self.clock.monotonic_s(), back_s))

    # the rest

    def _damage(self, event: Event) -> None:
        chosen = self._chance.choice(self.station.library.airables()).audio_sha256
        damage = self._chance.choice(("playout.media_missing", "playout.media_damaged"))
        self.station.media.damage[chosen] = damage
        self._in(event.length_s, lambda: self._repair(chosen))

    def _repair(self, sha256: str) -> None:
        self.station.media.damage.pop(sha256, None)

    def _relay(self, *, dead: bool) -> None:
        if dead:
            self._dead.add(RELAY)
        else:
            self._dead.discard(RELAY)
        if self._machine is not None:
            self._machine.relay_changed(dead)

    def _edit(self) -> None:
        with contextlib.suppress(InputError):  # refused: an edit that cannot work
            self.station.edit_timetable()

    def _free_disk(self) -> None:
        if self._machine is not None:
            self._machine.fill_disk(full=False)

    def _start_second(self) -> None:
        try:
            take_lock(self.station.data).release()
        except PlayoutError:
            return
        self.noted.second_owner = True
