"""Work happens elsewhere, answers come home, late answers are dropped."""

import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QThread

from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.tasks import CancelledError, TaskRunner, TaskScope
from broadcast_desk.station.errors import InputError

WITHIN_MS = 10_000


@pytest.fixture
def runner(qapp, data, rooms):
    made = TaskRunner(lambda: Rooms(data, rooms.clock))
    yield made
    made.close()


def test_work_runs_elsewhere_and_the_answer_comes_home(qtbot, runner):
    seen = []
    runner.start(
        "read",
        lambda rooms, task: threading.get_ident(),
        lambda ident: seen.append((ident, QThread.currentThread().isMainThread())),
    )
    qtbot.waitUntil(lambda: bool(seen), timeout=WITHIN_MS)
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1]


def test_twenty_writes_keep_their_order(qtbot, runner):
    order, answers = [], []
    for number in range(20):
        runner.start("write", lambda rooms, task, n=number: order.append(n) or n, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 20, timeout=WITHIN_MS)
    assert order == answers == list(range(20))


def test_a_desk_error_goes_to_failed_and_never_to_done(qtbot, runner):
    done, failed = [], []

    def work(rooms, task):
        raise InputError("library.no_name")

    runner.start("read", work, done.append, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed), timeout=WITHIN_MS)
    assert failed[0].code == "library.no_name"
    assert not done


def test_an_error_nobody_took_is_announced(qtbot, runner):
    def work(rooms, task):
        raise InputError("library.no_name")

    with qtbot.waitSignal(runner.unexpected, timeout=WITHIN_MS):
        runner.start("write", work)


def test_our_own_bug_reaches_the_hook(qtbot, runner):
    def work(rooms, task):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        runner.start("read", work)
        qtbot.waitUntil(lambda: bool(caught), timeout=WITHIN_MS)
    assert caught[0][0] is ZeroDivisionError


def test_progress_and_cancel(qtbot, runner):
    told, ended, done = [], [], []
    asked = threading.Event()

    def work(rooms, task):
        task.report(0.5)
        asked.wait(5)
        if task.cancelled:
            raise CancelledError
        return 1

    task = runner.start(
        "long", work, done.append, progressed=told.append, finished=lambda: ended.append(True)
    )
    qtbot.waitUntil(lambda: bool(told), timeout=WITHIN_MS)
    task.cancel()
    asked.set()
    qtbot.waitUntil(lambda: bool(ended), timeout=WITHIN_MS)
    assert told == [0.5]
    assert not done


def test_late_answers_are_dropped_when_the_page_goes(qtbot, runner):
    owner = QObject()
    scope = TaskScope(runner, owner)
    begun, go, answers = threading.Event(), threading.Event(), []

    def work(rooms):
        begun.set()
        go.wait(5)
        return 1

    task = scope.read(work, answers.append)
    assert begun.wait(5)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    go.set()
    runner.start("read", lambda rooms, task: 2, answers.append)
    qtbot.waitUntil(lambda: 2 in answers, timeout=WITHIN_MS)
    assert task.dropped
    assert answers == [2]


def test_a_newer_question_replaces_an_older_one(qtbot, runner):
    owner = QObject()
    scope = TaskScope(runner, owner)
    go, answers = threading.Event(), []
    scope.read(lambda rooms: go.wait(5) and "old", answers.append, latest="find")
    scope.read(lambda rooms: "new", answers.append, latest="find")
    go.set()
    qtbot.waitUntil(lambda: "new" in answers, timeout=WITHIN_MS)
    assert answers == ["new"]


def test_each_worker_has_its_own_connection(qtbot, runner):
    seen = []
    runner.start("read", lambda rooms, task: id(rooms.db), seen.append)
    runner.start("write", lambda rooms, task: id(rooms.db), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=WITHIN_MS)
    assert seen[0] != seen[1]


def test_nothing_starts_after_closing(qapp, data, rooms):
    runner = TaskRunner(lambda: Rooms(data, rooms.clock))
    runner.close()
    assert runner.start("read", lambda rooms, task: 1).dropped


def test_closing_lets_every_write_finish_and_joins_the_rest(qtbot, data, rooms):
    runner = TaskRunner(lambda: Rooms(data, rooms.clock))
    written, ended, go = [], [], threading.Event()

    def work(_, task):
        while not task.cancelled:
            go.wait(0.01)
        ended.append(threading.current_thread())

    runner.start("write", lambda rooms, task: go.wait(5))
    for number in range(20):
        runner.start("write", lambda rooms, task, n=number: written.append(n))
    begun = []
    runner.start("long", lambda rooms, task: begun.append(1))
    runner.start("long", work)
    qtbot.waitUntil(lambda: bool(begun), timeout=WITHIN_MS)
    threading.Timer(0.05, go.set).start()
    runner.close()
    assert written == list(range(20))
    assert not any(thread.is_alive() for thread in ended)
    runner.close()


def test_a_worker_never_holds_the_last_reference_to_who_asked(qtbot, runner):
    """The answer's taker is let go on the desk's thread, even while the worker lingers."""

    class Taker:
        def take(self, answer):
            taken.append(answer)

    taken, gone = [], []
    taker = Taker()
    weakref.finalize(taker, lambda: gone.append(threading.current_thread()))
    runner.start("read", lambda rooms, task: 1, taker.take)
    del taker
    qtbot.waitUntil(lambda: bool(gone), timeout=WITHIN_MS)
    assert taken == [1]
    assert gone == [threading.main_thread()]
