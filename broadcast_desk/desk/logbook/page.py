"""Nhật ký và báo cáo: a miss is visible from across the room and says why."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from broadcast_desk.desk import theme
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.context import Context
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.logbook import operations
from broadcast_desk.desk.logbook.dialogs import ReportDialog
from broadcast_desk.desk.logbook.table import (
    FIGURE_COLUMNS,
    RESULT_COLUMN,
    DaysChart,
    ResultDelegate,
    airing_model,
)
from broadcast_desk.desk.on_air.outcome import result_text
from broadcast_desk.desk.page import Page
from broadcast_desk.desk.tables import VietnameseSortProxy
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, Columns, EmptyState, IconLabel, clear, line_of
from broadcast_desk.desk.widgets.cells import FigureDelegate
from broadcast_desk.desk.widgets.flow import Gap, flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import clock_time, weekday_text
from broadcast_desk.logbook.model import Airing, Flaw, Verification
from broadcast_desk.station.clock import local

MOST_MISSES = 4
WIDTHS = {0: 96, 1: 96, 3: 96, 4: 148, 5: 72, 6: 312}
NAME_COLUMN, NAME_PX = 2, 180
GIVEN_UP = (1, 4, 3, 5)
"""Columns that go, one after the other, where there is too little room: their words are in the tip
of the row, and in the exported file."""


class LogbookPage(Page):
    """The logbook."""

    shows = frozenset({Kind.LOGBOOK})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._day = self._today()
        self.head = label(role="title")
        self.misses = QVBoxLayout()
        self.sum = label(role="head", wrap=True)
        self.chart = DaysChart()
        self.model = airing_model(self._zones_text)
        self.table = QTableView()
        self._build()

    # Building

    def _build(self) -> None:
        before, after = translate("Logbook", "Ngày trước"), translate("Logbook", "Ngày sau")
        line = flow_of(self.head)
        line.addWidget(
            Button("", partial(self._go, -1), icon="chevron-left", look="quiet", tip=before)
        )
        line.addWidget(Button(translate("Logbook", "Hôm nay"), self._go_home, look="quiet"))
        line.addWidget(
            Button("", partial(self._go, 1), icon="chevron-right", look="quiet", tip=after)
        )
        line.addWidget(Gap())
        for words, act, icon in (
            (translate("Logbook", "Kiểm tra nhật ký"), self.verify, "shield-check"),
            (translate("Logbook", "Xuất ra tệp"), self.ask_export, "download"),
            (translate("Logbook", "Báo cáo ASEAN"), self.ask_report, "file-text"),
        ):
            line.addWidget(Button(words, act, icon=icon))
        self.body.addLayout(line)
        columns = Columns(stack_below=760)
        columns.add(self._build_truth(), 3)
        columns.add(self._build_chart(), 2)
        self.body.addWidget(columns)
        self.body.addWidget(self._build_table(), 1)

    def _build_truth(self) -> Card:
        card = Card(margin=2, spacing=1)
        card.body.addWidget(self.sum)
        self.misses.setSpacing(space(1))
        card.body.addLayout(self.misses)
        card.body.addStretch(1)
        return card

    def _build_chart(self) -> Card:
        card = Card(margin=2, spacing=1)
        card.body.addWidget(label(translate("Logbook", "Mười bốn ngày gần đây"), "strong"))
        card.body.addWidget(self.chart)
        return card

    def _build_table(self) -> QWidget:
        view = self.table
        proxy = VietnameseSortProxy(self)
        proxy.setSourceModel(self.model)
        view.setModel(proxy)
        view.setAccessibleName(translate("Logbook", "Nhật ký trong ngày"))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSortingEnabled(True)
        view.sortByColumn(0, view.horizontalHeader().sortIndicatorOrder().AscendingOrder)
        view.verticalHeader().hide()
        view.setTabKeyNavigation(False)
        self._delegate = ResultDelegate()
        view.setItemDelegateForColumn(RESULT_COLUMN, self._delegate)
        self._figures = FigureDelegate()
        for column in FIGURE_COLUMNS:
            view.setItemDelegateForColumn(column, self._figures)
        self._place = QStackedWidget()
        self._place.addWidget(view)
        self._place.addWidget(
            EmptyState(
                "notebook-text",
                translate("Logbook", "Ngày này chưa có gì trong nhật ký"),
                translate(
                    "Logbook",
                    "Mỗi lần loa phát, hay lẽ ra phải phát, đều tự ghi vào đây và không sửa được.",
                ),
            )
        )
        return self._place

    def _dress_table(self) -> None:
        dress = theme.current()
        self.table.setMinimumHeight(dress.px(200))
        header = self.table.horizontalHeader()
        for column, width in WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(column, dress.px(width))
        header.setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)
        self._give_up_columns()
        self.table.verticalHeader().setDefaultSectionSize(dress.px(44))

    def _give_up_columns(self) -> None:
        """Hide what there is no room for at this size of text."""
        dress = theme.current()
        needed = dress.px(NAME_PX + sum(WIDTHS.values()))
        for column in GIVEN_UP:
            hidden = needed > self.table.width()
            self.table.setColumnHidden(column, hidden)
            needed -= dress.px(WIDTHS[column]) if hidden else 0

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show columns."""
        super().resizeEvent(event)
        self._give_up_columns()

    # Showing

    @override
    def refresh(self) -> None:
        """Ask the logbook again."""
        self._dress_table()
        day = self._day
        self.tasks.read(
            lambda rooms: operations.log_day(rooms, day),
            self._show_day,
            latest="day",
            failed=self.say_error,
        )

    @override
    def open_on(self, what: object) -> None:
        """Show a day."""
        self._day = what if isinstance(what, date) else self._today()
        self.refresh()

    def _show_day(self, log: operations.LogDay) -> None:
        self.head.setText(weekday_text(log.day).capitalize())
        self.model.set_rows(log.airings)
        self._place.setCurrentIndex(0 if log.airings else 1)
        self.chart.show_counts(log.counts)
        bad = [airing for airing in log.airings if airing.result not in operations.WELL]
        self.sum.setText(_sum_text(len(log.airings), len(bad)))
        clear(self.misses)
        for airing in bad[:MOST_MISSES]:
            self.misses.addWidget(_miss(airing))
        if len(bad) > MOST_MISSES:
            words = translate("Logbook", "và {n} mục nữa ở bảng dưới")
            self.misses.addWidget(label(words.format(n=len(bad) - MOST_MISSES), "muted"))

    def _zones_text(self, zones: tuple[str, ...]) -> str:
        names = {zone.id: zone.name for zone in self.context.settings.zones}
        if len(names) > 1 and set(names) <= set(zones):
            return translate("Logbook", "Mọi cụm loa")
        return ", ".join(names.get(zone, zone) for zone in zones)

    def _go(self, days: int) -> None:
        self._day = min(self._day + timedelta(days=days), self._today())
        self.refresh()

    def _go_home(self) -> None:
        self._day = self._today()
        self.refresh()

    def _today(self) -> date:
        return local(self.context.clock.now()).date()

    # Doing

    def verify(self) -> None:
        """Walk over the chain and say what was found."""
        self.tasks.read(
            operations.verify, self._show_verified, latest="verify", failed=self.say_error
        )

    def _show_verified(self, found: Verification) -> None:
        if found.valid:
            words = translate(
                "Logbook", "Nhật ký nguyên vẹn: đã kiểm tra {n} dòng, không dòng nào bị sửa."
            )
            self.message.say(words.format(n=found.count), "well")
            return
        self.message.say(
            translate(
                "Logbook",
                "Nhật ký có vấn đề từ dòng {n}: {what}. Hãy giữ nguyên máy và báo cấp trên.",
            ).format(n=found.first_bad, what=flaw_text(found.flaw)),
            "air",
        )

    def ask_export(self) -> None:
        """Choose where the month of this day goes."""
        first = self._day.replace(day=1)
        name = f"nhat-ky-{first:%Y-%m}.xlsx"
        dialog = QFileDialog(self, translate("Logbook", "Xuất nhật ký của tháng"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"])
        dialog.setDirectory(_documents())
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.export(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, path: Path) -> None:
        """Write the month of this day to a file."""
        first, last = self._day.replace(day=1), self._day
        self.tasks.read(
            lambda rooms: operations.export(rooms, first, last, path),
            self._show_written,
            latest="export",
            failed=self.say_error,
        )

    def ask_report(self) -> ReportDialog:
        """Ask the three questions."""
        dialog = ReportDialog(self, self.context.settings, self._today())
        dialog.accepted.connect(lambda: self.report(dialog, Path(_documents())))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def report(self, dialog: ReportDialog, folder: Path) -> None:
        """Write the report into a folder."""
        request = dialog.request()
        self.tasks.long(
            lambda rooms, _: operations.report(rooms, request, folder),
            self._show_written,
            failed=self.say_error,
        )

    def _show_written(self, path: Path) -> None:
        self.message.say(
            translate("Logbook", "Đã ghi {path}").format(path=path),
            "well",
            button=translate("Logbook", "Mở thư mục"),
            action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
        )


def flaw_text(flaw: Flaw | None) -> str:
    """What is wrong with the first bad line."""
    return {
        Flaw.EDITED: translate("Logbook", "nội dung bị sửa"),
        Flaw.MISSING: translate("Logbook", "bị mất dòng"),
        Flaw.REORDERED: translate("Logbook", "bị đảo thứ tự"),
        Flaw.TRUNCATED: translate("Logbook", "bị cắt mất phần cuối"),
        Flaw.REPLACED: translate("Logbook", "bị thay bằng nhật ký khác"),
        None: translate("Logbook", "không rõ"),
    }[flaw]


def _sum_text(all_of: int, bad: int) -> str:
    if not all_of:
        return translate("Logbook", "Không có lượt phát nào.")
    if not bad:
        return translate("Logbook", "Đã phát đủ cả {n} lượt.").format(n=all_of)
    return translate("Logbook", "{bad} trong {n} lượt không như lịch.").format(bad=bad, n=all_of)


def _miss(airing: Airing) -> Card:
    card = Card(margin=1.5)
    card.setProperty("tone", "need")
    at = clock_time(airing.due_at) if airing.due_at else ""
    line = line_of(IconLabel("circle-alert", "need_text", 24), spacing=1.5)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(result_text(airing), "head", wrap=True))
    words.addWidget(label(f"{at} {airing.title}", "strong", wrap=True))
    line.addLayout(words, 1)
    card.body.addLayout(line)
    return card


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
