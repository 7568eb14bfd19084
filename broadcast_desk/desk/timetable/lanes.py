"""Where the sessions of one day come to stand, so that none covers another. Pure but for blocks."""

from __future__ import annotations

from collections.abc import Iterable

from broadcast_desk.desk.timetable.block import SessionBlock

MOST_PUSH_MIN = 45
"""How far a block may stand below its time because of a short one above it."""


def placed(
    blocks: Iterable[SessionBlock], least_min: float
) -> list[tuple[SessionBlock, float, int, int]]:
    """(block, top in minutes, lane, lanes), so that none covers another.

    A block has a least height. One that would be covered by that alone stands a little lower;
    those that sound at the same time, in other zones, stand side by side.
    """
    found: list[tuple[SessionBlock, float, int, int]] = []
    group: list[tuple[SessionBlock, float, int]] = []
    ends: list[float] = []
    for block in sorted(blocks, key=lambda b: (b.starts_min, b.session.id)):
        top: float = block.starts_min
        if group and top >= max(ends):
            found += [(known, at, lane, len(ends)) for known, at, lane in group]
            group, ends = [], []
        if len(ends) == 1 and _short(group[-1][0], least_min) and ends[0] - top <= MOST_PUSH_MIN:
            top = ends[0]
        lane = next((n for n, until in enumerate(ends) if until <= top), len(ends))
        end = top + max(block.ends_min - block.starts_min, least_min)
        ends[lane : lane + 1] = [end]
        group.append((block, top, lane))
    return found + [(known, at, lane, len(ends)) for known, at, lane in group]


def _short(block: SessionBlock, least_min: float) -> bool:
    return block.ends_min - block.starts_min < least_min
