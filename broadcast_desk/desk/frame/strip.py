"""The strip on top: the truth, as playout tells it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.air import AirStatus, Coming, Sounding
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.labels import ElidedLabel, FigureLabel, restyle
from broadcast_desk.desk.wording import (
    clock_time,
    countdown_text,
    long_length_text,
    when_text,
)
from broadcast_desk.station.clock import Clock, local

TICK_MS = 250
QUIETEST_DB = -48.0


class LevelBar(QWidget):
    """How loud it is now, or how far the programme is when nobody says how loud."""

    def __init__(self) -> None:
        super().__init__()
        self._fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("Strip", "Mức âm thanh"))

    @override
    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(space(12), space(1))

    def show_fraction(self, fraction: float) -> None:
        """Show 0 to 1."""
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            dress = theme.current()
            whole = QRectF(self.rect())
            painter.setBrush(dress.colour("strip_raised"))
            painter.drawRoundedRect(whole, 4, 4)
            painter.setBrush(dress.colour("strip_ink"))
            painter.drawRoundedRect(
                whole.adjusted(0, 0, -whole.width() * (1 - self._fraction), 0), 4, 4
            )


class Strip(QWidget):
    """Lamp, what sounds and what is left of it, what comes, the clock, what needs a person.

    Signals:
        start_asked: playout does not answer and should be started.
        alarms_asked: the alarms should be shown.
    """

    start_asked = Signal()
    alarms_asked = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._clock = clock
        self._status = AirStatus(answers=True)
        self._known = False
        self.lamp = QLabel()
        self.lamp.setObjectName("lamp")
        self.now = ElidedLabel(role="now")
        self.level = LevelBar()
        self.left = FigureLabel(role="now")
        self.next = ElidedLabel(role="muted")
        self.clock = FigureLabel("00:00:00", "clock")
        self.start = Button(
            translate("Strip", "Khởi động"), self.start_asked.emit, icon="power", ink="strip_ink"
        )
        self.alarms = Button("", self.alarms_asked.emit, icon="triangle-alert", look="alarm")
        self._build()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        self._show()

    def _build(self) -> None:
        self.setMinimumHeight(theme.current().px(60))
        self.lamp.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.now)
        words.addWidget(self.next)
        line = QHBoxLayout(self)
        line.setContentsMargins(space(2), space(1), space(2), space(1))
        line.setSpacing(space(2))
        line.addWidget(self.lamp)
        line.addLayout(words, 1)
        line.addWidget(self.start)
        line.addWidget(self.level)
        line.addWidget(self.left)
        line.addWidget(self.alarms)
        line.addWidget(self.clock)
        self.clock.setAccessibleName(translate("Strip", "Đồng hồ"))
        self.left.setAccessibleName(translate("Strip", "Thời gian còn lại"))

    def tell(self, status: AirStatus) -> None:
        """Show what playout said last."""
        self._known = True
        self._status = status
        if status.answers:
            self.start.setEnabled(True)
        self._show()

    def starting(self) -> None:
        """Playout was asked to start; wait for its word."""
        self.start.setEnabled(False)
        QTimer.singleShot(8000, self, lambda: self.start.setEnabled(True))

    def _tick(self) -> None:
        self._show()

    def _show(self) -> None:
        now = self._clock.now()
        self.clock.setText(clock_time(now, seconds=True))
        sounding = self._status.sounding[:1] if self._status.answers else ()
        dumb = self._known and not self._status.answers
        self.start.setVisible(dumb)
        self.level.setVisible(bool(sounding))
        self.left.setVisible(bool(sounding) and sounding[0].ends_at is not None)
        self.alarms.setVisible(bool(self._status.alarms))
        self.alarms.setText(str(len(self._status.alarms)))
        self.alarms.setAccessibleName(
            translate("Strip", "{n} việc cần người xem").format(n=len(self._status.alarms))
        )
        if dumb:
            self._show_dumb()
        elif self._status.stopped_by and not sounding:
            self._show_stopped()
        elif sounding:
            self._show_sounding(sounding[0], now)
        else:
            self._show_idle()
        coming = self._next_text(now)
        self.next.setText(coming)
        if self._status.coming and self.next.natural_width() > self.next.width() > 0:
            self.next.setText(short_next_text(self._status.coming[0], now))
        self.next.setVisible(bool(coming))

    def _show_dumb(self) -> None:
        self._lamp(translate("Strip", "BỘ PHÁT KHÔNG TRẢ LỜI"), "alarm")
        self.now.setText(translate("Strip", "Loa sẽ im cho đến khi bộ phát chạy lại."))

    def _show_stopped(self) -> None:
        self._lamp(translate("Strip", "ĐÃ DỪNG TẤT CẢ"), "alarm")
        words = translate("Strip", "{name} đã dừng; loa im cho đến khi bấm “Phát lại theo lịch”.")
        self.now.setText(words.format(name=self._status.stopped_by))

    def _show_idle(self) -> None:
        waiting = translate("Strip", "CHỜ PHÁT") if self._known else translate("Strip", "ĐANG HỎI")
        self._lamp(waiting, "")
        self.now.setText(translate("Strip", "Không có gì đang phát") if self._known else "")

    def _show_sounding(self, sounding: Sounding, now: datetime) -> None:
        words = (
            translate("Strip", "KHẨN CẤP")
            if sounding.emergency
            else translate("Strip", "ĐANG PHÁT")
        )
        self._lamp(words, "air")
        self.now.setText(sounding.title)
        self.level.show_fraction(_fraction(self._status, sounding, now))
        if sounding.ends_at is not None:
            left = countdown_text((sounding.ends_at - now).total_seconds())
            self.left.setText(translate("Strip", "còn {time}").format(time=left))

    def _next_text(self, now: datetime) -> str:
        if not self._status.answers or not self._known:
            return ""
        if not self._status.coming:
            return translate("Strip", "Tiếp: hôm nay và ngày mai không còn gì trong lịch")
        return next_text(self._status.coming[0], now)

    def _lamp(self, words: str, tone: str) -> None:
        self.lamp.setText(words)
        restyle(self.lamp, tone=tone)


def _fraction(status: AirStatus, sounding: Sounding, now: datetime) -> float:
    if status.level_db is not None:
        return 1 - status.level_db / QUIETEST_DB
    if sounding.ends_at is None:
        return 1.0
    whole = (sounding.ends_at - sounding.started_at).total_seconds()
    return (now - sounding.started_at).total_seconds() / whole if whole > 0 else 1.0


def short_next_text(coming: Coming, now: datetime) -> str:
    """What comes next where room is scarce: when it is stands first, what is cut is the title."""
    when = when_text(coming.starts_at, now)
    return translate("Strip", "{when}: {title}").format(
        when=when[0].upper() + when[1:], title=coming.title
    )


def next_text(coming: Coming, now: datetime) -> str:
    """What comes next, when, and how long that is from now."""
    away = (coming.starts_at - now).total_seconds()
    when = when_text(coming.starts_at, now)
    if local(coming.starts_at).date() != local(now).date():
        said = translate("Strip", "Tiếp: {title}, {when}").format(title=coming.title, when=when)
    else:
        said = translate("Strip", "Tiếp: {title} lúc {time}").format(title=coming.title, time=when)
    if away >= 3600:
        return said
    return translate("Strip", "{next} (sau {away})").format(
        next=said, away=long_length_text(max(0, away))
    )
