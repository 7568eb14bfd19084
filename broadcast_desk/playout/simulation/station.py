"""The station that is simulated: a commune's week, with programmes that exist on paper only."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Audio
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.model import Draft, Priority, Version
from broadcast_desk.library.topics import topics
from broadcast_desk.playout.simulation.clock import SimulatedClock
from broadcast_desk.playout.simulation.sound import PaperMedia
from broadcast_desk.station.clock import local
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings, TimeSpan, Zone
from broadcast_desk.storage import open_database
from broadcast_desk.storage.settings import load_settings, save_settings
from broadcast_desk.timetable.model import (
    FixedItem,
    Item,
    MissedRule,
    Mode,
    OverrunRule,
    RelayItem,
    SelectorItem,
    Slot,
    SlotId,
    SpecialDay,
)
from broadcast_desk.timetable.place import with_special_day
from broadcast_desk.timetable.store import TimetableStore

RELAY = "https://trung-tam.example/song-chinh"
CHIEF, CLERK = "Trưởng đài", "Trực đài"
EARLIEST = date(2021, 1, 1)

SETTINGS = StationSettings(
    zones=(Zone("khu-1", "Cụm loa khu 1", "loa-1"), Zone("khu-2", "Cụm loa khu 2", "loa-2")),
    quiet_hours=(TimeSpan(time(20, 0), time(5, 0)), TimeSpan(time(11, 30), time(13, 30))),
    max_sessions_per_day=5,
    max_session_minutes=45,
)


class PaperStation:
    """What a person at the desk does, through a connection of their own.

    Args:
        data: an empty data folder.
        clock: the station's.
        chance: makes lengths and choices.
    """

    def __init__(self, data: DataFolder, clock: SimulatedClock, chance: random.Random) -> None:
        data.create()
        self.data = data
        self.clock = clock
        self.db = open_database(data.database)
        self.db.conn.execute("PRAGMA synchronous = OFF")
        self.media = PaperMedia(data)
        self.library = Library(self.db, self.media, clock)
        self.timetable = TimetableStore(self.db, clock)
        self._chance = chance
        self._number = 0
        self.withdrawn: dict[str, float] = {}  # content hash -> since when, monotonic seconds
        self.expiry: dict[str, date] = {}
        self.mourning: dict[date, float] = {}  # local day -> since when, monotonic seconds
        self.edited: set[tuple[date, str]] = set()  # local day, slot
        save_settings(self.db, SETTINGS)
        self._fill()

    def programme(
        self,
        code: str,
        title: str,
        length_s: float,
        *,
        kind: str = "bulletin",
        topic: str = "",
        priority: Priority = Priority.NORMAL,
        valid_days: int | None = None,
        approved: bool = True,
    ) -> Version:
        """A programme of a length, without a file; approved unless it is not to be."""
        self._number += 1
        sha256 = hashlib.sha256(f"{self._number} {code}".encode()).hexdigest()
        audio = Audio(sha256, round(length_s * SAMPLE_RATE_HZ), -16.0, -1.0)
        draft = Draft(
            title, code, kind, topic, priority=priority, text=f"{title} ({code})", audio=audio
        )
        version = self.library.add(draft)
        self.library.submit(version.id, CLERK)
        if not approved:
            return version
        until = None
        if valid_days is not None:
            until = local(self.clock.true).date() + timedelta(days=valid_days)
            self.expiry[version.content_sha256] = until
        self.library.approve(version.id, CHIEF, valid_until=until)
        return self.library.version(version.id)

    def write_bulletin(self) -> None:
        """The day's new bulletin; now and then a notice, which soon expires."""
        day = local(self.clock.true).date()
        topic = self._chance.choice(topics())
        self.programme(
            f"BT-{day:%Y%m%d}-{self._number}",
            f"{topic.name_vi} {day:%d/%m/%Y}",
            self._chance.uniform(90, 420),
            topic=topic.key,
        )
        if self._chance.random() < 0.3:
            self.programme(
                f"TB-{day:%Y%m%d}-{self._number}",
                f"Thông báo {day:%d/%m/%Y}",
                self._chance.uniform(20, 80),
                kind="notice",
                priority=self._chance.choice((Priority.NORMAL, Priority.PRIORITY)),
                valid_days=self._chance.randrange(1, 6),
            )

    def withdraw(self) -> str:
        """Take back an approval; the content's hash, "" when there is nothing to take back."""
        found = [a for a in self.library.airables() if a.code.startswith("BT-")]
        if len(found) < 5:
            return ""
        chosen = self._chance.choice(found[-12:])
        self.library.withdraw(chosen.version_id, CHIEF, "sai số liệu")
        self.withdrawn[chosen.content_sha256] = self.clock.monotonic_s()
        return chosen.content_sha256

    def order_mourning(self, first: date) -> None:
        """Two days of national mourning."""
        last = first + timedelta(days=1)
        for day in (first, last):
            self.mourning.setdefault(day, self.clock.monotonic_s())
        special = SpecialDay(first, last, Mode.MOURNING, signal_code="NH-TANG", by=CHIEF)
        save_settings(self.db, with_special_day(load_settings(self.db), special))

    def edit_timetable(self) -> None:
        """Move, add or remove something, or take the newest edit back; notes what it changed.

        Raises:
            InputError: the timetable refuses it.
        """
        before = {slot.id: slot for slot in self.timetable.slots()}
        self._edit()
        after = {slot.id: slot for slot in self.timetable.slots()}
        day = local(self.clock.true).date()
        for slot_id in {*before, *after}:
            if before.get(slot_id) != after.get(slot_id):
                self.edited.add((day, slot_id))

    def _edit(self) -> None:
        self._number += 1
        match self._chance.randrange(4):
            case 0:
                slot = self._chance.choice(self.timetable.slots())
                volume = self._chance.choice((60, 70, 80))
                self._change(slot, volume=volume)
            case 1:
                hour = self._chance.choice((7, 9, 15, 18))
                starts = time(hour, self._chance.randrange(60))
                day = local(self.clock.true).date() + timedelta(days=self._chance.randrange(2))
                once = _slot(
                    f"x{self._number}",
                    starts,
                    [SelectorItem("rotate", count=1)],
                    rrule="",
                    valid_from=day,
                    missed_rule=self._chance.choice(tuple(MissedRule)),
                )
                self.timetable.add(once, CLERK, CLERK)
            case 2:
                slot = self._chance.choice(self.timetable.slots())
                minute = (slot.starts.minute + self._chance.choice((5, 10))) % 60
                self._change(slot, starts=slot.starts.replace(minute=minute))
            case _:
                taken_back = {edit.takes_back for edit in self.timetable.edits(10_000)}
                left = [e for e in self.timetable.edits(10_000) if e.takes_back is None]
                if any(e.number > 1 and e.number not in taken_back for e in left):
                    self.timetable.undo(CLERK)

    def close(self) -> None:
        """Let go of the database."""
        self.db.conn.close()

    def _change(self, slot: Slot, **new: object) -> None:
        changed = dataclasses.replace(slot, **new)  # type: ignore[arg-type]  # its own fields
        self.timetable.change(changed, CLERK, CLERK)

    def _fill(self) -> None:
        self.programme("NH-1", "Nhạc hiệu", 12.0, kind="signal")
        self.programme("NH-TANG", "Nhạc hiệu ngày tang", 12.0, kind="signal")
        self.music = self.programme("CN-1", "Ca nhạc quê hương", 240.0, kind="music")
        self.notice = self.programme("TB-DP", "Mời nghe đài", 30.0, kind="notice")
        for number, topic in enumerate(topics()):
            self.programme(
                f"BT-{number:03d}",
                topic.name_vi,
                self._chance.uniform(60, 480),
                topic=topic.key,
            )
        for number in range(3):
            self.programme(f"TB-{number}", "Thông báo", 35.0 + number, kind="notice")
        self.timetable.add_all(_timetable(), CLERK, CLERK)


def _timetable() -> list[Slot]:
    newest = SelectorItem("newest-unaired", count=1, else_code="BT-000")
    morning: list[Item] = [
        FixedItem("NH-1"),
        newest,
        SelectorItem("rotate", count=2, rest_days=3),
        SelectorItem("notices", max_length_s=180),
        FixedItem("CN-1"),
    ]
    evening: list[Item] = [
        FixedItem("NH-1"),
        SelectorItem("rebroadcast", of="05:30"),
        SelectorItem("rotate", count=1),
    ]
    relay: list[Item] = [RelayItem(RELAY, 900.0, "Thời sự của tỉnh", "TB-DP")]
    again: list[Item] = [SelectorItem("rebroadcast", of="17:00", days_back=1)]
    return [
        _slot("sang", time(5, 30), morning, length_s=1800),
        _slot("tiep-song", time(6, 0), relay, length_s=900),
        _slot("phat-lai", time(10, 0), again, length_s=1200, missed_rule=MissedRule.LATE,
              late_within_s=1200, zones=("khu-2",), rrule="FREQ=WEEKLY;BYDAY=MO,WE,SA"),
        _slot("chieu", time(17, 0), evening, length_s=1800, overrun_rule=OverrunRule.FINISH),
        _slot("nhac", time(19, 50), [FixedItem("CN-1")], length_s=1200,
              missed_rule=MissedRule.SKIP, zones=("khu-1",), rrule="FREQ=WEEKLY;BYDAY=SU"),
    ]  # fmt: skip


def _slot(slot_id: str, starts: time, items: Sequence[Item], **more: object) -> Slot:
    known: dict[str, object] = {"valid_from": EARLIEST, **more}
    zones = known.pop("zones", ())
    return Slot(SlotId(slot_id), slot_id, zones, starts, tuple(items), **known)  # type: ignore[arg-type]  # its own fields


def morning_of(day: datetime) -> datetime:
    """Midnight of a local day."""
    return local(day).replace(hour=0, minute=0, second=0, microsecond=0)
