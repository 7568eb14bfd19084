from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from broadcast_desk.audio.probe import probe
from broadcast_desk.library.model import Draft, Priority, State
from broadcast_desk.packages import importing, quarantine
from broadcast_desk.packages.approving import AutoApprovals
from broadcast_desk.packages.building import Origin, Programme, SuggestedAiring, Withdrawal, build
from broadcast_desk.packages.forwarding import forwardable
from broadcast_desk.packages.keys import create_key
from broadcast_desk.packages.model import LIMITS, PackageRefusedError
from broadcast_desk.packages.records import imported_packages, notices, suggested_airings
from broadcast_desk.packages.staging import copy_out
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage.files import sha256_of
from tests.packages.conftest import CENTRE, NOW, open_station, programmes
from tests.packages.hostile.corpus import Workshop


def test_a_trusted_package_comes_in_whole(trusting, good_zip, tones):
    report = trusting.take(good_zip, by="Người trực")
    assert report.accepted == ("A1", "A2")
    version = trusting.library.newest("A1")
    assert version.state is State.DRAFT
    assert (version.draft.issuer, version.draft.title) == (CENTRE, "Bản tin A1")
    assert version.draft.package_id == report.package_id
    assert trusting.media.verify(version.draft.audio.sha256)
    original = trusting.media.original_path(version.draft.audio.original_sha256)
    assert original.read_bytes() == (tones / "tone.mp3").read_bytes()
    mastered = probe(trusting.media.path(version.draft.audio.sha256))
    assert (mastered.codec, mastered.rate_hz, mastered.channels) == ("flac", 48_000, 1)
    assert version.draft.audio.loudness_lufs == pytest.approx(-16, abs=0.5)
    assert list(trusting.data.staging.iterdir()) == []
    assert [p.imported_by for p in imported_packages(trusting.db)] == ["Người trực"]


def test_a_stranger_refuses_it_and_keeps_it_with_the_reason(station, good_zip):
    with pytest.raises(PackageRefusedError) as refused:
        station.take(good_zip)
    assert refused.value.code == "package.unknown_key"
    assert station.library.find() == []
    (kept,) = quarantine.refused(station.data)
    assert kept.problems[0].code == "package.unknown_key"
    assert (kept.folder / f"_{good_zip.name}").read_bytes() == good_zip.read_bytes()
    assert quarantine.remove_old(station.data, NOW + timedelta(days=29)) == 0
    assert quarantine.remove_old(station.data, NOW + timedelta(days=31)) == 1
    assert list(quarantine.refused(station.data)) == []


def test_the_same_package_again_adds_nothing(trusting, good_zip):
    trusting.take(good_zip)
    before = trusting.files()
    again = trusting.take(good_zip)
    assert again.already_imported
    assert again.accepted == ()
    assert again.unchanged == ("A1", "A2")
    assert trusting.files() == before
    assert len(trusting.library.versions("A1")) == 1


def test_a_newer_serial_supersedes_and_keeps_the_history(trusting, make, tones):
    first = programmes(tones, "A1", "A2")
    trusting.take(make(first))
    changed = replace(first[0], draft=replace(first[0].draft, text="Lời mới."))
    report = trusting.take(make([changed, first[1]]))
    assert (report.accepted, report.unchanged) == (("A1",), ("A2",))
    newest, older = trusting.library.versions("A1")
    assert (newest.number, newest.draft.text) == (2, "Lời mới.")
    assert older.draft.text == "Lời của A1."
    assert len(trusting.library.versions("A2")) == 1


def test_what_is_approved_stays_on_air_until_the_new_version_is(trusting, make, tones):
    first = programmes(tones, "A1")
    trusting.take(make(first))
    version = trusting.library.newest("A1")
    trusting.library.submit(version.id)
    trusting.library.approve(version.id, by="Chủ tịch")
    trusting.take(make([replace(first[0], draft=replace(first[0].draft, title="Khác"))]))
    assert [a.version_id for a in trusting.library.airables()] == [version.id]


def test_withdrawal_takes_it_off_and_tells(trusting, make, tones):
    trusting.take(make(programmes(tones, "A1", "A2")))
    for code in ("A1", "A2"):
        version = trusting.library.newest(code)
        trusting.library.submit(version.id)
        trusting.library.approve(version.id, by="Chủ tịch")
    withdrawals = (Withdrawal("A1", "sai số liệu"), Withdrawal("never-sent"))
    report = trusting.take(make([], withdrawals=withdrawals))
    assert report.withdrawn == ("A1",)
    assert [a.code for a in trusting.library.airables()] == ["A2"]
    (notice,) = notices(trusting.db)
    assert (notice.code, notice.params["why"]) == ("package.notice_withdrawn", "sai số liệu")


def test_nobody_withdraws_what_another_issued(trusting, make, tones, tmp_path):
    trusting.take(make(programmes(tones, "A1")))
    other = create_key(tmp_path / "other", "Đài khác")
    trusting.issuers.trust(other.public_text, "Đài khác", "Bà Lan")
    target = tmp_path / "other.zip"
    from broadcast_desk.packages.building import Particulars

    build([], target, other, 1, Particulars(withdrawals=(Withdrawal("A1"),)), created_at=NOW)
    assert trusting.take(target).withdrawn == ()
    assert trusting.library.newest("A1").state is State.DRAFT


def test_a_code_that_is_taken_here_does_not_touch_what_is_here(trusting, make, tones):
    trusting.library.add(Draft(title="Của xã", code="A1", text="Lời của xã."))
    report = trusting.take(make(programmes(tones, "A1")))
    assert report.accepted != ("A1",)
    assert trusting.library.newest("A1").draft.title == "Của xã"
    assert trusting.library.newest(report.accepted[0]).draft.title == "Bản tin A1"
    again = trusting.take(make(programmes(tones, "A1", title="Mới")))
    assert again.accepted == report.accepted
    assert trusting.library.newest(report.accepted[0]).number == 2


def test_metadata_and_wishes_travel(trusting, make, tones):
    draft = Draft(
        title="Ngày ASEAN", code="ASEAN-1", kind="article", topic="events.anniversary",
        field="culture-society", language="vi", priority=Priority.PRIORITY, text="Lời",
        reading="Lời đọc", source="TTXVN", document_number="12/KH", author="An", voice="Bình",
        produced_on=date(2026, 8, 1), valid_from=date(2026, 8, 8), valid_until=date(2026, 8, 20),
        rights="Tự do", note="Ghi chú",
    )  # fmt: skip
    wish = SuggestedAiring(date(2026, 8, 8), "05:30", "first")
    path = make([Programme(draft, audio=tones / "tone.ogg", airings=(wish,))])
    trusting.take(path)
    arrived = trusting.library.newest("ASEAN-1").draft
    assert replace(arrived, audio=None, issuer="", package_id="") == draft
    assert suggested_airings(trusting.db, "ASEAN-1")[0].airings == (wish,)


@pytest.mark.parametrize("suffix", ["mp3", "wav", "ogg", "m4a", "wma", "flac"])
def test_every_kind_of_audio(suffix, trusting, make, tones):
    path = make([Programme(Draft(title="Âm", code="A"), audio=tones / f"tone.{suffix}")])
    trusting.take(path)
    assert trusting.library.newest("A").draft.audio.duration_s == pytest.approx(1.5, abs=0.15)


def test_approval_without_a_person_is_off_by_default_and_never_for_emergency(
    trusting, make, tones, key
):
    trusting.take(make(programmes(tones, "A1")))
    assert trusting.library.airables() == ()
    rules = AutoApprovals(trusting.db)
    hours = (time(5, 0), time(18, 0))
    rules.add(key.key_id, "Chủ tịch", NOW, topic="economic", hours=hours)
    wished = (SuggestedAiring(at="05:30"),)
    late = (SuggestedAiring(at="05:30"), SuggestedAiring(at="19:00"))
    cases = {
        "OK": ({"topic": "economic.trade"}, wished),
        "LATE": ({"topic": "economic"}, late),
        "UNSAID": ({"topic": "economic"}, ()),
        "OTHER": ({"topic": "covid"}, wished),
        "EMERGENCY": ({"topic": "economic", "priority": Priority.EMERGENCY}, wished),
    }
    report = trusting.take(
        make(
            [
                Programme(Draft(title=code, code=code, **more), tones / "tone.mp3", airings=airings)
                for code, (more, airings) in cases.items()
            ]
        )
    )
    assert report.approved == ("OK",)
    assert report.needs_person == ("EMERGENCY",)
    assert [a.code for a in trusting.library.airables()] == ["OK"]
    assert {n.code for n in notices(trusting.db)} == {
        "package.notice_approved",
        "package.notice_emergency",
    }


def test_forwarding_keeps_issuer_and_hash(trusting, good_zip, tmp_path, key):
    trusting.take(good_zip)
    with pytest.raises(InputError, match="not_approved"):
        forwardable(["A1"], trusting.library, trusting.media, trusting.db)
    version = trusting.library.newest("A1")
    trusting.library.submit(version.id)
    trusting.library.approve(version.id, by="Chủ tịch")
    own = create_key(tmp_path / "own", "Đài xã")
    items = forwardable(["A1"], trusting.library, trusting.media, trusting.db)
    target = build(items, tmp_path / "thon.zip", own, 1, created_at=NOW)
    village = open_station(tmp_path / "village")
    village.issuers.trust(own.public_text, "Đài xã", "Bà Lan")
    village.take(target)
    arrived = village.library.newest("A1")
    audio = version.draft.audio
    assert arrived.draft.issuer == CENTRE
    assert arrived.draft.audio.original_sha256 == audio.original_sha256
    (arrival,) = suggested_airings(village.db, "A1")
    assert arrival.origin == Origin(
        CENTRE, key.key_id, version.draft.package_id, 1, "A1", audio.original_sha256
    )
    village.db.conn.close()


def test_a_station_may_revoke_its_own_old_key_and_nobody_elses(trusting, make, tmp_path):
    old = create_key(tmp_path / "old", CENTRE)
    other = create_key(tmp_path / "foreign", "Đài khác")
    trusting.issuers.trust(old.public_text, CENTRE, "Bà Lan")
    trusting.issuers.trust(other.public_text, "Đài khác", "Bà Lan")
    trusting.take(make([], revoked_keys=(old.key_id, other.key_id)))
    assert trusting.issuers.find(old.key_id).revoked_at is not None
    assert trusting.issuers.find(other.key_id).revoked_at is None


def test_one_bad_programme_keeps_all_out(trusting, make, tones, tmp_path):
    fake = tmp_path / "fake.mp3"
    fake.write_bytes((tones / "tone.wav").read_bytes())
    items = [*programmes(tones, "A1"), Programme(Draft(title="Giả", code="B"), audio=fake)]
    before = trusting.files()
    with pytest.raises(PackageRefusedError):
        trusting.take(make(items))
    assert trusting.library.find() == []
    assert trusting.files() == before


def test_cancelled_half_way_leaves_nothing(trusting, good_zip):
    before = trusting.files()

    def cancel(ready: int, total: int) -> None:
        del total
        if ready == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trusting.take(good_zip, progress=cancel)
    assert trusting.files() == before
    assert trusting.library.find() == []


def test_limits_are_kept(trusting, make, tones):
    path = make(programmes(tones, "A1", "A2"))
    for limits, code in (
        (replace(LIMITS, programmes=1), "package.too_many_programmes"),
        (replace(LIMITS, files=3), "package.too_many_files"),
        (replace(LIMITS, duration_s=1.0), "package.audio_long"),
        (replace(LIMITS, total_duration_s=2.0), "package.too_much_audio"),
        (replace(LIMITS, import_s=-1.0), "package.import_slow"),
    ):
        with pytest.raises(PackageRefusedError) as refused:
            trusting.take(path, limits=limits)
        assert code in [problem.code for problem in refused.value.problems]


@pytest.mark.skipif(sys.platform == "win32", reason="the tools are those of Debian")
def test_anyone_can_check_it_by_hand(good_zip, key, tmp_path):
    """The commands of the user guide: unzip, minisign, bagit.py."""
    subprocess.run(["unzip", "-q", str(good_zip), "-d", str(tmp_path)], check=True)
    folder = tmp_path / "goi-1"
    public = str(key.path.with_suffix(".pub"))
    signed = folder / "tagmanifest-sha256.txt"
    minisign = ["minisign", "-V", "-p", public, "-m", str(signed)]
    bagit = [sys.executable, "-m", "bagit", "--validate", "--quiet", str(folder)]
    assert subprocess.run(minisign, check=False, capture_output=True).returncode == 0
    assert subprocess.run(bagit, check=False, capture_output=True).returncode == 0
    audio = next((folder / "data/audio").iterdir())
    audio.write_bytes(audio.read_bytes()[:-1] + b"x")
    assert subprocess.run(bagit, check=False, capture_output=True).returncode != 0
    signed.write_bytes(signed.read_bytes() + b"\n")
    assert subprocess.run(minisign, check=False, capture_output=True).returncode != 0


def test_verify_changes_nothing(trusting, good_zip):
    before = trusting.files()
    found = verify(good_zip, trusting.issuers, NOW)
    assert found.accepted
    assert found.facts()["bag"] == "valid"
    assert trusting.files() == before
    assert imported_packages(trusting.db) == ()


def test_the_schema_and_the_example_agree(good_bag):
    import json

    import jsonschema

    from broadcast_desk.packages.contents import parse_contents, schema
    from broadcast_desk.station.paths import resources_folder

    jsonschema.Draft202012Validator.check_schema(schema())
    document = json.loads((good_bag / "data/programmes.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema())
    example = resources_folder() / "schema/package-1.example.json"
    contents = parse_contents(example.read_bytes())
    assert [programme.draft.code for programme in contents.programmes] == ["ASEAN-2026-31"]
    document["programmes"][0]["priority"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_building_refuses_what_no_station_would_take(key, tones, tmp_path):
    for items in (
        [Programme(Draft(title="", code="A", text="x"))],
        [Programme(Draft(title="A", code="A"))],
        [Programme(Draft(title="A", code="A", text="x"), audio=tmp_path / "gone.mp3")],
        [*programmes(tones, "A1"), *programmes(tones, "A1")],
    ):
        with pytest.raises((InputError, PackageRefusedError)):
            build(items, tmp_path / "x.zip", key, 1)
        assert list(tmp_path.iterdir()) == []
    assert not Path(tmp_path / "x.zip").exists()


# A folder that changes while it is looked at


def test_what_is_changed_between_looking_and_copying_is_refused(trusting, bag, monkeypatch):
    """Whoever can write to the stick may change it at any moment."""
    audio = next((bag / "data/audio").iterdir())

    def late(container, folder):
        audio.write_bytes(audio.read_bytes()[:-1] + b"\x00")
        copy_out(container, folder)

    monkeypatch.setattr(importing, "copy_out", late)
    with pytest.raises(PackageRefusedError) as refused:
        trusting.take(bag)
    assert refused.value.code == "package.bag_hash_mismatch"
    assert trusting.library.find() == []


def test_what_is_changed_after_copying_is_not_heard(trusting, bag, monkeypatch):
    """What was verified is what was copied; what lies on the stick by then does not matter."""
    audio = next((bag / "data/audio").iterdir())
    signed = sha256_of(audio)

    def early(container, folder):
        copy_out(container, folder)
        audio.write_bytes(b"something else")

    monkeypatch.setattr(importing, "copy_out", early)
    assert len(trusting.take(bag).accepted) == 2
    kept = {trusting.library.newest(code).draft.audio.original_sha256 for code in ("A1", "A2")}
    assert signed in kept


def test_a_serial_written_as_7_0_is_7(trusting, bag, key, tones):
    shop = Workshop(bag, key, tones, trusting)
    shop.rewrite(lambda document: document.update(serial=7.0))
    assert trusting.take(bag).serial == 7
    (package,) = imported_packages(trusting.db)
    assert repr(package.serial) == "7"
