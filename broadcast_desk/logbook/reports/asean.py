"""The yearly ASEAN report: from the logbook to three documents that agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from broadcast_desk.library.topics import Topic, topics
from broadcast_desk.logbook.documents import put
from broadcast_desk.logbook.reports import pdf, sheet, word
from broadcast_desk.logbook.reports.content import Occasion, compose
from broadcast_desk.logbook.reports.figures import AseanFigures, figures
from broadcast_desk.logbook.reports.paper import Paper
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.settings import StationSettings

FIRST_YEAR = 2021
"""The plan's first year; nothing is older."""

LOCAL_TOPIC = "local"
"""The branch of the topic tree that is not about ASEAN."""


class ReportFiles(NamedTuple):
    """Where the three documents are."""

    docx: Path
    xlsx: Path
    pdf: Path


@dataclass(frozen=True, slots=True)
class AseanRequest:
    """The three questions: which year and up to when, to whom, and what else to say.

    Attributes:
        since: first local day, None is 1 January.
        cut_off: last local day, None is 31 December, or today while the year lasts.
        recipient: "" is the station's setting.
        remarks: free text; lines after "Kiến nghị:" become proposals.
    """

    year: int
    since: date | None = None
    cut_off: date | None = None
    recipient: str = ""
    remarks: str = ""

    def period(self, today: date) -> tuple[date, date]:
        """First and last local day.

        Raises:
            InputError: the year lies in the future or before the plan, or the days are in the
                wrong order.
        """
        if self.year > today.year:
            raise InputError("logbook.future_year", year=self.year, today=f"{today:%d/%m/%Y}")
        if self.year < FIRST_YEAR:
            raise InputError("logbook.early_year", year=self.year, first=FIRST_YEAR)
        since = self.since or date(self.year, 1, 1)
        until = self.cut_off or min(date(self.year, 12, 31), today)
        if until > today:
            raise InputError("logbook.future_cut_off", day=f"{until:%d/%m/%Y}")
        if since > until:
            raise InputError("logbook.period", since=f"{since:%d/%m/%Y}", until=f"{until:%d/%m/%Y}")
        return since, until


def write_asean_report(
    request: AseanRequest | int,
    *,
    logbook: Logbook,
    settings: StationSettings,
    now: datetime,
    folder: Path,
) -> ReportFiles:
    """Write the report as .docx, .xlsx and .pdf; the same logbook gives the same bytes.

    A logbook whose chain is broken still gives a report, which says so on its face.

    Args:
        request: what was asked; a bare year takes the defaults for the rest.
        logbook: whose airings are counted, and whose chain is checked.
        settings: names of the bodies, the plan, the recipient, the signer.
        now: aware instant, for "today".
        folder: made if it is not there.

    Raises:
        InputError: a period that cannot be reported on.
        StoreError: the folder is read-only or full, or a document is open in another program.
    """
    asked = AseanRequest(request) if isinstance(request, int) else request
    paper = asean_paper(asked, logbook=logbook, settings=settings, now=now)
    name = f"bao-cao-asean-{asked.year}"
    made = ReportFiles(*(folder / f"{name}.{suffix}" for suffix in ReportFiles._fields))
    contents = (word.render(paper), sheet.render(paper), pdf.render(paper))
    for path, content in zip(made, contents, strict=True):
        put(path, content)
    return made


def asean_paper(
    request: AseanRequest, *, logbook: Logbook, settings: StationSettings, now: datetime
) -> Paper:
    """The report before it is rendered, for a preview.

    Raises:
        InputError: a period that cannot be reported on.
    """
    since, until = request.period(local(now).date())
    occasion = Occasion(
        year=request.year,
        since=since,
        until=until,
        recipient=nfc(request.recipient.strip()) or settings.report_recipient,
        remarks=nfc(request.remarks),
        verification=logbook.verify(),
    )
    return compose(asean_figures(logbook, since, until), occasion, settings)


def asean_figures(logbook: Logbook, since: date, until: date) -> AseanFigures:
    """The numbers of the local days `since` to `until`, both inclusive."""
    first = datetime.combine(since, time(), STATION_ZONE)
    last = datetime.combine(until + timedelta(days=1), time(), STATION_ZONE)
    return figures(logbook.airings(first, last), asean_topics(), since, until)


def asean_topics() -> Iterable[Topic]:
    """The topics that are about ASEAN."""
    return (topic for topic in topics() if topic.key.partition(".")[0] != LOCAL_TOPIC)
