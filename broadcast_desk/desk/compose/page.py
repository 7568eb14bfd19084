"""Soạn tin: what is written and what will be read, side by side, and the one next button."""

from __future__ import annotations

import dataclasses
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.compose import operations
from broadcast_desk.desk.compose.doubts import DoubtBar
from broadcast_desk.desk.compose.editors import DoubtEdit, move_together
from broadcast_desk.desk.compose.status import Next, StatusBar
from broadcast_desk.desk.compose.words import (
    Place,
    fallback_lines,
    notice_lines,
    shown_doubts,
    spoken_places,
    word_count,
)
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import language, translate, words_of
from broadcast_desk.desk.library.operations import waveform
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.tasks import Task
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Columns, Message
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import clock_time, long_length_text, reason_text, voice_text
from broadcast_desk.library.kinds import kinds
from broadcast_desk.library.model import Draft, State, Version
from broadcast_desk.library.topics import topics
from broadcast_desk.speech.documents import SUFFIXES, Document, document_of
from broadcast_desk.speech.reading import Reading
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.folding import nfc

READ_AFTER_MS = 200
SAVE_AFTER_MS = 2000
TITLE_LENGTH = 80
_ASKED_ABOUT = ("speech.not_vietnamese", "speech.foreign_script")


@dataclass
class Sheet:
    """What lies on the desk: a programme being written.

    Attributes:
        slip: which programme it is.
        said: the text its sound says, None while it has none.
        length_s: estimated, of what is written.
    """

    slip: operations.Slip = field(default_factory=operations.Slip)
    state: State = State.DRAFT
    said: str | None = None
    reading: Reading = field(default_factory=lambda: Reading(()))
    length_s: float = 0.0


class ComposePage(Page):
    """Write a bulletin."""

    shows = frozenset({Kind.LEXICON})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.sheet = Sheet()
        self._speaking: Task | None = None
        self._chosen = -1
        self._loading = False
        self._unsaved = False
        self._left: list[tuple[Sheet, Draft]] = []
        self._attempts = tempfile.TemporaryDirectory(prefix="broadcast-desk-")
        self.destroyed.connect(self._attempts.cleanup)
        self.title = QLineEdit()
        self.kind, self.topic = QComboBox(), QComboBox()
        self.written, self.spoken = DoubtEdit(), DoubtEdit()
        self.doubts = DoubtBar()
        self.notices = Message()
        self.status = StatusBar()
        self._read_soon = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        self.body.addLayout(self._build_head())
        self.body.addWidget(self.notices)
        columns = Columns(stack_below=700)
        written = translate("Compose", "Viết")
        spoken = translate("Compose", "Sẽ đọc")
        columns.add(_column(written, self.written))
        columns.add(_column(spoken, self.spoken))
        self.body.addWidget(columns, 1)
        self.body.addWidget(self.doubts)
        self.body.addWidget(self.status)
        self.written.setPlaceholderText(
            translate(
                "Compose",
                "Viết bản tin ở đây, dán vào, hoặc nhập từ tệp. "
                "Bên phải là đúng những gì loa sẽ đọc.",
            )
        )
        self.spoken.setReadOnly(True)
        move_together(self.written, self.spoken)
        self._fill_choices()

    def _build_head(self) -> QVBoxLayout:
        self.title.setPlaceholderText(translate("Compose", "Tên bản tin"))
        self.title.setAccessibleName(translate("Compose", "Tên bản tin"))
        self.kind.setAccessibleName(translate("Compose", "Loại"))
        self.topic.setAccessibleName(translate("Compose", "Chủ đề"))
        self.kind.setMaximumWidth(theme.current().px(144))
        self.topic.setMaximumWidth(theme.current().px(224))
        bring = Button(translate("Compose", "Nhập từ tệp"), self.ask_file, icon="file-up")
        new = Button(translate("Compose", "Bản mới"), self.start_new, icon="plus", look="quiet")
        line = flow_of(self.title)
        for part in (self.kind, self.topic, bring, new):
            line.addWidget(part)
        column = QVBoxLayout()
        column.addLayout(line)
        return column

    def _fill_choices(self) -> None:
        english = language() == "en"
        for kind in kinds():
            self.kind.addItem(kind.name_en if english else kind.name_vi, kind.key)
        self.topic.addItem(translate("Compose", "Chưa chọn chủ đề"), "")
        for topic in topics():
            self.topic.addItem(topic.name_en if english else topic.name_vi, topic.key)
        self.status.voice.addItem(translate("Compose", "Giọng của đài"), "")
        self.status.tune.addItem(translate("Compose", "Nhạc hiệu của đài"), None)
        self.status.tune.addItem(translate("Compose", "Không nhạc hiệu"), "")
        for number, name in enumerate(operations.tune_names(), start=1):
            self.status.tune.addItem(translate("Compose", "Nhạc hiệu {n}").format(n=number), name)

    def _connect(self) -> None:
        self._read_soon.timeout.connect(self._read)
        self._save_soon.timeout.connect(self.save)
        self.written.textChanged.connect(self._on_edited)
        self.title.textEdited.connect(self._on_detail_edited)
        self.kind.activated.connect(self._on_detail_edited)
        self.topic.activated.connect(self._on_detail_edited)
        self.written.doubt_chosen.connect(self.choose_doubt)
        self.spoken.doubt_chosen.connect(self.choose_doubt)
        self.doubts.settled.connect(self._settle)
        for choice in (self.status.voice, self.status.tune):
            choice.activated.connect(lambda _: self._read())
        self.doubts.stepped.connect(self._step)
        self.doubts.heard.connect(self._try_word)
        self.status.pressed.connect(self._on_pressed)
        self.status.try_asked.connect(self._try_out)
        self.status.cancelled.connect(self._cancel)
        for keys, act in (
            ("Ctrl+S", self.save),
            ("Ctrl+L", self._try_out),
            ("F8", partial(self._step, 1)),
            ("Shift+F8", partial(self._step, -1)),
            ("Ctrl+Return", self._press_main),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # Opening

    @override
    def refresh(self) -> None:
        """Read again, with the lexicon as it is now."""
        self._read()
        if self.status.voice.count() == 1:
            self.tasks.read(
                operations.voice_names, self._show_voices, latest="voices", failed=self.say_error
            )

    def _show_voices(self, names: tuple[str, ...]) -> None:
        for name in names if self.status.voice.count() == 1 else ():
            self.status.voice.addItem(voice_text(name), name)

    @override
    def open_on(self, what: object) -> None:
        """Open the programme of a code, or a new sheet."""
        self.save()
        if isinstance(what, str) and what:
            self.tasks.read(
                lambda rooms: operations.open_version(rooms, what),
                self._show_version,
                latest="open",
                failed=self.say_error,
            )
        else:
            self.start_new()

    def start_new(self) -> None:
        """Lay an empty sheet on the desk; what was there is saved."""
        self._lay(Sheet(), Draft(title=""))
        self.title.setFocus()

    def _show_version(self, opened: tuple[Version, Path | None]) -> None:
        version, audio = opened
        draft = version.draft
        said = draft.text if draft.audio is not None else None
        self._lay(Sheet(operations.Slip(draft.code), version.state, said), draft)
        self._show_audio(audio, draft.audio.duration_s if draft.audio else 0.0)

    def _lay(self, sheet: Sheet, draft: Draft) -> None:
        if self._speaking is not None and self.text.strip():
            self._left.append((self.sheet, self.draft()))  # the sound lays its own text over it
        self.save(leaving=True)
        self._loading = True
        self._unsaved = False
        self.sheet = sheet
        self._chosen = -1
        self.title.setText(draft.title)
        self.title.setCursorPosition(0)
        self.kind.setCurrentIndex(max(0, self.kind.findData(draft.kind)))
        self.topic.setCurrentIndex(max(0, self.topic.findData(draft.topic)))
        self.written.setPlainText(draft.text)
        self.message.hide()
        self._show_audio(None, 0.0)
        self._show_saved("")
        self._loading = False
        self._read()

    # Writing

    @property
    def text(self) -> str:
        """What is written, in NFC."""
        return nfc(self.written.toPlainText())

    def _on_edited(self) -> None:
        if self._loading:
            return
        self._read_soon.start()
        self._on_detail_edited()

    def _on_detail_edited(self, *_: object) -> None:
        if not self._loading:
            self._unsaved = True
            self._save_soon.start()
            self._show_saved(translate("Compose", "Chưa lưu"))
            self._show_next()

    def draft(self) -> Draft:
        """What is on the sheet."""
        text = self.text
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        return Draft(
            title=nfc(self.title.text()).strip() or first[:TITLE_LENGTH],
            kind=str(self.kind.currentData()),
            topic=str(self.topic.currentData()),
            text=text,
            author=self.context.operator,
        )

    def save(self, *, leaving: bool = False) -> None:
        """Store the sheet as a draft; nothing is stored while nothing is written.

        Args:
            leaving: also while its sound is made, which otherwise is waited for.
        """
        self._save_soon.stop()
        if not self._unsaved or not self.text.strip():
            return
        if self._speaking is not None and not leaving:
            return
        self._unsaved = False
        self._store(self.sheet, self.draft())

    def _store(self, sheet: Sheet, draft: Draft) -> None:
        self.tasks.write(
            lambda rooms: operations.save(rooms, sheet.slip, draft),
            partial(self._on_saved, sheet),
            failed=self._on_save_failed,
        )

    def _on_saved(self, sheet: Sheet, version: Version) -> None:
        sheet.state = version.state
        self.context.changes.tell(Kind.PROGRAMMES, by=self)
        if sheet is self.sheet and not self._unsaved:
            self._show_saved(self._saved_text(version))
            self._show_next()

    def _saved_text(self, version: Version) -> str:
        return translate("Compose", "Đã lưu lúc {time}, mã {code}").format(
            time=clock_time(self.context.clock.now()), code=version.draft.code
        )

    def _on_save_failed(self, error: DeskError) -> None:
        self._unsaved = True
        self._show_saved(translate("Compose", "Chưa lưu được"))
        self.say_error(error)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Save when the person goes elsewhere."""
        super().hideEvent(event)
        self.save(leaving=True)
        self.status.player.stop()

    # Reading

    def _read(self) -> None:
        wanted = self._wanted(self.text)
        self.tasks.read(
            lambda rooms: operations.read_text(rooms, wanted),
            self._show_reading,
            latest="read",
            failed=self.say_error,
        )

    def _show_reading(self, outlook: operations.Outlook) -> None:
        reading = outlook.reading
        self.sheet.reading, self.sheet.length_s = reading, outlook.length_s
        self.spoken.setPlainText(reading.text)
        count = len(reading.doubts)
        self._chosen = min(self._chosen, count - 1)
        self._mark_doubts()
        self.choose_doubt(max(0, self._chosen)) if count else self.doubts.hide()
        lines = notice_lines(reading)
        if lines:
            self.notices.say("\n".join(lines[:3]), "need", closable=False)
        else:
            self.notices.hide()
        self._show_length()
        self._show_next()

    def _mark_doubts(self) -> None:
        reading = self.sheet.reading
        written = [Place(doubt.line, doubt.start, doubt.end) for doubt in shown_doubts(reading)]
        certain = len(reading.doubts)
        self.written.show_doubts(written, self._chosen, certain)
        self.spoken.show_doubts(spoken_places(reading), self._chosen, certain)

    def choose_doubt(self, number: int) -> None:
        """Show one doubt in the bar below."""
        reading = self.sheet.reading
        shown = shown_doubts(reading)
        if 0 <= number < len(shown):
            self._chosen = number
            self._mark_doubts()
            self.doubts.show_doubt(shown[number], number, len(reading.doubts))

    def _step(self, step: int) -> None:
        count = len(self.sheet.reading.doubts)
        if count:
            self.choose_doubt((self._chosen + step) % count)
            self.written.show_place(self._chosen)

    def _settle(self, written: str, spoken: str) -> None:
        def told(_: object) -> None:
            self.context.changes.tell(Kind.LEXICON, by=self)
            self._read()

        self.tasks.write(
            lambda rooms: operations.settle(rooms, written, spoken), told, failed=self.say_error
        )

    def _show_length(self) -> None:
        words = word_count(self.text)
        if not words:
            self.status.length.setText(translate("Compose", "Chưa có chữ nào"))
            return
        self.status.length.setText(
            translate("Compose", "{words} chữ, đọc khoảng {length}").format(
                words=words, length=long_length_text(self.sheet.length_s)
            )
        )

    # What comes next

    def _show_next(self) -> None:
        self.status.show_next(self._coming())
        agrees = self.sheet.said is not None and self.sheet.said == self.text
        self.status.player.setVisible(agrees)

    def _coming(self) -> Next:
        if self._speaking is not None:
            return Next.BUSY
        if not self.text.strip():
            return Next.WRITE
        if self.sheet.said != self.text:
            return Next.SPEAK
        return Next.SUBMIT if self.sheet.state is State.DRAFT else Next.WAIT

    def _press_main(self) -> None:
        if self.status.main.isEnabled() and self.status.main.isVisible():
            self._on_pressed(self.status.next)

    def _on_pressed(self, coming: Next) -> None:
        if coming is Next.SPEAK:
            self._speak()
        elif coming is Next.SUBMIT:
            self._submit()

    def _wanted(self, text: str) -> operations.Wanted:
        tune = self.status.tune.currentData()
        voice = str(self.status.voice.currentData())
        return operations.Wanted(text, voice, None if tune is None else str(tune))

    def _speak(self, *, force: bool = False) -> None:
        self._save_soon.stop()
        self.message.hide()
        draft, sheet = self.draft(), self.sheet
        wanted = dataclasses.replace(self._wanted(draft.text), force=force)
        self._speaking = self.tasks.long(
            lambda rooms, task: operations.speak(rooms, task, sheet.slip, draft, wanted),
            partial(self._on_spoken, sheet),
            failed=self._on_not_spoken,
            progressed=self.status.show_progress,
            finished=self._on_speaking_over,
        )
        self.status.show_progress(0)
        self._show_next()

    def _on_not_spoken(self, error: DeskError) -> None:
        """Say why; a text that is not Vietnamese is asked about."""
        if error.code not in _ASKED_ABOUT:
            self.say_error(error)
            return
        self.message.say(
            words_of(error),
            "need",
            button=translate("Compose", "Vẫn đọc"),
            action=partial(self._speak, force=True),
        )

    def _on_speaking_over(self) -> None:
        self._speaking = None
        self._show_next()
        for sheet, draft in self._left:
            self._store(sheet, draft)
        self._left.clear()
        # cancelled, refused, or written on meanwhile: save what is written all the same
        self._unsaved = self._unsaved or self.sheet.said != self.text
        self.save()

    def _on_spoken(self, sheet: Sheet, spoken: operations.Spoken) -> None:
        draft = spoken.version.draft
        sheet.state, sheet.said = spoken.version.state, draft.text
        self.context.changes.tell(Kind.PROGRAMMES, by=self)
        if sheet is self.sheet:
            self._show_saved(self._saved_text(spoken.version))
            self._show_audio(spoken.audio_path, draft.audio.duration_s if draft.audio else 0.0)
            self._show_next()
        lines = fallback_lines(spoken.rendered)
        if lines:
            self.message.say("\n".join(lines))

    def _cancel(self) -> None:
        if self._speaking is not None:
            self._speaking.cancel()
            self.message.say(
                translate("Compose", "Đã hủy tạo âm thanh; văn bản đã lưu vẫn nguyên.")
            )

    def _show_audio(self, path: Path | None, length_s: float) -> None:
        self.status.player.show_audio(path, length_s)
        if path is not None:
            self.tasks.read(
                lambda _: waveform(path),
                self.status.player.show_peaks,
                latest="waveform",
                failed=self.say_error,
            )

    def _submit(self) -> None:
        sheet, by = self.sheet, self.context.operator

        def told(version: Version) -> None:
            sheet.state = version.state
            self.message.say(
                translate(
                    "Compose", "Đã gửi duyệt “{title}”. Nội dung đã khóa, sửa sẽ thành bản mới."
                ).format(title=version.draft.title),
                "well",
                button=translate("Compose", "Bản mới"),
                action=self.start_new,
            )
            self.context.changes.tell(Kind.PROGRAMMES, by=self)
            self._show_next()

        self.tasks.write(
            lambda rooms: operations.submit(rooms, sheet.slip.code, by), told, failed=self.say_error
        )

    def _try_out(self) -> None:
        passage = nfc(self.written.textCursor().block().text()).strip() or self.text.strip()
        self._try(operations.Wanted(passage, str(self.status.voice.currentData())))

    def _try_word(self, word: str) -> None:
        self._try(operations.Wanted(word, str(self.status.voice.currentData()), force=True))

    def _try(self, wanted: operations.Wanted) -> None:
        if not wanted.text or self._speaking is not None:
            return
        folder = Path(tempfile.mkdtemp(dir=self._attempts.name))
        self._speaking = self.tasks.long(
            lambda rooms, task: operations.try_out(rooms, task, wanted, folder),
            self._hear,
            failed=self.say_error,
            progressed=self.status.show_progress,
            finished=self._on_speaking_over,
        )
        self._show_next()

    def _hear(self, path: Path) -> None:
        player = self.status.player
        player.show_audio(path, 0.0)
        player.show()
        player.toggle()

    def _show_saved(self, words: str) -> None:
        self.status.saved.setText(words)
        self.status.saved.setVisible(bool(words))

    # Bringing text

    def ask_file(self) -> None:
        """Let the person choose a file to take the text from."""
        pattern = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog = QFileDialog(self, translate("Compose", "Nhập từ tệp"))
        dialog.setNameFilter(translate("Compose", "Văn bản ({pattern})").format(pattern=pattern))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.bring(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def bring(self, path: Path) -> None:
        """Take the text of a file to a new sheet."""
        self.tasks.long(
            lambda _rooms, _task: document_of(path),
            partial(self._on_brought, path.stem),
            failed=self.say_error,
        )

    def _on_brought(self, name: str, document: Document) -> None:
        self.start_new()
        self.title.setText(nfc(name))
        self.written.setPlainText(document.text)
        if document.encoding:
            words = reason_text("speech.document_encoding", encoding=document.encoding)
            self.message.say(words, "need")


def _column(words: str, edit: DoubtEdit) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(0.5))
    name = label(words, "label")
    name.setBuddy(edit)
    edit.setAccessibleName(words)
    edit.setMinimumHeight(space(20))
    column.addWidget(name)
    column.addWidget(edit, 1)
    return part
