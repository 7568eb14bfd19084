"""Packages: verifying against sha256sum, importing against two-pass loudnorm, importing again.

At full size (2 GB; 200 programmes, 10 h) it takes about a quarter of an hour on two cores.
`BROADCAST_DESK_BENCH_SHARE=0.2` runs a fifth of it, `BROADCAST_DESK_BENCH_PART=import` one part.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from broadcast_desk.audio import ffmpeg
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft
from broadcast_desk.packages.building import Programme, build
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers, Key, create_key
from broadcast_desk.packages.verifying import verify
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database

SHARE = float(os.environ.get("BROADCAST_DESK_BENCH_SHARE", "1"))
PART = os.environ.get("BROADCAST_DESK_BENCH_PART", "")
FILES = 20
VERIFY_BYTES = max(FILES, round(2000 * SHARE)) * 1024**2
PROGRAMMES = max(2, round(200 * SHARE))
EACH_S = 180
CORES = os.cpu_count() or 1


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key = create_key(folder / "key", "Trung tâm")
        data = DataFolder(folder / "station")
        data.create()
        issuers = Issuers(open_database(data.database))
        issuers.trust(key.public_text, "Trung tâm", "x")
        if PART in ("", "verify"):
            verifying(folder, key, issuers)
        if PART in ("", "import"):
            importing(folder, key, issuers, data)


def verifying(folder: Path, key: Key, issuers: Issuers) -> None:
    sound = folder / "large.wav"
    head = folder / "head.wav"
    ffmpeg.run(["-f", "lavfi", "-i", "sine=d=1", str(head)])
    with sound.open("wb") as file:
        file.write(head.read_bytes())
        for _ in range(VERIFY_BYTES // FILES // 1024**2):
            file.write(os.urandom(1024**2))
    items = [Programme(Draft(title=str(n), code=f"C{n}"), audio=sound) for n in range(FILES)]
    package = build(items, folder / "large", key, 1)
    files = [str(path) for path in package.rglob("*") if path.is_file()]
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(3):
        theirs.append(timed(lambda: _sha256sum(files)))
        ours.append(timed(lambda: _must(verify(package, issuers, SystemClock().now()).accepted)))
    _say(
        f"verify {VERIFY_BYTES / 1024**3:.2f} GB",
        min(ours),
        f"sha256sum x {CORES}",
        min(theirs),
        1.2,
    )
    shutil.rmtree(package)


def _sha256sum(files: list[str]) -> None:
    with ThreadPoolExecutor(CORES) as pool:
        jobs = [[*files[n::CORES]] for n in range(CORES)]
        list(pool.map(lambda job: subprocess.run(["sha256sum", *job], check=True, stdout=-3), jobs))


def importing(folder: Path, key: Key, issuers: Issuers, data: DataFolder) -> None:
    with ThreadPoolExecutor(CORES) as pool:
        recordings = list(pool.map(lambda number: _speech(folder, number), range(PROGRAMMES)))
    items = [Programme(Draft(title=path.stem, code=path.stem), audio=path) for path in recordings]
    package = build(items, folder / "hours.zip", key, 1)
    media = MediaStore(data)
    library = Library(issuers.database, media, SystemClock())

    def take() -> None:
        import_package(package, library, media, issuers, data, SystemClock())

    first = timed(take)
    again = timed(take)
    _must(len(library.find(limit=10_000)) == PROGRAMMES)
    loudnorm = timed(lambda: _two_passes(recordings, folder / "out"))
    hours = PROGRAMMES * EACH_S / 3600
    _say(
        f"import {PROGRAMMES} MP3, {hours:g} h", first, f"2-pass loudnorm x {CORES}", loudnorm, 0.5
    )
    print(f"import again: {again:.3f} s, {100 * again / first:.2f} % of the first (bar 5 %)")


def _speech(folder: Path, number: int) -> Path:
    """Noise in syllables: as loud and quiet as speech, different in each file."""
    path = folder / f"B{number:03d}.mp3"
    source = f"anoisesrc=d={EACH_S}:c=pink:seed={number}:a=0.3,tremolo=f=4:d=0.9"
    done = ffmpeg.run(["-f", "lavfi", "-i", source, "-b:a", "64k", "-ar", "44100", str(path)])
    _must(done.returncode == 0)
    return path


def _two_passes(recordings: list[Path], out: Path) -> None:
    out.mkdir()
    wanted = "I=-16:TP=-1:LRA=11"

    def one(path: Path) -> None:
        probe = ["-i", str(path), "-af", f"loudnorm={wanted}:print_format=json", "-f", "null", "-"]
        report = ffmpeg.run(probe, 600).stderr.decode()
        said = dict(
            line.strip().rstrip(",").replace('"', "").split(" : ")
            for line in report[report.rindex("{") + 1 : report.rindex("}")].strip().splitlines()
        )
        measured = (
            f"measured_I={said['input_i']}:measured_TP={said['input_tp']}:"
            f"measured_LRA={said['input_lra']}:measured_thresh={said['input_thresh']}"
        )
        target = str(out / f"{path.stem}.flac")
        filters = f"loudnorm={wanted}:{measured}"
        ffmpeg.run(["-i", str(path), "-af", filters, "-ar", "48000", "-ac", "1", target], 600)

    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(one, recordings))


def _must(good: bool) -> None:
    if not good:
        raise SystemExit("the benchmark did not do its work")


def _say(what: str, ours: float, peer: str, theirs: float, bar: float) -> None:
    ratio = ours / theirs
    print(f"{what}: {ours:.2f} s; {peer}: {theirs:.2f} s; ratio {ratio:.2f} (bar {bar})")


if __name__ == "__main__":
    main()
