"""The timetable: one day's plan, a year of plans, growth with slots and with the library."""

from __future__ import annotations

import gc
import time as clock
from collections.abc import Callable
from datetime import date, time, timedelta

from broadcast_desk.timetable.model import FixedItem, Rules, SelectorItem, Slot, SlotId
from broadcast_desk.timetable.plan import LibraryView, plan, plan_days
from tests.fakes.station_week import QUIET, airable

DAY = date(2026, 11, 24)
RULES = Rules(zones=("khu-1", "khu-2"), quiet_hours=QUIET)
TOPICS = ("economy", "events", "identity", "socio-cultural")


def library(size: int) -> list:
    return [
        airable(
            f"P{number}",
            60 + number % 240,
            number=number + 1,
            topic=TOPICS[number % 4],
            kind="notice" if number % 1000 == 7 else "bulletin",
            valid_until=date(2026, 1, 1) if number % 3 == 0 and number > 9 else None,
            produced_on=date(2021, 1, 1) + timedelta(number % 2000),
        )
        for number in range(size)
    ]


def slots(count: int) -> list[Slot]:
    """Slots over the waking day; each has a fixed programme, something new, something rotated."""
    seconds = 13 * 3600 // max(count, 1)
    return [
        Slot(
            SlotId(f"s{number}"),
            f"Khung {number}",
            () if number % 3 else ("khu-1",),
            starting(number * seconds),
            (
                FixedItem("P1"),
                SelectorItem("newest-unaired", topic=TOPICS[number % 4], max_length_s=120),
                SelectorItem("rotate", topic=TOPICS[number % 3], rest_days=3),
            ),
            length_s=float(seconds),
            rrule=("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=DAILY;INTERVAL=2")[
                number % 3
            ],
        )
        for number in range(count)
    ]


def starting(offset_s: int) -> time:
    at = 5 * 3600 + offset_s
    at += 2 * 3600 if at >= int(11.5 * 3600) else 0
    return time(at // 3600 % 24, at // 60 % 60, at % 60)


def best_ms(task: Callable[[], object], times: int = 7) -> float:
    found = []
    for _ in range(times):
        began = clock.perf_counter()
        task()
        found.append((clock.perf_counter() - began) * 1000)
    return min(found)


def main() -> None:
    table = slots(200)
    for size in (1_000, 10_000, 100_000):
        programmes = library(size)
        gc.freeze()
        built = best_ms(lambda programmes=programmes: LibraryView(programmes), 1)
        view = LibraryView(programmes)
        first = best_ms(lambda view=view: plan(table, [], view, DAY, RULES), 1)
        later = best_ms(lambda view=view: plan(table, [], view, DAY, RULES))
        cues = len(plan(table, [], view, DAY, RULES).cues)
        print(
            f"day, 200 slots, {size:>7} programmes: {later:6.1f} ms ({cues} cues); "
            f"after a change of the library once {built + first:6.0f} ms"
        )
    for count in (25, 50, 100, 200, 400):
        some = slots(count)
        plan(some, [], view, DAY, RULES)
        took = best_ms(lambda some=some: plan(some, [], view, DAY, RULES))
        print(f"day, {count:>3} slots, 100000 programmes: {took:6.1f} ms")
    year(table, view)


def year(table: list[Slot], view: LibraryView) -> None:
    """A year of plans, a quarter at a time: a day costs the same at its end as at its beginning."""
    began, computed = clock.perf_counter(), clock.process_time()
    quarters, cues = [], 0
    for number, day in enumerate(plan_days(table, [], view, DAY, 365, RULES), start=1):
        cues += len(day.cues)
        if number % 91 == 0:
            quarters.append(clock.process_time() - computed - sum(quarters))
    print(
        f"year, 200 slots, 100000 programmes: {clock.perf_counter() - began:6.1f} s, "
        f"{clock.process_time() - computed:.1f} s of processor ({cues} cues); by quarter "
        + ", ".join(f"{quarter:.1f}" for quarter in quarters)
    )


if __name__ == "__main__":
    main()
