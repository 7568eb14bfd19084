"""What the compose page asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass, field
from pathlib import Path

from broadcast_desk.audio import tunes
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import CancelledError, Task
from broadcast_desk.library.model import Draft, Version
from broadcast_desk.speech.arrangement import arranged, frame_of
from broadcast_desk.speech.duration import programme_s
from broadcast_desk.speech.lexicon import Entry, LexiconStore
from broadcast_desk.speech.pace import Paces
from broadcast_desk.speech.reading import Options, Reading, read
from broadcast_desk.speech.rendering import Rendered, render
from broadcast_desk.speech.template import Template
from broadcast_desk.speech.voices import available
from broadcast_desk.speech.work_folder import work_folder
from broadcast_desk.station.errors import DeskError, SpeechError
from broadcast_desk.station.folding import nfc


@dataclass
class Slip:
    """Which programme a sheet is; saving and speaking run in two threads and must not make two.

    Attributes:
        code: "" until it was first saved.
    """

    code: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a text is to be spoken.

    Attributes:
        voice: "" is the station's own.
        tune: None is the station's own, "" is none.
        force: speak although it is not Vietnamese: a person was asked.
    """

    text: str
    voice: str = ""
    tune: str | None = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A bulletin that was spoken and stored."""

    version: Version
    audio_path: Path
    rendered: Rendered


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a text will be read, and how long that will take.

    Attributes:
        length_s: estimated, with what the station's template puts around it.
    """

    reading: Reading
    length_s: float


def read_text(rooms: Rooms, wanted: Wanted) -> Outlook:
    """How the text will be read at this station, and about how long that takes."""
    text, settings = nfc(wanted.text), rooms.settings
    lexicon = LexiconStore(rooms.db).lexicon()
    reading = read(text, lexicon, Options(region=settings.region))
    try:
        frame = frame_of(settings, tune=wanted.tune)
    except DeskError:  # it is said when the bulletin is spoken; writing goes on
        frame = Template()
    voice = wanted.voice or available(rooms.data, settings)[0].name
    whole = arranged(text, reading, frame, settings, lexicon)
    return Outlook(reading, programme_s(whole, voice, pace=Paces(rooms.data).of(voice)))


def settle(rooms: Rooms, written: str, spoken: str) -> Entry:
    """Put into the station's lexicon how a word is said."""
    return LexiconStore(rooms.db).add(Entry(written, spoken))


def open_version(rooms: Rooms, code: str) -> tuple[Version, Path | None]:
    """The newest version of a programme, and where its audio is."""
    version = rooms.library.newest(code)
    audio = version.draft.audio
    return version, rooms.media.path(audio.sha256) if audio else None


def save(rooms: Rooms, slip: Slip, draft: Draft) -> Version:
    """Store what is written; the sound is kept only while it says the same text.

    A draft that did not change is not stored again.
    """
    with slip.lock:
        version = _save(rooms, slip.code, draft)
        slip.code = version.draft.code
    return version


def _save(rooms: Rooms, code: str, draft: Draft) -> Version:
    if not code:
        return rooms.library.add(draft)
    newest = rooms.library.newest(code)
    old = newest.draft
    merged = dataclasses.replace(
        old, title=draft.title, kind=draft.kind, topic=draft.topic, text=draft.text
    )
    if merged.text != old.text:
        merged = _without_sound(merged)
    if merged == old:
        return newest
    return rooms.library.revise(code, merged)


def _without_sound(draft: Draft) -> Draft:
    return dataclasses.replace(draft, reading="", audio=None, voice="", ai_mark="")


def speak(rooms: Rooms, task: Task, slip: Slip, draft: Draft, wanted: Wanted) -> Spoken:
    """Make the sound of a bulletin and store both together.

    Raises:
        SpeechError: no voice can read it.
        CancelledError: a person cancelled; the written draft is kept as it was saved.
    """
    version = save(rooms, slip, draft)
    with work_folder(rooms.data) as folder:
        rendered = _render(rooms, task, wanted, folder)
        audio = rooms.media.keep(rendered.mastered)
    spoken = dataclasses.replace(
        version.draft,
        reading=rendered.reading,
        voice=rendered.voice,
        ai_mark=rendered.ai_mark,
        audio=audio,
    )
    stored = rooms.library.revise(version.draft.code, spoken)
    return Spoken(stored, rooms.media.path(audio.sha256), rendered)


def try_out(rooms: Rooms, task: Task, wanted: Wanted, folder: Path) -> Path:
    """Make the sound of a passage to listen to; nothing is stored."""
    return _render(rooms, task, wanted, folder).mastered.path


def _render(rooms: Rooms, task: Task, wanted: Wanted, folder: Path) -> Rendered:
    try:
        return _render_with(rooms, task, wanted, folder)
    except SpeechError as error:
        if error.code == "speech.cancelled":
            raise CancelledError from error
        raise


def _render_with(rooms: Rooms, task: Task, wanted: Wanted, folder: Path) -> Rendered:
    return render(
        nfc(wanted.text),
        settings=rooms.settings,
        data=rooms.data,
        lexicon=LexiconStore(rooms.db).lexicon(),
        work=folder,
        voice=wanted.voice or None,
        tune=wanted.tune,
        force=wanted.force,
        progress=lambda done, total: task.report(done / total),
        cancelled=lambda: task.cancelled,
    )


def submit(rooms: Rooms, code: str, by: str) -> Version:
    """Send for approval."""
    return rooms.library.submit(rooms.library.newest(code).id, by)


def voice_names(rooms: Rooms) -> tuple[str, ...]:
    """The voices there are, the station's first choice first."""
    return tuple(voice.name for voice in available(rooms.data, rooms.settings))


def tune_names() -> tuple[str, ...]:
    """The signal tunes there are."""
    return tunes.names()
