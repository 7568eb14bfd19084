"""What a playout is started with: from the command line, handed on to the engine process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from broadcast_desk.station.clock import Clock, ShiftedClock, SystemClock, from_text, to_text

RENEW = 64
"""Exit status of an engine that wants to be started anew at once: its outputs have changed."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How one playout runs.

    Attributes:
        data: the station's folder.
        outputs: names of outputs, () is what the zones name.
        until: instant at which it ends by itself, None is never.
        offset_s: what is added to the computer's clock (the demo's morning).
        resumed: it takes over from an engine that died; recordings go on.
    """

    data: Path
    outputs: tuple[str, ...] = ()
    until: datetime | None = None
    offset_s: float = 0.0
    resumed: bool = False

    def clock(self) -> Clock:
        """The clock it goes by."""
        return ShiftedClock(timedelta(seconds=self.offset_s)) if self.offset_s else SystemClock()

    def to_json(self) -> str:
        """As one line, for the engine's command line."""
        values = asdict(self) | {
            "data": str(self.data),
            "until": to_text(self.until) if self.until else None,
        }
        return json.dumps(values)

    @classmethod
    def from_json(cls, text: str) -> Setup:
        """What `to_json` wrote."""
        values = json.loads(text)
        values["data"] = Path(values["data"])
        values["outputs"] = tuple(values["outputs"])
        values["until"] = from_text(values["until"]) if values["until"] else None
        return cls(**values)
