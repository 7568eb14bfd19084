"""Logbook: appending, verifying 100,000 entries, the as-run rows and the report of a year.

Beside it: `sha256sum` reading the same bytes, the least any check of them can take on this machine.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from broadcast_desk.logbook.export import write_csv, write_xlsx
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.reports import write_asean_report
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from tests.fakes.logbook_year import facts_of_days

T = TypeVar("T")
ENTRIES = 100_000
NOW = datetime(2027, 1, 5, tzinfo=UTC)


def timed(what: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = work()
    print(f"{what:<58} {time.perf_counter() - began:8.3f} s")
    return result


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _verify(Path(folder))
        _year(Path(folder))


def _verify(folder: Path) -> None:
    logbook = Logbook(open_database(folder / "many.db"))
    facts = list(facts_of_days(date(2026, 1, 1), ENTRIES // 10))[:ENTRIES]
    timed(f"append {len(facts):,} entries in one transaction", lambda: logbook.append_all(facts))
    single = [Fact(NOW + timedelta(seconds=n), Kind.ALARM, "", {"n": n}) for n in range(200)]
    began = time.perf_counter()
    for fact in single:
        logbook.append(fact)
    each_ms = (time.perf_counter() - began) / len(single) * 1000
    print(f"{'append one entry, synced to disk':<58} {each_ms:8.3f} ms")
    found = timed(f"verify {len(facts) + 200:,} entries", logbook.verify)
    assert found.valid
    text = folder / "entries.txt"
    text.write_text("\n".join(str(e.fact.data) for e in logbook.entries()), encoding="utf-8")
    timed(
        f"sha256sum of the same data ({text.stat().st_size / 1e6:.0f} MB)",
        lambda: subprocess.run(["sha256sum", text], check=True, capture_output=True),
    )


def _year(folder: Path) -> None:
    logbook = Logbook(open_database(folder / "year.db"))
    logbook.append_all(list(facts_of_days(date(2026, 1, 1), 365)))
    rows = timed("as-run rows of a year", logbook.airings)
    print(f"{'':<4}{len(rows):,} airings")
    timed("export them as CSV", lambda: write_csv(rows, folder / "a.csv"))
    timed("export them as XLSX", lambda: write_xlsx(rows, folder / "a.xlsx"))
    timed(
        "yearly report as docx, xlsx and pdf",
        lambda: write_asean_report(
            2026, logbook=logbook, settings=StationSettings(), now=NOW, folder=folder
        ),
    )
