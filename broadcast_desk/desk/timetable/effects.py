"""What an edit changes, and the second, named confirmation: shown before anything is kept."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.library.dialogs import name_field
from broadcast_desk.desk.timetable.operations import Effect
from broadcast_desk.desk.widgets.cards import Card
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import clock_time, day_text, weekday_text
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import Operator, Zone
from broadcast_desk.timetable.effect import DayEffect
from broadcast_desk.timetable.model import Cue, Remark
from broadcast_desk.timetable.wording import tell, what_sounds

MOST_SAME = 4
"""How many unchanged sounds of a day are named before the rest is counted."""

MOST_REMARKS = 4


class EffectCard(Card):
    """What will sound in seven days, what is new and what is gone marked."""

    def __init__(self, zones: Sequence[Zone] = ()) -> None:
        super().__init__(margin=2, spacing=0.75)
        self._zones = {zone.id: zone.name for zone in zones}
        self._head = label(translate("Effect", "Bảy ngày tới sẽ nghe"), "strong", wrap=True)
        self.body.addWidget(self._head)
        self.text = label(wrap=True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.text)
        self.body.addStretch(1)

    def show_zones(self, zones: Sequence[Zone]) -> None:
        """Know the zones by name."""
        self._zones = {zone.id: zone.name for zone in zones}

    def say(self, words: str = "") -> None:
        """Say something in its place."""
        self.text.setText(html.escape(words))

    def say_unready(self) -> None:
        """Say what is missing yet."""
        self.say(translate("Effect", "Đặt tên, chọn ngày, cụm loa và nội dung để xem trước."))

    def show_effect(self, effect: Effect, today: date) -> None:
        """Show an effect, day by day."""
        self._head.setText(
            translate("Effect", "Bảy ngày tới sẽ nghe")
            if effect.first == today
            else translate("Effect", "Bảy ngày từ {day} sẽ nghe").format(day=day_text(effect.first))
        )
        parts = [self._day(day) for day in effect.days if day.added or day.removed]
        if not effect.changes:
            parts.append(html.escape(translate("Effect", "Không có gì khác trong bảy ngày này.")))
        same = sum(1 for day in effect.days if not (day.added or day.removed))
        if effect.changes and same:
            told = translate("Effect", "{n} ngày khác không đổi.").format(n=same)
            parts.append(_muted(told))
        parts += self._remarks(remark for day in effect.days for remark in day.remarks)
        self.text.setText("".join(f"<p style='margin:0 0 8px 0'>{part}</p>" for part in parts))

    def _day(self, day: DayEffect) -> str:
        added = {id(cue) for cue in day.added}
        kept = [cue for cue in day.plan.cues if id(cue) not in added]
        lines = [(cue.starts_at, self._line(cue, "+")) for cue in day.added]
        lines += [(cue.starts_at, self._line(cue, "−")) for cue in day.removed]
        lines += [(cue.starts_at, self._line(cue, "")) for cue in kept[:MOST_SAME]]
        lines.sort(key=lambda line: line[0])
        said = [f"<b>{html.escape(weekday_text(day.plan.day))}</b>", *(text for _, text in lines)]
        if len(kept) > MOST_SAME:
            more = translate("Effect", "và {n} mục như cũ").format(n=len(kept) - MOST_SAME)
            said.append(_muted(more))
        return "<br>".join(said)

    def _line(self, cue: Cue, mark: str) -> str:
        words = html.escape(f"{clock_time(cue.starts_at)} {what_sounds(cue)}{self._where(cue)}")
        dress = theme.current()
        if mark == "+":
            colour = dress.colours["well_text"]
            return f"<span style='color:{colour}'><b>+ {words}</b></span>"
        if mark == "−":
            colour = dress.colours["need_text"]
            return f"<span style='color:{colour}'>− <s>{words}</s></span>"
        return _muted_html(words)

    def _where(self, cue: Cue) -> str:
        if len(cue.zones) >= len(self._zones):
            return ""
        return f" ({', '.join(self._zones.get(zone, zone) for zone in cue.zones)})"

    def _remarks(self, remarks: Iterable[Remark]) -> list[str]:
        said = dict.fromkeys(tell(r, language()) for r in remarks)
        colour = theme.current().colours["need_text"]
        return [
            f"<span style='color:{colour}'>⚠ {html.escape(words)}</span>"
            for words in list(said)[:MOST_REMARKS]
        ]


def _muted(words: str) -> str:
    return _muted_html(html.escape(words))


def _muted_html(words: str) -> str:
    return f"<span style='color:{theme.current().colours['ink_muted']}'>{words}</span>"


class ConfirmCard(Card):
    """A second confirmation, by name, for hours in which it should be quiet.

    Signals:
        changed: the name was edited.
    """

    changed = Signal()

    def __init__(self, operators: Sequence[Operator]) -> None:
        super().__init__(margin=2, spacing=1)
        self._text = label(wrap=True)
        self._agreed = QCheckBox(translate("Effect", "Tôi chịu trách nhiệm"))
        self._agreed.setAccessibleName(
            translate("Effect", "Tôi chịu trách nhiệm xếp vào giờ yên lặng")
        )
        self._name = name_field(operators, "approver", "")
        self._name.setCurrentText("")
        self._name.setAccessibleName(translate("Effect", "Họ tên người xác nhận"))
        line = self._name.lineEdit()
        if line is not None:
            line.setPlaceholderText(translate("Effect", "Họ tên người xác nhận"))
        self._name.editTextChanged.connect(lambda _text: self.changed.emit())
        self._agreed.toggled.connect(lambda _on: self.changed.emit())
        self.body.addWidget(self._text)
        self.body.addWidget(self._agreed)
        self.body.addWidget(self._name)
        self.setProperty("tone", "need")
        self.hide()

    def ask(self, zones: Sequence[str], *, louder: bool = False) -> None:
        """Ask for a name because of the quiet hours of these zones; nothing when there are none.

        Args:
            zones: their names.
            louder: the quiet hours themselves become shorter.
        """
        self.setVisible(bool(zones))
        words = (
            translate(
                "Effect",
                "Quy định mới để loa {zones} phát vào giờ đang yên lặng; muốn lưu phải có người "
                "đứng tên.",
            )
            if louder
            else translate(
                "Effect",
                "Rơi vào giờ yên lặng của {zones}. Loa vẫn im lúc đó, trừ phát khẩn cấp; muốn lưu "
                "phải có người đứng tên.",
            )
        )
        self._text.setText(words.format(zones=", ".join(zones)))

    def forget(self) -> None:
        """A new question asks anew."""
        self._agreed.setChecked(False)
        self._name.setCurrentText("")
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether a name is needed."""
        return not self.isHidden()

    def name(self) -> str:
        """Who confirmed, "" while nobody did."""
        return nfc(self._name.currentText()).strip() if self._agreed.isChecked() else ""

    def satisfied(self) -> bool:
        """Whether nothing is asked, or it was answered."""
        return not self.asks or bool(self.name())
