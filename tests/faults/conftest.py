"""The fault table: every test is a row; what it measured is printed at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.scene import Scene


class Row:
    """What a row measured."""

    def __init__(self) -> None:
        self.recovery_s: float | None = None
        self.note = ""

    def recovered(self, seconds: float, note: str = "") -> float:
        """Take the worst recovery time of the row."""
        self.recovery_s = max(seconds, self.recovery_s or 0.0)
        self.note = note or self.note
        return seconds


@pytest.fixture
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    request.node.stash[SCENE] = made
    yield made
    made.close()


@pytest.fixture
def row(request: pytest.FixtureRequest) -> Row:
    made = Row()
    request.node.stash[ROW] = made
    return made


ROW = pytest.StashKey[Row]()
SCENE = pytest.StashKey[Scene]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()
    log = item.stash[SCENE].station.data.logs / "playout.log" if SCENE in item.stash else None
    if report.failed and log is not None and log.exists():
        report.sections.append(("the engine's log", log.read_text(encoding="utf-8")[-4000:]))
    marker = item.get_closest_marker("fault")
    if marker is None or (report.when != "call" and report.passed):
        return
    row = item.stash.get(ROW, Row())
    number, what = marker.args
    facts = {
        "row": number, "what": what, "must": marker.kwargs["must"], "form": marker.kwargs["form"],
        "recovery_s": row.recovery_s, "note": row.note, "result": report.outcome,
    }  # fmt: skip
    report.user_properties.append(("fault", json.dumps(facts)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [
        json.loads(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
        for name, value in report.user_properties
        if name == "fault"
    ]
    if not rows:
        return
    write = terminalreporter.write_line
    terminalreporter.section("faults")
    write(f"{'row':4} {'result':7} {'measured':>9}  what | must | measured of what | form")
    order = {"F": 0, "X": 1}
    for one in sorted(rows, key=lambda r: (order[r["row"][0]], r["row"], r["what"])):
        seconds = one["recovery_s"]
        measured = "-" if seconds is None else f"{seconds:.2f} s"
        note = one["note"] or "recovery"
        write(
            f"{one['row']:4} {one['result']:7} {measured:>9}  "
            f"{one['what']} | {one['must']} | {note} | {one['form']}"
        )
    passed = sum(one["result"] == "passed" for one in rows)
    there = len({one["row"] for one in rows})
    write(f"{passed} of {len(rows)} tests passed, {there} rows")
