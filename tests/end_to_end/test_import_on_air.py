"""Taking a package in while playout is on air: the loudspeakers do not notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from broadcast_desk.audio import ffmpeg
from broadcast_desk.library.model import Draft
from broadcast_desk.logbook.model import Kind
from broadcast_desk.packages.building import Programme, build
from broadcast_desk.packages.keys import create_key, fingerprint
from tests.end_to_end.conftest import RunningPlayout, soon
from tests.fakes.sound_server import RATE_HZ, Ear
from tests.fakes.stations import MadeStation, tone

pytestmark = pytest.mark.sound

CENTRE = "Trung tâm Truyền thông tỉnh"
PROGRAMMES = int(os.environ.get("BROADCAST_DESK_ON_AIR_PROGRAMMES", "12"))
EACH_S = 30
ITEM_S = 25.0


def package(folder: Path) -> tuple[Path, Path]:
    """A package of different recordings, and the public key it was signed with."""
    key = create_key(folder / "centre", CENTRE)
    items = []
    for number in range(PROGRAMMES):
        path = folder / f"{number}.mp3"
        source = f"anoisesrc=d={EACH_S}:c=pink:seed={number}:a=0.3"
        done = ffmpeg.run(["-f", "lavfi", "-i", source, "-b:a", "64k", "-ar", "44100", str(path)])
        assert done.returncode == 0, done.stderr
        items.append(Programme(Draft(title=f"Bản tin {number}", code=f"G{number}"), audio=path))
    return build(items, folder / "goi.zip", key, 1), key.path.with_suffix(".pub")


def command(station: MadeStation, *words: str) -> subprocess.Popen[str]:
    """A real command at this station, in a session of its own as a person's would be."""
    return subprocess.Popen(
        [sys.executable, "-m", "broadcast_desk", *words, "--data", str(station.data.root)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def test_an_import_is_not_heard(
    station: MadeStation, playout: Callable[..., RunningPlayout], ear: Ear, tmp_path: Path
) -> None:
    made, public = package(tmp_path)
    heard = ("--confirmed-by", "Mai", "--fingerprint", fingerprint(public.read_text("utf-8")))
    with command(station, "package", "trust", str(public), CENTRE, *heard) as one:
        assert one.wait(60) == 0, one.communicate()
    station.programme("A", tone(500, ITEM_S))
    at = soon(6)
    station.slot("s1", at.time(), ["A"], rrule="", valid_from=at.date())
    running = playout("--output", "default")
    running.wait_for(lambda state: bool(state.on_air), 30)
    with command(station, "package", "import", str(made), "--json") as taking:
        running.wait_for(
            lambda _: any(e.fact.kind is Kind.ENDED for e in running.log()), ITEM_S + 20
        )
        after = running.wait_for(lambda state: not state.on_air)
        said, trouble = taking.communicate(timeout=300)
    assert taking.returncode == 0, trouble
    assert len(json.loads(said)["accepted"]) == PROGRAMMES
    assert [output.lost_samples for output in after.outputs] == [0]
    ear.wait_for_silence()
    heard = ear.heard
    sounding = np.flatnonzero(np.abs(heard) > 0.02)
    assert sounding[-1] - sounding[0] + 1 == round(ITEM_S * RATE_HZ)
    assert np.max(np.diff(sounding)) < 5, "there is a hole"
    ended = [e.fact.data["result"] for e in running.log() if e.fact.kind is Kind.ENDED]
    assert ended == ["complete"]
