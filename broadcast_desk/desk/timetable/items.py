"""What sounds in a slot: a list of items in words, and a small form to add one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.sentences import item_text
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, clear, line_of
from broadcast_desk.desk.widgets.fields import NumberField, TimeField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.library.model import Airable
from broadcast_desk.library.topics import topics
from broadcast_desk.timetable.model import FixedItem, Item, RelayItem, Rule, SelectorItem


class ItemsEditor(Card):
    """The items of one slot.

    Signals:
        changed: an item was added or taken out.
    """

    changed = Signal()

    def __init__(self, airables: Sequence[Airable]) -> None:
        super().__init__(margin=2, spacing=1)
        self._items: list[Item] = []
        self._titles = {airable.code: airable.title for airable in airables}
        self.body.addWidget(label(translate("SlotItems", "Phát những gì"), "strong"))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.kind = QComboBox()
        self.kind.setAccessibleName(translate("SlotItems", "Loại nội dung"))
        self.forms = QStackedWidget()
        self.fixed = FixedForm(airables)
        self.relay = RelayForm()
        self.newest = SelectorForm(Rule.NEWEST_UNAIRED)
        self.rotate = SelectorForm(Rule.ROTATE)
        self.again = RebroadcastForm()
        self.notices = SelectorForm(Rule.NOTICES)
        for words, form in (
            (translate("SlotItems", "Một bản đã duyệt"), self.fixed),
            (translate("SlotItems", "Bản tin mới nhất chưa phát"), self.newest),
            (translate("SlotItems", "Phát lại một buổi trước"), self.again),
            (translate("SlotItems", "Xoay vòng kho bản tin"), self.rotate),
            (translate("SlotItems", "Các thông báo còn hạn"), self.notices),
            (translate("SlotItems", "Tiếp sóng"), self.relay),
        ):
            self.kind.addItem(words)
            form.column.addStretch(1)
            self.forms.addWidget(form)
        self.kind.currentIndexChanged.connect(self.forms.setCurrentIndex)
        self.body.addWidget(self.kind)
        self.body.addWidget(self.forms)
        add = Button(translate("SlotItems", "Thêm vào buổi"), self._add, icon="plus")
        self.body.addLayout(line_of(add, None))

    def items(self) -> tuple[Item, ...]:
        """The items as they stand."""
        return tuple(self._items)

    def set_items(self, items: Sequence[Item]) -> None:
        """Show other items."""
        self._items = list(items)
        self._show()

    def _add(self) -> None:
        form = self.forms.currentWidget()
        assert isinstance(form, ItemForm)
        item = form.item()
        if item is not None:
            self._items.append(item)
            self._show()
            self.changed.emit()

    def _take_out(self, number: int) -> None:
        del self._items[number]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        clear(self._list)
        for number, item in enumerate(self._items):
            line = line_of(spacing=1)
            line.addWidget(label(f"{number + 1}. {item_text(item, self._titles)}", wrap=True), 1)
            tip = translate("SlotItems", "Bỏ mục này khỏi buổi")
            line.addWidget(
                Button("", partial(self._take_out, number), icon="x", look="quiet", tip=tip)
            )
            self._list.addLayout(line)


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

    def add_field(self, field: QWidget, words: str) -> None:
        """Add a field."""
        field.setAccessibleName(words)
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(words)
        else:
            field.setToolTip(words)
        self.column.addWidget(field)


class FixedForm(ItemForm):
    """One approved programme."""

    def __init__(self, airables: Sequence[Airable]) -> None:
        super().__init__()
        self.code = QComboBox()
        self.code.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        newest = {airable.code: airable for airable in airables}
        for airable in reversed(newest.values()):
            self.code.addItem(airable.title, airable.code)
        self.add_field(self.code, translate("SlotItems", "Bản đã duyệt"))
        if not newest:
            self.column.addWidget(
                label(translate("SlotItems", "Chưa có bản nào được duyệt."), "need", wrap=True)
            )

    def item(self) -> Item | None:
        """The programme chosen."""
        code = self.code.currentData()
        return FixedItem(str(code)) if code else None


class SelectorForm(ItemForm):
    """A rule that chooses on the day, and a topic."""

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self._rule = rule
        self.topic = QComboBox()
        self.topic.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.topic.addItem(translate("SlotItems", "Mọi chủ đề"), "")
        for topic in topics():
            self.topic.addItem(topic.name_en if language() == "en" else topic.name_vi, topic.key)
        self.add_field(self.topic, translate("SlotItems", "Chủ đề"))

    def item(self) -> Item | None:
        """The selector."""
        return SelectorItem(str(self._rule), topic=str(self.topic.currentData()))


class RebroadcastForm(ItemForm):
    """The session to repeat."""

    def __init__(self) -> None:
        super().__init__()
        self.of = TimeField(QTime(5, 30))
        self.days = NumberField()
        self.days.setRange(1, 30)
        self.days.setSuffix(translate("SlotItems", " ngày trước"))
        self.add_field(self.of, translate("SlotItems", "Buổi bắt đầu lúc"))
        self.add_field(self.days, translate("SlotItems", "Của mấy ngày trước"))

    def item(self) -> Item | None:
        """The selector."""
        of = self.of.time().toString("HH:mm")
        return SelectorItem(str(Rule.REBROADCAST), of=of, days_back=self.days.value(), count=0)


class RelayForm(ItemForm):
    """A stream, for so many minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.title = QLineEdit()
        self.url = QLineEdit()
        self.minutes = NumberField()
        self.minutes.setRange(1, 180)
        self.minutes.setValue(30)
        self.minutes.setSuffix(translate("SlotItems", " phút"))
        self.add_field(self.title, translate("SlotItems", "Tên, ví dụ Thời sự Đài tỉnh"))
        self.add_field(self.url, translate("SlotItems", "Địa chỉ, ví dụ http://máy-chủ:8000/kênh"))
        self.add_field(self.minutes, translate("SlotItems", "Dài"))

    def item(self) -> Item | None:
        """The relay; its address is checked when the slot is tried."""
        url = self.url.text().strip()
        return (
            RelayItem(url, self.minutes.value() * 60.0, self.title.text().strip()) if url else None
        )
