import sys

import numpy as np
import psutil
import pytest

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.decoding import decode, decode_bytes
from broadcast_desk.audio.probe import probe
from broadcast_desk.station.errors import AudioError

ENDLESS = ["-v", "error", "-f", "lavfi", "-i", "sine", "-f", "f32le", "-"]


def test_a_child_that_takes_too_long_is_ended():
    with pytest.raises(AudioError) as refused:
        ffmpeg.run(["-f", "lavfi", "-re", "-i", "sine", "-f", "null", "-"], timeout_s=0.5)
    assert refused.value.code == "audio.decoder_slow"
    assert not _children()


def test_a_child_that_puts_out_too_much_is_ended():
    with pytest.raises(AudioError) as refused:
        ffmpeg.run(ENDLESS, timeout_s=30, output_limit_bytes=1 << 20)
    assert refused.value.code == "audio.decoder_output"
    assert not _children()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a running child's memory")
def test_a_child_that_wants_too_much_memory_fails_alone():
    huge = "color=size=30000x30000:rate=1"
    done = ffmpeg.run(["-f", "lavfi", "-i", huge, "-frames:v", "3", "-f", "null", "-"], 60)
    assert done.returncode != 0


def test_low_priority_is_a_matter_of_the_child_alone():
    before = psutil.Process().nice()
    done = ffmpeg.run(["-version"], low_priority=True)
    assert b"ffmpeg version" in done.stdout
    assert psutil.Process().nice() == before


def test_standard_input_is_fed_while_output_is_read(speech_like):
    raw = speech_like(30).tobytes()
    done = ffmpeg.run(
        ["-v", "error", "-f", "f32le", "-ar", "48000", "-i", "pipe:0", "-f", "f32le", "-"],
        stdin=raw,
    )
    assert done.stdout == raw


def test_probe_tells_what_a_file_is(sound, speech_like, tmp_path):
    stereo = np.stack([speech_like(3)] * 2, axis=1)
    found = probe(sound(stereo, rate=44_100, name="hai kênh: thử.wav", subtype="PCM_16"))
    assert (found.rate_hz, found.channels, found.codec) == (44_100, 2, "pcm_s16le")
    assert found.duration_s == pytest.approx(3 * 48_000 / 44_100, abs=0.02)


def test_probe_reads_the_tags(sound, speech_like, tmp_path):
    source, target = sound(speech_like(1)), tmp_path / "out.mp3"
    ffmpeg.run(["-i", str(source), "-metadata", "title=Bản tin: số 1", str(target)])
    assert probe(target).tags["title"] == "Bản tin: số 1"


def test_text_is_no_audio(tmp_path):
    path = tmp_path / "loi.mp3"
    path.write_text("không phải âm thanh")
    with pytest.raises(AudioError) as refused:
        probe(path)
    assert refused.value.code == "audio.not_audio"


def test_a_truncated_mp3_is_taken_as_far_as_it_goes(sound, speech_like, tmp_path):
    source, target = sound(speech_like(10)), tmp_path / "out.mp3"
    ffmpeg.run(["-i", str(source), str(target)])
    raw = target.read_bytes()
    target.write_bytes(raw[: len(raw) // 2])
    assert 4 < len(decode(target)) / 48_000 < 6


def test_a_recording_longer_than_allowed_is_refused(sound, speech_like):
    with pytest.raises(AudioError) as refused:
        decode(sound(speech_like(5)), limit_s=2)
    assert refused.value.code == "audio.too_long"


def test_bytes_that_are_no_recording_are_refused():
    with pytest.raises(AudioError):
        decode_bytes(b"<html>captive portal</html>" * 50)


def test_tempo_changes_the_length(sound, speech_like):
    raw = sound(speech_like(6), subtype="PCM_16").read_bytes()
    assert len(decode_bytes(raw, tempo=1.5)) == pytest.approx(4 * 48_000, rel=0.03)


def _children():
    return [c for c in psutil.Process().children() if "ffmpeg" in c.name()]
