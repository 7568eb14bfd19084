"""A real time server of our own, right, wrong, mute and lying."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from broadcast_desk.playout.ntp import (
    HOLD,
    NO_ANSWER,
    WARN,
    NtpCheck,
    NtpRules,
    Verdict,
    ask,
    judge,
    look,
)
from broadcast_desk.station.errors import InputError
from tests.playout.outputs.conftest import free_port

EPOCH = 2_208_988_800


@contextmanager
def time_server(
    offset_s: float, *, stratum: int = 2, leap: int = 0, echo: bool = True
) -> Iterator[int]:
    """A server whose clock is so far ahead of ours; its port."""
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                asked, who = link.recvfrom(512)
            except OSError:
                return
            if not asked:
                return
            stamp = round((time.time() + offset_s + EPOCH) % 2**32 * 2**32)
            origin = struct.unpack_from("!Q", asked, 40)[0] if echo else 7
            head = leap << 6 | 4 << 3 | 4
            link.sendto(
                struct.pack(
                    "!BBBbII4sQQQQ", head, stratum, 0, 0, 0, 0, b"", 0, origin, stamp, stamp
                ),
                who,
            )

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield link.getsockname()[1]
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", link.getsockname())
        thread.join(5)
        link.close()


@pytest.mark.parametrize("offset_s", [0.0, 12.5, -7200.0, 400 * 86_400.0])
def test_the_offset_is_found(offset_s):
    with time_server(offset_s) as port:
        assert ask("127.0.0.1", port) == pytest.approx(offset_s, abs=0.2)


def test_a_clock_of_1970_is_seen_from_this_century():
    with time_server(0.0) as port:
        assert ask("127.0.0.1", port, lambda: 60.0) == pytest.approx(time.time() - 60, abs=1)


@pytest.mark.parametrize("lie", [{"stratum": 0}, {"leap": 3}, {"echo": False}])
def test_answers_that_are_worth_nothing(lie):
    with time_server(0.0, **lie) as port, pytest.raises(ValueError, match="not"):
        ask("127.0.0.1", port)


def test_one_server_warns_and_two_that_agree_hold():
    rules = NtpRules(warn_s=1.0, hold_s=300.0)
    assert judge([0.2], rules) == Verdict(offset_s=0.2)
    assert judge([5.0], rules) == Verdict(WARN, offset_s=5.0)
    assert judge([7200.0], rules) == Verdict(WARN, offset_s=7200.0)
    assert judge([7200.0, 0.0], rules).hold is False
    assert judge([7200.0, 7201.0, 0.0], rules) == Verdict(HOLD, hold=True, offset_s=7200.0)
    assert judge([7200.0, 7201.0], NtpRules(hold_s=0.0)).hold is False
    assert judge([], rules) == Verdict(NO_ANSWER)


def test_servers_that_do_not_answer_are_passed_over():
    with time_server(3.0) as port:
        rules = NtpRules((("127.0.0.1", free_port(socket.SOCK_DGRAM)), ("127.0.0.1", port)))
        assert look(rules, lambda: datetime.now(UTC)).code == WARN


def test_the_job_is_off_without_servers_and_says_when_nobody_answers():
    off = NtpCheck(dict, lambda: datetime.now(UTC))
    off.turn()
    assert off.verdict == Verdict()
    port = free_port(socket.SOCK_DGRAM)
    extra = {"ntp_servers": f"127.0.0.1:{port}"}
    mute = NtpCheck(lambda: extra, lambda: datetime.now(UTC))
    mute.turn()
    assert mute.verdict == Verdict(NO_ANSWER)


@pytest.mark.parametrize(
    "extra",
    [{"ntp_servers": "a:b"}, {"ntp_servers": ":123"}, {"ntp_warn_s": "x"}, {"ntp_hold_s": "-1"}],
)
def test_settings_that_cannot_be(extra):
    with pytest.raises(InputError):
        NtpRules.of(extra)
