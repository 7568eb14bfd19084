import shutil
import subprocess

import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.flac_frames import encoded, md5_of, silent, write_joined
from broadcast_desk.audio.tags import read_tags
from broadcast_desk.station.errors import StoreError
from tests.fakes.disks import small_disk

SIZES = (480_000, 4800, 16, 4096 * 3, 4096 + 208)


def _noisy(count, seed=0):
    noise = np.random.default_rng(seed).normal(0, 300, count)
    return (8000 * np.sin(np.arange(count) / 20) + noise).astype(np.int16)


@pytest.fixture(params=[48_000, 22_050, 16_000, 11_025])
def rate(request):
    return request.param


@pytest.fixture
def parts(rate):
    """Sound in parts, and the same as one array."""
    sounds = [_noisy(size, seed) for seed, size in enumerate(SIZES)]
    frames = [encoded(sound, rate) for sound in sounds]
    whole = np.concatenate([*sounds, np.zeros(4800, np.int16), sounds[1]])
    return [*frames, silent(4800, rate), frames[1]], whole


def test_parts_put_together_are_the_same_sound(parts, rate, tmp_path):
    target = tmp_path / "out.flac"
    frames, whole = parts
    assert write_joined(target, frames, {"TITLE": "Tin"}) == len(whole)
    heard, heard_rate = soundfile.read(target, dtype="int16")
    assert (heard_rate, soundfile.info(target).subtype) == (rate, "PCM_16")
    assert np.array_equal(heard, whole)
    assert read_tags(target)["title"] == "Tin"


def test_ffmpeg_finds_every_checksum_right(parts, tmp_path):
    target = tmp_path / "out.flac"
    frames, whole = parts
    write_joined(target, frames)
    done = subprocess.run(
        [ffmpeg.executable(), "-v", "warning", "-err_detect", "crccheck+explode",
         "-i", str(target), "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    )  # fmt: skip
    assert done.stderr == b""
    assert done.stdout == whole.astype("<i2").tobytes()


def test_the_md5_is_that_of_the_samples(parts, tmp_path):
    """libsndfile's own encoder is the judge; `flac --test` says the same where it is installed."""
    joined, whole_file = tmp_path / "joined.flac", tmp_path / "whole.flac"
    frames, whole = parts
    write_joined(joined, frames, md5=md5_of([whole[:999], whole[999:]]))
    soundfile.write(whole_file, whole, frames[0].rate_hz, "PCM_16")
    assert FLAC(joined).info.md5_signature == FLAC(whole_file).info.md5_signature != 0
    flac = shutil.which("flac")
    if flac is not None:
        done = subprocess.run([flac, "-t", "-s", "-w", joined], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_any_place_can_be_found(parts, tmp_path):
    target = tmp_path / "out.flac"
    frames, whole = parts
    write_joined(target, frames)
    with soundfile.SoundFile(target) as flac:
        for place in np.random.default_rng(5).integers(0, len(whole) - 64, 40).tolist():
            flac.seek(place)
            assert np.array_equal(flac.read(64, dtype="int16"), whole[place : place + 64])


def test_what_would_be_a_frame_too_short_ends_in_silence():
    assert encoded(_noisy(4096 + 5), 48_000).samples == 4096 + 16


def test_a_full_disk_leaves_no_file(tmp_path):
    with small_disk(tmp_path / "full", "256k") as disk:
        with pytest.raises(StoreError) as refused:
            write_joined(disk / "out.flac", [encoded(_noisy(480_000), 48_000)])
        assert refused.value.code == "store.disk_full"
        assert list(disk.iterdir()) == []
