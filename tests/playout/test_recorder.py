"""The recorder: what was given is in the file, and the sidecar says when sample 0 was heard."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.playout.outputs.recorder import Recorder
from broadcast_desk.playout.ports import BLOCK, Block
from broadcast_desk.station.clock import from_text
from broadcast_desk.station.errors import StoreError
from tests.fakes.airtime import HandClock

BEGAN = datetime(2026, 11, 24, tzinfo=UTC)


def give(recorder: Recorder, clock: HandClock, position: int, count: int, level: float) -> int:
    """Blocks as a bus that is heard as it is made would give them."""
    for _ in range(count):
        clock.advance(0.02)
        samples = np.full(BLOCK, level, np.float32)
        recorder.write(Block(position, samples, 1.0, clock.monotonic_s() - 0.02))
        position += BLOCK
    return position


def sidecar(path: Path) -> dict[str, object]:
    facts: dict[str, object] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return facts


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_everything_is_in_the_file(tmp_path: Path, suffix: str) -> None:
    path, clock = tmp_path / f"on-air{suffix}", HandClock(BEGAN)
    recorder = Recorder(path, clock.now, clock.monotonic_s)
    give(recorder, clock, 0, 75, 0.25)
    recorder.close()
    samples, rate = soundfile.read(path)
    assert (rate, len(samples)) == (48_000, 75 * BLOCK)
    assert np.allclose(samples, 0.25, atol=1e-4)
    assert from_text(str(sidecar(path)["sample_0_at"])) == BEGAN


def test_time_left_out_on_the_bus_is_silence_in_the_file(tmp_path: Path) -> None:
    path, clock = tmp_path / "on-air.wav", HandClock(BEGAN)
    recorder = Recorder(path, clock.now, clock.monotonic_s)
    position = give(recorder, clock, 0, 50, 0.5)
    clock.advance(2.0)
    give(recorder, clock, position + 2 * 48_000, 50, 0.5)
    recorder.close()
    samples, _ = soundfile.read(path)
    assert len(samples) == 4 * 48_000
    assert not samples[48_000 : 3 * 48_000].any()
    assert samples[3 * 48_000 :].all()


def test_a_recording_that_is_taken_over_keeps_its_time(tmp_path: Path) -> None:
    path, clock = tmp_path / "on-air.wav", HandClock(BEGAN)
    first = Recorder(path, clock.now, clock.monotonic_s)
    give(first, clock, 0, 100, 0.5)
    first.close()
    clock.advance(3.0)
    second = Recorder(path, clock.now, clock.monotonic_s, resume=True)
    give(second, clock, 0, 50, 0.25)
    second.close()
    samples, _ = soundfile.read(path)
    assert from_text(str(sidecar(path)["sample_0_at"])) == BEGAN
    assert len(samples) == 6 * 48_000
    assert not samples[2 * 48_000 : 5 * 48_000].any()
    assert np.allclose(samples[5 * 48_000 :], 0.25, atol=1e-4)


def test_an_older_recording_is_put_aside_not_overwritten(tmp_path: Path) -> None:
    path, clock = tmp_path / "on-air.wav", HandClock(BEGAN)
    for level in (0.5, 0.25):
        recorder = Recorder(path, clock.now, clock.monotonic_s)
        give(recorder, clock, 0, 5, level)
        recorder.close()
    older, _ = soundfile.read(tmp_path / "on-air-1.wav")
    assert np.allclose(older, 0.5, atol=1e-4)
    assert (tmp_path / "on-air-1.json").exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    clock = HandClock(BEGAN + timedelta(days=1))
    with pytest.raises(StoreError):
        Recorder(tmp_path / "x" / "on-air.wav", clock.now, clock.monotonic_s)
