"""Each check says what it found, and what cannot be checked is a finding too."""

import dataclasses
import itertools
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from broadcast_desk.checkup import checks
from broadcast_desk.checkup.checks import Finding, Subject, examine
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.packages.keys import Issuers, create_key
from broadcast_desk.playout.outputs.devices import OutputDevice
from broadcast_desk.station.errors import AudioError
from broadcast_desk.station.messages import say
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CARD = OutputDevice("alsa.one", "Cạc USB", is_default=True)


class StillClock:
    def now(self):
        return NOW

    def monotonic_s(self):
        return 0.0


@pytest.fixture
def subject(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "NETWORK_PLACE", ("127.0.0.1", 9))  # nobody listens there
    data = DataFolder(tmp_path / "station")
    data.create()
    db = open_database(data.database)
    yield Subject(data, db, StillClock(), StationSettings(), (CARD,))
    db.conn.close()


def found(subject, check) -> Finding:
    return next(finding for finding in examine(subject) if finding.check == check)


def test_every_finding_has_words_in_both_languages(subject):
    names = [finding.check for finding in examine(subject)]
    assert names == [
        "database", "contents", "disk", "clock", "devices", "ffmpeg", "voices", "keys", "playout",
        "settings", "network",
    ]  # fmt: skip
    for finding in examine(subject):
        for language in ("vi", "en"):
            assert say(finding.code, language, **finding.params)


def test_a_station_without_a_sound_card_is_bad(subject):
    assert found(subject, "devices").verdict == "good"
    silent = dataclasses.replace(subject, devices=())
    assert found(silent, "devices").verdict == "bad"


def test_a_clock_behind_the_logbook_is_bad(subject):
    assert found(subject, "clock").code != "doctor.clock_back"
    Logbook(subject.db).append(Fact(NOW + timedelta(hours=1), Kind.PLAYOUT, "", {}))
    assert found(subject, "clock").code == "doctor.clock_back"


def test_a_trusted_key_is_named(subject, tmp_path):
    assert found(subject, "keys").verdict == "attention"
    key = create_key(tmp_path / "key", "Trung tâm Thử")
    Issuers(subject.db).trust(key.public_text, "Trung tâm Thử", "Lan", at=NOW)
    assert "Trung tâm Thử" in str(found(subject, "keys").params)


def test_a_full_disk_is_said(subject, monkeypatch):
    assert found(subject, "disk").params["free_gb"]
    small = shutil.disk_usage(subject.data.root)._replace(free=1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: small)
    assert found(subject, "disk").code == "doctor.disk_low"


def test_playout_and_network_that_are_not_there(subject):
    assert found(subject, "playout").code == "doctor.no_playout"
    assert found(subject, "network").code == "doctor.no_network"


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(subject, monkeypatch):
    def broken():
        raise AudioError("audio.no_ffmpeg")

    monkeypatch.setattr(checks.ffmpeg, "executable", broken)
    findings = {finding.check: finding for finding in examine(subject)}
    assert (findings["ffmpeg"].verdict, findings["ffmpeg"].code) == ("bad", "audio.no_ffmpeg")
    assert len(findings) == len(list(itertools.islice(examine(subject), 20))) == 11
