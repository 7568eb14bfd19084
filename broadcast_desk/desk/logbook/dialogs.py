"""The yearly report in three questions."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.dialogs import FormDialog
from broadcast_desk.desk.widgets.fields import DateField, NumberField
from broadcast_desk.logbook.reports.asean import AseanRequest
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import StationSettings

FIRST_YEAR = 2021


class ReportDialog(FormDialog):
    """Which year and up to when, to whom, and what else to say."""

    def __init__(self, parent: QWidget, settings: StationSettings, today: date) -> None:
        super().__init__(
            parent,
            translate("Report", "Báo cáo ASEAN hằng năm"),
            translate(
                "Report",
                "Ba câu hỏi, rồi có văn bản .docx để ký, bảng .xlsx và bản .pdf. "
                "Số liệu lấy từ nhật ký. Hạn nộp {deadline}.",
            ).format(deadline=settings.report_deadline),
            translate("Report", "Lập báo cáo"),
            "file-text",
        )
        self.year = NumberField()
        self.year.setRange(FIRST_YEAR, today.year)
        self.year.setValue(today.year)
        self.cut_off = DateField(QDate(today.year, today.month, today.day))
        self.cut_off.setMaximumDate(QDate(today.year, today.month, today.day))
        self.recipient = QLineEdit(settings.report_recipient)
        self.remarks = QPlainTextEdit()
        self.remarks.setFixedHeight(space(12))
        self.remarks.setTabChangesFocus(True)
        self.add_field(translate("Report", "1. Báo cáo năm nào?"), self.year)
        self.add_field(translate("Report", "Tính đến hết ngày"), self.cut_off)
        self.add_field(translate("Report", "2. Gửi cho ai?"), self.recipient)
        self.add_field(
            translate("Report", "3. Có gì cần nói thêm? (có thể để trống)"), self.remarks
        )
        self.year.valueChanged.connect(self._on_year)
        self.finish()
        self._today = today

    def _on_year(self, year: int) -> None:
        last = min(date(year, 12, 31), self._today)
        self.cut_off.setDate(QDate(last.year, last.month, last.day))

    def request(self) -> AseanRequest:
        """What was asked for."""
        chosen = self.cut_off.date()
        return AseanRequest(
            year=self.year.value(),
            cut_off=date(chosen.year(), chosen.month(), chosen.day()),
            recipient=nfc(self.recipient.text()).strip(),
            remarks=nfc(self.remarks.toPlainText()).strip(),
        )
