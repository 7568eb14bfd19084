"""Written text in, mastered bulletin out: reading, voice, pauses, programme, loudness, marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from broadcast_desk.audio import tunes
from broadcast_desk.audio.filtering import Int16
from broadcast_desk.audio.flac_frames import Frames, md5_of, silent, write_joined
from broadcast_desk.audio.mastering import finish_pieces
from broadcast_desk.audio.model import SAMPLE_RATE_HZ, Mastered
from broadcast_desk.audio.piece import silence
from broadcast_desk.audio.programme import Part, arrange
from broadcast_desk.speech.ai_mark import mark
from broadcast_desk.speech.arrangement import Arrangement, Music, arranged, frame_of
from broadcast_desk.speech.cache import SegmentCache, Spoken
from broadcast_desk.speech.duration import is_measured, programme_s, speech_s
from broadcast_desk.speech.language import check_speakable
from broadcast_desk.speech.lexicon import Lexicon
from broadcast_desk.speech.pace import Paces
from broadcast_desk.speech.reading import Doubt, Notice, Options, Reading, read
from broadcast_desk.speech.speaking import Cancelled, Progress, speak_all
from broadcast_desk.speech.template import Template
from broadcast_desk.speech.voices import Segment, Voice, available, voice_named
from broadcast_desk.station.clock import Clock, SystemClock
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings

RATES = (0.5, 2.0)
_TUNE_FADE_MS = 600


@dataclass(frozen=True, slots=True)
class Rendered:
    """A bulletin that can be heard.

    Attributes:
        reading: what is said, line by line, opening and closing included.
        mastered: the finished FLAC and, as `original`, the unshaped voice; both in `work`.
        voice: name of the voice that spoke all of it.
        ai_mark: JSON for the library and the log (Luật 134/2025/QH15).
        fallback_from: the voice that should have spoken but could not; "" if the first choice did.
        fallback_code, fallback_params: the message of why it could not.
        doubts, notices: of the bulletin's reading, lines counted in the text as given.
        segments: how many were spoken, how many of them came from the cache.
        estimated_s: the duration that was estimated before anything was spoken.
    """

    reading: str
    mastered: Mastered
    voice: str
    ai_mark: str
    fallback_from: str = ""
    fallback_code: str = ""
    fallback_params: Mapping[str, object] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    notices: tuple[Notice, ...] = ()
    segments: int = 0
    estimated_s: float = 0.0


def render(
    text: str,
    *,
    settings: StationSettings,
    data: DataFolder,
    lexicon: Lexicon,
    work: Path,
    voice: str | None = None,
    rate: float = 1.0,
    tune: str | None = None,
    opening: bool = False,
    template: Template | None = None,
    reading: Reading | None = None,
    force: bool = False,
    tags: dict[str, str] | None = None,
    clock: Clock | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Rendered:
    """Speak a bulletin and master it.

    Args:
        text: as written. A line of three dashes or asterisks separates items.
        settings: names of the station, order of voices, loudness.
        data: where spoken segments are cached and voices are installed.
        lexicon: shipped, with the station's entries.
        work: folder that takes the finished files, "bulletin.flac" and "voice.flac".
        voice: this one and no other; None takes the first of the station's order that can speak.
        rate: 0.5 to 2.0, 1.0 is the voice's usual speed.
        tune: signal tune at the beginning, instead of the template's.
        opening: begin with the station's opening words.
        template: what stands around the bulletin; None is the station's own.
        reading: the reading to speak, as a person approved it; None reads `text`.
        force: speak although the text is not Vietnamese.
        tags: further Vorbis comments, such as the title.
        clock: gives the date of the AI mark.
        progress: called with segments done and in all.
        cancelled: asked before every segment; True ends the work.

    Raises:
        SpeechError: empty, too long or foreign text, no voice, cancelled.
        AudioError: the tune is missing.
        StoreError: the disk is full or read-only. No finished file is left behind.
    """
    check_speakable(text, force=force)
    if not RATES[0] <= rate <= RATES[1]:
        raise SpeechError("speech.bad_rate", rate=rate, slowest=RATES[0], fastest=RATES[1])
    frame = frame_of(settings, template, tune, opening=opening)
    said = reading or read(text, lexicon, Options(region=settings.region))
    whole = arranged(text, said, frame, settings, lexicon)
    segments = [Segment(stretch.text, rate) for stretch in whole.stretches]
    if not segments:
        raise SpeechError("speech.nothing_to_say")
    speaker = _Speaker(settings, data, frame, progress, cancelled)
    spoken = speaker.speak(segments, voice)
    estimated_s = _estimated_s(whole, spoken, speaker.voice.name, rate, Paces(data))
    marked = mark(
        speaker.voice,
        "\n".join(whole.lines),
        (clock or SystemClock()).now(),
        fallback_from=speaker.fallback_from,
        fallback_code=speaker.fallback_code,
    )
    all_tags = {**marked.to_tags(), **(tags or {})}
    mastered = _master(whole, spoken, settings, work, speaker.cache, all_tags)
    speaker.cache.tidy()
    return Rendered(
        reading="\n".join(whole.lines),
        mastered=mastered,
        voice=speaker.voice.name,
        ai_mark=marked.to_json(),
        fallback_from=speaker.fallback_from,
        fallback_code=speaker.fallback_code,
        fallback_params=speaker.fallback_params,
        doubts=said.doubts,
        notices=said.notices,
        segments=len(segments),
        estimated_s=estimated_s,
    )


def _estimated_s(
    whole: Arrangement, spoken: Sequence[Spoken], voice: str, rate: float, paces: Paces
) -> float:
    """What was estimated for this voice; one that nobody measured is listened to, for next time."""
    estimated_s = programme_s(whole, voice, rate, paces.of(voice))
    if not is_measured(voice):
        spoken_s = sum(len(one.piece.stored) for one in spoken) / SAMPLE_RATE_HZ
        paces.learn(voice, speech_s(whole.stretches, voice, rate), spoken_s)
    return estimated_s


class _Speaker:
    """Finds the voice that speaks the whole bulletin, and remembers who could not."""

    def __init__(
        self,
        settings: StationSettings,
        data: DataFolder,
        frame: Template,
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._settings = settings
        self._data = data
        self._frame = frame
        self._progress = progress
        self._cancelled = cancelled
        self.cache = SegmentCache(data.cache / "segments")
        self.voice: Voice
        self.fallback_from = ""
        self.fallback_code = ""
        self.fallback_params: Mapping[str, object] = {}

    def speak(self, segments: Sequence[Segment], name: str | None) -> list[Spoken]:
        """The segments, by the voice called `name`, or by the first that can speak them all."""
        if name is not None:
            return self._try(voice_named(name, self._data, self._settings), segments)
        last: SpeechError | None = None
        for voice in available(self._data, self._settings):
            if voice.language != "vi":
                continue
            try:
                return self._try(voice, segments)
            except SpeechError as error:
                if error.code == "speech.cancelled":
                    raise
                last = last or error
                self.fallback_from = self.fallback_from or voice.name
                self.fallback_code = self.fallback_code or error.code
                self.fallback_params = self.fallback_params or error.params
        raise last or SpeechError("speech.no_voice")

    def _try(self, voice: Voice, segments: Sequence[Segment]) -> list[Spoken]:
        slowest, fastest = voice.rates
        rate = segments[0].rate
        if not slowest <= rate <= fastest:
            raise SpeechError("speech.bad_rate", rate=rate, slowest=slowest, fastest=fastest)
        try:
            spoken = speak_all(
                segments,
                voice,
                self.cache,
                self._frame.preset,
                progress=self._progress,
                cancelled=self._cancelled,
            )
        finally:
            voice.close()
        self.voice = voice
        return spoken


def _master(
    whole: Arrangement,
    spoken: Sequence[Spoken],
    settings: StationSettings,
    work: Path,
    cache: SegmentCache,
    tags: dict[str, str],
) -> Mastered:
    """Both files, made side by side; on any error neither stays."""
    original, target = work / "voice.flac", work / "bulletin.flac"
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="original") as aside:
            written = aside.submit(_write_original, original, whole, spoken)
            mastered = finish_pieces(
                arrange(_parts(whole, spoken)),
                target,
                keep=cache.frames,
                loudness=settings.loudness_lufs,
                true_peak_dbtp=settings.max_true_peak_dbtp,
                tags=tags,
            )
        written.result()
    except BaseException:
        original.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
    return replace(mastered, original=original)


def _parts(whole: Arrangement, spoken: Sequence[Spoken]) -> list[Part]:
    pieces = iter([one.piece for one in spoken])
    parts: list[Part] = []
    for part in whole.parts:
        if isinstance(part, Music):
            parts.append(_music(part, whole.frame.tune_level_lu))
            continue
        words = [one for s in part.stretches for one in (next(pieces), silence(s.pause_ms))]
        parts.append(Part(words[:-1], pause_after_ms=part.pause_ms))
    return parts


def _music(music: Music, level_lu: float) -> Part:
    return Part(
        tunes.path(music.name),
        level_lu=level_lu,
        fade_out_ms=_TUNE_FADE_MS,
        pause_after_ms=music.pause_ms,
    )


def _write_original(path: Path, whole: Arrangement, spoken: Sequence[Spoken]) -> None:
    """The voice as the engine gave it, with the pauses, at the engine's own rate."""
    rate_hz = spoken[0].original.rate_hz
    parts: list[Frames] = []
    sounds: list[Int16] = []
    for one, stretch in zip(spoken, whole.stretches, strict=True):
        pause = silent(rate_hz * stretch.pause_ms // 1000, rate_hz)
        parts += (one.original, pause)
        sounds += (one.sound, np.zeros(pause.samples, np.int16))
    write_joined(path, parts, md5=md5_of(sounds))
