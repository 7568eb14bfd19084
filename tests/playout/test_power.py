from __future__ import annotations

import http.server
import os
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.playout.power import (
    CommandSwitch,
    HttpPlug,
    PowerKeeper,
    PowerReport,
    PowerRule,
    SerialRelay,
    Switch,
    SwitchFailed,
    lcus_frame,
    switch_from_text,
    turn_off,
)
from broadcast_desk.station.errors import InputError
from tests.logbook.conftest import MORNING
from tests.playout.outputs.conftest import free_port, wait_until

RULE = PowerRule(timedelta(seconds=20), timedelta(seconds=30))


def test_frames_are_those_of_the_boards():
    assert lcus_frame(1, True) == bytes.fromhex("a00101a2")
    assert lcus_frame(1, False) == bytes.fromhex("a00100a1")
    assert lcus_frame(8, True) == bytes.fromhex("a00801a9")
    with pytest.raises(ValueError, match="0"):
        lcus_frame(0, True)


class Board:
    """The other end of a serial line."""

    def __init__(self) -> None:
        self.ours, theirs = os.openpty()
        self.port = os.ttyname(theirs)
        self._theirs = theirs

    def take(self, count: int = 4) -> bytes:
        got = b""
        while len(got) < count:
            got += os.read(self.ours, count - len(got))
        return got

    def close(self) -> None:
        os.close(self.ours)
        os.close(self._theirs)


@pytest.fixture
def board() -> Iterator[Board]:
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal")
    board = Board()
    import tty

    tty.setraw(board.ours)
    yield board
    board.close()


def test_a_relay_board_gets_its_frames(board):
    relay = SerialRelay(board.port, 2)
    relay.turn(True)
    assert board.take() == lcus_frame(2, True)
    relay.turn(False)
    assert board.take() == lcus_frame(2, False)


def test_an_inverted_relay(board):
    SerialRelay(board.port, 1, inverted=True).turn(True)
    assert board.take() == lcus_frame(1, False)


def test_a_board_that_is_not_there():
    with pytest.raises(SwitchFailed) as caught:
        SerialRelay("/dev/ttyUSB99").turn(True)
    assert caught.value.code == "playout.power_serial"


class Plug(http.server.BaseHTTPRequestHandler):
    asked: list[str]
    status = 200

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        self.send_response(type(self).status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def plug() -> Iterator[tuple[str, type[Plug]]]:
    handler = type("ThisPlug", (Plug,), {"asked": [], "status": 200})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", handler
        server.shutdown()
        thread.join()


def test_a_smart_plug_is_asked(plug):
    base, handler = plug
    switch = HttpPlug(f"{base}/cm?cmnd=Power%20On", f"{base}/cm?cmnd=Power%20Off")
    switch.turn(True)
    switch.turn(False)
    assert handler.asked == ["/cm?cmnd=Power%20On", "/cm?cmnd=Power%20Off"]


def test_a_plug_that_refuses_or_is_gone(plug):
    base, handler = plug
    handler.status = 500
    with pytest.raises(SwitchFailed, match="500"):
        HttpPlug(base, base).turn(True)
    nobody = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(SwitchFailed) as caught:
        HttpPlug(nobody, nobody).turn(True)
    assert caught.value.code == "playout.power_http"


def test_a_command_is_run_without_a_shell(tmp_path):
    note = tmp_path / "ghi chú; rm"
    script = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    command = (sys.executable, "-c", script, str(note))
    switch = CommandSwitch((*command, "on "), (*command, "off "))
    switch.turn(True)
    switch.turn(False)
    assert note.read_text(encoding="utf-8") == "on off "


@pytest.mark.parametrize("command", [("no-such-program",), (sys.executable, "-c", "exit('kẹt')")])
def test_a_command_that_fails(command):
    with pytest.raises(SwitchFailed) as caught:
        CommandSwitch(command, command).turn(True)
    assert caught.value.code == "playout.power_command"


@pytest.mark.parametrize(
    ("text", "switch"),
    [
        ("lcus:COM3:1", SerialRelay("COM3", 1)),
        ("lcus-inverted:/dev/ttyUSB0:4", SerialRelay("/dev/ttyUSB0", 4, inverted=True)),
        ("http:http://plug/on | http://plug/off", HttpPlug("http://plug/on", "http://plug/off")),
        ("command:relay on | relay off", CommandSwitch(("relay", "on"), ("relay", "off"))),
    ],
)
def test_switches_from_settings(text, switch):
    assert switch_from_text(text) == switch


@pytest.mark.parametrize(
    "text",
    ["", "lcus:1", "lcus:COM3:0", "lcus:COM3:x", "http:http://plug/on", "http:ftp://a|ftp://b",
     "command:on", 'command:"on|off', "gpio:4"],
)  # fmt: skip
def test_what_is_no_switch(text):
    with pytest.raises(InputError):
        switch_from_text(text)


def wants(now_s: float, **facts) -> bool:
    at = {
        key: None if value is None else MORNING + timedelta(seconds=value)
        for key, value in facts.items()
        if key != "sounding"
    }
    known = {"last_sound_at": None, "next_sound_at": None, "sounding": False, **facts, **at}
    return RULE.wants_power(MORNING + timedelta(seconds=now_s), **known)


def test_on_before_during_and_a_while_after():
    assert not wants(-21, next_sound_at=0)
    assert wants(-20, next_sound_at=0)
    assert wants(5, sounding=True)
    assert wants(29, last_sound_at=0)
    assert not wants(30, last_sound_at=0)
    assert not wants(0)


def test_a_clock_set_back_does_not_keep_power_on():
    assert not wants(-3600, last_sound_at=0)


@given(st.integers(-100, 100), st.integers(1, 60), st.integers(61, 200))
def test_power_is_on_whenever_something_sounds_or_is_about_to(now_s, length_s, again_s):
    def sounding(at: int) -> bool:
        return 0 <= at < length_s or at >= again_s

    following = 0 if now_s < 0 else again_s
    last = None if now_s < length_s else length_s
    on = wants(now_s, sounding=sounding(now_s), last_sound_at=last, next_sound_at=following)
    must = any(sounding(now_s + ahead) for ahead in range(21))
    assert on >= must


class Fake:
    """A switch that notes what it was told, and can refuse."""

    name = "giả"

    def __init__(self) -> None:
        self.told: list[bool] = []
        self.broken = False

    def turn(self, on: bool) -> None:
        if self.broken:
            raise SwitchFailed("playout.power_serial", "gone")
        self.told.append(on)


def test_the_keeper_turns_off_first_then_follows_and_turns_off_at_the_end():
    switch, reports = Fake(), list[PowerReport]()
    keeper = PowerKeeper(switch, RULE, reports.append)
    keeper.expect(MORNING, sounding=False, next_sound_at=MORNING + timedelta(seconds=60))
    wait_until(lambda: switch.told == [False])
    assert keeper.report().wanted is False
    keeper.expect(MORNING, sounding=False, next_sound_at=MORNING + timedelta(seconds=10))
    wait_until(lambda: switch.told == [False, True])
    keeper.expect(MORNING + timedelta(seconds=50), sounding=True, next_sound_at=None)
    keeper.expect(MORNING + timedelta(seconds=70), sounding=False, next_sound_at=None)
    assert keeper.report().wanted is True
    keeper.expect(MORNING + timedelta(seconds=81), sounding=False, next_sound_at=None)
    wait_until(lambda: switch.told == [False, True, False])
    keeper.expect(MORNING, sounding=True, next_sound_at=None)
    wait_until(lambda: switch.told[-1])
    keeper.close()
    assert switch.told[-1] is False
    assert [report.on for report in reports] == [False, True, False, True, False]


def test_an_engine_that_takes_over_does_not_cut_power_first():
    switch = Fake()
    keeper = PowerKeeper(switch, grace_s=3600)
    keeper.expect(MORNING, sounding=False, next_sound_at=None)
    keeper.expect(MORNING, sounding=True, next_sound_at=None)
    wait_until(lambda: switch.told)
    keeper.close()
    assert switch.told == [True, False]


def test_a_switch_that_fails_is_said_and_tried_again(monkeypatch):
    monkeypatch.setattr("broadcast_desk.playout.power.RETRY_S", 0.01)
    switch = Fake()
    switch.broken = True
    keeper = PowerKeeper(switch)
    keeper.expect(MORNING, sounding=True, next_sound_at=None)
    wait_until(lambda: keeper.report().reason == "playout.power_serial")
    switch.broken = False
    wait_until(lambda: keeper.report().on is True)
    assert keeper.report().reason == ""
    keeper.close()
    assert keeper.report().on is False


def test_a_keeper_on_a_real_line_leaves_power_off(board):
    keeper = PowerKeeper(SerialRelay(board.port))
    keeper.expect(MORNING, sounding=False, next_sound_at=None)
    assert board.take() == lcus_frame(1, False)
    keeper.expect(MORNING, sounding=True, next_sound_at=None)
    assert board.take() == lcus_frame(1, True)
    keeper.close()
    assert board.take() == lcus_frame(1, False)


def test_turning_everything_off_goes_on_past_a_broken_switch():
    broken, good = Fake(), Fake()
    broken.broken = True
    switches: list[Switch] = [broken, good]
    turn_off(switches)
    assert good.told == [False]
