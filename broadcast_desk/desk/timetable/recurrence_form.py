"""On which days a slot occurs, asked the way people say it; the rest is RFC 5545 by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.timetable.sentences import EVERY_DAY
from broadcast_desk.desk.widgets.cards import line_of
from broadcast_desk.desk.widgets.fields import DateField, NumberField
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.errors import InputError
from broadcast_desk.timetable.model import Slot
from broadcast_desk.timetable.recurrence import WEEKDAYS, Recurrence, parse

WEEKLY, EVERY_N_DAYS, MONTH_DAYS, NTH_WEEKDAY, YEARLY, ONCE, OWN = range(7)
MOST_INTERVAL = 365


class RecurrenceForm(QWidget):
    """The days of a slot.

    Signals:
        changed: something was chosen.
    """

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        at = QDate(today.year, today.month, today.day)
        self.kind = QComboBox()
        self.kind.setAccessibleName(translate("Recurrence", "Lặp lại thế nào"))
        self.days = [QCheckBox(_day_name(day)) for day in range(7)]
        self.weeks, self.interval, self.months = NumberField(), NumberField(), NumberField()
        self.month_days = QLineEdit("1")
        self.nth, self.nth_day = QComboBox(), QComboBox()
        self.own = QLineEdit()
        self.first, self.last, self.day = DateField(at), DateField(at.addMonths(1)), DateField(at)
        self.ends = QCheckBox(translate("Recurrence", "Đến hết ngày"))
        self._forms = QStackedWidget()
        self._span = QWidget()
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.75))
        for words, form in (
            (translate("Recurrence", "Hằng tuần, vào những ngày"), self._weekly()),
            (translate("Recurrence", "Cách mấy ngày một lần"), self._every_n_days()),
            (translate("Recurrence", "Hằng tháng, vào ngày"), self._month_days()),
            (translate("Recurrence", "Hằng tháng, vào thứ"), self._nth_weekday()),
            (translate("Recurrence", "Hằng năm, vào ngày bắt đầu"), QWidget()),
            (translate("Recurrence", "Chỉ một lần"), self._once()),
            (translate("Recurrence", "Quy tắc riêng (RRULE)"), self._own()),
        ):
            self.kind.addItem(words)
            self._forms.addWidget(form)
        column.addWidget(self.kind)
        column.addWidget(self._forms)
        grid = QGridLayout(self._span)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(1))
        grid.setVerticalSpacing(space(0.5))
        words = translate("Recurrence", "Bắt đầu từ ngày")
        self.first.setAccessibleName(words)
        self.last.setAccessibleName(translate("Recurrence", "Ngày cuối"))
        grid.addWidget(label(words), 0, 0)
        grid.addWidget(self.first, 0, 1)
        grid.addWidget(self.ends, 1, 0)
        grid.addWidget(self.last, 1, 1)
        grid.setColumnStretch(2, 1)
        column.addWidget(self._span)

    def _weekly(self) -> QWidget:
        made, column = _form()
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(1))
        grid.setVerticalSpacing(0)
        for number, box in enumerate(self.days):
            grid.addWidget(box, number // 4, number % 4)
        column.addLayout(grid)
        self.weeks.setRange(1, 52)
        self.weeks.setPrefix(translate("Recurrence", "cách "))
        self.weeks.setSuffix(translate("Recurrence", " tuần một lần"))
        self.weeks.setSpecialValueText(translate("Recurrence", "Tuần nào cũng phát"))
        self.weeks.setAccessibleName(translate("Recurrence", "Cách mấy tuần một lần"))
        column.addLayout(line_of(self.weeks, None))
        return made

    def _every_n_days(self) -> QWidget:
        made, column = _form()
        self.interval.setRange(1, MOST_INTERVAL)
        self.interval.setValue(2)
        self.interval.setSuffix(translate("Recurrence", " ngày một lần"))
        self.interval.setAccessibleName(translate("Recurrence", "Cách mấy ngày một lần"))
        column.addLayout(line_of(self.interval, None))
        return made

    def _month_days(self) -> QWidget:
        made, column = _form()
        words = translate("Recurrence", "Những ngày, như 1, 15; -1 là ngày cuối tháng")
        self.month_days.setAccessibleName(words)
        column.addWidget(label(words, "label", wrap=True))
        column.addWidget(self.month_days)
        return made

    def _nth_weekday(self) -> QWidget:
        made, column = _form()
        for words, number in (
            (translate("Recurrence", "Thứ nhất trong tháng"), 1),
            (translate("Recurrence", "Thứ hai trong tháng"), 2),
            (translate("Recurrence", "Thứ ba trong tháng"), 3),
            (translate("Recurrence", "Thứ tư trong tháng"), 4),
            (translate("Recurrence", "Cuối cùng trong tháng"), -1),
        ):
            self.nth.addItem(words, number)
        for day in range(7):
            self.nth_day.addItem(QLocale().dayName(day + 1), day)
        self.nth.setAccessibleName(translate("Recurrence", "Lần thứ mấy trong tháng"))
        self.nth_day.setAccessibleName(translate("Recurrence", "Thứ mấy"))
        self.months.setRange(1, 12)
        self.months.setPrefix(translate("Recurrence", "cách "))
        self.months.setSuffix(translate("Recurrence", " tháng một lần"))
        self.months.setSpecialValueText(translate("Recurrence", "Tháng nào cũng phát"))
        self.months.setAccessibleName(translate("Recurrence", "Cách mấy tháng một lần"))
        line = QHBoxLayout()
        line.setSpacing(space(1))
        line.addWidget(self.nth_day, 1)
        line.addWidget(self.nth, 1)
        column.addLayout(line)
        column.addLayout(line_of(self.months, None))
        return made

    def _once(self) -> QWidget:
        made, column = _form()
        self.day.setAccessibleName(translate("Recurrence", "Ngày phát"))
        column.addLayout(line_of(self.day, None))
        return made

    def _own(self) -> QWidget:
        made, column = _form()
        self.own.setAccessibleName(translate("Recurrence", "Quy tắc riêng"))
        self.own.setPlaceholderText("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")
        column.addWidget(self.own)
        return made

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_kind)
        for box in (*self.days, self.ends):
            box.toggled.connect(self._tell)
        for number in (self.weeks, self.interval, self.months):
            number.valueChanged.connect(self._tell)
        for field in (self.first, self.last, self.day):
            field.dateChanged.connect(self._tell)
        for line in (self.month_days, self.own):
            line.textChanged.connect(self._tell)
        for choice in (self.nth, self.nth_day):
            choice.currentIndexChanged.connect(self._tell)
        self.ends.toggled.connect(self.last.setEnabled)
        self.last.setEnabled(False)

    def _tell(self, *_: object) -> None:
        self.changed.emit()

    def _show_kind(self, kind: int) -> None:
        self._forms.setCurrentIndex(kind)
        self._span.setVisible(kind != ONCE)
        self.changed.emit()

    # A slot's rule

    def show_slot(self, slot: Slot) -> None:
        """Show the days of a slot."""
        self.first.setDate(_qdate(slot.valid_from))
        self.day.setDate(_qdate(slot.valid_from))
        until = slot.valid_until
        if slot.rrule:
            self._show_rule(slot.rrule)
        else:
            self.kind.setCurrentIndex(ONCE)
        self.ends.setChecked(until is not None)
        if until is not None:
            self.last.setDate(_qdate(until))
        self._show_kind(self.kind.currentIndex())

    def _show_rule(self, text: str) -> None:
        self.own.setText(text)
        try:
            rule = parse(text)
        except InputError:
            self.kind.setCurrentIndex(OWN)
            return
        kind = kind_of(rule)
        self.kind.setCurrentIndex(kind)
        if kind == WEEKLY:
            days = rule.weekdays if rule.frequency == "WEEKLY" else EVERY_DAY
            self.show_days(days)
            self.weeks.setValue(rule.interval)
        elif kind == EVERY_N_DAYS:
            self.interval.setValue(rule.interval)
        elif kind == MONTH_DAYS:
            self.month_days.setText(", ".join(str(day) for day in sorted(rule.month_days)))
        elif kind == NTH_WEEKDAY:
            weekday, number = next(iter(rule.nth))
            self.nth_day.setCurrentIndex(weekday)
            self.nth.setCurrentIndex(self.nth.findData(number))
            self.months.setValue(rule.interval)

    def show_days(self, days: frozenset[int]) -> None:
        """Tick days of the week; Monday is 0."""
        for number, box in enumerate(self.days):
            box.setChecked(number in days)

    def set_once(self, day: date) -> None:
        """Choose one day."""
        self.kind.setCurrentIndex(ONCE)
        self.day.setDate(_qdate(day))

    def complete(self) -> bool:
        """Whether some day is chosen."""
        kind = self.kind.currentIndex()
        if kind == WEEKLY:
            return any(box.isChecked() for box in self.days)
        if kind == MONTH_DAYS:
            return bool(self.month_days.text().strip())
        return kind != OWN or bool(self.own.text().strip())

    def rrule(self) -> str:
        """The rule as RFC 5545 text; "" is once. What cannot be read is refused when tried."""
        rules: tuple[Callable[[], str], ...] = (
            self._weekly_rule,
            lambda: f"FREQ=DAILY;INTERVAL={self.interval.value()}",
            lambda: "FREQ=MONTHLY;BYMONTHDAY=" + self.month_days.text().replace(" ", ""),
            self._nth_rule,
            lambda: "FREQ=YEARLY",
            lambda: "",
            lambda: self.own.text().strip(),
        )
        return rules[self.kind.currentIndex()]()

    def _weekly_rule(self) -> str:
        chosen = [number for number, box in enumerate(self.days) if box.isChecked()]
        if len(chosen) == 7 and self.weeks.value() == 1:
            return "FREQ=DAILY"
        days = ",".join(WEEKDAYS[day] for day in chosen)
        if self.weeks.value() == 1:
            return f"FREQ=WEEKLY;BYDAY={days}"
        return f"FREQ=WEEKLY;INTERVAL={self.weeks.value()};BYDAY={days}"

    def _nth_rule(self) -> str:
        day = f"{self.nth.currentData()}{WEEKDAYS[self.nth_day.currentData()]}"
        if self.months.value() == 1:
            return f"FREQ=MONTHLY;BYDAY={day}"
        return f"FREQ=MONTHLY;INTERVAL={self.months.value()};BYDAY={day}"

    def valid_from(self) -> date:
        """The first day, or the only one."""
        return _date(self.day if self.kind.currentIndex() == ONCE else self.first)

    def valid_until(self) -> date | None:
        """The last day; None is open."""
        if self.kind.currentIndex() == ONCE or not self.ends.isChecked():
            return None
        return _date(self.last)


def kind_of(rule: Recurrence) -> int:
    """Which of the forms can show a rule; OWN when none can without losing something."""
    plain = not (rule.other or rule.positions or rule.months or rule.year_days)
    if not plain or rule.count is not None or rule.until is not None or rule.week_start:
        return OWN
    frequency, one = rule.frequency, rule.interval == 1
    if frequency == "DAILY" and not rule.weekdays and not rule.month_days:
        return WEEKLY if one else EVERY_N_DAYS
    if frequency == "WEEKLY" and rule.weekdays and not rule.month_days:
        return WEEKLY
    if frequency == "MONTHLY" and one and rule.month_days and not (rule.weekdays or rule.nth):
        return MONTH_DAYS
    nth = [number for _, number in rule.nth]
    if frequency == "MONTHLY" and nth and len(nth) == 1 and nth[0] in (1, 2, 3, 4, -1):
        return OWN if rule.weekdays or rule.month_days else NTH_WEEKDAY
    bare = not (rule.weekdays or rule.nth or rule.month_days)
    return YEARLY if frequency == "YEARLY" and one and bare else OWN


def _form() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(0.5))
    return made, column


def _day_name(day: int) -> str:
    return QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(field: DateField) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
