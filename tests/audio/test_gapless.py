"""An item is as long as its source: nothing is added before or after, whatever it came in as."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.gapless import sound_within, untagged_rate_hz
from broadcast_desk.audio.mastering import master

LOUD = 0.02


def source(folder: Path, name: str, samples: int, *options: str) -> Path:
    """A tone of so many samples as a file."""
    wav, made = folder / "tone.wav", folder / name
    tone = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(samples) / 48_000)
    soundfile.write(wav, tone, 48_000, subtype="PCM_16")
    ffmpeg.run(["-i", str(wav), *options, str(made)], timeout_s=60)
    return made


@pytest.mark.parametrize("samples", [24_000, 24_500, 100_001])
@pytest.mark.parametrize("name", ["in.wav", "in.flac", "in.mp3"])
def test_every_sample_and_no_more(tmp_path, name, samples):
    done = master(source(tmp_path, name, samples), tmp_path / "out.flac", preset="none")
    heard, _ = soundfile.read(done.path)
    assert done.duration_samples == len(heard) == samples
    assert abs(heard[0]) < 0.2
    assert np.flatnonzero(np.abs(heard) > LOUD)[-1] > samples - 50


@pytest.mark.parametrize("rate", [48_000, 44_100, 22_050])
def test_mp3_without_lengths_loses_the_coders_padding(tmp_path, rate):
    options = ("-ar", str(rate), "-b:a", "64k", "-write_xing", "0", "-id3v2_version", "0")
    made = source(tmp_path, "in.mp3", 60_000, *options)
    assert untagged_rate_hz(made) == rate
    done = master(made, tmp_path / "out.flac", preset="none")
    heard, _ = soundfile.read(done.path)
    sounding = np.flatnonzero(np.abs(heard) > LOUD)
    assert sounding[0] < 100
    assert len(heard) - sounding[-1] < 800, "as far as the coder's last frame rings on"
    assert 60_000 - 100 < len(heard) < 61_000


def test_other_files_are_left_alone(tmp_path):
    for name in ("in.wav", "in.flac", "in.mp3"):
        assert untagged_rate_hz(source(tmp_path, name, 24_000)) == 0
    (tmp_path / "text.mp3").write_text("không phải âm thanh", encoding="utf-8")
    assert untagged_rate_hz(tmp_path / "text.mp3") == 0


def test_the_sound_is_never_cut_where_it_is_loud_to_its_end():
    samples = np.ones(48_000, np.float32)
    assert sound_within(samples, 48_000) == (1105, 48_000)
