"""Work off the desk's thread: one writer, some readers, one for long work, one for watching.

`TaskRunner` is the only thing in the desk that makes threads. Work is a plain function of values
that takes the worker's `Rooms` and returns a frozen value; it never sees a widget. The answer comes
back on the desk's thread by a queued signal. Pages start work through a `TaskScope`, which drops
answers that come after the page has gone, or after a newer question.

What is to be called with the answer stays on the desk's thread: a worker knows its task by number
only, so that no widget can ever lose its last reference, and be destroyed, in a worker.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.station.errors import DeskError

log = logging.getLogger(__name__)
T = TypeVar("T")
Pool = Literal["write", "read", "long", "watch"]
POOL_SIZES: dict[Pool, int] = {"write": 1, "read": 2, "long": 1, "watch": 1}
CLOSE_WITHIN_S = 10.0


class CancelledError(Exception):
    """The work was asked to stop, and stopped."""


class Task:
    """One piece of work under way, as both sides see it.

    Attributes:
        number: which piece of work, counted from 1 by its runner.
        dropped: nobody waits for the answer any more.
    """

    def __init__(self, number: int, report: Callable[[int, float], None]) -> None:
        self.number = number
        self.dropped = False
        self._report = report
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancel.set()

    def drop(self) -> None:
        """Ask the work to stop and forget its answer."""
        self.dropped = True
        self.cancel()

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._cancel.is_set()

    def report(self, fraction: float) -> None:
        """Say from any thread how far the work is (0 to 1)."""
        self._report(self.number, fraction)


Work = Callable[[Rooms, Task], T]


def _nothing(*_: object) -> None:
    """Nobody asked to be told."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked, and who is to be told; never leaves the desk's thread but for `work`."""

    work: Work[Any]
    task: Task
    done: Callable[[Any], None]
    failed: Callable[[DeskError], None]
    progressed: Callable[[float], None]
    finished: Callable[[], None]


class TaskRunner(QObject):
    """Runs work in pools of threads and brings the answers home.

    Signals:
        _answered: the number of a task and its finished future, from the worker's thread.
        _reported: the number of a task and its fraction, from the worker's thread.
        unexpected: a `DeskError` nobody took.
    """

    _answered = Signal(int, object)
    _reported = Signal(int, float)
    unexpected = Signal(object)

    def __init__(self, make_rooms: Callable[[], Rooms], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_rooms = make_rooms
        self._local = threading.local()
        self._opened: list[Rooms] = []
        self._asked: dict[int, _Asked] = {}
        self._futures: dict[int, Future[Any]] = {}
        self._numbers = itertools.count(1)
        self._closed = False
        self._pools = {
            name: ThreadPoolExecutor(size, thread_name_prefix=f"desk-{name}")
            for name, size in POOL_SIZES.items()
        }
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        pool: Pool,
        work: Work[T],
        done: Callable[[T], None] = _nothing,
        *,
        failed: Callable[[DeskError], None] | None = None,
        progressed: Callable[[float], None] = _nothing,
        finished: Callable[[], None] = _nothing,
    ) -> Task:
        """Run `work` in `pool`.

        Args:
            pool: "write" keeps order, one at a time; "read" is for quick questions; "long" is for
                speech and the like; "watch" for the poller.
            work: called in the worker with its rooms and the task.
            done: called on the desk's thread with the answer.
            failed: called on the desk's thread with a `DeskError`; by default `unexpected` is sent.
            progressed: called on the desk's thread with what the work reports.
            finished: called on the desk's thread at the end, also after cancelling.
        """
        task = Task(next(self._numbers), self._reported.emit)
        if self._closed:
            task.drop()
            return task
        number = task.number
        self._asked[number] = _Asked(
            work, task, done, failed or self.unexpected.emit, progressed, finished
        )
        future = self._pools[pool].submit(self._call, number)
        self._futures[number] = future
        future.add_done_callback(lambda ended: self._send(number, ended))
        return task

    def _send(self, number: int, ended: Future[Any]) -> None:
        if not self._closed:
            self._answered.emit(number, ended)

    def _call(self, number: int) -> object:
        """Do the work, in a worker; nothing of what was asked outlives this call there."""
        asked = self._asked[number]
        work, task = asked.work, asked.task
        del asked
        if task.cancelled:
            raise CancelledError
        rooms = getattr(self._local, "rooms", None)
        if rooms is None:
            rooms = self._local.rooms = self._make_rooms()
            self._opened.append(rooms)
        return work(rooms, task)

    @Slot(int, float)
    def _tell(self, number: int, fraction: float) -> None:
        asked = self._asked.get(number)
        if asked is not None and not asked.task.dropped:
            asked.progressed(fraction)

    @Slot(int, object)
    def _deliver(self, number: int, ended: Future[Any]) -> None:
        """Hand the answer on; an error that is our bug is raised here, for the crash hook."""
        self._futures.pop(number, None)
        asked = self._asked.pop(number, None)
        if asked is None or asked.task.dropped or ended.cancelled():
            return
        error = ended.exception()
        asked.finished()
        if error is None:
            asked.done(ended.result())
        elif isinstance(error, DeskError):
            asked.failed(error)
        elif not isinstance(error, CancelledError):
            raise error

    def close(self) -> None:
        """Stop taking work, let every write finish, ask the rest to stop, join the threads.

        Afterwards no answer comes any more. Call it while the widgets are still there. Should some
        work not stop within `CLOSE_WITHIN_S`, its thread is left to itself, with its connection.
        """
        if self._closed:
            return
        self._closed = True
        for name, pool in self._pools.items():
            pool.shutdown(wait=name == "write", cancel_futures=name != "write")
        for asked in self._asked.values():
            asked.task.cancel()
        running = wait(self._futures.values(), timeout=CLOSE_WITHIN_S).not_done
        if running:
            log.warning("desk.work_left", extra={"count": len(running)})
            return
        for pool in self._pools.values():
            pool.shutdown(wait=True)
        for rooms in self._opened:
            rooms.close()
        self._asked.clear()
        self._futures.clear()


class TaskScope(QObject):
    """The work of one page; when the page goes, its answers are dropped."""

    def __init__(self, runner: TaskRunner, owner: QObject) -> None:
        super().__init__(owner)
        self._runner = runner
        self._running: dict[str, Task] = {}
        self._all: set[Task] = set()
        owner.destroyed.connect(lambda: _drop_all(self._all))

    def read(
        self,
        work: Callable[[Rooms], T],
        done: Callable[[T], None],
        *,
        latest: str = "",
        failed: Callable[[DeskError], None] | None = None,
    ) -> Task:
        """Ask something; with `latest`, an older question of that name is forgotten."""
        return self._keep(
            latest,
            lambda finished: self._runner.start(
                "read", lambda rooms, _: work(rooms), done, failed=failed, finished=finished
            ),
        )

    def write(
        self,
        work: Callable[[Rooms], T],
        done: Callable[[T], None] = _nothing,
        *,
        failed: Callable[[DeskError], None] | None = None,
    ) -> Task:
        """Store something; writes keep their order."""
        return self._keep(
            "",
            lambda finished: self._runner.start(
                "write", lambda rooms, _: work(rooms), done, failed=failed, finished=finished
            ),
        )

    def long(
        self,
        work: Work[T],
        done: Callable[[T], None],
        *,
        failed: Callable[[DeskError], None] | None = None,
        progressed: Callable[[float], None] = _nothing,
        finished: Callable[[], None] = _nothing,
    ) -> Task:
        """Do something that takes seconds, reports how far it is and can be cancelled."""

        def begin(forget: Callable[[], None]) -> Task:
            def end() -> None:
                forget()
                finished()

            return self._runner.start(
                "long", work, done, failed=failed, progressed=progressed, finished=end
            )

        return self._keep("", begin)

    def _keep(self, name: str, begin: Callable[[Callable[[], None]], Task]) -> Task:
        if name and name in self._running:
            self._running[name].drop()
        box: list[Task] = []
        task = begin(lambda: self._all.discard(box[0]))
        box.append(task)
        self._all.add(task)
        if name:
            self._running[name] = task
        return task


def _drop_all(tasks: set[Task]) -> None:
    for task in tasks:
        task.drop()
