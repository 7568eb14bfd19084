"""RTP multicast for IP loudspeakers: L16 or Opus by an ffmpeg child, network card and reach chosen.

RFC 3550; L16 after RFC 3551 section 4.5.11 (big-endian, here 48 kHz mono), Opus after RFC 7587.
Receivers that need it get the session's description (RFC 8866) from `sdp`.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.encoder import Encoder
from broadcast_desk.playout.outputs.feeding import FedOutput, LinkLost
from broadcast_desk.station.errors import InputError

PAYLOAD_TYPE = 97
"""Dynamic payload type of both formats (RFC 3551 section 6)."""

_PACKET_BYTES = 1292
"""Fits every network card (MTU 1500) and most tunnels; L16: 640 samples, 13 ms."""

_LATENCY_MS = {"l16": 20.0, "opus": 60.0}


@dataclass(frozen=True, slots=True)
class RtpGroup:
    """Where to send, and as what.

    Attributes:
        address: multicast group or a single receiver, IPv4.
        interface: our own address on the network to use, "" lets the system choose.
        ttl: how many routers it may pass; 1 stays in the local network.
    """

    address: str
    port: int
    format: Literal["l16", "opus"] = "l16"
    ttl: int = 1
    interface: str = ""
    bitrate_kbps: int = 64

    @property
    def name(self) -> str:
        """Its name in settings and reports."""
        return f"rtp://{self.address}:{self.port}"

    @classmethod
    def from_url(cls, url: str) -> RtpGroup:
        """The group written as rtp://239.1.2.3:5004?format=opus&ttl=4&interface=192.168.1.10.

        Raises:
            InputError: it is not such an address.
        """
        parts = urlsplit(url)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        kind = query.get("format", "l16")
        try:
            group = cls(
                address=str(ipaddress.IPv4Address(parts.hostname or "")),
                port=parts.port or 5004,
                format="opus" if kind == "opus" else "l16",
                ttl=int(query.get("ttl", "1")),
                interface=_interface(query.get("interface", "")),
                bitrate_kbps=int(query.get("bitrate", "64")),
            )
        except ValueError as error:
            raise InputError("playout.rtp_address", url=url) from error
        good = parts.scheme == "rtp" and kind in _LATENCY_MS and 0 <= group.ttl <= 255
        if not good or not 8 <= group.bitrate_kbps <= 320:
            raise InputError("playout.rtp_address", url=url)
        return group


def _interface(text: str) -> str:
    return str(ipaddress.IPv4Address(text)) if text else ""


def sdp(group: RtpGroup, title: str) -> str:
    """The session's description for receivers (RFC 8866)."""
    mapping = f"L16/{SAMPLE_RATE_HZ}/1" if group.format == "l16" else f"opus/{SAMPLE_RATE_HZ}/2"
    reach = f"/{group.ttl}" if ipaddress.IPv4Address(group.address).is_multicast else ""
    lines = (
        "v=0",
        f"o=- 0 0 IN IP4 {group.interface or '0.0.0.0'}",  # noqa: S104  (RFC 8866: any address)
        f"s={' '.join(title.split()) or '-'}",
        f"c=IN IP4 {group.address}{reach}",
        "t=0 0",
        f"m=audio {group.port} RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} {mapping}",
    )
    return "\r\n".join(lines) + "\r\n"


def open_rtp(group: RtpGroup) -> FedOutput:
    """An output that sends to the group, and starts anew when the network comes back."""
    return FedOutput(group.name, "rtp", lambda: _Sender(group), _LATENCY_MS[group.format])


class _Sender:
    """One ffmpeg that sends."""

    def __init__(self, group: RtpGroup) -> None:
        try:
            self._encoder = Encoder(_arguments(group))
        except OSError as error:
            raise LinkLost("playout.encoder_failed", str(error), lasting=True) from error

    def send(self, pcm: bytes) -> None:
        """Hand samples to the encoder.

        Raises:
            LinkLost: it ended: no such network card, no network.
        """
        try:
            self._encoder.write(pcm)
        except OSError as error:
            complaint = self._encoder.end(2.0)
            raise LinkLost("playout.rtp_lost", complaint or str(error)) from error

    def close(self, *, gently: bool) -> None:
        """End the encoder."""
        if not gently:
            self._encoder.kill()
        self._encoder.end(2.0)


def _arguments(group: RtpGroup) -> list[str]:
    options = f"ttl={group.ttl}&pkt_size={_PACKET_BYTES}"
    if group.interface:
        options += f"&localaddr={group.interface}"
    codec = ["-c:a", "pcm_s16be"]
    if group.format == "opus":
        codec = ["-c:a", "libopus", "-b:a", f"{group.bitrate_kbps}k", "-application", "audio"]
    target = f"rtp://{group.address}:{group.port}?{options}"
    return [*codec, "-payload_type", str(PAYLOAD_TYPE), "-f", "rtp", target]
