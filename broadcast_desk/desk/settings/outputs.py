"""Where one zone sounds: a card of this computer, a stream, a recording; each with its test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from broadcast_desk.checkup.checks import sound_cards
from broadcast_desk.desk import theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.settings.group import Outcome, calm
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.station.folding import nfc

STREAMS = {
    "icecast": "icecast://source@máy-chủ:8000/loa",
    "rtp": "rtp://239.1.2.3:5004?ttl=1",
    "pull": "pull://0.0.0.0:8090/loa.mp3",
}
"""Kinds that need an address, and what one looks like."""

OTHER = "other"
RECORDED = "air-check"


@dataclass(frozen=True, slots=True)
class Way:
    """One thing a person can choose: the output's name, or the kind of an address to be written."""

    key: str
    words: str


def ways(chosen: str) -> tuple[Way, ...]:
    """What can be chosen on this computer now, `chosen` always among it."""
    cards = sound_cards()
    default = next((card.name for card in cards if card.is_default), "")
    words = translate("Settings", "Cạc âm thanh mặc định của máy")
    found = [Way("default", f"{words} ({default})" if default else words)]
    found += [Way(f"card:{card.device_id}", card.name) for card in cards]
    if chosen.startswith("card:") and chosen not in {way.key for way in found}:
        gone = translate("Settings", "{device} (không thấy trên máy)")
        found.append(Way(chosen, gone.format(device=chosen.partition(":")[2])))
    found += [
        Way("icecast", translate("Settings", "Máy chủ Icecast")),
        Way("rtp", translate("Settings", "Loa IP qua mạng (RTP)")),
        Way("pull", translate("Settings", "Loa IP tự lấy luồng từ máy này (HTTP)")),
        Way(RECORDED, translate("Settings", "Ghi lưu vào máy này")),
        Way(OTHER, translate("Settings", "Đường ra khác")),
    ]
    return tuple(found)


def key_of(output: str) -> str:
    """Which way an output is: itself for cards, its kind for what has an address."""
    kind = output.partition(":")[0]
    if output == "default" or kind == "card":
        return output
    if kind in STREAMS:
        return kind
    return RECORDED if output == RECORDED else OTHER


class OutputRow(QWidget):
    """One way out.

    Signals:
        tried: its tone is wanted.
        removed: it is no longer wanted.
    """

    tried = Signal()
    removed = Signal()

    def __init__(self, output: str) -> None:
        super().__init__()
        self.way = QComboBox()
        self.way.setAccessibleName(translate("Settings", "Phát ra đâu"))
        calm(self.way)
        self.way.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.way.setMinimumWidth(theme.current().px(300))
        for way in ways(output):
            self.way.addItem(way.words, way.key)
        self.way.setCurrentIndex(max(0, self.way.findData(key_of(output))))
        self.address = QLineEdit(output if key_of(output) in (*STREAMS, OTHER) else "")
        self.address.setAccessibleName(translate("Settings", "Địa chỉ của đường ra"))
        self.test = Button(
            translate("Settings", "Phát tiếng thử"), self.tried.emit, icon="volume-2"
        )
        self.away = Button(
            "", self.removed.emit, icon="x", look="quiet",
            tip=translate("Settings", "Bỏ đường ra này"),
        )  # fmt: skip
        self.outcome = Outcome()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(0.5))
        column.addLayout(flow_of(self.way, self.test, self.away))
        column.addWidget(self.address)
        column.addWidget(self.outcome)
        self.way.currentIndexChanged.connect(self._show_way)
        self._show_way()

    def _show_way(self) -> None:
        key = str(self.way.currentData())
        self.address.setVisible(key in (*STREAMS, OTHER))
        self.address.setPlaceholderText(STREAMS.get(key, ""))
        self.test.setEnabled(key not in (RECORDED, OTHER))
        self.outcome.hide()

    def output(self) -> str:
        """The output's name; "" while its address is missing."""
        key = str(self.way.currentData())
        return nfc(self.address.text()).strip() if key in (*STREAMS, OTHER) else key


class OutputRows(QWidget):
    """All the ways out of a zone, at least one.

    Signals:
        tried: the tone of this row (`OutputRow`) is wanted.
    """

    tried = Signal(object)

    def __init__(self, outputs: Sequence[str]) -> None:
        super().__init__()
        self.rows: list[OutputRow] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(space(1))
        for output in outputs or ("default",):
            self.add(output)

    def add(self, output: str = RECORDED) -> OutputRow:
        """Add a way out."""
        row = OutputRow(output)
        row.tried.connect(lambda: self.tried.emit(row))
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._lines.addWidget(row)
        self._show_away()
        return row

    def _remove(self, row: OutputRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._show_away()

    def _show_away(self) -> None:
        for row in self.rows:
            row.away.setVisible(len(self.rows) > 1)

    def outputs(self) -> str:
        """The names, as a zone keeps them."""
        return ";".join(name for row in self.rows if (name := row.output()))
