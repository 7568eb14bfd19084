"""One small form for each kind of item a slot can sound."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.fields import NumberField, TimeField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import topic_text
from broadcast_desk.library.kinds import fields, kinds
from broadcast_desk.library.model import Airable
from broadcast_desk.library.topics import ASEAN, topics
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import RelaySource
from broadcast_desk.timetable.model import (
    FixedItem,
    Item,
    OpeningItem,
    RelayItem,
    Rule,
    SelectorItem,
)

BREAKS = frozenset({"signal", "music"})
"""Kinds of programme that can stand between two others."""


class ItemForm(QWidget):
    """The fields of one kind of item."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(space(0.75))

    def item(self) -> Item | None:
        """The item, None while something is missing."""
        raise NotImplementedError

    def add_field(self, field: QWidget, words: str, *, above: bool = False) -> None:
        """Add a field; its name stands in it, or above it."""
        field.setAccessibleName(words)
        if isinstance(field, QComboBox):
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        if above:
            name = label(words, "label", wrap=True)
            name.setBuddy(field)
            self.column.addWidget(name)
        elif isinstance(field, QLineEdit):
            field.setPlaceholderText(words)
        else:
            field.setToolTip(words)
        self.column.addWidget(field)


def newest_of(airables: Sequence[Airable]) -> tuple[Airable, ...]:
    """The newest version of each programme, newest first."""
    return tuple(reversed({airable.code: airable for airable in airables}.values()))


class FixedForm(ItemForm):
    """One approved programme."""

    def __init__(self, airables: Sequence[Airable]) -> None:
        super().__init__()
        self.code = QComboBox()
        for airable in newest_of(airables):
            self.code.addItem(airable.title, airable.code)
        self.add_field(self.code, translate("SlotItems", "Bản đã duyệt"))
        if not airables:
            self.column.addWidget(
                label(translate("SlotItems", "Chưa có bản nào được duyệt."), "need", wrap=True)
            )

    def item(self) -> Item | None:
        """The programme chosen."""
        code = self.code.currentData()
        return FixedItem(str(code)) if code else None


class SelectorForm(ItemForm):
    """A rule that chooses on the day: about what, how long, how many; more when asked for."""

    def __init__(self, rule: Rule, airables: Sequence[Airable]) -> None:
        super().__init__()
        self._rule = rule
        self.topic, self.kind, self.field = QComboBox(), QComboBox(), QComboBox()
        self.issuer, self.between, self.otherwise = QComboBox(), QComboBox(), QComboBox()
        self.minutes, self.count, self.rest = NumberField(), NumberField(), NumberField()
        self.more = QCheckBox(translate("SlotItems", "Thêm điều kiện"))
        self._more = ItemForm()
        self._offer(airables)
        self._build()
        self.more.toggled.connect(self._more.setVisible)
        self._more.hide()

    def _offer(self, airables: Sequence[Airable]) -> None:
        english = language() == "en"
        self.topic.addItem(translate("SlotItems", "Mọi chủ đề"), "")
        self.topic.addItem(topic_text(ASEAN), ASEAN)
        self.kind.addItem(translate("SlotItems", "Mọi loại tin bài"), "")
        self.field.addItem(translate("SlotItems", "Mọi lĩnh vực"), "")
        for box, entries in ((self.topic, topics()), (self.kind, kinds()), (self.field, fields())):
            for entry in entries:
                box.addItem(entry.name_en if english else entry.name_vi, entry.key)
        self.issuer.addItem(translate("SlotItems", "Của đài và của Trung tâm"), "")
        for issuer in sorted({airable.issuer for airable in airables if airable.issuer}):
            self.issuer.addItem(issuer, issuer)
        self.between.addItem(translate("SlotItems", "Không có gì"), "")
        self.otherwise.addItem(translate("SlotItems", "Im lặng"), "")
        for airable in newest_of(airables):
            if airable.kind in BREAKS:
                self.between.addItem(airable.title, airable.code)
            self.otherwise.addItem(airable.title, airable.code)

    def _build(self) -> None:
        self.minutes.setRange(0, 180)
        self.minutes.setPrefix(translate("SlotItems", "dài nhất "))
        self.minutes.setSuffix(translate("SlotItems", " phút"))
        self.minutes.setSpecialValueText(translate("SlotItems", "Dài bao nhiêu cũng được"))
        self.count.setRange(0, 50)
        self.count.setValue(1)
        self.count.setSuffix(translate("SlotItems", " bài"))
        self.count.setSpecialValueText(translate("SlotItems", "Bao nhiêu bài cũng được, miễn vừa"))
        self.rest.setRange(0, 365)
        self.rest.setSuffix(translate("SlotItems", " ngày mới phát lại"))
        self.rest.setSpecialValueText(translate("SlotItems", "Ngày nào cũng phát lại được"))
        self.add_field(self.topic, translate("SlotItems", "Chủ đề"))
        self.add_field(self.count, translate("SlotItems", "Mấy bài"))
        self.count.setVisible(self._rule is not Rule.NOTICES)
        self.add_field(self.minutes, translate("SlotItems", "Thời lượng mỗi bài"))
        self.add_field(self.rest, translate("SlotItems", "Cách bao lâu mới phát lại"))
        self.rest.setVisible(self._rule is Rule.ROTATE)
        self.column.addWidget(self.more)
        self.column.addWidget(self._more)
        self._more.add_field(self.kind, translate("SlotItems", "Loại tin bài"), above=True)
        self._more.add_field(self.field, translate("SlotItems", "Lĩnh vực"), above=True)
        self._more.add_field(self.issuer, translate("SlotItems", "Nguồn"), above=True)
        self._more.add_field(self.between, translate("SlotItems", "Giữa hai bài"), above=True)
        self._more.add_field(
            self.otherwise, translate("SlotItems", "Không chọn được bài nào thì"), above=True
        )

    def item(self) -> Item | None:
        """The selector."""
        minutes = self.minutes.value()
        item = SelectorItem(
            str(self._rule),
            topic=str(self.topic.currentData()),
            max_length_s=minutes * 60.0 if minutes else None,
            count=0 if self._rule is Rule.NOTICES else self.count.value(),
            rest_days=self.rest.value() if self._rule is Rule.ROTATE else 0,
        )
        if not self.more.isChecked():
            return item
        return dataclasses.replace(
            item,
            kind=str(self.kind.currentData()),
            field=str(self.field.currentData()),
            issuer=str(self.issuer.currentData()),
            between=str(self.between.currentData()),
            else_code=str(self.otherwise.currentData()),
        )


class RebroadcastForm(ItemForm):
    """The session to repeat."""

    def __init__(self) -> None:
        super().__init__()
        self.of = TimeField(QTime(5, 30))
        self.days = NumberField()
        self.days.setRange(1, 30)
        self.days.setSuffix(translate("SlotItems", " ngày trước"))
        self.add_field(self.of, translate("SlotItems", "Buổi bắt đầu lúc"), above=True)
        self.add_field(self.days, translate("SlotItems", "Của mấy ngày trước"), above=True)

    def item(self) -> Item | None:
        """The selector."""
        of = self.of.time().toString("HH:mm")
        return SelectorItem(str(Rule.REBROADCAST), of=of, days_back=self.days.value(), count=0)


class RelayForm(ItemForm):
    """A stream, for so many minutes."""

    def __init__(self, airables: Sequence[Airable], relays: Sequence[RelaySource] = ()) -> None:
        super().__init__()
        self.known = QComboBox()
        self.known.addItem(translate("SlotItems", "Nguồn khác"), ("", ""))
        for source in relays:
            self.known.addItem(source.name, (source.name, source.url))
        self.known.activated.connect(self._take_known)
        self.title = QLineEdit()
        self.url = QLineEdit()
        self.minutes = NumberField()
        self.minutes.setRange(1, 24 * 60)
        self.minutes.setValue(30)
        self.minutes.setSuffix(translate("SlotItems", " phút"))
        self.fallback = QComboBox()
        self.fallback.addItem(translate("SlotItems", "Im lặng"), "")
        for airable in newest_of(airables):
            self.fallback.addItem(airable.title, airable.code)
        if relays:
            self.add_field(self.known, translate("SlotItems", "Nguồn ghi ở Thiết lập"), above=True)
        self.add_field(self.title, translate("SlotItems", "Tên, ví dụ Thời sự Đài tỉnh"))
        self.add_field(self.url, translate("SlotItems", "Địa chỉ, ví dụ http://máy-chủ:8000/kênh"))
        self.add_field(self.minutes, translate("SlotItems", "Dài"), above=True)
        self.add_field(self.fallback, translate("SlotItems", "Mất tín hiệu thì phát"), above=True)

    def _take_known(self) -> None:
        name, url = self.known.currentData()
        self.title.setText(name)
        self.url.setText(url)

    def item(self) -> Item | None:
        """The relay; its address is checked when the slot is tried."""
        url = self.url.text().strip()
        if not url:
            return None
        return RelayItem(
            url,
            self.minutes.value() * 60.0,
            nfc(self.title.text()).strip(),
            str(self.fallback.currentData()),
        )


class OpeningForm(ItemForm):
    """Opening words with the date said: a recording for each day, else the undated one."""

    def __init__(self, airables: Sequence[Airable]) -> None:
        super().__init__()
        self.code = QComboBox()
        self.code.setEditable(True)
        for airable in newest_of(airables):
            if airable.kind == "opening" or airable.code.startswith("LOI-"):
                self.code.addItem(airable.title, airable.code)
        if not self.code.count():
            self.code.addItem("LOI-XUONG", "LOI-XUONG")
        self.add_field(self.code, translate("SlotItems", "Mã lời xướng"), above=True)

    def item(self) -> Item | None:
        """The opening."""
        text = nfc(self.code.currentText()).strip()
        at = self.code.findText(text)
        code = str(self.code.itemData(at)) if at >= 0 else text
        return OpeningItem(code) if code else None
