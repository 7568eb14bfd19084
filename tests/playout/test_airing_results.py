"""How an airing went, from what the bus says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Priority
from broadcast_desk.playout.airing import Airing, result_of
from broadcast_desk.playout.bus import Ending, Over
from broadcast_desk.playout.decide import Phase, Sounding, Start
from broadcast_desk.playout.guard import Permit
from broadcast_desk.timetable.model import Cue, CueId, MissedRule, Relay, SlotId

T = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
LENGTH_S = 900.0


def relay(*, joined: bool = False, resumed: bool = False) -> Airing:
    """A relay of a quarter of an hour that is on air."""
    until = T + timedelta(seconds=LENGTH_S)
    content = Relay("https://trung-tam.example/1", "Tiếp sóng")
    cue = Cue(
        CueId("r"), SlotId("s"), "s", (), T, until, content, Priority.NORMAL, MissedRule.JOIN,
        0.0, None, "",
    )  # fmt: skip
    start = Start("r@", cue, T, until, joined=joined, resumed=resumed)
    sounding = Sounding("r@", cue, Phase.ON_AIR, T, until)
    return Airing(sounding, start, Permit("r@", until), {}, 1.0, ())


def over(heard_s: float, ending: Ending = Ending.LIMIT) -> Over:
    return Over("r@", 0, round(heard_s * SAMPLE_RATE_HZ), ending)


@pytest.mark.parametrize(
    ("airing", "event", "result"),
    [
        (relay(), over(LENGTH_S), ("complete", "")),
        (relay(joined=True), over(LENGTH_S - 600), ("partial", "playout.joined")),
        (relay(joined=True, resumed=True), over(LENGTH_S - 600), ("partial", "playout.resumed")),
        (relay(joined=True), over(LENGTH_S - 0.5), ("complete", "")),
    ],
)
def test_a_relay_joined_in_its_middle_is_not_complete(
    airing: Airing, event: Over, result: tuple[str, str]
) -> None:
    assert result_of(airing, event) == result
