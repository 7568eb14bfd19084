"""`broadcast-desk timetable`, from outside."""

from __future__ import annotations

import json
import math
import wave
from array import array
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.library.model import Priority
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.timetable.model import Rules
from broadcast_desk.timetable.plan import LibraryView, plan_days
from broadcast_desk.timetable.recurrence import WEEKDAYS
from broadcast_desk.timetable.written import slot_from_json
from tests.fakes.station_week import airable

Ask = Callable[..., Any]
TOMORROW = (datetime.now(STATION_ZONE) + timedelta(days=1)).date()
LATER = TOMORROW + timedelta(days=1)


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BROADCAST_DESK_DATA", str(tmp_path / "station"))
    assert run(["station", "create", "--name", "Đài xã", "--zone", "khu-1=Cụm 1"]) == 0
    return tmp_path


@pytest.fixture
def do(station: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command that must work and returns what it said."""

    def done(*arguments: str) -> str:
        capsys.readouterr()
        assert run(["timetable", *arguments]) == 0, capsys.readouterr().err
        said = capsys.readouterr()
        return said.out + said.err

    return done


@pytest.fixture
def ask(station: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command with --json, which must work, and returns the document on standard output."""

    def asked(*arguments: str) -> Any:
        capsys.readouterr()
        assert run(["timetable", *arguments, "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return asked


@pytest.fixture
def refused(station: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command that must be refused and returns what it said."""

    def asked(*arguments: str) -> str:
        capsys.readouterr()
        assert run(["timetable", *arguments]) != 0
        said = capsys.readouterr()
        assert said.out == ""
        assert "Traceback" not in said.err
        return said.err

    return asked


def add(do: Ask, *more: str) -> str:
    return do("add", "--name", "Buổi sáng", "--at", "05:30", "--program", "BT-1", *more)


def test_as_the_readme_says(do: Ask, ask: Ask) -> None:
    assert "s1" in add(do)
    (slot,) = ask("list")
    assert (slot["name"], slot["starts"]) == ("Buổi sáng", "05:30:00")
    assert slot["items"] == [{"type": "fixed", "code": "BT-1"}]
    plans = ask("plan", "--days", "7")
    assert len(plans) == 7
    assert "BT-1" in do("plan", "--days", "7")


def test_the_older_way_to_add_still_works(ask: Ask) -> None:
    added = ask("add", "Tối", "--start", "18:00", "--item", "relay=https://vov.vn/1;30;DU-PHONG",
                "--item", "select=rotate;topic=economic;rest_days=3", "--item", "opening=LOI",
                "--minutes", "45", "--zone", "khu-1", "--rrule", "FREQ=WEEKLY;BYDAY=SU",
                "--from", "2026-01-01", "--until", "2027-01-01")  # fmt: skip
    assert [item["type"] for item in added["items"]] == ["relay", "selector", "opening"]
    assert added["items"][0]["length_s"] == 1800
    assert added["items"][1]["rest_days"] == 3
    assert (added["length_s"], added["valid_until"]) == (2700, "2027-01-01")


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "--name", "X", "--at", "05:30"),
        ("add", "--name", "X", "--program", "A"),
        ("add", "--at", "05:30", "--program", "A"),
        ("add", "X", "--at", "25:00", "--program", "A"),
        ("add", "X", "--at", "06:00", "--item", "relay=vov"),
        ("add", "X", "--at", "06:00", "--item", "select=rotate;count=nhiều"),
        ("add", "X", "--at", "06:00", "--item", "select=rotate;lạ=1"),
        ("add", "X", "--at", "06:00", "--item", "gì=1"),
        ("add", "X", "--at", "06:00", "--item", "select=rotate;topic=không-có"),
        ("add", "X", "--at", "06:00", "--item", "select=rotate;kind=không-có"),
        ("add", "X", "--at", "06:00", "--program", "A", "--minutes", "1441"),
        ("add", "X", "--at", "06:00", "--program", "A", "--minutes", "lâu"),
        ("add", "X", "--at", "06:00", "--program", "A", "--rrule", "FREQ=HOURLY"),
        (
            "add",
            "X",
            "--at",
            "06:00",
            "--program",
            "A",
            "--rrule",
            "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        ),
        ("change", "s9", "--at", "06:00"),
        ("place", "set", "--rest", "thứ Hai"),
        ("place", "set", "--volume", "17:00-19:00=101"),
        ("place", "set", "--zone-quiet", "khu-9=19:00-06:00"),
        ("place", "set", "--quiet", "20:00-05:00"),
        ("campaign", "add-date", "Ngày Xã", "12-20", "--name", "X"),
        ("campaign", "add-date", "ngay-xa", "13-20", "--name", "X"),
        ("campaign", "add-date", "ngay-xa", "12-20", "--name", "X", "--topic", "không-có"),
        ("campaign", "add-date", "ngay-xa", "12-20", "--name", "X", "--before", "999"),
        ("campaign", "remove-date", "asean-day"),
        ("add", "X", "--at", "03:15", "--program", "A"),
        ("add", "X", "--at", "06:00", "--order", "không có"),
        ("add", "X", "--at", "06:00", "--order", "tiep-song-va-tin"),
        ("add", "X", "--at", "06:00", "--order", "asean", "--fill", "bài mới"),
        ("add", "X", "--at", "06:00", "--program", "A", "--from", "mai"),
        ("remove", "s9"),
        ("undo",),
        ("skip", "s9", str(TOMORROW)),
        ("restore", "s9", "31/12"),
        ("import-ics", "không có.ics"),
        ("preset", "apply", "sao-hoa"),
        ("special-day", "add", "2026-12-02", "2026-12-01", "--mode", "silent"),
        ("special-day", "add", "2026-12-02", "--mode", "chosen", "--slot", "s9"),
        ("special-day", "remove", "2026-12-02"),
        ("campaign", "propose", "sao-hoa"),
        ("campaign", "accept", "sao-hoa"),
        ("running-order", "add", "không có.toml"),
        ("running-order", "remove", "asean"),
    ],
)
def test_what_cannot_be_is_refused_in_words(refused: Ask, ask: Ask, arguments: tuple[str]) -> None:
    assert refused(*arguments).strip()
    assert ask("list") == []


def test_a_slot_in_quiet_hours_needs_a_second_name(refused: Ask, do: Ask) -> None:
    assert "03:15" in refused("add", "Đêm", "--at", "03:15", "--program", "A", "--by", "Bình")
    do("add", "Đêm", "--at", "03:15", "--program", "A", "--by", "Bình", "--confirmed-by", "Hùng")


def test_a_relay_may_have_a_fallback_and_a_title(ask: Ask) -> None:
    for written, told in (
        (";DP;Thời sự VOV", {"fallback_code": "DP", "title": "Thời sự VOV"}),
        (";;Thời sự VOV", {"title": "Thời sự VOV"}),
        (";DP", {"fallback_code": "DP"}),
    ):
        added = ask("add", "X", "--at", "06:00", "--item", f"relay=https://vov.vn/1;30{written}")
        url = {"type": "relay", "url": "https://vov.vn/1", "length_s": 1800.0}
        assert added["items"] == [url | told]


CENTRE = "Trung tâm"
LIBRARY = [
    # code, seconds, fields
    ("DAI", 700, {"topic": "economic.trade", "issuer": CENTRE}),
    ("MOI", 120, {"topic": "economic.trade", "issuer": CENTRE, "produced_on": date(2026, 11, 2)}),
    ("ZU", 120, {"topic": "economic", "issuer": CENTRE, "produced_on": date(2026, 1, 1)}),
    ("XA", 120, {"topic": "economic", "produced_on": date(2026, 11, 20)}),
    ("VAN", 120, {"topic": "identity.symbols"}),
    ("XOM", 90, {"topic": "local", "produced_on": date(2026, 11, 21)}),
    ("RIENG", 90, {}),
    ("TB-THUONG", 30, {"kind": "notice"}),
    ("TB-UU-TIEN", 30, {"kind": "notice", "priority": Priority.PRIORITY}),
    ("TB-CU", 30, {"kind": "notice", "valid_until": date(2026, 11, 1)}),
]


def test_the_selectors_that_a_station_asks_for_are_written_in_a_line_each(ask: Ask) -> None:
    """What the command line stores, planned over a library for a few days."""
    airables = [
        airable(code, seconds, number=number, **fields)
        for number, (code, seconds, fields) in enumerate(LIBRARY, start=1)
    ]
    for at, item in (
        ("05:30", f"select=newest-unaired;topic=economic;issuer={CENTRE};max_length_s=600"),
        ("06:30", "select=notices"),
        ("17:00", "select=rotate;topic=asean;rest_days=3"),
        ("18:00", "select=rebroadcast;of=17:00;days_back=1"),
    ):
        ask("add", at, "--at", at, "--item", item, "--from", "2026-11-24")
    slots = [slot_from_json(value) for value in ask("list")]
    rules = Rules(zones=("khu-1",))
    heard: dict[str, list[list[str]]] = {}
    for day in plan_days(slots, [], LibraryView(airables), date(2026, 11, 24), 5, rules):
        for slot in slots:
            codes = [cue.content.code for cue in day.cues if cue.slot_id == slot.id]
            heard.setdefault(slot.name, []).append(codes)
    assert heard["05:30"] == [["MOI"], ["ZU"], [], [], []], "DAI is long, XA not the centre's"
    assert heard["06:30"] == [["TB-UU-TIEN", "TB-THUONG"]] * 5, "TB-CU is over"
    rotated = [codes for (codes,) in heard["17:00"]]
    assert set(rotated) == {"DAI", "MOI", "ZU", "XA", "VAN"}, "neither XOM nor RIENG is of ASEAN"
    assert heard["18:00"] == [[], *([code] for code in rotated[:-1])]


def test_what_is_only_tried_is_not_kept(do: Ask, ask: Ask) -> None:
    said = do("add", "Tối", "--at", "18:00", "--item", "relay=https://vov.vn/1;30", "--dry-run")
    assert "18:00:00" in said
    assert ask("list") == []


def test_what_cannot_sound_is_said_at_once_and_kept(do: Ask, ask: Ask) -> None:
    assert "BT-1" in add(do), "no such programme"
    said = do("change", "s1", "--at", "06:15", "--minutes", "20")
    assert "BT-1" in said
    assert (ask("list")[0]["starts"], ask("list")[0]["length_s"]) == ("06:15:00", 1200)
    assert "BT-1" in do("problems")
    (problem,) = ask("problems")
    assert (problem["code"], problem["slot"]) == ("timetable.missing", "s1")
    do("change", "s1", "--item", "relay=https://vov.vn/1;20")
    assert ask("problems") == []
    assert "không có điều gì" in do("problems")


def test_slots_that_overlap_are_named_with_the_rule(do: Ask, ask: Ask) -> None:
    do("add", "Sáng", "--at", "05:30", "--item", "relay=https://vov.vn/1;60")
    said = do("add", "Xã", "--at", "06:00", "--item", "relay=https://xa.vn/1;30")
    assert "Sáng" in said
    assert "06:00" in said
    assert "khung tiếp theo" in said
    assert starts(ask("plan", "--date", str(TOMORROW))) == ["05:30", "06:00"]


def test_a_template_that_fits_nothing(do: Ask, ask: Ask) -> None:
    said = do("add", "Sáng", "--at", "05:30", "--minutes", "1", "--item", "relay=https://a.vn;1",
              "--item", "relay=https://b.vn;10")  # fmt: skip
    assert "https://b.vn" in said
    (problem,) = ask("problems")
    assert problem["code"] == "timetable.left_out"


def test_a_selector_that_matches_nothing_for_a_week_is_told_today(do: Ask, ask: Ask) -> None:
    do("add", "Sáng", "--at", "05:30", "--item", "select=newest-unaired;topic=economic")
    (problem,) = ask("problems")
    assert problem["code"] == "timetable.nothing_newest_unaired"


def test_items_sound_in_the_order_in_which_they_are_written(ask: Ask) -> None:
    added = ask("add", "X", "--at", "06:00", "--program", "A", "--item", "select=rotate",
                "--program", "B")  # fmt: skip
    assert [item.get("code", item.get("rule")) for item in added["items"]] == ["A", "rotate", "B"]


def test_every_edit_can_be_tried_first(do: Ask, ask: Ask) -> None:
    do("add", "Sáng", "--at", "05:30", "--item", "relay=https://vov.vn/1;30")
    before, day = ask("list"), str(TOMORROW)
    for edit in (
        ("change", "s1", "--at", "06:00"),
        ("remove", "s1"),
        ("skip", "s1", day),
        ("move", "s1", day, "--to", "06:00"),
        ("replace", "s1", day, "--item", "relay=https://x.vn;5"),
        ("undo",),
        ("special-day", "add", day, "--mode", "silent"),
        ("preset", "apply", "ha-noi-noi-thanh"),
        ("place", "set", "--quiet", "19:00-07:00"),
    ):
        tried = ask(*edit, "--dry-run")
        assert any(one["added"] or one["removed"] for one in tried["days"]), edit
    assert ask("list") == before
    assert ask("special-day", "list") == []
    assert [edit["what"] for edit in ask("history")] == ["add s1"]


def test_a_try_in_quiet_hours_says_what_keeping_needs(do: Ask, ask: Ask) -> None:
    tried = ask("add", "Đêm", "--at", "03:15", "--item", "relay=https://vov.vn/1;5", "--dry-run")
    assert tried["to_confirm"] == ["s1"]
    assert "--confirmed-by" in do(
        "add", "Đêm", "--at", "03:15", "--item", "relay=https://vov.vn/1;5", "--dry-run"
    )


def test_the_rules_of_the_place(do: Ask, ask: Ask, refused: Ask) -> None:
    do("add", "Chiều", "--at", "17:00", "--item", "relay=https://vov.vn/1;30")
    kept = ask("place", "set", "--rest", "SA,SU", "--volume", "17:00-19:00=60", "--max-minutes",
               "20", "--zone-quiet", "khu-1=19:00-05:30", "--zone-quiet", "khu-1=11:00-14:00",
               "--confirmed-by", "Hùng")  # fmt: skip
    assert ask("place", "show") == kept
    assert (kept["rest"], kept["max_minutes"]) == (["SA", "SU"], 20)
    week = ask("plan", "--days", "7")
    assert sum(not plan["cues"] for plan in week) == 2
    cue = next(plan["cues"][0] for plan in week if plan["cues"])
    assert (cue["volume"], cue["ends_at"][11:16]) == (60, "17:20")
    refused("place", "set", "--zone-quiet", "khu-1=19:00-05:00")
    ask("place", "set", "--rest", "-", "--volume", "-", "--max-minutes", "0")
    assert ask("place", "show")["volume"] == []


def test_power_and_volume_by_time_of_day_are_in_the_plan(do: Ask, ask: Ask, refused: Ask) -> None:
    do("place", "set", "--warm-up", "04:00-06:00=180", "--volume", "04:00-06:00=40")
    assert ask("place", "show")["warm_up"] == ["04:00-06:00=180"]
    relay = ("--item", "relay=https://vov.vn/1;10")
    do("add", "Sáng", "--at", "05:30", *relay)
    do("add", "Chiều", "--at", "17:00", *relay, "--warm-up", "60", "--volume", "90")
    day = ask("plan", "--date", str(LATER))
    assert [(cue["warm_up_s"], cue["volume"]) for cue in day["cues"]] == [(180.0, 40), (60.0, 90)]
    assert [(span["on_at"][11:19], span["off_at"][11:19]) for span in day["power"]] == [
        ("05:27:00", "05:40:30"), ("16:59:00", "17:10:30"),
    ]  # fmt: skip
    assert "Nguồn khu-1: mở 05:27:00, tắt 05:40:30" in do("plan", "--date", str(LATER))
    do("change", "s2", "--warm-up", "-")
    assert "warm_up_s" not in ask("list")[1]
    for wrong in ("7200", "nan", "-5", "lâu"):
        assert len(refused("change", "s2", "--warm-up", wrong).splitlines()) == 1
    assert len(refused("place", "set", "--warm-up", "04:00-06:00=lâu").splitlines()) == 1
    assert len(refused("change", "s2", "--volume", "nan").splitlines()) == 1


def test_an_own_date_proposes_a_campaign(ask: Ask, refused: Ask) -> None:
    ask("campaign", "add-date", "ngay-xa", f"{LATER:%m-%d}", "--name", "Ngày xã")
    assert "ngay-xa" in [one["key"] for one in ask("campaign", "list")]
    assert "Ngày xã" in refused("campaign", "accept", "ngay-xa"), "nothing is approved yet"
    ask("campaign", "remove-date", "ngay-xa")
    assert "ngay-xa" not in [one["key"] for one in ask("campaign", "list")]


def test_a_campaign_is_accepted_as_one_edit_changed_and_taken_back(
    ask: Ask, station: Path, tmp_path: Path
) -> None:
    path = tmp_path / "tin.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        tone = (round(9000 * math.sin(n / 4)) for n in range(8000 * 20))
        sound.writeframes(array("h", tone).tobytes())
    for words in (("add", "--audio", str(path), "--code", "A", "--title", "Tin",
                   "--topic", "events.anniversary"),
                  ("submit", "A"), ("approve", "A", "--by", "Hùng")):  # fmt: skip
        assert run(["library", *words]) == 0
    ask("campaign", "add-date", "ngay-xa", f"{LATER:%m-%d}", "--name", "Ngày xã", "--before", "1",
        "--after", "1", "--topic", "events.anniversary")  # fmt: skip
    proposed = ask("campaign", "propose", "ngay-xa", "--at", "18:00")
    assert proposed["programmes"] == 1
    added = ask("campaign", "accept", "ngay-xa", "--at", "18:00", "--by", "Lan")
    assert added == proposed["slots"]
    assert sorted(added, key=str) == sorted(ask("list"), key=str)
    assert [slot["valid_from"] for slot in added] == [
        str(LATER + timedelta(days=days)) for days in (-1, 0, 1)
    ]
    ask("change", added[1]["id"], "--at", "18:30")
    assert starts(ask("plan", "--date", str(LATER))) == ["18:30"]
    ask("undo")
    ask("undo")
    assert ask("list") == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMM", "END:VCALENDAR"),
        ("xin chào", "BEGIN:VCALENDAR"),
        (
            "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 10_000 + "END:VCALENDAR",
            "10000",
        ),
    ],
    ids=["cut", "no calendar", "10,000 events"],
)
def test_a_calendar_that_is_none_is_refused_in_one_line(
    refused: Ask, station: Path, content: str, word: str
) -> None:
    path = station / "lịch.ics"
    path.write_text(content, encoding="utf-8")
    said = refused("import-ics", str(path))
    assert len(said.splitlines()) == 1
    assert word in said


def test_remove_and_undo(do: Ask, ask: Ask) -> None:
    add(do)
    assert "s1" in do("remove", "s1")
    assert ask("list") == []
    assert "bỏ khung giờ s1" in do("undo")
    assert len(ask("list")) == 1


def test_rules_special_days_dates_and_running_orders_are_taken_back_too(
    do: Ask, ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "khung.toml"
    path.write_text(
        '[[order]]\nname = "sang"\ntitle = "Sáng"\nparts = [{type = "fixed", code = "A"}]\n',
        encoding="utf-8",
    )
    day, asked = str(TOMORROW), ("place show", "special-day list", "campaign list",
                                 "running-order list")  # fmt: skip
    states = [[ask(*one.split()) for one in asked]]
    edits = (
        ("place", "set", "--max-sessions", "3", "--by", "Lan"),
        ("preset", "apply", "ha-noi-noi-thanh", "--by", "Lan"),
        ("special-day", "add", day, "--mode", "mourning", "--by", "Lan"),
        ("campaign", "add-date", "ngay-xa", "12-01", "--name", "Ngày xã", "--by", "Lan"),
        ("running-order", "add", str(path), "--by", "Lan"),
        ("running-order", "remove", "sang", "--by", "Lan"),
        ("campaign", "remove-date", "ngay-xa", "--by", "Lan"),
        ("special-day", "remove", day, "--by", "Lan"),
    )
    for edit in edits:
        ask(*edit)
        states.append([ask(*one.split()) for one in asked])
        assert states[-1] != states[-2], edit
    assert {edit["by"] for edit in ask("history")} == {"Lan"}
    assert f"thêm ngày đặc biệt {TOMORROW:%d/%m/%Y}" in do("history")
    for edit in edits:
        states.pop()
        do("undo")
        assert [ask(*one.split()) for one in asked] == states[-1], edit


def test_one_occurrence_is_left_out_moved_replaced_and_restored(do: Ask, ask: Ask) -> None:
    do("add", "Sáng", "--at", "05:30", "--item", "relay=https://vov.vn/1;30")
    day = str(TOMORROW)
    do("skip", "s1", day, "--why", "họp dân")
    skipped = ask("plan", "--date", day)
    assert skipped["cues"] == []
    assert "họp dân" in do("plan", "--date", day)
    do("move", "s1", day, "--to", "06:15")
    assert starts(ask("plan", "--date", day)) == ["06:15"]
    do("move", "s1", day, "--to-date", str(LATER), "--to", "17:00")
    assert starts(ask("plan", "--date", day)) == []
    assert starts(ask("plan", "--date", str(LATER))) == ["05:30", "17:00"]
    do("replace", "s1", day, "--item", "relay=https://tinh.vn/1;20", "--program", "BT-9")
    assert "tinh.vn" in do("plan", "--date", day)
    do("restore", "s1", day)
    assert starts(ask("plan", "--date", day)) == ["05:30"]
    assert "vov.vn" in do("plan", "--date", day)


def test_an_occurrence_that_is_not_there(do: Ask, refused: Ask) -> None:
    add(do, "--rrule", f"FREQ=WEEKLY;BYDAY={WEEKDAYS[TOMORROW.weekday()]}")
    for what in ("skip", "move", "replace"):
        assert refused(what, "s1", str(LATER)).strip()
    assert refused("move", "s1", str(TOMORROW)).strip(), "moved nowhere"
    assert refused("replace", "s1", str(TOMORROW)).strip(), "replaced by nothing"
    assert "03:00" in refused("move", "s1", str(TOMORROW), "--to", "03:00")


def starts(plan: dict[str, Any]) -> list[str]:
    return [cue["starts_at"][11:16] for cue in plan["cues"]]


def test_presets(do: Ask, ask: Ask) -> None:
    keys = [preset["key"] for preset in ask("preset", "list")]
    assert "quang-ninh" in keys
    assert "quang-ninh" in do("preset", "list")
    do("add", "Sáng", "--at", "05:30", "--item", "relay=https://vov.vn/1;30")
    do("preset", "apply", "ha-noi-noi-thanh")
    week = ask("plan", "--days", "7")
    assert sum(not plan["cues"] for plan in week) == 2, "Saturday and Sunday are silent"


def test_special_days(do: Ask, ask: Ask) -> None:
    do("add", "Sáng", "--at", "05:30", "--item", "relay=https://vov.vn/1;30")
    do("add", "Tối", "--at", "18:00", "--item", "relay=https://vov.vn/1;30")
    do("special-day", "add", str(TOMORROW), "--mode", "chosen", "--slot", "s2", "--why", "TB 5")
    (day,) = ask("special-day", "list")
    assert (day["first"], day["last"], day["slots"]) == (str(TOMORROW), str(TOMORROW), ["s2"])
    assert "TB 5" in do("special-day", "list")
    assert starts(ask("plan", "--date", str(TOMORROW))) == ["18:00"]
    do("special-day", "remove", str(TOMORROW))
    assert len(starts(ask("plan", "--date", str(TOMORROW)))) == 2


def test_a_campaign_without_programmes_says_so(refused: Ask, ask: Ask) -> None:
    found = ask("campaign", "list")
    assert {one["key"] for one in found} >= {"charter"}
    for what in ("propose", "accept"):
        assert refused("campaign", what, found[0]["key"]).strip()


def test_running_orders_of_the_station(do: Ask, ask: Ask, station: Path) -> None:
    path = station / "khung.toml"
    path.write_text(
        '[[order]]\nname = "toi"\ntitle = "Tối"\n'
        'parts = [{ type = "fixed", code = "HIEU" }, { gap = "tin" }]\n',
        encoding="utf-8",
    )
    assert "toi" in do("running-order", "add", str(path))
    assert ask("running-order", "list")[0]["name"] == "toi"
    assert "tin" in do("running-order", "list")
    slot = ask("add", "Tối", "--at", "18:00", "--order", "toi", "--fill", "tin:BT-1",
               "--fill", "tin:select=rotate")  # fmt: skip
    assert [item.get("code", item.get("rule")) for item in slot["items"]] == [
        "HIEU", "BT-1", "rotate",
    ]  # fmt: skip
    do("running-order", "remove", "toi")
    assert "toi" not in [order["name"] for order in ask("running-order", "list")]


def test_files_go_out_and_come_back(do: Ask, ask: Ask, station: Path) -> None:
    do("add", "Sáng", "--at", "05:30", "--item", "relay=https://vov.vn/1;30")
    before = ask("list")
    for command, name in (
        ("export-ics", "lịch.ics"),
        ("export-xlsx", "t.xlsx"),
        ("print", "t.pdf"),
    ):
        assert name in do(command, str(station / name))
        assert (station / name).stat().st_size > 500
    do("remove", "s1")
    assert ask("import-ics", str(station / "lịch.ics")) == {"added": ["s1"], "problems": 0}
    assert ask("list") == before


def test_a_calendar_with_a_problem_names_the_event(
    station: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = station / "hỏng.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:Họp\n"
        "DTSTART:20261124T053000Z\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    assert run(["timetable", "import-ics", str(path)]) == 1
    assert "Họp" in capsys.readouterr().err
