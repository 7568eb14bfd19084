import dataclasses
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from mutagen.flac import FLAC

from broadcast_desk.audio import tunes
from broadcast_desk.audio.loudness import measure
from broadcast_desk.audio.tags import read_tags
from broadcast_desk.cli.main import program
from broadcast_desk.speech import template as templates
from broadcast_desk.speech.cache import SegmentCache
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.speech.rendering import render
from broadcast_desk.speech.segments import Pauses
from broadcast_desk.speech.template import Template
from broadcast_desk.speech.voices import Segment, espeak
from broadcast_desk.speech.work_folder import work_folder
from broadcast_desk.station.errors import AudioError, DeskError, SpeechError, StoreError
from broadcast_desk.station.paths import DataFolder
from tests.fakes.disks import fill, small_disk

RATE = 48_000


class Noon:
    """A clock that stands."""

    def now(self):
        return datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # already the 24th in Vietnam

    def monotonic_s(self):
        return 0.0


def test_a_bulletin_becomes_mastered_flac(rendered):
    result = rendered()
    heard = measure(result.mastered.path)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -1
    assert result.mastered.loudness.integrated_lufs == pytest.approx(
        heard.integrated_lufs, abs=0.15
    )
    assert result.mastered.duration_samples == soundfile.info(result.mastered.path).frames
    assert 10 < result.mastered.duration_samples / RATE < 20
    assert (result.voice, result.fallback_from) == ("espeak-vi-north", "")
    assert result.reading.split("\n")[0] == "Thông báo lịch tiêm chủng"


@pytest.mark.parametrize("preset", ["outdoor", "indoor"])
@pytest.mark.parametrize("accent", espeak.ACCENTS)
def test_every_accent_comes_out_at_the_stations_level(rendered, accent, preset):
    """The southern and central voices are made of sharp pulses, which only spread get so loud."""
    result = rendered(voice=f"espeak-vi-{accent}", template=Template(preset=preset))
    heard = measure(result.mastered.path)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.25)
    assert heard.true_peak_dbtp <= -1


@pytest.mark.parametrize("text", ["Cháy!", "A lô!", "Mất điện.", "Sơ tán ngay!"])
def test_a_call_of_a_word_or_two_comes_out_at_the_stations_level(rendered, text):
    heard = measure(rendered(text).mastered.path)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -1


def test_the_original_is_the_voice_as_the_engine_gave_it(rendered):
    result = rendered("Xin chào bà con.")
    original = soundfile.info(result.mastered.original)
    assert original.samplerate == 22_050
    assert original.duration == pytest.approx(result.mastered.duration_samples / RATE, abs=2)
    samples, _ = soundfile.read(result.mastered.original, dtype="int16")
    voice = espeak.EspeakVoice("north")
    spoken = voice.speak(Segment("Xin chào bà con.")).samples
    voice.close()
    heard = np.trim_zeros(samples)
    assert any(
        np.array_equal(spoken[start : start + len(heard)], heard)
        for start in np.flatnonzero(spoken == heard[0])
    )


@pytest.mark.parametrize("tune", [None, tunes.names()[0]])
def test_both_files_carry_the_md5_of_their_samples(rendered, tune):
    rendered(tune=tune)
    edited = _BULLETIN.replace("cảm ơn", "cám ơn bà con")
    mastered = rendered(edited, work="again", tune=tune).mastered
    for path in (mastered.path, mastered.original):
        said = FLAC(path).info.md5_signature
        assert said == int.from_bytes(hashlib.md5(_sound(path).astype("<i2")).digest(), "big")


def test_the_file_says_that_a_machine_speaks(rendered):
    result = rendered(clock=Noon(), tags={"TITLE": "Tiêm chủng"})
    tags, mark = read_tags(result.mastered.path), json.loads(result.ai_mark)
    assert tags["ai_generated"] == "yes"
    assert json.loads(tags["ai_mark"]) == mark
    assert tags["title"] == "Tiêm chủng"
    assert (mark["engine"], mark["voice"]) == ("eSpeak NG", "espeak-vi-north")
    assert mark["date"] == "2026-11-24"
    assert mark["text_sha256"] == hashlib.sha256(result.reading.encode()).hexdigest()
    assert mark["law"] == "Luật 134/2025/QH15"


def test_tune_and_opening_come_first(rendered):
    plain, full = rendered(), rendered(work="full", tune=tunes.names()[0], opening=True)
    tune = soundfile.info(tunes.path(tunes.names()[0])).frames
    assert full.reading.startswith("Đây là Đài truyền thanh xã An Bình.")
    assert full.mastered.duration_samples > plain.mastered.duration_samples + tune + RATE
    out, _ = soundfile.read(full.mastered.path)
    assert np.abs(out[:RATE]).max() > 0.05
    assert measure(full.mastered.path).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_a_template_puts_stings_between_items_and_words_around_them(rendered):
    template = Template(
        sting=tunes.STING,
        opening="Mời nghe tin của {name}.",
        closing="Chương trình đến đây là hết.",
        ai_line="Bản tin sử dụng giọng đọc nhân tạo.",
    )
    text = (
        "Tin thứ nhất về mùa màng.\n---\nTin thứ hai về trường học.\n***\nTin thứ ba về đường xá."
    )
    with_sting = rendered(text, template=template)
    without = rendered(text, work="b", template=dataclasses.replace(template, sting=""))
    sting = soundfile.info(tunes.path(tunes.STING)).frames + RATE * 3 // 10
    assert with_sting.mastered.duration_samples - without.mastered.duration_samples == 2 * sting
    lines = [line for line in with_sting.reading.split("\n") if line]
    assert lines[0] == "Mời nghe tin của Đài truyền thanh xã An Bình."
    assert lines[-2:] == ["Bản tin sử dụng giọng đọc nhân tạo.", "Chương trình đến đây là hết."]
    assert "---" not in with_sting.reading


def test_the_stations_own_template_is_used(rendered, offline_settings):
    settings = dataclasses.replace(
        offline_settings, extra={templates.SETTING: 'closing = "Xin chào bà con."\nai_line = true'}
    )
    lines = rendered(settings=settings).reading.split("\n")
    assert lines[-2:] == ["Bản tin sử dụng giọng đọc nhân tạo.", "Xin chào bà con."]


@pytest.mark.parametrize(
    "toml",
    [
        "tune = ",
        "music = 'x'",
        "tune = 3",
        "preset = 'loud'",
        "opening = '{mayor}'",
        "pauses = 3",
        "[pauses]\nsentence_ms = -100",
        "[pauses]\nsentence_ms = 250",
        "[pauses]\nsentence_ms = 20000",
        "[pauses]\nsentence_ms = true",
        "[pauses]\nbreath_ms = 100",
    ],
)
def test_a_wrong_template_is_refused(rendered, toml, offline_settings):
    settings = dataclasses.replace(offline_settings, extra={templates.SETTING: toml})
    with pytest.raises(SpeechError) as refused:
        rendered(settings=settings)
    assert refused.value.code == "speech.bad_template"


def test_an_unknown_tune_or_voice_is_refused_before_anything_is_spoken(rendered, data):
    with pytest.raises(AudioError):
        rendered(tune="none")
    with pytest.raises(SpeechError) as refused:
        rendered(voice="nobody")
    assert refused.value.code == "speech.no_such_voice"
    with pytest.raises(SpeechError):
        rendered(rate=7)
    assert _cached(data) == []


def test_pauses_follow_punctuation_and_paragraphs(rendered):
    sentence, paragraph = (
        rendered("Một hai ba. Bốn năm sáu."),
        rendered("Một hai ba.\nBốn năm sáu.", work="b"),
    )
    longer = paragraph.mastered.duration_samples - sentence.mastered.duration_samples
    assert longer == 0.3 * RATE


def test_the_template_sets_the_pauses(rendered, data):
    text = "Mục một\nMột hai: ba. Bốn năm.\nSáu bảy tám."
    usual = rendered(text)
    before = _cached(data)
    for number, (name, more_ms) in enumerate(
        {"sentence_ms": 600, "clause_ms": 700, "paragraph_ms": 800, "heading_ms": 900}.items()
    ):
        pauses = Pauses(**{name: getattr(Pauses(), name) + more_ms})
        slower = rendered(text, template=Template(pauses=pauses), work=str(number))
        longer = slower.mastered.duration_samples - usual.mastered.duration_samples
        assert longer == more_ms * RATE // 1000
        original = soundfile.info(slower.mastered.original).duration
        twice = 2 if name == "paragraph_ms" else 1  # the last one, too, is in the original
        assert original - soundfile.info(usual.mastered.original).duration == pytest.approx(
            twice * more_ms / 1000, abs=0.001
        )
    none = Pauses(**dict.fromkeys(dataclasses.asdict(Pauses()), 0))
    assert rendered(text, template=Template(pauses=none), work="none").segments == 5
    assert _cached(data) == before  # pauses are no reason to speak anything again


def test_a_template_with_pauses_is_kept_as_toml():
    template = Template(closing="Xin chào.", pauses=Pauses(sentence_ms=700, sting_ms=0))
    assert templates.from_toml(templates.to_toml(template)) == template
    assert templates.to_toml(Template()) == ""


def test_a_changed_sentence_is_the_only_one_spoken_again(rendered, data):
    rendered()
    before = _cached(data)
    asked = []
    rendered(
        _BULLETIN.replace("cảm ơn", "cám ơn bà con"),
        work="again",
        progress=lambda done, total: asked.append((done, total)),
    )
    assert len(set(_cached(data)) - set(before)) == 1
    assert asked[-1] == (len(before), len(before))
    assert [done for done, _ in asked] == sorted(done for done, _ in asked)


def test_rendering_the_same_text_twice_gives_the_same_sound(rendered):
    first, second = rendered(), rendered(work="again")
    one, _ = soundfile.read(first.mastered.path, dtype="int16")
    two, _ = soundfile.read(second.mastered.path, dtype="int16")
    assert np.array_equal(one, two)


def _sound(path):
    return soundfile.read(path, dtype="int16")[0]


@pytest.mark.parametrize("tune", [None, tunes.names()[0]])
def test_a_changed_text_sounds_as_if_it_had_never_been_another(
    rendered, offline_settings, tmp_path, tune
):
    rendered(tune=tune)
    edited = _BULLETIN.replace("cảm ơn", "cám ơn bà con")
    after = rendered(edited, work="after", tune=tune)
    fresh_data = DataFolder(tmp_path / "fresh")
    fresh_data.create()
    (tmp_path / "alone").mkdir()
    fresh = render(
        edited, settings=offline_settings, data=fresh_data, lexicon=shipped(),
        work=tmp_path / "alone", tune=tune,
    )  # fmt: skip
    assert np.array_equal(_sound(after.mastered.path), _sound(fresh.mastered.path))
    assert np.array_equal(_sound(after.mastered.original), _sound(fresh.mastered.original))
    heard = measure(after.mastered.path)
    assert heard.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_dbtp <= -1


def test_sentences_that_keep_their_level_are_not_encoded_again(rendered, data):
    text = "\n".join(f"Câu số {n}: hôm nay trời nắng, bà con ra đồng." for n in range(12))
    rendered(text)
    before = set(_frames(data))
    rendered(text + "\nXin cảm ơn bà con.", work="again")
    assert len(set(_frames(data)) - before) <= 2


def test_damaged_frames_are_encoded_anew(rendered, data):
    first = rendered()
    for path in _frames(data):
        raw = path.read_bytes()
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    second = rendered(work="again")
    assert np.array_equal(_sound(first.mastered.path), _sound(second.mastered.path))


def test_the_cache_forgets_what_was_unused_for_longest(rendered, data):
    rendered()
    for path in [*_frames(data), *_cached(data)]:
        os.utime(path, (1, 1))
    rendered("Xin chào bà con.", work="new")
    kept = sum(path.stat().st_size for path in (data.cache / "segments").glob("*/*")) // 4
    SegmentCache(data.cache / "segments").trim(kept)
    assert sum(p.stat().st_size for p in (data.cache / "segments").glob("*/*")) <= kept
    assert any(path.stat().st_mtime > 1 for path in _cached(data))


def test_leftovers_of_a_crash_go_once_a_day(rendered, data):
    leftover = data.cache / "segments" / "ab" / ".x.part"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    os.utime(leftover, (1, 1))
    rendered("Xin chào.")
    assert not leftover.exists()
    leftover.touch()
    os.utime(leftover, (1, 1))
    rendered("Xin chào.", work="same day")
    assert leftover.exists()


def test_a_damaged_cache_is_spoken_anew(rendered, data):
    first = rendered()
    for number, path in enumerate(_cached(data)):
        raw = path.read_bytes()
        path.write_bytes(raw[: len(raw) // 2] if number % 2 else raw[:-1] + b"?")
    second = rendered(work="again")
    assert second.mastered.duration_samples == first.mastered.duration_samples


def test_two_renders_at_once_share_the_cache(rendered, data):
    results = {}

    def work(name):
        results[name] = rendered(work=name)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({r.mastered.duration_samples for r in results.values()}) == 1
    assert len(results) == 3
    assert not list((data.cache / "segments").glob("*/.*"))


def test_cancelling_stops_and_leaves_no_file(rendered, data, tmp_path):
    seen = []

    def cancelled():
        seen.append(1)
        return len(_cached(data)) >= 1

    with pytest.raises(SpeechError) as refused:
        rendered(cancelled=cancelled)
    assert refused.value.code == "speech.cancelled"
    assert list((tmp_path / "work").iterdir()) == []
    assert 1 <= len(_cached(data)) < 5


def test_a_full_disk_while_rendering_leaves_nothing_half_stored(offline_settings, tmp_path):
    with small_disk(tmp_path / "full", "6m") as disk:
        data = DataFolder(disk / "data")
        data.create()
        work = disk / "work"
        work.mkdir()
        text = "\n".join(f"Câu số {n}: hôm nay trời nắng, bà con ra đồng." for n in range(60))
        with pytest.raises(StoreError) as refused:
            render(text, settings=offline_settings, data=data, lexicon=shipped(), work=work)
        assert refused.value.code == "store.disk_full"
        assert list(work.iterdir()) == []
        assert not list((data.cache / "segments").glob("*/.*"))


def test_a_disk_that_fills_while_mastering_leaves_no_file(
    rendered, data, offline_settings, tmp_path
):
    rendered()
    with small_disk(tmp_path / "full", "1m") as disk:
        fill(disk)
        with pytest.raises(StoreError):
            render(_BULLETIN, settings=offline_settings, data=data, lexicon=shipped(), work=disk)
        assert [path.name for path in disk.iterdir()] == ["filler"]


_KILLED = """
import sys
from pathlib import Path
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.rendering import render
from broadcast_desk.speech.segments import Pauses
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings
text = "\\n".join(f"Câu số {n}: hôm nay trời nắng, bà con ra đồng." for n in range(400))
render(text, settings=StationSettings(voice_order=("espeak-vi-north",)),
       data=DataFolder(Path(sys.argv[1])), lexicon=shipped(), work=Path(sys.argv[2]),
       progress=lambda done, total: print(done, flush=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_render_that_is_killed_leaves_only_whole_segments(data, rendered, tmp_path):
    work = tmp_path / "killed"
    work.mkdir()
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(data.root), str(work)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with child.stdout as lines:
        for line in lines:
            if int(line) >= 5:
                child.send_signal(signal.SIGKILL)
                break
        assert child.wait() == -signal.SIGKILL
    assert list(work.iterdir()) == []
    spoken = []
    text = "\n".join(f"Câu số {n}: hôm nay trời nắng, bà con ra đồng." for n in range(6))
    result = rendered(text, progress=lambda done, total: spoken.append(done))
    assert result.segments == 12
    assert len(_cached(data)) >= 7


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_what_a_killed_command_left_goes_with_the_next(data, tmp_path):
    text = tmp_path / "dài.txt"
    text.write_text("\n".join(f"Câu số {n}: hôm nay trời nắng." for n in range(2000)))
    command = [sys.executable, "-m", "broadcast_desk", "speak", str(text), "-o",
               str(tmp_path / "a.flac"), "--voice", "espeak-vi-north", "--data",
               str(data.root)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        while not list(data.staging.glob("speak-*")):
            assert child.poll() is None
            time.sleep(0.02)
        child.kill()
    assert len(list(data.staging.glob("speak-*"))) == 1
    assert not (tmp_path / "a.flac").exists()
    with work_folder(data) as own:
        assert list(data.staging.iterdir()) == [own]
        with work_folder(data) as other:
            assert {own, other} == set(data.staging.iterdir())  # another render of ours stays
    assert list(data.staging.iterdir()) == []


# Text that should not be spoken


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "speech.nothing_to_say"),
        (" \n\t\n", "speech.nothing_to_say"),
        ("😀🎉👍🏽 … !!! — ***", "speech.nothing_to_say"),
        ("xin chào " * 100_000, "speech.too_long"),
        ("Good morning everyone, the market opens at seven.", "speech.not_vietnamese"),
        ("Hello everyone", "speech.not_vietnamese"),
        ("Bonjour à tous, la réunion aura lieu à l'école élémentaire.", "speech.not_vietnamese"),
        ("各位乡亲，明天上午开会。", "speech.foreign_script"),
        ("សួស្តីអ្នកទាំងអស់គ្នា ថ្ងៃស្អែកមានការប្រជុំ", "speech.foreign_script"),
        ("Xin chào 各位乡亲明天上午开会请准时参加", "speech.foreign_script"),
    ],
)
def test_what_is_not_for_a_vietnamese_voice_is_refused(rendered, text, code, data):
    with pytest.raises(SpeechError) as refused:
        rendered(text)
    assert refused.value.code == code
    assert _cached(data) == []


@pytest.mark.parametrize("text", ["Good morning everyone.", "各位乡亲 ok"])
def test_a_person_can_insist(rendered, text):
    assert rendered(text, force=True).mastered.duration_samples > RATE / 2


@pytest.mark.parametrize(
    "text",
    [
        "A lô, a lô!",
        "ASEAN 2026",
        "Xin chao ba con",
        "Hội nghị ASEAN Summit do Malaysia chủ trì tại Kuala Lumpur.",
        "Ngày 30/4.",
    ],
)
def test_vietnamese_is_spoken_without_asking(rendered, text):
    assert rendered(text).mastered.duration_samples > 0


def test_decomposed_letters_are_vietnamese_too(rendered):
    import unicodedata

    assert rendered(unicodedata.normalize("NFD", "Kính thưa bà con."))


def test_one_line_of_20_000_characters_is_spoken_in_parts(rendered, data):
    line = "bà con nhân dân xã nhà " * 870
    result = rendered(line, rate=2.0)
    assert len(line) > 20_000
    assert result.segments > 40
    assert measure(result.mastered.path).integrated_lufs == pytest.approx(-16, abs=0.5)


def test_a_word_without_end_is_spoken(rendered):
    assert rendered("a" * 3000 + " bà con", force=True).segments > 5


def test_an_approved_reading_is_spoken_as_it_is(rendered):
    reading = read("Ngày 30/4", shipped())
    changed = dataclasses.replace(reading, lines=("Ngày giải phóng miền Nam.",))
    assert rendered("Ngày 30/4", reading=changed).reading == "Ngày giải phóng miền Nam."


# The command line


def test_speak_writes_the_file_and_tells_its_facts(tmp_path, data):
    text, out = tmp_path / "tin.txt", tmp_path / "tin.flac"
    text.write_text(_BULLETIN, encoding="utf-8")
    done = CliRunner(mix_stderr=False).invoke(
        program,
        ["speak", str(text), "-o", str(out), "--voice", "espeak-vi-south", "--data",
         str(data.root), "--json"],
        catch_exceptions=False,
    )  # fmt: skip
    facts = json.loads(done.stdout)
    assert done.exit_code == 0
    assert facts["voice"] == "espeak-vi-south"
    assert facts["loudness_lufs"] == pytest.approx(measure(out).integrated_lufs, abs=0.15)
    assert list(data.staging.iterdir()) == []


def test_the_length_is_told_before_anything_is_spoken(tmp_path, data):
    text, out = tmp_path / "tin.txt", tmp_path / "tin.flac"
    text.write_text(_BULLETIN, encoding="utf-8")

    def asked(*arguments):
        command = ["speak", str(text), *arguments, "--voice", "espeak-vi-south", "--rate", "1.2",
                   "--tune", tunes.names()[0], "--data", str(data.root)]  # fmt: skip
        return CliRunner(mix_stderr=False).invoke(program, command, catch_exceptions=False)

    said = json.loads(asked("--estimate", "--json").stdout)
    assert _cached(data) == []
    facts = json.loads(asked("-o", str(out), "--json").stdout)
    assert (
        said["estimated_s"] == facts["estimated_s"] == pytest.approx(facts["duration_s"], rel=0.1)
    )
    assert "giọng espeak-vi-south" in asked("--estimate").stdout
    assert asked().exit_code == 2


def test_a_voice_is_not_asked_for_a_rate_it_does_not_have(rendered, offline_settings):
    settings = dataclasses.replace(offline_settings, voice_order=("gtts", "espeak-vi-north"))
    fast = rendered(settings=settings, rate=2.0)
    assert (fast.voice, fast.fallback_from) == ("espeak-vi-north", "gtts")
    assert fast.fallback_code == "speech.bad_rate"
    with pytest.raises(SpeechError) as refused:
        rendered(voice="gtts", rate=2.0)
    assert refused.value.params["fastest"] == 1.5


def test_speak_refuses_with_the_code_and_writes_nothing(tmp_path, data):
    out = tmp_path / "tin.flac"
    done = CliRunner().invoke(
        program, ["speak", "-", "-o", str(out), "--data", str(data.root)], input="Good morning"
    )
    assert isinstance(done.exception, DeskError)
    assert done.exception.code == "speech.not_vietnamese"
    assert not out.exists()


_BULLETIN = (
    "Thông báo lịch tiêm chủng\n"
    "Ủy ban nhân dân xã thông báo: sáng mai, trạm y tế tiêm vắc xin cho trẻ em dưới năm tuổi.\n"
    "Đề nghị các gia đình đưa trẻ đến đúng giờ. Xin trân trọng cảm ơn."
)


def _frames(data):
    return sorted((data.cache / "segments").glob("*/*.frames"))


def _cached(data):
    return sorted((data.cache / "segments").glob("*/*.segment"))
