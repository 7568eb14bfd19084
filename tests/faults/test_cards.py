"""The sound card and the sound server go away, come back, are changed, are muted, are shared."""

from __future__ import annotations

import subprocess
import time

import numpy as np
import pytest

from broadcast_desk.logbook.model import Kind
from tests.fakes.scene import RATE_HZ, Scene, climb, entries, freeze, holes_s, loud, place_of
from tests.fakes.stations import tone
from tests.faults.conftest import Row

fault = pytest.mark.fault


@pytest.mark.quick
@fault(
    "F08",
    "USB card unplugged, then back",
    form="null sink unloaded 3 s, loaded again",
    must="sound <= 2 s after it is back, at the wall-clock place, alarm, log",
)
def test_unplugged_card(scene: Scene, row: Row) -> None:
    module = scene.sink()
    scene.station.programme("A", climb(60.0))
    at = scene.air(4, ["A"])
    running = scene.start()
    scene.on_air(running)
    time.sleep(1.0)
    scene.server.remove_sink(module)
    running.wait_for(lambda s: "playout.card_gone" in [a.code for a in s.alarms], 5)
    time.sleep(3.0)
    scene.sink(prompt=True)
    back = time.time()
    ear = scene.ear()
    heard = row.recovered(scene.first_sound(ear, back - 0.5) - back)
    assert heard <= 2.0
    place = scene.place_at(ear, back + 2.5)
    assert abs(place - (back + 2.5 - at.timestamp())) < 0.12
    running.wait_for(lambda s: not s.alarms, 5)
    alarms = [e.fact.data["reason"] for e in entries(running, Kind.ALARM)]
    assert alarms.count("playout.card_gone") == 1


@fault(
    "F08",
    "USB card unplugged, then back, through Qt",
    form="the same with the sound system that Windows has (Qt), on a null sink",
    must="sound <= 4 s after it is back (2 s on a real card), at the wall-clock place",
)
def test_unplugged_card_with_qt(scene: Scene, row: Row) -> None:
    module = scene.sink()
    scene.station.programme("A", climb(90.0))
    at = scene.air(5, ["A"])
    running = scene.start(BROADCAST_DESK_SOUND="qt")
    scene.on_air(running)
    time.sleep(1.0)
    scene.server.remove_sink(module)
    running.wait_for(lambda s: any(a.code.startswith("playout.card_") for a in s.alarms), 5)
    time.sleep(3.0)
    scene.sink(prompt=True)
    back = time.time()
    ear = scene.ear()
    assert row.recovered(scene.first_sound(ear, back - 0.5) - back) <= 4.0
    assert abs(scene.place_at(ear, back + 5.0) - (back + 5.0 - at.timestamp())) < 0.2


@fault(
    "F08",
    "plain null sink gone and back",
    form="an ordinary null sink, deaf for its first 2 s",
    must="sound within 0.3 s of the sink's own first sample",
)
def test_plain_null_sink(scene: Scene, row: Row) -> None:
    module = scene.sink()
    scene.station.programme("A", climb(60.0))
    scene.air(4, ["A"])
    running = scene.start()
    scene.on_air(running)
    scene.server.remove_sink(module)
    time.sleep(3.0)
    scene.sink()
    back = time.time()
    ear = scene.ear()
    heard = scene.first_sound(ear, back - 0.5)
    row.recovered(heard - back, f"the sink itself began after {ear.began_at - back:.2f} s")
    assert heard - ear.began_at < 0.3


@fault(
    "F09",
    "second card present; the right one goes and comes back",
    form="two null sinks, module-rescue-streams and module-switch-on-connect loaded",
    must="not one sample on the other card; back on its own",
)
def test_never_another_card(scene: Scene, row: Row) -> None:
    scene.sink("other")
    module = scene.sink("air")
    for helper in ("module-rescue-streams", "module-switch-on-connect"):
        scene.server.load(helper)
    scene.station.programme("A", climb(60.0))
    scene.air(4, ["A"])
    other = scene.ear("other")
    running = scene.start()
    scene.on_air(running)
    scene.server.control("set-default-sink", "other")
    own_input = scene.server.control("list", "short", "sink-inputs").split("\t")[0]
    scene.server.control("move-sink-input", own_input, "other")
    time.sleep(1.0)
    scene.server.remove_sink(module)
    time.sleep(3.0)
    scene.server.control("set-default-sink", "other")
    scene.sink("third")
    scene.sink("air", prompt=True)
    back = time.time()
    ear = scene.ear()
    assert row.recovered(scene.first_sound(ear, back - 0.5) - back) <= 2.0
    time.sleep(1.0)
    assert np.count_nonzero(other.heard) == 0, "samples on the other card"


@fault(
    "F10",
    "audio server restarts",
    form="kill -9 of PulseAudio, started again after 3 s",
    must="sound <= 2 s after it is up again, at the place",
)
def test_server_killed(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", climb(60.0))
    at = scene.air(4, ["A"])
    running = scene.start()
    scene.on_air(running)
    engine = running.wait_for(lambda _: True).pid
    scene.server.kill()
    time.sleep(3.0)
    scene.server.start()
    scene.sink(prompt=True)
    back = time.time()
    ear = scene.ear()
    assert row.recovered(scene.first_sound(ear, back - 0.5) - back) <= 2.0
    assert abs(scene.place_at(ear, back + 2.5) - (back + 2.5 - at.timestamp())) < 0.12
    assert running.wait_for(lambda _: True).pid == engine, "the same process goes on"


@fault(
    "F11",
    "output reports OK but nothing is heard",
    form="the sink is muted; then its volume is set to 0",
    must="noticed on the monitor within 5 s, alarm; gone when it is heard again",
)
def test_muted_card(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(500, 60.0))
    scene.air(4, ["A"])
    running = scene.start()
    scene.on_air(running)
    time.sleep(1.0)
    for order, undo, code in (
        (("set-sink-mute", "air", "1"), ("set-sink-mute", "air", "0"), "playout.card_muted"),
        (
            ("set-sink-volume", "air", "0"),
            ("set-sink-volume", "air", "100%"),
            "playout.card_turned",
        ),
    ):
        scene.server.control(*order)
        began = time.monotonic()
        running.wait_for(lambda s, code=code: code in [a.code for a in s.alarms], 5)
        row.recovered(time.monotonic() - began, "time to the alarm")
        scene.server.control(*undo)
        running.wait_for(lambda s: not s.alarms, 5)


@fault(
    "F23",
    "throttled process",
    form="SIGSTOP 500 ms every 2 s; then four CPU hogs",
    must="start never later than the stop (500 ms); p99 <= 50 ms with hogs, no hole",
)
def test_throttled(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(1000, 1.2))
    first = scene.air(6, ["A"], "s0")
    for number in range(1, 12):
        scene.air_at(first.fromtimestamp(first.timestamp() + 2 * number, first.tzinfo), ["A"],
                     f"s{number}")  # fmt: skip
    ear = scene.ear()
    running = scene.start()
    engine = scene.engine(running)
    while time.time() < first.timestamp() + 10.5:
        freeze([engine], 0.5)
        time.sleep(1.5)
    hogs = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(4)]
    try:
        sound = scene.heard(ear, first.timestamp() - 0.2, first.timestamp() + 24.0)
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    late = []
    for number in range(12):
        part = sound[2 * number * RATE_HZ : round((2 * number + 1.7) * RATE_HZ)]
        found = loud(part)
        assert len(found), f"start {number} was not heard"
        late.append(found[0] / RATE_HZ - 0.2)
        if number > 6:
            assert not holes_s(part)
    row.recovered(max(late[:5]), f"latest start; with hogs {1000 * max(late[7:]):.0f} ms")
    assert max(late[:5]) <= 0.55
    assert max(map(abs, late[7:])) <= 0.05


@fault(
    "F33",
    "first word clipped by a suspended card",
    form="module-suspend-on-idle, 1 s",
    must="the first 50 ms sound, from the first sample",
)
def test_first_word(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.server.control("load-module", "module-suspend-on-idle", "timeout=1")
    scene.station.programme("A", climb(1.0))
    at = scene.air(6, ["A"])
    scene.start()
    ear = scene.ear()
    time.sleep(0.1)
    sound = scene.heard(ear, at.timestamp() - 0.5, at.timestamp() + 1.5)
    found = loud(sound)
    assert found[-1] - found[0] + 1 == pytest.approx(RATE_HZ, abs=2)
    row.recovered(max(0.0, found[0] / RATE_HZ - 0.5), "start error")
    assert abs(place_of(sound[found[0] : found[0] + RATE_HZ // 10]) - 0.05) < 0.1


@fault(
    "F37",
    "other sounds on air, or volume changed",
    form="a second stream on the sink; our stream turned down by another program",
    must="alarm while the card is shared; our own level is put back",
)
def test_shared_card(scene: Scene, row: Row) -> None:
    scene.sink()
    scene.station.programme("A", tone(500, 60.0))
    scene.air(4, ["A"])
    running = scene.start()
    scene.on_air(running)
    time.sleep(1.0)
    own = scene.server.control("list", "short", "sink-inputs").split("\t")[0]
    stranger = subprocess.Popen(["pacat", "-d", "air", "/dev/zero"], env=scene.server.env)
    began = time.monotonic()
    running.wait_for(lambda s: "playout.card_shared" in [a.code for a in s.alarms], 5)
    row.recovered(time.monotonic() - began, "time to the alarm")
    stranger.kill()
    stranger.wait()
    running.wait_for(lambda s: not s.alarms, 5)
    ear = scene.ear()
    scene.server.control("set-sink-input-volume", own, "20%")
    time.sleep(2.5)
    level = np.max(np.abs(ear.heard[-RATE_HZ // 2 :]))
    assert level == pytest.approx(0.5 * 0.8**2, rel=0.05)
