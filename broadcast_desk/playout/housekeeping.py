"""Jobs beside the air: backups, the packages' inbox, and what else is given; never in its way.

They run one after another in a thread of their own. It is not put behind the rest of the computer:
a thread that waits while it holds the interpreter would hold up the air; what is heavy runs in a
child of low priority. A job that fails is tried again
at its next turn; its error becomes an alarm until it works again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import schedule

from broadcast_desk.station.errors import DeskError

LOOK_S = 1.0
"""How often the jobs' turns are looked at."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again.

    Attributes:
        name: for the technical log.
        every_s: pause between two runs; the first one comes after a pause too.
        work: what to do; may raise DeskError.
        soon_s: a first run comes after so long, 0 is after a whole pause.
    """

    name: str
    every_s: int
    work: Callable[[], object]
    soon_s: int = 0


class Housekeeping:
    """Runs jobs until it is closed.

    Args:
        jobs: what to do.
        on_trouble: is given a job's name and a message code, "" when the job works.
    """

    def __init__(self, jobs: Iterable[Job], on_trouble: Callable[[str, str], None]) -> None:
        self._scheduler = schedule.Scheduler()
        self._on_trouble = on_trouble
        self._closing = threading.Event()
        for job in jobs:
            self._scheduler.every(job.every_s).seconds.do(self._run_job, job)
            if job.soon_s:
                self._scheduler.every(job.soon_s).seconds.do(self._run_once, job)
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def run_all(self) -> None:
        """Run every job now, in the caller's thread."""
        self._scheduler.run_all()

    def close(self) -> None:
        """Stop after the job that runs; a long one is not waited for."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _run(self) -> None:
        while not self._closing.wait(LOOK_S):
            self._scheduler.run_pending()

    def _run_once(self, job: Job) -> type[schedule.CancelJob]:
        self._run_job(job)
        return schedule.CancelJob

    def _run_job(self, job: Job) -> None:
        try:
            job.work()
        except DeskError as error:
            _log.warning("job.failed %s %s", job.name, error)
            self._on_trouble(job.name, error.code)
        except Exception:  # noqa: BLE001  (a bug in a job must not end the air)
            _log.exception("job.broken %s", job.name)
            self._on_trouble(job.name, "playout.job_broken")
        else:
            self._on_trouble(job.name, "")
