"""Reports for the authorities, each as a Word document, a workbook and a PDF that agree."""

from broadcast_desk.logbook.reports.asean import AseanRequest, ReportFiles, write_asean_report

__all__ = ["AseanRequest", "ReportFiles", "write_asean_report"]
