"""Outputs and further settings by the command line: set, refused in one line, seen by doctor."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings, Zone
from broadcast_desk.storage import open_database
from broadcast_desk.storage.settings import load_settings, save_settings


@pytest.fixture
def data(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.create()
    db = open_database(folder.database)
    save_settings(db, StationSettings(zones=(Zone("khu-1", "Khu 1"), Zone("khu-2", "Khu 2"))))
    db.conn.close()
    return folder


def settings_of(data: DataFolder) -> StationSettings:
    db = open_database(data.database, readonly=True)
    try:
        return load_settings(db)
    finally:
        db.conn.close()


def test_a_zone_gets_its_outputs_volume_and_delay(data, capsys):
    place = ["--data", str(data.root)]
    output = "null;pull://0.0.0.0:8090/loa.mp3"
    words = ["--output", output, "--volume", "60", "--delay-ms", "120"]
    assert run(["outputs", "set", "khu-2", *words, *place]) == 0
    assert settings_of(data).zones[1] == Zone("khu-2", "Khu 2", output, 60, 120)
    assert settings_of(data).zones[0] == Zone("khu-1", "Khu 1")
    capsys.readouterr()
    assert run(["outputs", "list", "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out)["zones"][1]["delay_ms"] == 120


@pytest.mark.parametrize(
    "words",
    [["outputs", "set", "khu-9", "--volume", "5"], ["outputs", "set", "khu-1", "--output", "loa"],
     ["outputs", "set", "khu-1", "--output", "rtp://nowhere"],
     ["outputs", "set", "khu-1", "--delay-ms", "-5"], ["setting", "set", "powr", "x"],
     ["setting", "set", "power", "gpio:4"], ["setting", "set", "pilot.khu-7", "noise:-60"],
     ["setting", "set", "microphone_duck_db", "nhiều"], ["setting", "set", "alarm_email", "a@x.vn"],
     ["setting", "set", "ntp_servers", "x:y"], ["setting", "set", "power_warm_up_s", "lâu"]],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line_and_nothing_changes(words, data, capsys):
    before = settings_of(data)
    assert run([*words, "--data", str(data.root)]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert settings_of(data) == before


def test_a_setting_is_kept_listed_and_taken_away(data, capsys):
    place = ["--data", str(data.root)]
    assert run(["setting", "set", "ntp_servers", "vn.pool.ntp.org", *place]) == 0
    capsys.readouterr()
    assert run(["setting", "list", "--json", *place]) == 0
    assert json.loads(capsys.readouterr().out) == {"ntp_servers": "vn.pool.ntp.org"}
    assert run(["setting", "set", "ntp_servers", *place]) == 0
    assert "ntp_servers" not in settings_of(data).extra


def test_doctor_and_the_start_say_each_setting_that_is_wrong(data, capsys):
    db = open_database(data.database)
    wrong = {"power": "gpio:4", "alarm_mqtt": "mqtt://"}
    save_settings(db, replace(load_settings(db), extra=wrong))
    db.conn.close()
    run(["doctor", "--json", "--data", str(data.root)])
    found = [f for f in json.loads(capsys.readouterr().out) if f["check"] == "settings"]
    assert {finding["code"] for finding in found} == {"playout.power_text", "playout.mqtt_address"}
    assert run(["setting", "check", "--data", str(data.root)]) == 1
    assert capsys.readouterr().err.count("\n") == 2
    assert run(["setting", "set", "microphone_max_s", "60", "--data", str(data.root)]) == 0


def test_a_password_never_stands_in_what_is_said(data, capsys):
    words = ["setting", "set", "alarm_mqtt", "mqtt://dai:bi-mat@host"]
    assert run([*words, "--data", str(data.root)]) == 1
    assert "bi-mat" not in capsys.readouterr().err
