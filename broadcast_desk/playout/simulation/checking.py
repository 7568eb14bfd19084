"""What became of every due item, and whether anything happened that never may."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone

from broadcast_desk.logbook.model import Airing, Entry, Kind, Result
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.simulation.noted import Noted
from broadcast_desk.playout.simulation.smuggling import ALLOWED_IN_PART, PREFIX
from broadcast_desk.playout.simulation.sound import Heard
from broadcast_desk.playout.simulation.station import SETTINGS, PaperStation
from broadcast_desk.timetable.model import Cue, MissedRule

TOLERANCE_S = 0.5
"""The engine looks ten times a second and fades; a silence may begin so much late."""

SAMPLE = timedelta(milliseconds=1)
"""Positions are whole samples: 05:00:00 may read 04:59:59.99999."""

TWICE_S = 5.0
"""A resumed airing may lap over what was heard before by this much (boot, clock set by network)."""

DAY_S, HALF_DAY_S = 86_400.0, 43_200.0

HERE = timezone(timedelta(hours=7))

HELD_S = 6 * 3_600.0
"""A clock that was behind and is right may be held until it passes what the log has seen."""

EMERGENCY = "emergency/"

SESSION_S = 3_600.0
"""A small step of the clock shifts the rest of the session: its items join without a gap."""

AROUND_S = 120.0
"""So near a power cut or a clock's step the log may be a little off."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a simulation.

    Attributes:
        due: items that were due; unexplained: those of which the log says nothing.
        aired: complete, partial, interrupted, of those: resumed, late.
        missed, refused: reason -> count.
        faults: what went wrong, kind -> count.
        broken: what never may happen and did, one line each.
    """

    days: int
    seed: int
    due: int
    aired: dict[str, int]
    missed: dict[str, int]
    refused: dict[str, int]
    unexplained: int
    unplanned: int
    heard_s: float
    faults: dict[str, int]
    log_entries: int
    broken: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing happened that never may."""
        return not self.broken

    def to_json(self) -> dict[str, object]:
        """As JSON values."""
        return asdict(self) | {"sound": self.sound}


def check(station: PaperStation, noted: Noted, days: int, seed: int) -> Report:
    """Compare plan, log and ear.

    Args:
        station: with its database.
        noted: what was due and what was heard.
        days: how many were simulated.
        seed: of the simulation.
    """
    logbook = Logbook(station.db)
    entries = list(logbook.entries())
    rows, before = _rows(logbook)
    verified = logbook.verify()
    pending = station.clock.true - timedelta(hours=2)
    unexplained = [
        name for name, cue in noted.due.items() if cue.ends_at < pending and name not in rows
    ]
    explained = {(row.session_id, name.rpartition("@")[2]) for name, row in rows.items()}
    unexplained += ["@".join(session) for session in noted.sessions if session not in explained]
    broken = [f"unexplained: {name}" for name in unexplained]
    broken += _forbidden(station, noted, rows)
    broken += _smuggled(noted)
    broken += _twice(noted, rows, before)
    broken += _wrongly_logged(noted, rows, before)
    broken += _overlaps(noted)
    broken += _unlogged(noted, entries)
    if not verified.valid:
        broken.append(f"chain: entry {verified.first_bad} is {verified.flaw}")
    broken += [f"held: {s:.0f} s with a right clock" for s in noted.held if s > HELD_S]
    if noted.second_owner:
        broken.append("owner: a second playout could start")
    known = [row for name, row in rows.items() if name in noted.due]
    return Report(
        days=days,
        seed=seed,
        due=len(noted.due),
        aired=_aired(known),
        missed=_reasons(known, Result.MISSED),
        refused=_reasons(known, Result.REFUSED),
        unexplained=len(unexplained),
        unplanned=sum(1 for row in rows.values() if row.priority == "emergency"),
        heard_s=round(sum(stretch.end_s - stretch.begin_s for stretch in noted.heard), 1),
        faults={str(kind): count for kind, count in sorted(noted.faults.items())},
        log_entries=len(entries),
        broken=tuple(broken),
    )


def _rows(logbook: Logbook) -> tuple[dict[str, Airing], dict[str, list[Airing]]]:
    """The as-run rows, and those of what a cue was before it was changed on air."""
    rows = {row.airing_id: row for row in logbook.airings()}
    before: defaultdict[str, list[Airing]] = defaultdict(list)
    for name in [name for name in rows if "~" in name]:
        before[name.partition("~")[0]].append(rows.pop(name))
    return rows, before


def _aired(rows: list[Airing]) -> dict[str, int]:
    results = Counter(str(row.result) for row in rows if row.sounded)
    results["resumed"] = sum(1 for row in rows if row.sounded and row.resumed)
    results["late"] = sum(1 for row in rows if row.sounded and (row.start_error_ms or 0) > 2_000)
    return dict(sorted(results.items()))


def _reasons(rows: list[Airing], result: Result) -> dict[str, int]:
    found = Counter(row.reason for row in rows if not row.sounded and row.result is result)
    return dict(sorted(found.items()))


def _forbidden(station: PaperStation, noted: Noted, rows: dict[str, Airing]) -> Iterator[str]:
    """What sounded against a guard: hours, approval, validity, mourning, caps.

    By its own reckoning, not by the product's rules: an error in those must show here.
    """
    for stretch in noted.heard:
        if stretch.airing_id.startswith(EMERGENCY):
            continue
        last = stretch.end - timedelta(seconds=TOLERANCE_S)
        if last > stretch.begin and (_at_rest(stretch.begin + SAMPLE) or _at_rest(last)):
            yield f"quiet hours: {_told(stretch)}"
        row = rows.get(stretch.airing_id)
        if row is not None:
            yield from _unapproved(station, stretch, row)
            joyful = row.code[:2] in ("CN", "NH") and row.code != "NH-TANG"
            ordered_s = station.mourning.get(_here(stretch.begin).date())
            if joyful and ordered_s is not None and stretch.end_s > ordered_s + TOLERANCE_S:
                yield f"mourning: {_told(stretch)}"
    yield from _caps(noted, rows)


def _here(instant: datetime) -> datetime:
    return instant.astimezone(HERE)


def _at_rest(instant: datetime) -> bool:
    """Whether an instant lies in the quiet hours that the station was given."""
    clock = _here(instant).time()
    return any(
        span.start <= clock < span.end
        if span.start < span.end
        else clock >= span.start or clock < span.end
        for span in SETTINGS.quiet_hours
    )


def _unapproved(station: PaperStation, stretch: Heard, row: Airing) -> Iterator[str]:
    since_s = station.withdrawn.get(row.content_sha256)
    if since_s is not None and stretch.end_s > since_s + TOLERANCE_S:
        yield f"withdrawn: {_told(stretch)}"
    until = station.expiry.get(row.content_sha256)
    if until is not None and _here(stretch.begin).date() > until:
        yield f"expired: {_told(stretch)}"


def _caps(noted: Noted, rows: dict[str, Airing]) -> Iterator[str]:
    spans: dict[tuple[str, str], list[Heard]] = defaultdict(list)
    for stretch in noted.heard:
        row = rows.get(stretch.airing_id)
        if row is not None and row.priority != "emergency" and not _cut_at_once(stretch, noted):
            spans[stretch.group, row.session_id].append(stretch)
    begun = Counter((group, _here(found[0].begin).date()) for (group, _), found in spans.items())
    for (group, day), count in begun.items():
        if count > SETTINGS.max_sessions_per_day:
            yield f"sessions: {count} in {group} on {day}"
    for (group, name), found in spans.items():
        first_s, last_s = found[0].begin_s, found[-1].end_s
        stepped = any(first_s <= at_s <= last_s for at_s, _ in noted.steps)
        if not stepped and last_s - first_s > SETTINGS.max_session_minutes * 60 + TOLERANCE_S:
            yield f"session too long: {name} in {group}, {last_s - first_s:.0f} s"


def _smuggled(noted: Noted) -> Iterator[str]:
    for stretch in noted.heard:
        kind = stretch.airing_id.removeprefix(PREFIX).split("/")[0]
        if stretch.airing_id.startswith(PREFIX) and kind not in ALLOWED_IN_PART:
            yield f"smuggled: {_told(stretch)}"


def _wrongly_logged(
    noted: Noted, rows: dict[str, Airing], before: dict[str, list[Airing]]
) -> Iterator[str]:
    """Rows that say something else than the ear: how long, or that it began in time."""
    spans: defaultdict[str, list[Heard]] = defaultdict(list)
    for stretch in noted.heard:
        spans[stretch.airing_id].append(stretch)
    moments = [*noted.cuts, *(at_s for at_s, _ in noted.steps)]
    for name, stretches in spans.items():
        row = rows.get(name)
        first_s, last_s = stretches[0].begin_s - AROUND_S, stretches[-1].end_s + AROUND_S
        if row is None or any(first_s <= at_s <= last_s for at_s in moments):
            continue
        heard_s = sum(stretch.end_s - stretch.begin_s for stretch in stretches)
        logged_s = sum(part.duration_s for part in (row, *before.get(name, ())))
        if abs(logged_s - heard_s) > TOLERANCE_S:
            yield f"wrong length: {name} sounded {heard_s:.1f} s, the log says {logged_s} s"
        shifted = any(first_s - SESSION_S <= at_s <= last_s for at_s, _ in noted.steps)
        if row.result is Result.COMPLETE and not shifted and not _in_time(row, noted.due.get(name)):
            yield f"out of time: {name} by {row.start_error_ms} ms"


def _in_time(row: Airing, cue: Cue | None) -> bool:
    """Whether a complete airing began at its planned instant, unless its rule lets it be late."""
    late = cue is not None and cue.missed_rule is MissedRule.LATE
    return row.start_error_ms is None or late or abs(row.start_error_ms) <= TOLERANCE_S * 1_000


def _twice(noted: Noted, rows: dict[str, Airing], before: dict[str, list[Airing]]) -> Iterator[str]:
    heard_s: defaultdict[tuple[str, int], float] = defaultdict(float)
    span: dict[tuple[str, int], list[float]] = defaultdict(list)
    for stretch in noted.heard:
        night = int((stretch.begin_s + HALF_DAY_S) // DAY_S)  # a clock ahead played tomorrow's
        place = stretch.airing_id, night
        heard_s[place] += stretch.end_s - stretch.begin_s
        span[place] += (stretch.begin_s, stretch.end_s)
    for (name, night), seconds in heard_s.items():
        if name not in rows:
            continue
        back_s = sum(
            max(0.0, by_s)
            for at_s, by_s in noted.steps
            if min(span[name, night]) <= at_s <= max(span[name, night]) and by_s < 3_600
        )
        length_s = sum(_planned_s(row) for row in (rows[name], *before.get(name, ())))
        if seconds > length_s + back_s + TWICE_S:
            yield f"twice: {name} sounded {seconds:.0f} s of {length_s:.0f} s"


def _planned_s(row: Airing) -> float:
    if row.planned_at is None or row.planned_end_at is None:
        return math.inf  # an emergency
    return (row.planned_end_at - row.planned_at).total_seconds()


def _overlaps(noted: Noted) -> Iterator[str]:
    last: dict[str, Heard] = {}
    for stretch in sorted(noted.heard, key=lambda stretch: stretch.begin_s):
        before = last.get(stretch.group)
        if before is not None and stretch.begin_s < before.end_s - TOLERANCE_S:
            yield f"two at once: {before.airing_id} and {_told(stretch)}"
        if before is None or stretch.end_s > before.end_s:
            last[stretch.group] = stretch


def _unlogged(noted: Noted, entries: list[Entry]) -> Iterator[str]:
    """What sounded and is not in the log, unless the power failed in that very second."""
    begun = {e.fact.airing_id for e in entries if e.fact.kind in (Kind.STARTED, Kind.RESUMED)}
    for stretch in noted.heard:
        if stretch.airing_id not in begun and not _cut_at_once(stretch, noted):
            yield f"not in the log: {_told(stretch)}"


def _cut_at_once(stretch: Heard, noted: Noted) -> bool:
    """Whether the power failed in the second in which it began: nobody could log that."""
    return any(0 <= cut_s - stretch.begin_s < 1.0 for cut_s in noted.cuts)


def _told(stretch: Heard) -> str:
    return f"{stretch.airing_id} at {_here(stretch.begin):%Y-%m-%d %H:%M:%S}"
