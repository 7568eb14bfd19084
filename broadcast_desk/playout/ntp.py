"""Asking time servers how wrong our clock is (SNTP, RFC 4330). It warns, and at most holds.

The computer's own time service sets the clock; this only notices when it does not. Off unless
`ntp_servers` names some. A single server can be wrong, or somebody else's: nothing is held unless
two servers agree.

Settings: `ntp_servers` ("vn.pool.ntp.org, time.example:123"), `ntp_warn_s`, `ntp_hold_s` (0 never).
"""

from __future__ import annotations

import secrets
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadcast_desk.station.errors import InputError

WARN = "playout.clock_off"
HOLD = "playout.clock_held"
NO_ANSWER = "playout.ntp_no_answer"
CODES = (WARN, HOLD, NO_ANSWER)

TIMEOUT_S = 3.0
AGREE_S = 2.0
"""Two servers agree when what they say lies so close."""

VOUCH_S = 300.0
"""Where nothing is ever held, servers vouch for a clock that is off by no more."""

_EPOCH = 2_208_988_800
"""Seconds from NTP's beginning (1900) to ours (1970)."""

_ERA_S = 2**32
_PACKET = struct.Struct("!BBBbII4sQQQQ")
_ASK = 0b00_100_011  # no warning, version 4, client
_PORT = 123


@dataclass(frozen=True, slots=True)
class NtpRules:
    """What a station's settings say.

    Attributes:
        servers: host and port; () is off.
        warn_s: a clock that is off by more is an alarm.
        hold_s: when two servers agree that it is off by more nothing new begins; 0 never holds.
    """

    servers: tuple[tuple[str, int], ...] = ()
    warn_s: float = 1.0
    hold_s: float = 300.0

    @classmethod
    def of(cls, extra: Mapping[str, str]) -> NtpRules:
        """From the settings.

        Raises:
            InputError: a server or a number cannot be ("playout.ntp_setting").
        """
        texts = [text.strip() for text in extra.get("ntp_servers", "").split(",") if text.strip()]
        return cls(
            tuple(_server(text) for text in texts),
            _number(extra, "ntp_warn_s", cls().warn_s),
            _number(extra, "ntp_hold_s", cls().hold_s),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the servers say of our clock.

    Attributes:
        code: message code of an alarm, "" when all is well.
        hold: nothing new is to begin.
        offset_s: how much the servers are ahead of us, None when nobody answered.
        vouches: two servers agree that our clock is right enough to go by.
    """

    code: str = ""
    hold: bool = False
    offset_s: float | None = None
    vouches: bool = False


def ask(host: str, port: int, now: Callable[[], float] = time.time) -> float:
    """How many seconds a server is ahead of our clock.

    Args:
        host: of the server.
        port: of the server.
        now: our clock, seconds since 1970.

    Raises:
        OSError: it does not answer in time, or cannot be found.
        ValueError: it answers what cannot be used: not to us, not in step itself, or "go away".
    """
    cookie = secrets.randbits(64)
    request = _PACKET.pack(_ASK, 0, 0, 0, 0, 0, b"", 0, 0, 0, cookie)
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind) as link:
        link.settimeout(TIMEOUT_S)
        link.connect(address)
        sent_s, began_s = now(), time.monotonic()
        link.send(request)
        answer = link.recv(512)
        there_and_back_s = time.monotonic() - began_s
    if len(answer) < _PACKET.size:
        raise ValueError("short")
    head, stratum, *_, origin, received, answered = _PACKET.unpack_from(answer)
    if head & 7 != 4 or origin != cookie:
        raise ValueError("not an answer to us")
    if head >> 6 == 3 or not 1 <= stratum <= 15 or not answered:
        raise ValueError("not in step itself")
    first_s, second_s = _seconds(received, sent_s), _seconds(answered, sent_s)
    middle_s = sent_s + there_and_back_s / 2
    return (first_s + second_s) / 2 - middle_s


def judge(offsets_s: Sequence[float], rules: NtpRules) -> Verdict:
    """What the offsets of those who answered mean. Pure."""
    if not offsets_s:
        return Verdict(NO_ANSWER)
    middle = sorted(offsets_s)[len(offsets_s) // 2]
    agree = sum(abs(offset - middle) <= AGREE_S for offset in offsets_s) >= 2
    if rules.hold_s and abs(middle) > rules.hold_s and agree:
        return Verdict(HOLD, hold=True, offset_s=middle)
    vouches = agree and abs(middle) <= (rules.hold_s or VOUCH_S)
    code = WARN if abs(middle) > rules.warn_s else ""
    return Verdict(code, offset_s=middle, vouches=vouches)


def look(rules: NtpRules, now: Callable[[], datetime]) -> Verdict:
    """Ask all servers; waits for each for some seconds at most."""
    found = []
    for host, port in rules.servers:
        try:
            found.append(ask(host, port, lambda: now().timestamp()))
        except (OSError, ValueError, UnicodeError):
            continue
    return judge(found, rules)


class NtpCheck:
    """A housekeeping job, and what its last turn found.

    Args:
        extra: the station's further settings, as they are now.
        now: our clock.
    """

    def __init__(self, extra: Callable[[], Mapping[str, str]], now: Callable[[], datetime]) -> None:
        self._extra = extra
        self._now = now
        self.verdict = Verdict()

    def turn(self) -> None:
        """Ask, if the settings name servers; what cannot be used of them is found by `doctor`."""
        try:
            rules = NtpRules.of(self._extra())
        except InputError:
            rules = NtpRules()
        self.verdict = look(rules, self._now) if rules.servers else Verdict()


def _seconds(stamp: int, near_s: float) -> float:
    """Seconds since 1970 of a time stamp, in the era of 136 years that lies nearest to ours."""
    seconds = stamp / 2**32 - _EPOCH
    return seconds + round((near_s - seconds) / _ERA_S) * _ERA_S


def _server(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = text, str(_PORT)
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise InputError("playout.ntp_setting", text=text)
    return host, int(port)


def _number(extra: Mapping[str, str], key: str, usual: float) -> float:
    text = extra.get(key, "").strip()
    try:
        value = float(text) if text else usual
    except ValueError as error:
        raise InputError("playout.ntp_setting", text=f"{key}={text}") from error
    if not 0 <= value <= 86_400:
        raise InputError("playout.ntp_setting", text=f"{key}={text}")
    return value
