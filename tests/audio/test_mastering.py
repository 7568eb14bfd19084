import numpy as np
import pytest
import soundfile

from broadcast_desk.audio.loudness import measure
from broadcast_desk.audio.mastering import finish, master, shape
from broadcast_desk.audio.metering import loudness_lufs, powers, sample_peaks, true_peaks
from broadcast_desk.audio.piece import joined, measured, silence
from broadcast_desk.audio.tags import read_tags
from broadcast_desk.station.errors import AudioError, StoreError
from tests.fakes.disks import small_disk

RATE = 48_000


def assert_on_air_level(path, lufs=-16.0):
    heard = measure(path)
    assert heard.integrated_lufs == pytest.approx(lufs, abs=0.5)
    assert heard.true_peak_dbtp <= -1.0
    info = soundfile.info(path)
    assert (info.samplerate, info.channels, info.format) == (RATE, 1, "FLAC")


@pytest.mark.parametrize("preset", ["outdoor", "indoor", "none"])
def test_any_file_comes_out_at_the_stations_level(sound, speech_like, tmp_path, preset):
    source = sound(speech_like(12))
    mastered = master(source, tmp_path / "out.flac", preset=preset, tags={"TITLE": "Bản tin"})
    assert_on_air_level(mastered.path)
    assert mastered.loudness == measure(mastered.path)
    assert mastered.original == source
    assert mastered.duration_samples == soundfile.info(mastered.path).frames
    assert read_tags(mastered.path)["title"] == "Bản tin"


@pytest.mark.parametrize("peak", [3e-3, 1.0, 4.0])
def test_very_quiet_and_clipping_sources_come_out_the_same(sound, speech_like, tmp_path, peak):
    mastered = master(sound(speech_like(6, peak)), tmp_path / "out.flac")
    assert_on_air_level(mastered.path)


def test_other_targets_are_met(sound, speech_like, tmp_path):
    mastered = master(
        sound(speech_like(6)), tmp_path / "out.flac", loudness_lufs=-23.0, true_peak_dbtp=-3.0
    )
    assert_on_air_level(mastered.path, -23.0)
    assert measure(mastered.path).true_peak_dbtp <= -3.0


def test_peaks_between_the_samples_are_limited_too(sound, tmp_path):
    time = np.arange(4 * RATE) / RATE
    tone = np.sin(2 * np.pi * RATE / 4 * time + np.pi / 4)  # samples at 0.707 of the true peak
    tone *= np.where((time % 1) < 0.02, 1.0, 0.05)
    mastered = master(sound(tone.astype(np.float32)), tmp_path / "out.flac", preset="none")
    assert measure(mastered.path).true_peak_dbtp <= -1.0


def test_true_peak_of_a_tone_between_its_samples():
    time = np.arange(RATE // 10) / RATE
    tone = (0.5 * np.sin(2 * np.pi * RATE / 4 * time + np.pi / 4)).astype(np.float32)
    middle = np.arange(20, 80)
    assert np.abs(tone).max() == pytest.approx(0.354, abs=0.01)
    assert true_peaks(tone, middle).max() == pytest.approx(0.5, rel=0.02)


def test_true_peaks_are_found_to_the_very_ends_and_in_any_number():
    noise = np.random.default_rng(5).uniform(-0.5, 0.5, 48 * 50).astype(np.float32)
    found = true_peaks(noise, np.arange(50))
    around = np.concatenate((np.zeros(4800, np.float32), noise, np.zeros(4800, np.float32)))
    assert np.allclose(found, true_peaks(around, np.arange(100, 150)), atol=1e-6)
    assert np.allclose(found[[49, 0, 7]], true_peaks(noise, np.array([49, 0, 7])), atol=1e-6)
    assert (found >= np.abs(noise).reshape(50, 48).max(axis=1)).all()


def test_joined_pieces_keep_their_levels_and_peaks(speech_like):
    loud, soft = (measured(speech_like(1, peak)) for peak in (0.8, 0.05))
    whole = joined([joined([loud]), silence(100), soft], gain=0.5)
    together = np.concatenate((loud.samples, np.zeros(4800, np.float32), soft.samples)) * 0.5
    assert np.abs(whole.samples - together).max() < 2 / 32767
    assert whole.peaks_ms == pytest.approx(sample_peaks(together), abs=2 / 32767)


def test_our_meter_agrees_with_ffmpeg(sound, speech_like):
    for seed, peak in ((1, 0.9), (2, 0.02), (3, 0.3)):
        samples = speech_like(20, peak, seed)
        ours = loudness_lufs(powers(samples))
        assert ours == pytest.approx(measure(sound(samples)).integrated_lufs, abs=0.1)


def test_a_997_hz_tone_measures_what_the_standard_says():
    tone = np.sin(2 * np.pi * 997 * np.arange(20 * RATE) / RATE).astype(np.float32)
    assert loudness_lufs(powers(tone)) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("samples", [48, 480, 4_800, 19_000])
def test_a_very_short_sound_is_mastered(sound, speech_like, tmp_path, samples):
    source = sound(speech_like(1)[9_000 : 9_000 + samples] + np.float32(0.01))
    mastered = master(source, tmp_path / "out.flac", preset="none")
    assert mastered.duration_samples >= RATE // 2
    assert measure(mastered.path).true_peak_dbtp <= -1.0


@pytest.mark.parametrize("seconds", [0.2, 5])
def test_silence_is_refused(sound, tmp_path, seconds):
    with pytest.raises(AudioError) as refused:
        master(sound(np.zeros(int(seconds * RATE), np.float32)), tmp_path / "out.flac")
    assert refused.value.code == "audio.silent"
    assert [p.name for p in tmp_path.iterdir()] == ["sound.wav"]


def test_a_file_that_is_not_audio_is_refused_whatever_its_name(tmp_path):
    fake = tmp_path / "bai-hat.mp3"
    fake.write_text("đây không phải là âm thanh" * 100, encoding="utf-8")
    with pytest.raises(AudioError) as refused:
        master(fake, tmp_path / "out.flac")
    assert refused.value.code == "audio.not_audio"
    assert refused.value.params["name"] == "bai-hat.mp3"
    assert [p.name for p in tmp_path.iterdir()] == ["bai-hat.mp3"]


def test_a_playlist_does_not_make_the_decoder_open_other_files(sound, speech_like, tmp_path):
    secret = sound(speech_like(2), name="secret.wav")
    playlist = tmp_path / "list.mp3"
    playlist.write_text(f"#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1:9/{secret.name}\n")
    with pytest.raises(AudioError):
        master(playlist, tmp_path / "out.flac")


def test_a_file_without_sound_in_it_is_refused(sound, tmp_path):
    with pytest.raises(AudioError) as refused:
        master(sound(np.zeros(0, np.float32)), tmp_path / "out.flac")
    assert refused.value.code in ("audio.empty", "audio.not_audio")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AudioError) as refused:
        master(tmp_path / "none.wav", tmp_path / "out.flac")
    assert (refused.value.code, refused.value.params["name"]) == ("audio.missing", "none.wav")


def test_samples_that_are_no_numbers_do_not_get_through(sound, speech_like, tmp_path):
    samples = speech_like(4)
    samples[1000:1010] = np.nan
    samples[2000] = np.inf
    mastered = master(sound(samples), tmp_path / "out.flac")
    assert_on_air_level(mastered.path)


def test_an_item_of_several_parts_is_shaped_without_seams(sound, speech_like, tmp_path):
    """Files are worked on 20 s at a time; a steady tone must stay steady over the joints."""
    tone = 0.2 * np.sin(2 * np.pi * 400 * np.arange(45 * RATE) / RATE)
    mastered = master(sound(tone.astype(np.float32)), tmp_path / "out.flac")
    out, _ = soundfile.read(mastered.path)
    inside = out[RATE:-RATE]
    levels = np.sqrt((inside[: len(inside) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    assert levels.max() / levels.min() < 1.02
    assert_on_air_level(mastered.path)


def test_stereo_and_other_rates_become_mono_48k(sound, speech_like, tmp_path):
    left = speech_like(6, rate=44_100)
    source = sound(np.stack([left, left * 0.5], axis=1), rate=44_100)
    assert_on_air_level(master(source, tmp_path / "out.flac").path)


def test_the_horn_preset_takes_away_what_a_horn_cannot_play(sound, tmp_path):
    time = np.arange(6 * RATE) / RATE
    both = 0.2 * np.sin(2 * np.pi * 50 * time) + 0.2 * np.sin(2 * np.pi * 1000 * time)
    out, _ = soundfile.read(master(sound(both.astype(np.float32)), tmp_path / "out.flac").path)
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out))))
    at = {hz: spectrum[round(hz * len(out) / RATE)] for hz in (50, 1000)}
    assert 20 * np.log10(at[50] / at[1000]) < -30


def test_compression_narrows_the_difference_between_loud_and_soft(speech_like):
    loud, soft = speech_like(4, 0.5), speech_like(4, 0.05)
    whole = np.concatenate([loud, soft])

    def difference(preset):
        shaped = shape(whole, RATE, preset).samples
        halves = shaped[: len(loud)], shaped[len(loud) : len(whole)]
        return 20 * np.log10(halves[0].std() / halves[1].std())

    assert difference("outdoor") < difference("indoor") - 0.2 < difference("none") - 0.4


def test_pieces_are_whole_tenths_and_stay_measured_when_joined(speech_like, tmp_path):
    pieces = [shape(speech_like(s, seed=i), RATE) for i, s in enumerate((1.23, 2.5, 0.07))]
    whole = joined([pieces[0], silence(400), pieces[1], silence(730), pieces[2]])
    assert len(whole.samples) % 4800 == 0
    assert len(whole.powers_ms) == len(whole.samples) // 48
    assert whole.loudness_lufs == pytest.approx(loudness_lufs(powers(whole.samples)), abs=0.05)
    done = finish(whole, tmp_path / "out.flac")
    assert_on_air_level(done.path)
    assert done.loudness.integrated_lufs == pytest.approx(
        measure(done.path).integrated_lufs, abs=0.1
    )


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 96_000])
def test_resampling_keeps_tone_and_length(rate):
    tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(2 * rate) / rate)
    out = shape(tone.astype(np.float32), rate, "none").samples
    assert len(out) == 2 * RATE
    expected = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(2 * RATE) / RATE)
    assert np.abs(out[RATE // 2 : -RATE // 2] - expected[RATE // 2 : -RATE // 2]).max() < 0.002


def test_a_full_disk_is_said_to_be_full_and_nothing_is_left(sound, speech_like, tmp_path):
    piece = shape(speech_like(30, 0.9), RATE)
    with small_disk(tmp_path / "finished", "5m") as disk:
        with pytest.raises(StoreError) as refused:
            _fill_with(piece, disk)
        assert refused.value.code == "store.disk_full"
        whole = sorted(disk.iterdir())
        assert 1 <= len(whole) < 20
        assert all(soundfile.info(path).frames == len(piece.samples) for path in whole)
    with small_disk(tmp_path / "decoded", "2m") as disk:
        source = sound(speech_like(60))
        with pytest.raises(StoreError) as refused:
            master(source, disk / "out.flac")
        assert refused.value.code == "store.disk_full"
        assert list(disk.iterdir()) == []


def _fill_with(piece, disk):
    for number in range(20):
        finish(piece, disk / f"{number}.flac", tags={"TITLE": "x" * 100})
