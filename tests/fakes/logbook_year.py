"""A logbook of a year as a station would fill it, the same for the same seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.station.clock import STATION_ZONE, to_text

CENTRE = "Trung tâm Truyền thông tỉnh Quảng Ninh"
TOPICS = (
    "political-security.peace",
    "economic.trade",
    "economic.customs",
    "socio-cultural.health",
    "socio-cultural.disaster",
    "identity.members",
    "local",
)


def facts_of_days(first: date, days: int, seed: int = 1) -> Iterator[Fact]:
    """What playout would log from `first` on: two sessions a day of two items and a relay."""
    chance = random.Random(seed)
    for offset in range(days):
        day = first + timedelta(days=offset)
        for session in (time(5, 30), time(17, 0)):
            yield from _session(day, session, offset, chance)


def _session(day: date, at: time, offset: int, chance: random.Random) -> Iterator[Fact]:
    start = datetime.combine(day, at, STATION_ZONE)
    number = offset if at.hour < 12 else max(0, offset - 1)
    for item in range(2):
        length = 120.0 + (number % 7) * 17 + item * 31
        facts = _described(start, length, f"BT{number % 90:03d}-{item}", item)
        yield from _aired(start, length, facts, chance)
        start += timedelta(seconds=length)
    relay = {**_described(start, 900.0, "", 0), "title": "Thời sự VOV1", "source": "relay"}
    relay |= {"issuer": "Đài Tiếng nói Việt Nam", "topic": "", "content_sha256": ""}
    yield from _aired(start, 900.0, relay, chance)


def _described(start: datetime, length: float, code: str, item: int) -> dict[str, object]:
    number = sum(code.encode())
    return {
        "title": f"Bản tin ASEAN số {code}",
        "code": code,
        "content_sha256": hashlib.sha256(code.encode()).hexdigest(),
        "audio_sha256": hashlib.sha256(code.encode() * 2).hexdigest(),
        "zones": ["khu-1", "khu-2"] if item else ["khu-1"],
        "volume": 80,
        "planned_at": to_text(start),
        "planned_end": to_text(start + timedelta(seconds=length)),
        "slot_id": f"slot-{start:%H}",
        "session_id": f"slot-{start:%H}/{start:%Y-%m-%d}",
        "source": "recorded",
        "issuer": "" if number % 3 else CENTRE,
        "topic": TOPICS[number % len(TOPICS)],
        "field": "culture-society",
        "language": "dao" if number % 11 == 0 else "vi",
        "ai_mark": "",
        "priority": "normal",
        "offset_s": 0.0,
    }


def _aired(
    start: datetime, length: float, facts: dict[str, object], chance: random.Random
) -> Iterator[Fact]:
    airing_id = f"{facts['session_id']}/{facts['title']}/{start:%H%M%S}"
    draw = chance.random()
    if draw < 0.02:
        yield Fact(start, Kind.MISSED, airing_id, {**facts, "reason": "logbook.crashed"})
        return
    actual = start + timedelta(milliseconds=chance.uniform(-4, 9))
    yield Fact(actual, Kind.STARTED, airing_id, facts)
    if draw < 0.04:
        cut = length * chance.uniform(0.2, 0.8)
        ended = {"result": "interrupted", "reason": "emergency", "duration_s": round(cut, 3)}
        yield Fact(actual + timedelta(seconds=cut), Kind.ENDED, airing_id, ended)
        return
    done = {"result": "complete", "reason": "", "duration_s": length}
    yield Fact(actual + timedelta(seconds=length), Kind.ENDED, airing_id, done)
