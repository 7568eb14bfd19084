import numpy as np
import pytest
import soundfile

from broadcast_desk.audio import tunes
from broadcast_desk.audio.loudness import measure
from broadcast_desk.audio.mastering import finish, shape
from broadcast_desk.audio.metering import loudness_lufs, powers
from broadcast_desk.audio.piece import joined
from broadcast_desk.audio.programme import Part, arrange, assemble
from broadcast_desk.audio.tags import read_tags
from broadcast_desk.audio.waveform import peaks
from broadcast_desk.station.errors import AudioError, StoreError
from broadcast_desk.station.paths import audio_assets_folder

RATE = 48_000


def joined_up(parts):
    return joined(arrange(parts))


def test_parts_follow_each_other_with_their_pauses(speech_like):
    words = shape(speech_like(3), RATE)
    tune = tunes.path(tunes.names()[0])
    length = soundfile.info(tune).frames
    whole = joined_up([Part(tune, fade_out_ms=500, pause_after_ms=400), Part(words), Part(words)])
    assert len(whole.samples) == length + 19_200 + 2 * len(words.samples)
    assert np.abs(whole.samples[length : length + 19_200]).max() == 0
    assert len(whole.powers_ms) == len(whole.samples) // 48


def test_what_was_measured_in_parts_is_true_of_the_whole(speech_like, tmp_path):
    words = shape(speech_like(10), RATE)
    tune = tunes.path(tunes.names()[1])
    whole = joined_up([Part(tune, level_lu=-3, fade_out_ms=800), Part(words, pause_after_ms=700)])
    assert whole.loudness_lufs == pytest.approx(loudness_lufs(powers(whole.samples)), abs=0.1)
    done = finish(whole, tmp_path / "out.flac")
    assert measure(done.path).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_parts_meet_at_their_levels(speech_like):
    loud, soft = shape(speech_like(4, 0.9), RATE), shape(speech_like(4, 0.01), RATE)
    whole = joined_up([Part(loud), Part(soft, level_lu=-6)])
    half = len(loud.samples)
    first, second = (powers(part) for part in (whole.samples[:half], whole.samples[half:]))
    assert loudness_lufs(first) - loudness_lufs(second) == pytest.approx(6, abs=0.3)


def test_a_programme_is_written_as_flac(speech_like, tmp_path):
    target = assemble([Part(shape(speech_like(2), RATE))], tmp_path / "programme.flac")
    assert soundfile.info(target).frames == 2 * RATE


def test_nowhere_to_write_is_a_clear_error(speech_like, tmp_path):
    with pytest.raises(StoreError):
        assemble([Part(shape(speech_like(1), RATE))], tmp_path / "none" / "programme.flac")


def test_every_shipped_sound_is_at_level_free_and_small():
    assert len(tunes.names()) >= 2
    assert {tunes.STING, tunes.ALERT, tunes.NOTICE} <= set(tunes.every_name())
    licences = (audio_assets_folder() / "LICENCES.md").read_text(encoding="utf-8")
    for name in tunes.every_name():
        heard = measure(tunes.path(name))
        assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
        assert heard.true_peak_dbtp <= -1
        assert f"| {name}.flac | " in licences
        assert f"| {heard.integrated_lufs:.1f} | {heard.true_peak_dbtp:.1f} |" in licences
        assert read_tags(tunes.path(name))["license"] == "CC0-1.0"
    assert sum(p.stat().st_size for p in audio_assets_folder().iterdir()) < 2 * 1024**2
    for name in tunes.names():
        assert 6 <= soundfile.info(tunes.path(name)).duration <= 10


def test_an_unknown_tune_is_named_with_what_there_is():
    with pytest.raises(AudioError) as refused:
        tunes.path("../station")
    assert refused.value.params["name"] == "../station"
    assert tunes.names()[0] in str(refused.value.params["known"])


def test_the_waveform_shows_where_it_is_loud(sound):
    samples = np.zeros(10 * RATE, np.float32)
    samples[3 * RATE : 4 * RATE] = 0.5
    samples[7 * RATE + 5] = -0.8
    found = peaks(sound(samples), 10)
    assert found.shape == (10, 2)
    assert found[3].tolist() == [0.0, 0.5]
    assert found[7].tolist() == pytest.approx([-0.8, 0.0])
    assert np.abs(found[[0, 1, 2, 5, 9]]).max() == 0


def test_the_waveform_of_other_formats_and_of_next_to_nothing(sound, tmp_path, speech_like):
    assert peaks(sound(np.full(3, 0.5, np.float32)), 100).max() == 0.5
    assert peaks(sound(np.zeros(0, np.float32)), 5).tolist() == [[0, 0]] * 5
    with pytest.raises(AudioError):
        peaks(tmp_path / "none.flac", 10)
