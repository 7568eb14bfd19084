"""Cycles that hold widgets die on the desk's thread, whoever makes the garbage."""

import gc
import threading

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from broadcast_desk.desk.collecting import DeskCollector


class Cyclic(QWidget):
    """A widget that is garbage only the collector can find."""

    def __init__(self, ended):
        super().__init__()
        self.me = self
        column = QVBoxLayout(self)
        column.addWidget(QPushButton("x"))
        self.destroyed.connect(lambda: ended.append(threading.current_thread()))


@pytest.fixture
def collector(qapp):
    made = DeskCollector()
    yield made
    made.stop()
    gc.disable()  # as the fixture of every test left it


def litter():
    """Enough cycles for the collector to run by itself, were it on."""
    for _ in range(gc.get_threshold()[0] * 30):
        lost = []
        lost.append(lost)


def test_a_worker_that_makes_garbage_destroys_no_widget(collector):
    ended = []
    Cyclic(ended)
    worker = threading.Thread(target=litter)
    worker.start()
    worker.join()
    assert not ended
    assert collector.collect_what_is_due() > 0
    gc.collect()
    assert ended == [threading.main_thread()]


def test_stopping_gives_python_its_collector_back(qapp):
    collector = DeskCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
