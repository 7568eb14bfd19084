"""The table of playout's figures, kept from part to part when it is measured in several runs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

OURS = "Broadcast Desk"
COLUMNS = (OURS, "Liquidsoap", "MPD")


@dataclass
class Line:
    """One figure: what must be, and what was measured of whom."""

    must: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    load: str = ""


class Table:
    """Lines in the order in which they were first measured.

    Args:
        kept: a file that keeps them between runs, None keeps nothing.
    """

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept
        self.lines: dict[str, Line] = {}
        if kept is not None and kept.exists():
            known = json.loads(kept.read_text(encoding="utf-8"))
            self.lines = {what: Line(**facts) for what, facts in known.items()}

    def take(self, what: str, must: str, cells: dict[str, str]) -> None:
        """Take one figure, and show it at once; cells by column."""
        line = self.lines.setdefault(what, Line())
        line.must = must or line.must
        line.cells |= cells
        line.load = f"{os.getloadavg()[0]:.1f}"
        told = "; ".join(f"{whose} {cell}" for whose, cell in cells.items())
        print(f"  {what}: {told}", flush=True)
        if self._kept is not None:
            facts = {what: asdict(line) for what, line in self.lines.items()}
            self._kept.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")

    def show(self, versions: Sequence[str]) -> None:
        """Print everything that is known."""
        heads = ("figure", "must", *COLUMNS, "load")
        rows = [heads]
        for what, line in self.lines.items():
            cells = (line.cells.get(column, "") for column in COLUMNS)
            rows.append((what, line.must, *cells, line.load))
        widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
        print()
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
        print("peers: " + ", ".join(versions or ["none installed"]))
