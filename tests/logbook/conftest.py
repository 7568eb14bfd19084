from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.clock import STATION_ZONE, to_text
from broadcast_desk.storage import Database, open_database
from tests.fakes.logbook_year import facts_of_days

MORNING = datetime(2026, 11, 23, 5, 30, tzinfo=STATION_ZONE)


class Told:
    """Facts of one airing, told briefly."""

    def __init__(self, airing_id: str = "a1", **facts: object) -> None:
        planned = facts.pop("planned", MORNING)
        assert isinstance(planned, datetime)
        self.planned = planned
        self.airing_id = airing_id
        self.facts = {
            "title": "Bản tin",
            "code": "BT001",
            "planned_at": to_text(planned),
            "planned_end": to_text(planned + timedelta(seconds=300)),
            "source": "recorded",
            "zones": ["khu-1"],
            "topic": "economic.trade",
            "slot_id": "s1",
            "session_id": f"s1/{planned:%Y-%m-%d}",
            **facts,
        }

    def started(self, after_s: float = 0.0, kind: Kind = Kind.STARTED) -> Fact:
        return self._fact(after_s, kind, self.facts)

    def resumed(self, after_s: float) -> Fact:
        return self.started(after_s, Kind.RESUMED)

    def ended(self, after_s: float, result: str = "complete", **data: object) -> Fact:
        return self._fact(after_s, Kind.ENDED, {"result": result, **data})

    def missed(self, reason: str = "playout.off", after_s: float = 0.0) -> Fact:
        return self._fact(after_s, Kind.MISSED, {**self.facts, "reason": reason})

    def refused(self, reason: str = "library.expired") -> Fact:
        return self._fact(0, Kind.REFUSED, {**self.facts, "reason": reason})

    def told(self, kind: Kind, after_s: float, **data: object) -> Fact:
        return self._fact(after_s, kind, data)

    def _fact(self, after_s: float, kind: Kind, data: dict[str, object]) -> Fact:
        return Fact(self.planned + timedelta(seconds=after_s), kind, self.airing_id, dict(data))


def playout(event: str, after_s: float, **data: object) -> Fact:
    at = MORNING + timedelta(seconds=after_s)
    return Fact(at, Kind.PLAYOUT, "", {"event": event, **data})


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "station.db")
    yield database
    database.conn.close()


@pytest.fixture
def logbook(db: Database) -> Logbook:
    return Logbook(db)


@pytest.fixture
def year_logbook(logbook: Logbook) -> Logbook:
    """Four weeks in two months of 2026."""
    logbook.append_all(list(facts_of_days(date(2026, 9, 17), 28)))
    return logbook
