from __future__ import annotations

import errno
import functools
import shutil
import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from broadcast_desk.packages import quarantine
from broadcast_desk.packages.drives import Drive, drives, is_removable, newly_plugged, offer
from broadcast_desk.packages.inbox import Inbox
from broadcast_desk.packages.staging import staging


@pytest.fixture
def open_inbox(trusting):
    parts = trusting.library, trusting.media, trusting.issuers, trusting.data, trusting.clock
    return functools.partial(Inbox, *parts)


@pytest.fixture
def inbox(open_inbox) -> Inbox:
    return open_inbox(settle_s=0)


def test_a_package_comes_in_after_two_equal_looks(inbox, trusting, good_zip):
    shutil.copy(good_zip, trusting.data.inbox)
    assert inbox.check().waiting == [good_zip.name]
    report = inbox.check()
    assert report.imported[0].accepted == ("A1", "A2")
    assert list(trusting.data.inbox.iterdir()) == []
    assert inbox.check().imported == []


def test_a_file_that_still_grows_waits(inbox, trusting, good_zip):
    raw = good_zip.read_bytes()
    path = trusting.data.inbox / "goi.zip"
    step = len(raw) // 5
    for end in range(step, len(raw), step):
        path.write_bytes(raw[:end])
        assert inbox.check().waiting == ["goi.zip"]
    path.write_bytes(raw)
    assert inbox.check().waiting == ["goi.zip"]
    assert len(inbox.check().imported) == 1
    assert len(trusting.library.find()) == 2
    assert list(quarantine.refused(trusting.data)) == []


def test_a_file_that_drips_in_is_not_taken_between_two_drops(open_inbox, trusting, good_zip):
    """A little every third of a second, for several times as long as a file must have settled."""
    raw = good_zip.read_bytes()
    path = trusting.data.inbox / "goi.zip"
    inbox = open_inbox(settle_s=2.0)
    drop = len(raw) // 30
    over = threading.Event()

    def drip() -> None:
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(raw), drop):
                file.write(raw[start : start + drop])
                over.wait(0.3)

    writer = threading.Thread(target=drip)
    writer.start()
    looks = 0
    while not (done := inbox.check()).imported:
        looks += 1
        assert done.refused == []
        assert looks < 100
        over.wait(0.2)
    writer.join()
    assert looks > 2
    assert len(trusting.library.find()) == 2


def test_a_folder_waits_for_its_last_file(inbox, trusting, good_bag):
    inside = trusting.data.inbox / "goi"
    shutil.copytree(good_bag, inside)
    audio = sorted((inside / "data/audio").iterdir())[-1]
    held = audio.read_bytes()
    audio.unlink()
    inbox.check()
    audio.write_bytes(held)
    assert inbox.check().waiting == ["goi"]
    assert len(inbox.check().imported) == 1


def test_refused_goes_to_quarantine(inbox, trusting, good_zip):
    raw = bytearray(good_zip.read_bytes())
    raw[len(raw) // 2] ^= 1
    (trusting.data.inbox / "goi.zip").write_bytes(raw)
    (trusting.data.inbox / "hong.mp3").write_text("không phải âm thanh")
    inbox.check()
    report = inbox.check()
    assert {name for name, _ in report.refused} == {"goi.zip", "hong.mp3"}
    assert list(trusting.data.inbox.iterdir()) == []
    kept = list(quarantine.refused(trusting.data))
    assert sorted(entry.name for entry in kept) == ["goi.zip", "hong.mp3"]
    assert (next(e for e in kept if e.name == "goi.zip").folder / "_goi.zip").read_bytes() == raw


def test_what_comes_early_waits_for_its_day(inbox, trusting, make):
    """Dated for next week, or the computer lost its clock in a power cut: it is not thrown out."""
    shutil.copy(make(), trusting.data.inbox / "hom-nay.zip")
    shutil.copy(make(valid_from=date(2026, 8, 15)), trusting.data.inbox / "tuan-sau.zip")
    right, trusting.clock.instant = trusting.clock.instant, datetime(2000, 1, 1, tzinfo=UTC)
    inbox.check()
    codes = {name: problem.code for name, problem in inbox.check().early}
    assert codes == {"hom-nay.zip": "package.future", "tuan-sau.zip": "package.future"}
    assert inbox.check().early == []  # put off: it is not copied and hashed every minute
    assert list(quarantine.refused(trusting.data)) == []
    trusting.clock.instant = right
    report = inbox.check()
    assert [one.serial for one in report.imported] == [1]
    assert [(name, p.code) for name, p in report.early] == [("tuan-sau.zip", "package.not_yet")]
    trusting.clock.pass_by(timedelta(minutes=10))
    assert inbox.check().early == []
    trusting.clock.pass_by(timedelta(days=9))
    assert [one.serial for one in inbox.check().imported] == [2]
    assert list(trusting.data.inbox.iterdir()) == []


def test_what_quarantine_cannot_keep_stays_in_the_inbox(inbox, trusting, monkeypatch):
    """The other disk is full: nothing that a person copied here is thrown away."""
    path = trusting.data.inbox / "goi.zip"
    path.write_bytes(b"PK but no package")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(quarantine.shutil, "move", full)
    inbox.check()
    assert [name for name, _ in inbox.check().refused] == ["goi.zip"]
    assert path.read_bytes() == b"PK but no package"
    assert inbox.check().refused == []  # not again every minute
    monkeypatch.undo()
    trusting.clock.pass_by(timedelta(hours=2))
    assert len(inbox.check().refused) == 1
    assert not path.exists()


def test_half_downloads_and_hidden_files_are_left_alone(inbox, trusting):
    for name in ("goi.zip.part", ".goi.zip", "~$ds.xlsx", "a.crdownload"):
        (trusting.data.inbox / name).write_text("x")
    inbox.check()
    report = inbox.check()
    assert (report.refused, report.waiting) == ([], [])
    assert len(list(trusting.data.inbox.iterdir())) == 4


def test_while_another_import_runs_it_waits(inbox, trusting, good_zip, monkeypatch):
    shutil.copy(good_zip, trusting.data.inbox)
    inbox.check()
    monkeypatch.setattr("broadcast_desk.packages.staging.LOCK_WAIT_S", 0.0)
    with staging(trusting.data, trusting.db):
        assert inbox.check().waiting == [good_zip.name]
    assert len(inbox.check().imported) == 1


def test_plain_audio_comes_in_unapproved(inbox, trusting, tones):
    shutil.copy(tones / "tone.mp3", trusting.data.inbox / "Tin bão 8-8-2026.mp3")
    inbox.check()
    (code,) = inbox.check().local
    version = trusting.library.newest(code)
    assert version.draft.issuer == ""
    assert trusting.library.airables() == ()


# USB drives


@pytest.mark.parametrize(
    ("place", "system", "removable"),
    [
        ("/media/lan/USB", "vfat", True),
        ("/run/media/lan/USB", "exfat", True),
        ("/mnt/usb", "ntfs", True),
        ("/boot/efi", "vfat", False),
        ("/", "ext4", False),
        ("/media/lan/disk", "ext4", False),
    ],
)
@pytest.mark.skipif("os.name == 'nt'", reason="mount points")
def test_what_is_a_usb_drive(place, system, removable):
    assert is_removable(place, system, "rw,nosuid") is removable


def test_a_drive_offers_packages_and_recordings(tmp_path, good_zip, good_bag, tones):
    drive = Drive("/dev/sdb1", tmp_path / "usb")
    (drive.root / "Thư mục").mkdir(parents=True)
    shutil.copy(good_zip, drive.root / "goi.zip")
    shutil.copytree(good_bag, drive.root / "goi-2")
    shutil.copy(tones / "tone.mp3", drive.root / "Thư mục/bản tin.mp3")
    (drive.root / "khác.txt").write_text("x")
    (drive.root / "lien-ket.zip").symlink_to(good_zip)
    found = offer(drive)
    assert [path.name for path in found.packages] == ["goi-2", "goi.zip"]
    assert [path.name for path in found.recordings] == ["bản tin.mp3"]
    assert newly_plugged((), (drive,)) == (drive,)
    assert newly_plugged((drive,), (drive,)) == ()
    assert offer(Drive("x", tmp_path / "gone")).packages == ()
    assert isinstance(drives(), tuple)
