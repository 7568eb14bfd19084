"""Weeks of a station in seconds: nothing forbidden sounds, nothing due is lost, and it can fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcast_desk.cli.main import run as command
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout import group, guard
from broadcast_desk.playout.clock_sanity import ClockSanity
from broadcast_desk.playout.records import Records
from broadcast_desk.playout.settled import Settled
from broadcast_desk.playout.simulation import checking, run, simulate
from broadcast_desk.playout.simulation.faults import DAY_S, EPOCH, HOUR_S, Event, Trouble
from broadcast_desk.playout.simulation.sound import PaperLoader
from broadcast_desk.playout.simulation.station import PaperStation
from broadcast_desk.timetable import guards

NOON_S = 12 * HOUR_S
SMUGGLED = [Event(NOON_S + number, Trouble.SMUGGLE) for number in range(7)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_thirty_days_with_everything_that_goes_wrong(tmp_path: Path, seed: int) -> None:
    report = simulate(tmp_path / "s", 30, faults=True, seed=seed)
    assert report.broken == ()
    assert report.due > 500
    assert sum(report.faults.values()) > 40
    assert report.aired["complete"] > report.due / 2
    assert report.missed
    assert {"timetable.quiet", "library.not_approved"} <= set(report.refused)


def test_when_nothing_goes_wrong_everything_is_aired_whole(tmp_path: Path) -> None:
    report = simulate(tmp_path / "s", 5, happenings=())
    assert report.broken == ()
    assert report.aired == {"complete": report.due, "late": 0, "resumed": 0}
    assert report.due > 150
    assert report.missed == report.refused == {}


def test_the_same_seed_is_the_same_year(tmp_path: Path) -> None:
    once, again = (simulate(tmp_path / name, 6, faults=True, seed=5) for name in "ab")
    assert once == again


def unguarded_hours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(guard, "refusal", lambda *_: None)
    patch.setattr(guard, "next_quiet", lambda *_: None)


def wrong_hours(patch: pytest.MonkeyPatch) -> None:
    """The rule itself is wrong, for the plan and for the guards."""
    patch.setattr(guards, "quiet", lambda *_: False)
    patch.setattr(guards, "next_quiet", lambda *_: None)
    patch.setattr(guard, "next_quiet", lambda *_: None)


def wrong_mourning(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(guards, "content_refusal", lambda *_: None)


def unguarded_approval(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PaperLoader, "_refusal", lambda *_: None)
    patch.setattr(group, "valid_offline", lambda *_: None)


def unguarded_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(guard, "session_refusal", lambda *_, **__: None)


def unguarded_length(patch: pytest.MonkeyPatch) -> None:
    unguarded_count(patch)
    patch.setattr(guard, "_limit", lambda *_: datetime.max.replace(tzinfo=UTC))


def believed_clock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ClockSanity, "doubt", lambda *_: "")


def forgetful_log(*kinds: Kind) -> Callable[[pytest.MonkeyPatch], None]:
    def sabotage(patch: pytest.MonkeyPatch) -> None:
        log = Records.log

        def forget(self: Records, *facts: Fact) -> None:
            log(self, *(fact for fact in facts if fact.kind not in kinds))

        patch.setattr(Records, "log", forget)

    return sabotage


def changed_log(patch: pytest.MonkeyPatch) -> None:
    check = checking.check

    def change(station: PaperStation, *more: object) -> object:
        connection = station.db.conn
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in found.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE log_entries SET data = '{}' WHERE number = 9")
        return check(station, *more)

    patch.setattr(run, "check", change)


def no_lock(patch: pytest.MonkeyPatch) -> None:
    class Open:
        def release(self) -> None:
            """Nothing was locked."""

    patch.setattr(run, "take_lock", lambda _: Open())


def forgetful_group(patch: pytest.MonkeyPatch) -> None:
    """What may be played late is played again and again."""

    def forgive(self: Settled, now: datetime, is_over: Callable[[str], bool]) -> None:
        del now, is_over
        for name in self.names - self._kept_out.keys():
            if name.startswith("phat-lai"):
                del self._since_s[name]

    patch.setattr(Settled, "forgive", forgive)


def suspicious_clock(patch: pytest.MonkeyPatch) -> None:
    """A clock before the newest log entry is never believed."""
    patch.setattr(ClockSanity, "_was_jumped_over", lambda *_: False)


SET_RIGHT_WHILE_OFF = [
    Event(5.2 * HOUR_S, Trouble.CLOCK, 0.6 * HOUR_S, DAY_S),
    Event(5.6 * HOUR_S, Trouble.POWER, 0.5 * HOUR_S),
]
OFF = [Event(5.4 * HOUR_S, Trouble.POWER, 2 * HOUR_S)]
IN_1970 = [Event(9 * HOUR_S, Trouble.CLOCK, 1_800, EPOCH)]
SECOND = [Event(6 * HOUR_S, Trouble.SECOND)]
WITHDRAWN = [Event(DAY_S * 2 + number * 1.0, Trouble.WITHDRAW) for number in range(3)]

SABOTAGES = [
    (unguarded_hours, SMUGGLED, ["smuggled: smuggled/quiet", "smuggled: smuggled/mourning"]),
    (wrong_hours, SMUGGLED, ["quiet hours: smuggled/quiet"]),
    (wrong_mourning, SMUGGLED, ["mourning: smuggled/mourning"]),
    (
        unguarded_approval,
        SMUGGLED,
        [f"smuggled: smuggled/{kind}" for kind in ("unapproved", "expired", "changed")],
    ),
    (unguarded_count, SMUGGLED, ["sessions: "]),
    (unguarded_length, SMUGGLED, ["session too long: "]),
    (believed_clock, IN_1970, ["smuggled: smuggled/clock"]),
    (suspicious_clock, SET_RIGHT_WHILE_OFF, ["held: "]),
    (forgetful_log(Kind.MISSED), OFF, ["unexplained: sang"]),
    (forgetful_log(Kind.STARTED, Kind.RESUMED), [], ["not in the log: sang"]),
    (changed_log, [], ["chain: entry 9"]),
    (no_lock, SECOND, ["owner: "]),
    (forgetful_group, [], ["twice: phat-lai"]),
]


@pytest.mark.parametrize(("sabotage", "happenings", "told"), SABOTAGES)
def test_a_sabotaged_station_is_found_out(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sabotage: Callable[[pytest.MonkeyPatch], None],
    happenings: Sequence[Event],
    told: list[str],
) -> None:
    sound = simulate(tmp_path / "sound", 4, happenings=happenings)
    assert sound.broken == ()
    sabotage(monkeypatch)
    report = simulate(tmp_path / "sabotaged", 4, happenings=happenings)
    assert not report.sound
    for beginning in told:
        assert any(line.startswith(beginning) for line in report.broken), report.broken


def test_the_command_tells_what_came_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["simulate", "--days", "2", "--keep", str(tmp_path / "giữ lại")]
    assert command(arguments) == 0
    assert "Đạt" in capsys.readouterr().out
    assert command(arguments) != 0  # the folder holds data now
    assert "simulation" not in capsys.readouterr().err
    changed_log(monkeypatch)
    assert command(["simulate", "--days", "2"]) == 1
    told = capsys.readouterr().out
    assert "Sai: chain: entry 9" in told
    assert "Không đạt" in told
