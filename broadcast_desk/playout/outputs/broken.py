"""An output that the settings name wrongly: it takes nothing, and says what is wrong."""

from __future__ import annotations

from broadcast_desk.playout.ports import Block, Health, OutputReport
from broadcast_desk.station.errors import DeskError


class Broken:
    """In the place of an output that cannot be opened until the settings are corrected."""

    def __init__(self, name: str, error: DeskError) -> None:
        self.name = name
        self._detail = ", ".join(str(value) for value in error.params.values()) or error.code
        self._lost = 0

    def write(self, block: Block) -> None:
        """Lose a block."""
        self._lost += len(block.samples)

    def report(self) -> OutputReport:
        """What is wrong."""
        return OutputReport(
            self.name, "broken", Health.FAILED, self._lost, 0.0, "playout.output_setting",
            self._detail,
        )  # fmt: skip

    def close(self) -> None:
        """Nothing to let go of."""
