"""Once a day: trim what can be made again, verify what was approved, remind of what is due.

The work itself runs in a child (`broadcast-desk housekeeping`) at low priority: playout does not
know speech, and reading every audio file is nothing for its own interpreter.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta

from broadcast_desk.playout.packages_job import PackagesJob
from broadcast_desk.station.clock import local
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import write_text

REPORT_DUE = "playout.report_due"

EVERY = timedelta(hours=20)
"""Less than a day: a computer that is on for some hours a day still has its turn every day."""

REMIND = timedelta(days=14)


class Chores:
    """A housekeeping job: starts the child when a day has passed, hears how the last one fared.

    Args:
        data: the station's folder.
        now: aware wall-clock instants.
        job: runs the child; None is the real one.
    """

    def __init__(
        self, data: DataFolder, now: Callable[[], datetime], job: PackagesJob | None = None
    ) -> None:
        self._done = data.run / "chores.done"
        self._now = now
        self._job = job or PackagesJob(data, chores_command(data))

    def turn(self) -> None:
        """Look whether it is time.

        Raises:
            DeskError: the last child found something wrong, or could not work.
        """
        if self._job.pid is None and not self._is_due():
            return
        if self._job.pid is None:
            self._note()
        self._job.turn()

    def close(self) -> None:
        """End the child that runs."""
        self._job.close()

    def _is_due(self) -> bool:
        try:
            last = datetime.fromtimestamp(self._done.stat().st_mtime, self._now().tzinfo)
        except OSError:
            return True
        return not timedelta(0) <= self._now() - last < EVERY

    def _note(self) -> None:
        write_text(self._done, f"{self._now().isoformat()}\n")


def chores_command(data: DataFolder) -> tuple[str, ...]:
    """The child's command line."""
    words = ("housekeeping", "--json", "--data", str(data.root))
    return (sys.executable, "-m", "broadcast_desk", *words)


def report_is_due(deadline: str, now: datetime) -> bool:
    """Whether the yearly report has to be sent within two weeks.

    Args:
        deadline: day and month, "10/11"; what is none never comes.
        now: aware instant.
    """
    day_text, _, month_text = deadline.partition("/")
    today = local(now).date()
    try:
        last = date(today.year, int(month_text), int(day_text))
    except ValueError:
        return False
    return last - REMIND <= today <= last
