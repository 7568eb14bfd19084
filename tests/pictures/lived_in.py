"""A station that has been on air for two weeks: real library, speech, timetable, packages, log.

Its clock stands still at twelve minutes to six of a Tuesday: two runs give the same pictures.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.audio import tunes
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.library.model import Draft, Priority, Version
from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.packages.building import Particulars, build
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers, Key, create_key
from broadcast_desk.packages.model import Programme, SuggestedAiring
from broadcast_desk.playout.facts import began, cue_data, ended, kept_out
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.rendering import render
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import Operator, RelaySource, StationSettings, Zone
from broadcast_desk.storage.settings import has_settings, save_settings
from broadcast_desk.timetable.guards import rules_of
from broadcast_desk.timetable.model import (
    Cue,
    FixedItem,
    RelayItem,
    Rule,
    SelectorItem,
    Slot,
    SlotId,
)
from broadcast_desk.timetable.plan import LibraryView, plan_days

NOW = datetime(2026, 11, 24, 5, 48, 20, tzinfo=STATION_ZONE).astimezone(UTC)
TODAY = date(2026, 11, 24)
LOG_DAYS = 14
WRITER, LEADER = "Nguyễn Thị Soạn", "Trần Văn Duyệt"
CENTRE = "Trung tâm Truyền thông tỉnh Quảng Ninh"

SETTINGS = dataclasses.replace(
    StationSettings(),
    name="Đài truyền thanh xã Bình Minh",
    commune="xã Bình Minh",
    zones=(
        Zone("khu-1", "Cụm loa khu 1", "card:loa-khu-1"),
        Zone("khu-2", "Cụm loa khu 2", "card:loa-khu-2", 70),
        Zone("khu-3", "Cụm loa thôn Đông Hải", "icecast://source@127.0.0.1:8000/dong-hai"),
    ),
    operators=(Operator(WRITER, ("writer", "operator")), Operator(LEADER, ("approver",))),
    voice_order=("espeak-vi-north",),
    relays=(RelaySource("Thời sự Đài tỉnh", "http://127.0.0.1:8000/thoi-su"),),
)

TEXT_BEFORE = (
    "Từ 7h00 đến 9h30 ngày 28/11, toàn xã tổng vệ sinh đường làng, ngõ xóm. "
    "Mời bà con mang theo chổi và cuốc, tập trung tại nhà văn hóa thôn."
)
TEXT_AFTER = (
    "Từ 6h30 đến 9h30 ngày 29/11, toàn xã tổng vệ sinh đường làng, ngõ xóm và kênh mương. "
    "Mời bà con mang theo chổi và cuốc, tập trung tại nhà văn hóa thôn."
)
DRAFT_TEXT = (
    "Thông báo lịch tiêm phòng đàn gia súc\n"
    "UBND xã thông báo: từ 7h30 ngày 01/12 đến hết ngày 05/12/2026, Trạm Thú y tổ chức tiêm "
    "phòng đợt 2 cho khoảng 1.250 con trâu, bò theo KH số 45/KH-UBND.\n"
    "Các hộ nuôi từ 5 con trở lên đăng ký trước qua số 0203.3825.xxx hoặc với trưởng thôn.\n"
    "Giá vắc-xin được hỗ trợ 50%, phần còn lại 12.500đ/liều."
)


class StillClock:
    """A clock that stands still, at the moment of all pictures unless told otherwise."""

    def __init__(self, at: datetime = NOW) -> None:
        self._at = at

    def now(self) -> datetime:
        """Always the same moment."""
        return self._at

    def monotonic_s(self) -> float:
        """No time passes."""
        return 0.0


def lived_in(root: Path, *, empty: bool = False) -> DataFolder:
    """The station in a folder; made when it is not there yet (half a minute of speaking).

    Args:
        root: the data folder.
        empty: only a station, nothing in it.
    """
    data = DataFolder(root)
    data.create()
    rooms = Rooms(data, StillClock())
    try:
        if not has_settings(rooms.db):
            save_settings(rooms.db, SETTINGS)
            if not empty:
                Household(rooms).settle()
    finally:
        rooms.close()
    return data


class Household:
    """Fills a station, in the order in which its people would."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms

    def settle(self) -> None:
        """Do everything."""
        codes = [self.approved(self.spoken(seed.draft)) for seed in seed_bulletins()[:12]]
        self.notices()
        self.schedule([version.draft.code for version in codes])
        self.remember()
        self.receive()

    # The library

    def spoken(self, draft: Draft) -> Draft:
        """The draft with its sound."""
        folder = Path(tempfile.mkdtemp(dir=self.rooms.data.staging))
        made = render(
            draft.text, settings=SETTINGS, data=self.rooms.data, lexicon=shipped(), work=folder,
            voice="espeak-vi-north", tune=None if draft.kind == "notice" else tunes.names()[0],
            clock=self.rooms.clock,
        )  # fmt: skip
        return dataclasses.replace(
            draft, reading=made.reading, voice=made.voice, ai_mark=made.ai_mark,
            audio=self.rooms.media.keep(made.mastered),
        )  # fmt: skip

    def submitted(self, draft: Draft) -> Version:
        """A version that waits for approval."""
        version = self.rooms.library.add(draft)
        return self.rooms.library.submit(version.id, draft.author or WRITER)

    def approved(self, draft: Draft, until: date | None = date(2026, 12, 31)) -> Version:
        """A version that may be aired."""
        version = self.submitted(draft)
        self.rooms.library.approve(version.id, LEADER, "12/GXN", until)
        return version

    def notices(self) -> None:
        """What the commune itself says: changed, waiting, urgent, expired, half written."""
        library = self.rooms.library
        cleaning = Draft(
            title="Tổng vệ sinh đường làng ngõ xóm", code="TB-VS", kind="notice", text=TEXT_BEFORE,
            author=WRITER, field="culture-society",
        )  # fmt: skip
        self.approved(self.spoken(cleaning))
        changed = dataclasses.replace(cleaning, text=TEXT_AFTER)
        library.submit(library.revise("TB-VS", self.spoken(changed)).id, WRITER)
        for title, text in (
            ("Lịch cắt điện ngày 26/11", "Ngày 26/11, từ 8h00 đến 11h00, mất điện tại khu 2."),
            (
                "Mời dự Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư thôn Đông Hải và liên hoan",
                "Đúng 19h30 ngày 27/11, tại nhà văn hóa thôn Đông Hải.",
            ),
        ):
            self.submitted(self.spoken(Draft(title=title, kind="notice", text=text, author=WRITER)))
        storm = Draft(
            title="Cảnh báo mưa lũ khẩn cấp", code="KC-01", kind="notice",
            text="Nước sông đang lên nhanh. Bà con khu 2 di chuyển ngay đến trường tiểu học.",
            priority=Priority.EMERGENCY, author=WRITER,
        )  # fmt: skip
        self.approved(self.spoken(storm), None)
        old = Draft(title="Lịch tiêm chủng tháng 10", kind="notice", text="Ngày 15/10 tiêm chủng.",
                    author=WRITER, valid_until=date(2026, 10, 31))  # fmt: skip
        self._in_autumn().approved(self.spoken(old), date(2026, 10, 31))
        library.add(Draft(title="Thông báo lịch tiêm phòng", code="TB-TP", text=DRAFT_TEXT,
                          kind="notice", author=WRITER))  # fmt: skip

    def _in_autumn(self) -> Household:
        """The same house two months ago."""
        rooms = Rooms(self.rooms.data, StillClock(NOW - timedelta(days=60)))
        rooms.__dict__["db"] = self.rooms.db  # one connection: the other would wait for it
        return Household(rooms)

    # The timetable

    def schedule(self, codes: list[str]) -> None:
        """Mornings, evenings, a relay, a weekly session, one that has nothing to sound."""
        minutes = 60.0
        for slot in (
            Slot(SlotId("sang"), "Bản tin sáng", (), time(5, 30),
                 (FixedItem(codes[0]), FixedItem("TB-VS"), FixedItem(codes[1])), 20 * minutes),
            Slot(SlotId("tiep-song"), "Thời sự Đài tỉnh", (), time(6, 0),
                 (RelayItem("http://127.0.0.1:8000/thoi-su", 15 * minutes, "Thời sự Đài tỉnh"),),
                 15 * minutes),
            Slot(SlotId("asean"), "Bản tin ASEAN chiều", (), time(17, 0),
                 (SelectorItem(str(Rule.ROTATE), max_length_s=10 * minutes, count=2),),
                 15 * minutes),
            Slot(SlotId("thong-bao"), "Thông báo của xã", ("khu-1", "khu-2"), time(17, 30),
                 (SelectorItem(str(Rule.NOTICES)),), 10 * minutes),
            Slot(SlotId("cuoi-tuan"), "Dân ca cuối tuần", (), time(8, 0),
                 (FixedItem(codes[2]),), 10 * minutes, "FREQ=WEEKLY;BYDAY=SU"),
            Slot(SlotId("khu-3"), "Câu chuyện thôn", ("khu-3",), time(10, 0),
                 (FixedItem("CHUA-CO"),), 10 * minutes, "FREQ=WEEKLY;BYDAY=TH"),
        ):  # fmt: skip
            self.rooms.timetable.add(slot, WRITER, LEADER)

    # The logbook

    def remember(self) -> None:
        """Two weeks of log as playout writes it, with a power cut and a flood in them."""
        facts = sorted(self._facts(), key=lambda fact: fact.at)
        self.rooms.logbook.append_all(facts)

    def _facts(self) -> Iterator[Fact]:
        table = self.rooms.timetable.timetable()
        view = LibraryView(self.rooms.library.airables(), (), known_until=NOW)
        first = TODAY - timedelta(days=LOG_DAYS)
        for plan in plan_days(
            table.slots, table.exceptions, view, first, LOG_DAYS + 1, rules_of(SETTINGS)
        ):
            for cue in plan.cues:
                if cue.starts_at < NOW:
                    yield from self._became(cue, plan.day)
        at = datetime(2026, 11, 21, 22, 14, tzinfo=STATION_ZONE).astimezone(UTC)
        zones = [zone.id for zone in SETTINGS.zones]
        urgent = {"title": "Cảnh báo mưa lũ khẩn cấp", "code": "KC-01", "zones": zones,
                  "source": "emergency", "priority": "emergency", "by": LEADER, "volume": 100,
                  "planned_at": "", "session_id": "", "slot_id": ""}  # fmt: skip
        yield began(at, "khan-cap", urgent, 0.0, resumed=False)
        yield ended(at + timedelta(seconds=64), "khan-cap", "complete", "", 64.0)

    def _became(self, cue: Cue, day: date) -> Iterator[Fact]:
        data = cue_data(cue, cue.zones, 80)
        name = f"{cue.session_id}/{cue.starts_at:%H%M%S}"
        long_s = (cue.ends_at - cue.starts_at).total_seconds()
        cut = day == TODAY - timedelta(days=5) and str(cue.slot_id) == "sang"
        first_today = day == TODAY and cue.starts_at == _at(day, 5, 30)
        if cut or first_today:
            yield kept_out(cue.starts_at, Kind.MISSED, name, data, "logbook.crashed", {})
            return
        yield began(cue.starts_at, name, data, 0.002, resumed=False)
        if cue.ends_at > NOW:
            return
        if str(cue.slot_id) == "tiep-song" and day == TODAY - timedelta(days=2):
            at = cue.starts_at + timedelta(seconds=200)
            yield ended(at, name, "interrupted", "playout.emergency", 200.0)
            return
        yield ended(cue.ends_at, name, "complete", "", long_s)

    # The centre's packages

    def receive(self) -> None:
        """One package is in the library, one waits, one is a stranger's."""
        rooms = self.rooms
        work = rooms.data.staging / "centre"
        work.mkdir()
        key = create_key(work / "key", CENTRE)
        stranger = create_key(work / "stranger", "Đơn vị lạ")
        Issuers(rooms.db).trust(key.public_text, CENTRE, LEADER, at=NOW - timedelta(days=30))
        first = self._package(work / "goi-17.zip", key, 17, "TT-0117", "Giá trị của tình đoàn kết")
        import_package(
            first, rooms.library, rooms.media, Issuers(rooms.db), rooms.data, rooms.clock, by=WRITER
        )
        self._package(rooms.data.inbox / "goi-18.zip", key, 18, "TT-0118", "Kinh tế số ASEAN")
        self._package(rooms.data.inbox / "goi-la.zip", stranger, 3, "LA-01", "Chương trình lạ")

    def _package(self, target: Path, key: Key, serial: int, code: str, title: str) -> Path:
        draft = Draft(title=title, code=code, topic="economic.trade", text=f"{title}. Nội dung.")
        sound = target.parent / f"{code}.flac"
        at = np.arange(30 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
        soundfile.write(sound, (0.2 * np.sin(at * 2764)).astype(np.float32), SAMPLE_RATE_HZ)
        wish = SuggestedAiring(on=TODAY + timedelta(days=1), at="17:00")
        made = build(
            [Programme(draft, sound, airings=(wish,))], target, key, serial,
            Particulars(title=f"Gói phát thanh số {serial}", valid_until=date(2026, 12, 31)),
            created_at=NOW - timedelta(hours=20 - serial),
        )  # fmt: skip
        sound.unlink()
        return made


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STATION_ZONE).astimezone(UTC)
