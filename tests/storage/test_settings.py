"""Settings survive the way to the database and back."""

from __future__ import annotations

import dataclasses
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import Operator, RelaySource, StationSettings, TimeSpan, Zone
from broadcast_desk.storage import Database, writing
from broadcast_desk.storage.settings import has_settings, load_settings, save_settings

FULL = StationSettings(
    name="Đài truyền thanh phường Hồng Gai",
    commune="Hồng Gai",
    province="Quảng Ninh",
    zones=(Zone("a", "Khu A", "card-1", 0), Zone("b", "Khu B", "card-2", 100)),
    operators=(Operator("Lan", ("writer", "operator")), Operator("Hùng", ("approver",))),
    quiet_hours=(TimeSpan(time(21, 15, 30), time(4, 45)),),
    session_times=(time(5, 30), time(11, 0), time(17, 0)),
    max_sessions_per_day=3,
    max_session_minutes=45,
    loudness_lufs=-18.5,
    max_true_peak_dbtp=-2.0,
    voice_order=("espeak-vi-north",),
    region="south",
    opening_words="Đây là {name}.",
    plan_number="1/KH",
    plan_issuer="UBND",
    report_recipient="Sở",
    report_deadline="1/12",
    centre_name="Trung tâm",
    relays=(RelaySource("Đài tỉnh", "http://127.0.0.1:8000/tinh"),),
    extra={"a": "b"},
)


def test_all_of_it_comes_back(db: Database) -> None:
    for field in dataclasses.fields(StationSettings):
        assert getattr(FULL, field.name) != getattr(
            StationSettings(), field.name
        ) or field.name in (
            "province",
            "opening_words",
        ), f"{field.name} is not put to the test"
    save_settings(db, FULL)
    assert load_settings(db) == FULL


def test_nothing_stored_means_the_defaults(db: Database) -> None:
    assert not has_settings(db)
    assert load_settings(db) == StationSettings()
    save_settings(db, StationSettings())
    assert has_settings(db)


def test_unknown_keys_of_another_version_are_left_alone(db: Database) -> None:
    save_settings(db, FULL)
    with writing(db) as connection:
        connection.execute("INSERT INTO settings VALUES ('from_the_future', '{}')")
        connection.execute("DELETE FROM settings WHERE key = 'region'")
    assert load_settings(db) == dataclasses.replace(FULL, region="north")
    save_settings(db, FULL)
    assert db.execute("SELECT count(*) FROM settings WHERE key = 'from_the_future'").fetchone()[0]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("zones", '[{"id": 1'),
        ("zones", '"none"'),
        ("quiet_hours", '[{"start": "25:00:00", "end": "05:00:00"}]'),
        ("operators", "[{}]"),
        ("name", "7"),
        ("max_session_minutes", '"sixty"'),
        ("loudness_lufs", "null"),
        ("session_times", "5"),
    ],
)
def test_what_cannot_be_understood_has_its_default(
    db: Database, caplog: pytest.LogCaptureFixture, key: str, value: str
) -> None:
    save_settings(db, FULL)
    with writing(db) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE settings SET value = ? WHERE key = ?", (value, key))
    default = getattr(StationSettings(), key)
    assert load_settings(db) == dataclasses.replace(FULL, **{key: default})
    assert [record.key for record in caplog.records] == [key]  # type: ignore[attr-defined]


def test_a_zone_of_a_newer_version_is_still_a_zone(db: Database) -> None:
    save_settings(db, FULL)
    with writing(db) as connection:
        connection.execute(
            "UPDATE settings SET value = json_set(value, '$[0].colour', 'red') WHERE key = 'zones'"
        )
    assert load_settings(db) == FULL


def test_what_cannot_work_is_refused_and_the_old_stays(db: Database) -> None:
    save_settings(db, FULL)
    with pytest.raises(InputError) as caught:
        save_settings(db, dataclasses.replace(FULL, name=" "))
    assert caught.value.code == "settings.empty"
    assert load_settings(db) == FULL


@given(
    name=st.text(min_size=1).filter(str.strip),
    spans=st.lists(st.builds(TimeSpan, st.times(), st.times()), max_size=3),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_name_and_hours_come_back(db: Database, name: str, spans: list[TimeSpan]) -> None:
    whole = tuple(
        TimeSpan(s.start.replace(microsecond=0), s.end.replace(microsecond=0)) for s in spans
    )
    wanted = dataclasses.replace(FULL, name=name, quiet_hours=whole)
    save_settings(db, wanted)
    assert load_settings(db) == wanted
