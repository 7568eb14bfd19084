"""Work off the desk's thread: one writer, some readers, one for long work, one for watching.

`TaskRunner` is the only thing in the desk that makes threads. Work is a plain function of values
that takes the worker's `Rooms` and returns a frozen value; it never sees a widget. The answer comes
back on the desk's thread by a queued signal. Pages start work through a `TaskScope`, which drops
answers that come after the page has gone, or after a newer question.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.station.errors import DeskError

T = TypeVar("T")
Pool = Literal["write", "read", "long", "watch"]
POOL_SIZES: dict[Pool, int] = {"write": 1, "read": 2, "long": 1, "watch": 1}
CLOSE_WITHIN_S = 5.0


class CancelledError(Exception):
    """The work was asked to stop, and stopped."""


@dataclass(eq=False)
class Task:
    """One piece of work under way.

    Attributes:
        dropped: nobody waits for the answer any more.
    """

    done: Callable[[Any], None]
    failed: Callable[[DeskError], None]
    progressed: Callable[[float], None]
    finished: Callable[[], None]
    dropped: bool = False
    _cancel: threading.Event = field(default_factory=threading.Event)
    _report: Callable[[Task, float], None] | None = None

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
        if self._report is not None:
            self._report(self, fraction)


Work = Callable[[Rooms, Task], T]


def _nothing(*_: object) -> None:
    """Nobody asked to be told."""


class TaskRunner(QObject):
    """Runs work in pools of threads and brings the answers home.

    Signals:
        _answered: a task and its finished future, from the worker's thread.
        _reported: a task and its fraction, from the worker's thread.
        unexpected: a `DeskError` nobody took.
    """

    _answered = Signal(object, object)
    _reported = Signal(object, float)
    unexpected = Signal(object)

    def __init__(self, make_rooms: Callable[[], Rooms], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_rooms = make_rooms
        self._local = threading.local()
        self._opened: list[Rooms] = []
        self._futures: set[Future[Any]] = set()
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
        task = Task(done, failed or self.unexpected.emit, progressed, finished)
        task._report = self._reported.emit  # noqa: SLF001  (the runner is the task's maker)
        if self._closed:
            task.drop()
            return task
        future = self._pools[pool].submit(self._call, work, task)
        self._futures.add(future)
        future.add_done_callback(lambda ended: self._send(task, ended))
        return task

    def _send(self, task: Task, ended: Future[Any]) -> None:
        if not self._closed:
            self._answered.emit(task, ended)

    def _call(self, work: Work[T], task: Task) -> T:
        if task.cancelled:
            raise CancelledError
        rooms = getattr(self._local, "rooms", None)
        if rooms is None:
            rooms = self._local.rooms = self._make_rooms()
            self._opened.append(rooms)
        return work(rooms, task)

    @Slot(object, float)
    def _tell(self, task: Task, fraction: float) -> None:
        if not task.dropped:
            task.progressed(fraction)

    @Slot(object, object)
    def _deliver(self, task: Task, ended: Future[Any]) -> None:
        """Hand the answer on; an error that is our bug is raised here, for the crash hook."""
        self._futures.discard(ended)
        if task.dropped or ended.cancelled():
            return
        error = ended.exception()
        task.finished()
        if error is None:
            task.done(ended.result())
        elif isinstance(error, DeskError):
            task.failed(error)
        elif not isinstance(error, CancelledError):
            raise error

    def close(self) -> None:
        """Stop taking work, let writes finish, wait for the rest a little, close connections."""
        self._closed = True
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        wait(self._futures, timeout=CLOSE_WITHIN_S)
        for rooms in self._opened:
            rooms.close()


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
