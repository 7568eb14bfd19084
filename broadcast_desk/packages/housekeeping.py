"""What is done for packages again and again, each part on its own: one failing stops no other."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.packages import quarantine
from broadcast_desk.packages.feed import FeedReport, Feeds
from broadcast_desk.packages.inbox import Inbox, InboxReport
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.model import Problem
from broadcast_desk.packages.staging import clean_up
from broadcast_desk.station.clock import Clock
from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import DataFolder

LOW_PRIORITY = 15


@dataclass
class HouseReport:
    """What one round of housekeeping did.

    Attributes:
        cleaned: staging folders of killed imports that were removed.
        forgotten: refused packages that were deleted after their time.
        troubles: name of each part that failed, with the reason; it is tried again next time. A
            feed that does not answer is no trouble: it stands in `feeds.failed`.
    """

    cleaned: int = 0
    forgotten: int = 0
    inbox: InboxReport = field(default_factory=InboxReport)
    feeds: FeedReport = field(default_factory=FeedReport)
    troubles: list[tuple[str, Problem]] = field(default_factory=list)

    def attempt(self, part: str, work: Callable[[], None]) -> None:
        """Do one part; what the world does to it becomes a trouble."""
        try:
            work()
        except DeskError as error:
            self.troubles.append((part, Problem(error.code, dict(error.params))))


def step_back() -> None:
    """Let playout and everybody else go first, from now on in this process and its children.

    Where Linux shares the processor out by session (autogroup), the priority of a process counts
    only inside its session, so a session of its own steps back as a whole.
    """
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.setpriority(os.PRIO_PROCESS, 0, LOW_PRIORITY)
        if os.getsid(0) == os.getpid():
            with contextlib.suppress(OSError):
                Path("/proc/self/autogroup").write_text(str(LOW_PRIORITY), encoding="ascii")


def keep_house(
    library: Library, media: MediaStore, issuers: Issuers, data: DataFolder, clock: Clock
) -> HouseReport:
    """Clean up after killed imports, empty the quarantine, look at the inbox and the feeds."""
    report = HouseReport()

    def clean() -> None:
        report.cleaned = clean_up(data, issuers.database)

    def forget() -> None:
        report.forgotten = quarantine.remove_old(data, clock.now())

    def look() -> None:
        report.inbox = Inbox(library, media, issuers, data, clock).check()

    def poll() -> None:
        report.feeds = Feeds(library, media, issuers, data, clock).poll()

    for part, work in (
        ("staging", clean),
        ("quarantine", forget),
        ("inbox", look),
        ("feeds", poll),
    ):
        report.attempt(part, work)
    return report
