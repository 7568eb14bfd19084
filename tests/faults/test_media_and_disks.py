"""Torn, missing, locked and wicked files, a full disk, a damaged database, half-copied packages."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.library.model import Draft
from broadcast_desk.logbook.model import Kind
from broadcast_desk.packages.building import Programme, build
from broadcast_desk.packages.keys import Issuers, Key, create_key
from tests.end_to_end.conftest import AWAKE
from tests.fakes.disks import fill, small_disk
from tests.fakes.scene import (
    RATE_HZ,
    Scene,
    holes_s,
    loud,
    pitch_of,
    sleep_until,
    wait_log,
)
from tests.fakes.stations import MadeStation, tone
from tests.faults.conftest import Row

fault = pytest.mark.fault


def media_of(scene: Scene, version) -> Path:
    return scene.station.media.path(version.draft.audio.sha256)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.6)])


def lock_away(path: Path) -> None:
    """What cannot be opened, as on Windows when a scanner holds it."""
    path.unlink()
    path.mkdir()


HARMS = {
    "F04": ("torn file after a power cut", "the media cut at 60 %", truncate),
    "F30": ("file missing, drive not ready", "the media removed before it is loaded", Path.unlink),
    "F41": ("antivirus locks files", "the file cannot be opened: a folder in its place", lock_away),
}  # fmt: skip


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(
            harm,
            marks=[
                fault(
                    name, what, form=form, must="fallback <= 2 s after T, alarm, next item on time"
                ),
                *([pytest.mark.quick] if name == "F30" else []),
            ],
            id=name,
        )
        for name, (what, form, harm) in HARMS.items()
    ],
)
def test_bad_file(scene: Scene, row: Row, harm) -> None:
    scene.sink()
    version = scene.station.programme("A", tone(1000, 4.0))
    scene.station.programme("B", tone(2000, 1.0))
    harm(media_of(scene, version))
    at = scene.air(6, ["A", "B"])
    ear = scene.ear()
    running = scene.start()
    sound = scene.heard(ear, at.timestamp() - 0.5, at.timestamp() + 5.5)
    early = loud(sound[: RATE_HZ * 9 // 2])
    assert len(early), "nothing sounds in its place"
    assert row.recovered(max(0.0, early[0] / RATE_HZ - 0.5), "T to the notice") <= 2.0
    assert abs(pitch_of(sound[-RATE_HZ * 6 // 10 - 4800 : -RATE_HZ * 6 // 10]) - 2000) < 20
    log = wait_log(running, lambda log: any(e.fact.kind is Kind.ALARM for e in log))
    reasons = {e.fact.data.get("reason") for e in log}
    assert reasons & {"playout.media_damaged", "playout.media_missing"}


@fault(
    "F30",
    "reading stalls for 5 s",
    form="each opening of a recording takes 5 s",
    must="on time all the same: it is read 60 s ahead",
)
def test_slow_disk(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 1.0))
    at = scene.air(13, ["A"])
    ear = scene.ear()
    scene.start(inject="slow")
    late = scene.first_sound(ear, at.timestamp() - 5) - at.timestamp()
    row.recovered(abs(late), "start error")
    assert abs(late) < 0.05


@fault(
    "F05",
    "database locked",
    form="a write lock held for 60 s, over two items",
    must="both played whole and on time, the log is complete afterwards",
)
def test_locked_database(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 3.0))
    at = scene.air(6, ["A"])
    later = at + timedelta(seconds=50)
    scene.air_at(later, ["A"], "s2")
    ear = scene.ear()
    running = scene.start()
    running.wait_for(lambda s: s.next_cue is not None)
    locked = time.monotonic()
    scene.station.db.conn.execute("BEGIN IMMEDIATE")
    for begins in (at, later):
        sound = scene.heard(ear, begins.timestamp() - 0.1, begins.timestamp() + 3.3)
        assert loud(sound)[-1] - loud(sound)[0] + 1 == 3 * RATE_HZ
        assert abs(loud(sound)[0] / RATE_HZ - 0.1) < 0.05
    time.sleep(max(0.0, locked + 60.0 - time.monotonic()))
    scene.station.db.conn.execute("ROLLBACK")
    free = time.monotonic()
    wait_log(running, lambda log: [e.fact.kind for e in log].count(Kind.ENDED) == 2)
    row.recovered(time.monotonic() - free, "until all is logged")


@fault(
    "F05",
    "database corrupt",
    form="64 KB of the file overwritten while an item is on air and one is to come; then a restart",
    must="today's plan goes on; restored or refused at the start, and said",
)
def test_corrupt_database(scene: Scene, row: Row) -> None:
    from broadcast_desk.station.clock import SystemClock
    from broadcast_desk.storage.backup import keep_backups

    scene.sink()
    for code, hz in (("A", 1000), ("B", 2000)):
        scene.station.programme(code, tone(hz, 3.0))
    at = scene.air(6, ["A"], "a")
    scene.air_at(at + timedelta(seconds=5), ["B"], "b")
    keep_backups(scene.station.data, SystemClock().now())
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    scene.station.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with scene.station.data.database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 65_536)
    sound = scene.heard(ear, at.timestamp() - 0.1, at.timestamp() + 8.3)
    assert np.count_nonzero(np.abs(sound) > 0.02) > 5 * RATE_HZ, "B was not played"
    scene.kill_all(running)
    began = time.monotonic()
    again = scene.start("--output", "null")
    state = again.wait_for(lambda s: bool(s.alarms), 20)
    row.recovered(time.monotonic() - began, "restart with the restored copy")
    assert "playout.restored" in [a.code for a in state.alarms]


@fault(
    "F06",
    "disk full",
    form="a disk of 12 MB filled while on air",
    must="keeps playing, alarm, nothing deleted, log complete when there is room",
)
def test_full_disk(scene: Scene, row: Row, tmp_path: Path) -> None:
    scene.sink()
    with small_disk(tmp_path / "disk", "12m") as disk:
        scene.station.db.conn.close()
        scene.station = MadeStation(disk / "data", AWAKE)
        scene.station.programme("A", tone(1000, 5.0))
        at = scene.air(6, ["A"])
        ear = scene.ear()
        running = scene.start()
        running.wait_for(lambda s: s.next_cue is not None)
        media = sorted(p.name for p in (disk / "data").rglob("*.flac"))
        fill(disk)
        sound = scene.heard(ear, at.timestamp() - 0.1, at.timestamp() + 5.3)
        assert loud(sound)[-1] - loud(sound)[0] + 1 == 5 * RATE_HZ
        running.wait_for(lambda s: bool(s.alarms), 20)
        assert sorted(p.name for p in (disk / "data").rglob("*.flac")) == media
        (disk / "filler").unlink()
        room = time.monotonic()
        wait_log(running, lambda log: any(e.fact.kind is Kind.ENDED for e in log))
        row.recovered(time.monotonic() - room, "until all is logged")
        running.end()
        scene.station.db.conn.close()
    scene.station = MadeStation(tmp_path / "data2", AWAKE)


@fault(
    "F07",
    "log storm",
    form="a damaged item every second for 20 s, an Icecast that refuses, a card that is not there",
    must="log growth < 1 MB an hour",
)
def test_log_storm(scene: Scene, row: Row) -> None:
    scene.sink()
    version = scene.station.programme("A", tone(1000, 0.8))
    truncate(media_of(scene, version))
    at = scene.air(6, ["A"] * 20)
    running = scene.start("--output", "card:gone", "--output", "icecast://source@127.0.0.1:9/loa")
    sleep_until(at)
    logs = scene.station.data.logs
    before, began = sum(p.stat().st_size for p in logs.iterdir()), time.monotonic()
    sleep_until(at, 16.0)
    grown = sum(p.stat().st_size for p in logs.iterdir()) - before
    per_hour = grown / (time.monotonic() - began) * 3600 / 1e6
    row.recovered(0.0, f"{per_hour:.2f} MB an hour")
    assert running.state() is not None
    assert per_hour < 1.0


@fault(
    "F29",
    "bad media",
    form="20 wicked files through `library add`; six put under good ones' names in the media store",
    must="refused at import by name; on air skipped <= 2 s each, no loop",
)
def test_wicked_files(scene: Scene, row: Row) -> None:
    scene.sink()
    folder = scene.folder / "wicked"
    folder.mkdir()
    good = scene.folder / "good.wav"
    soundfile.write(good, tone(1000, 1.0), RATE_HZ)
    body = good.read_bytes()
    wicked = [b"", b"\0", body[:44], body[:20], b"RIFF" + b"\xff" * 4 + body[8:44],
              b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + b"x" * 1000, b"fLaC" + b"\0" * 200, b"OggS" * 50,
              b"<html></html>", bytes(range(256)) * 20]  # fmt: skip
    names = [f"{n}.{suffix}" for n in range(10) for suffix in ("mp3", "wav")]
    root = str(scene.station.data.root)
    for number, name in enumerate(names):
        (folder / name).write_bytes(wicked[number // 2])
    versions = [scene.station.programme(f"W{n}", tone(1000, 1.0 + n / 100)) for n in range(6)]
    for version, content in zip(versions, wicked, strict=False):
        media_of(scene, version).write_bytes(content)
    scene.station.programme("Z", tone(2000, 1.0))
    at = scene.air(8, [f"W{n}" for n in range(6)] + ["Z"])
    ear = scene.ear()
    running = scene.start()
    refused = 0
    for name in names:
        done = subprocess.run(
            [sys.executable, "-m", "broadcast_desk", "library", "add", "--data", root, "--audio",
             str(folder / name), "--title", name], capture_output=True, text=True, check=False,
        )  # fmt: skip
        refused += done.returncode != 0 and "Traceback" not in done.stderr
    assert refused == len(names)
    planned = 6 + sum(range(6)) / 100
    sound = scene.heard(ear, at.timestamp(), at.timestamp() + planned + 1.2)
    first = loud(sound)[0] / RATE_HZ
    assert row.recovered(first, "T to the notice in the first's place") <= 2.0
    assert max(holes_s(sound), default=0.0) <= 2.0
    last = sound[round((planned + 0.3) * RATE_HZ) : round((planned + 0.6) * RATE_HZ)]
    assert abs(pitch_of(last) - 2000) < 20, "the good item after them"
    assert running.state() is not None


@fault(
    "F39",
    "import steals CPU or disk",
    form="40 recordings of a minute mastered and 400 MB written and synced while an item is on air",
    must="0 holes",
)
def test_import_beside(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 20.0))
    source = scene.folder / "long.wav"
    soundfile.write(source, np.tile(tone(700, 1.0), 60), RATE_HZ)
    at = scene.air(5, ["A"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    ending = threading.Event()

    def write() -> None:
        target = scene.folder / "large"
        while not ending.is_set():
            with target.open("wb") as file:
                for _ in range(40):
                    file.write(b"x" * 1_000_000)

    writer = threading.Thread(target=write)
    writer.start()
    root, added = str(scene.station.data.root), 0
    while time.time() < at.timestamp() + 19 and added < 40:
        subprocess.run(
            [sys.executable, "-m", "broadcast_desk", "library", "add", "--data", root, "--audio",
             str(source), "--title", f"Bản tin {added}"], capture_output=True, check=True,
        )  # fmt: skip
        added += 1
    ending.set()
    writer.join()
    sound = scene.heard(ear, at.timestamp() - 0.1, at.timestamp() + 20.3)
    row.recovered(0.0, f"{added} imported, holes {holes_s(sound)}")
    assert added
    assert not holes_s(sound)
    assert loud(sound)[-1] - loud(sound)[0] + 1 == 20 * RATE_HZ


# packages


@dataclass
class Centre:
    """An issuer that makes packages."""

    folder: Path
    key: Key
    audio: Path

    def package(self, serial: int, *codes: str, title: str = "Bản tin", **more: object) -> Path:
        made = [
            Programme(Draft(title=f"{title} {code}", code=code, topic="economic", text=code),
                      audio=self.audio) for code in codes
        ]  # fmt: skip
        more.setdefault("created_at", datetime.now(UTC) - timedelta(hours=1))
        return build(made, self.folder / f"goi-{serial}.zip", self.key, serial, **more)


@pytest.fixture
def centre(scene: Scene, tmp_path: Path) -> Centre:
    folder = tmp_path / "centre"
    folder.mkdir()
    audio = folder / "tone.flac"
    soundfile.write(audio, tone(440, 1.0, level=0.2), RATE_HZ)
    key = create_key(folder, "Trung tâm")
    Issuers(scene.station.db).trust(key.public_text, "Trung tâm", "Bà Lan",
                                    at=datetime.now(UTC) - timedelta(days=30))  # fmt: skip
    return Centre(folder, key, audio)


def package(scene: Scene, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "package", *arguments, "--data",
         str(scene.station.data.root)], capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@contextlib.contextmanager
def on_air(scene: Scene, row: Row) -> Iterator[None]:
    """Meanwhile an item is on air, and must not notice."""
    scene.sink()
    scene.station.programme("ONAIR", tone(1000, 60.0))
    scene.air(3, ["ONAIR"])
    ear = scene.ear()
    running = scene.start()
    scene.on_air(running)
    began = time.time()
    yield
    sound = scene.heard(ear, began, time.time() - 0.3)
    assert not holes_s(sound)
    assert running.state() is not None
    del row


@fault(
    "F31",
    "half-copied import",
    form="a package dripped into the inbox while it is looked at, one cut at 50 %",
    must="exactly one complete import; the torn one refused",
)
def test_half_copied(scene: Scene, row: Row, centre: Centre) -> None:
    raw = centre.package(1, "P1", "P2").read_bytes()
    inbox = scene.station.data.inbox
    inbox.mkdir(exist_ok=True)
    with on_air(scene, row):
        target = inbox / "goi.zip"
        step = len(raw) // 4 + 1
        for end in range(step, len(raw) + step, step):
            target.write_bytes(raw[:end])
            package(scene, "inbox")
        whole = time.monotonic()
        package(scene, "inbox")
        row.recovered(time.monotonic() - whole, "look at the whole file to imported")
        (inbox / "torn.zip").write_bytes(raw[: len(raw) // 2])
        package(scene, "inbox")
        package(scene, "inbox")
    codes = [r.code for r in scene.station.library.find()]
    assert codes.count("P1") == codes.count("P2") == 1
    assert len(json.loads(package(scene, "list", "--json").stdout)) == 1


@fault(
    "F32",
    "Unicode names NFC/NFD, long paths, ? and :",
    form="a package whose titles are NFD, a "
    "recording with an NFD name of 200 bytes in a deep folder, search in both forms",
    must="found, opened, aired",
)
def test_unicode(scene: Scene, row: Row, centre: Centre) -> None:
    decomposed = unicodedata.normalize("NFD", "Tiểu Hiếu hướng dẫn")
    path = centre.package(1, "HIẾU", title=decomposed)
    assert package(scene, "import", str(path)).returncode == 0
    deep = scene.folder.joinpath(*["thư-mục-rất-dài" * 4] * 3)
    deep.mkdir(parents=True)
    named = deep / (unicodedata.normalize("NFD", "Hiếu Nghĩa; hỏi đáp ' \" % ") + ".wav")
    soundfile.write(named, tone(500, 1.0), RATE_HZ)
    assert len(str(named)) > 260
    done = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "library", "add", "--data",
         str(scene.station.data.root), "--audio", str(named), "--title", named.stem],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for words in ("Hiếu", unicodedata.normalize("NFD", "Hiếu"), "hieu"):
        assert len(scene.station.library.find(words)) == 2, words
    row.recovered(0.0, "3 spellings, 2 found each time")


@fault(
    "X3",
    "same package twice, or older than the installed one",
    form="real packages through `package import`, an item on air",
    must="one import; the older one refused",
)
def test_repeated(scene: Scene, row: Row, centre: Centre) -> None:
    first, second = centre.package(1, "P1"), centre.package(2, "P2")
    with on_air(scene, row):
        first_time = package(scene, "import", str(second))
        assert first_time.returncode == 0, first_time.stderr
        again = package(scene, "import", str(second))
        older = package(scene, "import", str(first))
    assert older.returncode == 1
    assert len(json.loads(package(scene, "list", "--json").stdout)) == 1
    codes = [r.code for r in scene.station.library.find()]
    assert codes.count("P2") == 1
    assert "P1" not in codes
    row.recovered(0.0, f"again: status {again.returncode}")


@fault(
    "X4",
    "package signed by a revoked key, or with a future date",
    form="real packages through `package import`",
    must="both refused, nothing enters",
)
def test_revoked(scene: Scene, row: Row, centre: Centre) -> None:
    good = package(scene, "import", str(centre.package(2, "P2")))
    assert good.returncode == 0, good.stderr
    ahead = centre.package(3, "P3", created_at=datetime.now(UTC) + timedelta(days=3))
    assert package(scene, "import", str(ahead)).returncode == 1
    later = centre.package(4, "P4")
    issuers = Issuers(scene.station.db)
    issuers.revoke(centre.key.key_id, by="Bà Lan", at=datetime.now(UTC) - timedelta(hours=2))
    assert package(scene, "import", str(later)).returncode == 1
    assert {r.code for r in scene.station.library.find()} == {"P2"}
    row.recovered(0.0, "refused")
