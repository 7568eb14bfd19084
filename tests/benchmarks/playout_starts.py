"""Starts of two items back to back: error, samples that are missing, gap; ours and the peers'."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import soundfile

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.mastering import master
from broadcast_desk.library.model import Draft
from broadcast_desk.station.clock import STATION_ZONE
from tests.benchmarks.playout_peers import ITEM_S, Starts, installed, starts_of_peer
from tests.benchmarks.playout_run import AWAKE, running, soon
from tests.benchmarks.playout_table import OURS, Table
from tests.fakes.sound_server import RATE_HZ, Ear, SoundServer
from tests.fakes.stations import MadeStation, tone

EVERY_S = 2
CODERS = {
    "WAV": ("wav", []),
    "FLAC": ("flac", []),
    "MP3": ("mp3", ["-b:a", "128k"]),
    "MP3 without gapless tags": (
        "mp3", ["-b:a", "128k", "-write_xing", "0", "-id3v2_version", "0"],
    ),
}  # fmt: skip
"""What sources come as -> suffix and how ffmpeg makes it."""


@contextlib.contextmanager
def hogs(count: int) -> Iterator[None]:
    """Busy loops for a `with` block."""
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def sources(folder: Path, kind: str) -> list[Path]:
    """Two tones of half a second as files of a kind."""
    folder.mkdir(parents=True, exist_ok=True)
    suffix, options = CODERS[kind]
    made = []
    for name, hz in (("A", 1000), ("B", 2000)):
        wav = folder / f"{name}-.wav"
        soundfile.write(wav, tone(hz, ITEM_S), RATE_HZ, subtype="PCM_16")
        made.append(folder / f"{name}.{suffix}")
        ffmpeg.run(["-i", str(wav), *options, str(made[-1])], timeout_s=60)
    return made


def keep(station: MadeStation, source: Path) -> None:
    """Take a source into the library as `library add` does, its level left alone."""
    audio = station.media.keep(
        master(source, station.data.staging / f"{source.stem}.flac", preset="none")
    )
    version = station.library.add(
        Draft(title=source.stem, code=source.stem, kind="bulletin", text="x", audio=audio)
    )
    station.library.submit(version.id)
    station.library.approve(version.id, by="Trưởng đài")


def starts_of_ours(folder: Path, server: SoundServer, count: int, files: list[Path]) -> Starts:
    """The whole program: rows of a plan, to the sound on the sink."""
    station = MadeStation(folder, AWAKE)
    for source in files:
        keep(station, source)
    first = soon(10)
    instants = [first + timedelta(seconds=EVERY_S * number) for number in range(count)]
    for number, at in enumerate(instants):
        station.slot(f"s{number}", at.time(), ["A", "B"], rrule="", valid_from=at.date())
    starts = Starts()
    ear = Ear(server, "air")
    with running(station, server, "default"):
        while datetime.now(STATION_ZONE) < instants[-1] + timedelta(seconds=2):
            time.sleep(0.5)
    ear.close()
    for at in instants:
        starts.hear(ear, at.timestamp())
    station.db.conn.close()
    return starts


def measure_starts(
    table: Table, folder: Path, server: SoundServer, *, count: int, peers: int, busy: int
) -> None:
    """Start error and missing samples, idle or beside busy loops; 0 of a count leaves it out."""
    load = f"{busy} hogs" if busy else "idle"
    files = sources(folder / "sources", "WAV")
    found: dict[str, Starts] = {}
    with hogs(busy):
        if count:
            found[OURS] = starts_of_ours(folder / f"ours{busy}", server, count, files)
        for column in installed() if peers else ():
            place = folder / f"{column}{busy}"
            found[column] = starts_of_peer(column, place, server, peers, files)
    for what, must, told in (
        ("start error, median", "within 5 ms", lambda s: f"{s.median_ms:+.2f} ms"),
        (
            "start error, p99 - p1",
            "within 2 ms" if busy else "within 1 ms",
            lambda s: f"{s.spread_ms:.2f} ms",
        ),
        ("starts heard", "all", lambda s: f"{len(s.errors_ms)} of {s.tried}"),
        (
            "missing at head or tail, worst",
            "0 samples",
            lambda s: f"{s.worst(s.missing)}",
        ),
        ("gap or hole, worst", "0 samples", lambda s: f"{s.worst(s.gaps)}"),
    ):
        table.take(f"{load}: {what}", must, {whose: told(s) for whose, s in found.items()})


def measure_gaps(table: Table, folder: Path, server: SoundServer, count: int) -> None:
    """The gap between two items that came in as WAV, FLAC, MP3."""
    for kind in CODERS:
        place = folder / kind.replace(" ", "-")
        files = sources(place, kind)
        found = {OURS: starts_of_ours(place / "ours", server, count, files)}
        for column in installed():
            found[column] = starts_of_peer(column, place / column, server, count, files)
        cells = {
            whose: f"{starts.worst(starts.gaps) if starts.gaps else 'nothing heard'}"
            for whose, starts in found.items()
        }
        table.take(f"gap between items, {kind}", "0 samples", cells)
