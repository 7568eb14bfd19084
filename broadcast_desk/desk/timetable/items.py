"""What sounds in a slot: a list of items in words and in order, and a small form to add one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from broadcast_desk.desk.i18n import translate, words_of
from broadcast_desk.desk.timetable.item_forms import (
    FixedForm,
    ItemForm,
    OpeningForm,
    RebroadcastForm,
    RelayForm,
    SelectorForm,
)
from broadcast_desk.desk.timetable.sentences import item_text
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Message, clear, line_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.library.model import Airable
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import RelaySource
from broadcast_desk.timetable.model import Item, Rule
from broadcast_desk.timetable.running_order import Gap, RunningOrder, fill


class ItemsEditor(Card):
    """The items of one slot.

    Signals:
        changed: an item was added, moved or taken out.
    """

    changed = Signal()

    def __init__(
        self,
        airables: Sequence[Airable],
        orders: Sequence[RunningOrder] = (),
        relays: Sequence[RelaySource] = (),
    ) -> None:
        super().__init__(margin=2, spacing=1)
        self._items: list[Item] = []
        self._orders = tuple(orders)
        self._titles = {airable.code: airable.title for airable in airables}
        self.body.addWidget(label(translate("SlotItems", "Phát những gì"), "strong"))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.kind = QComboBox()
        self.kind.setAccessibleName(translate("SlotItems", "Loại nội dung"))
        self.forms = QStackedWidget()
        self.fixed = FixedForm(airables)
        self.relay = RelayForm(airables, relays)
        self.newest = SelectorForm(Rule.NEWEST_UNAIRED, airables)
        self.rotate = SelectorForm(Rule.ROTATE, airables)
        self.again = RebroadcastForm()
        self.notices = SelectorForm(Rule.NOTICES, airables)
        self.opening = OpeningForm(airables)
        for words, form in (
            (translate("SlotItems", "Một bản đã duyệt"), self.fixed),
            (translate("SlotItems", "Bản tin mới nhất chưa phát"), self.newest),
            (translate("SlotItems", "Phát lại một buổi trước"), self.again),
            (translate("SlotItems", "Xoay vòng kho bản tin"), self.rotate),
            (translate("SlotItems", "Các thông báo còn hạn"), self.notices),
            (translate("SlotItems", "Tiếp sóng"), self.relay),
            (translate("SlotItems", "Lời xướng có ngày tháng"), self.opening),
        ):
            self.kind.addItem(words)
            form.column.addStretch(1)
            self.forms.addWidget(form)
        self.kind.currentIndexChanged.connect(self.forms.setCurrentIndex)
        self.body.addWidget(self.kind)
        self.body.addWidget(self.forms)
        add = Button(translate("SlotItems", "Thêm vào buổi"), self._add, icon="plus")
        add.setAutoDefault(False)
        self.body.addLayout(line_of(add, None))
        self.orders = QComboBox()
        self.trouble = Message()
        self._orders_place = self._build_orders()
        self._orders_place.setVisible(bool(orders))
        self.body.addWidget(self._orders_place)
        self.body.addStretch(1)

    def _build_orders(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        words = translate("SlotItems", "Hoặc lấy theo khung chương trình")
        self.orders.setAccessibleName(words)
        self.orders.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for order in self._orders:
            self.orders.addItem(order.title)
        use = Button(translate("SlotItems", "Dùng khung này"), self.use_order)
        use.setAutoDefault(False)
        column.addWidget(label(words, "label", wrap=True))
        line = line_of(spacing=1)
        line.addWidget(self.orders, 1)
        line.addWidget(use)
        column.addLayout(line)
        column.addWidget(self.trouble)
        return made

    def items(self) -> tuple[Item, ...]:
        """The items as they stand."""
        return tuple(self._items)

    def set_items(self, items: Sequence[Item]) -> None:
        """Show other items."""
        self._items = list(items)
        self._show()

    def use_order(self) -> None:
        """Take a running order; what is listed already fills its first gap that has nothing."""
        order = self._orders[self.orders.currentIndex()]
        open_gaps = [part.name for part in order.parts if isinstance(part, Gap) and not part.item]
        fills = {open_gaps[0]: self.items()} if open_gaps and self._items else {}
        try:
            items = fill(order, fills)
        except InputError as error:
            self.trouble.say(words_of(error), "need")
            return
        self.trouble.hide()
        self.set_items(items)
        self.changed.emit()

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

    def _raise(self, number: int) -> None:
        items = self._items
        items[number - 1], items[number] = items[number], items[number - 1]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        clear(self._list)
        for number, item in enumerate(self._items):
            words = item_text(item, self._titles)
            line = line_of(spacing=0.5)
            line.addWidget(label(f"{number + 1}. {words}", wrap=True), 1)
            if number:
                tip = translate("SlotItems", "Phát sớm hơn: {what}").format(what=words)
                line.addWidget(
                    Button(
                        "", partial(self._raise, number), icon="chevron-up", look="quiet", tip=tip
                    )
                )
            tip = translate("SlotItems", "Bỏ khỏi buổi: {what}").format(what=words)
            line.addWidget(
                Button("", partial(self._take_out, number), icon="x", look="quiet", tip=tip)
            )
            self._list.addLayout(line)
