from __future__ import annotations

import socket
import struct
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from broadcast_desk.audio.ffmpeg import executable
from broadcast_desk.playout.outputs.rtp import PAYLOAD_TYPE, RtpGroup, open_rtp, sdp
from broadcast_desk.playout.ports import Health
from broadcast_desk.station.errors import InputError
from tests.playout.outputs.conftest import (
    LEVEL,
    TONE_HZ,
    Feeder,
    free_port,
    strength_of,
    wait_until,
)

GROUP = "239.255.77.7"


class Packet(NamedTuple):
    version: int
    payload_type: int
    sequence: int
    timestamp: int
    payload: bytes


def receive(group: RtpGroup, count: int) -> list[Packet]:
    """Packets as a loudspeaker gets them: multicast, over the loopback interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ear.bind((GROUP, group.port))
        member = socket.inet_aton(GROUP) + socket.inet_aton("127.0.0.1")
        ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        ear.settimeout(10)
        return [_parsed(ear.recv(2048)) for _ in range(count)]


def _parsed(packet: bytes) -> Packet:
    first, second, sequence, timestamp, _ = struct.unpack(">BBHII", packet[:12])
    return Packet(first >> 6, second & 0x7F, sequence, timestamp, packet[12:])


def group_on_loopback(**choices) -> RtpGroup:
    port = free_port(socket.SOCK_DGRAM) & ~1
    return RtpGroup(GROUP, port, interface="127.0.0.1", **choices)


def test_l16_arrives_without_a_gap_and_unchanged():
    group = group_on_loopback()
    output = open_rtp(group)
    with Feeder(output, gain=0.5):
        packets = receive(group, 80)
        assert output.report().health is Health.GOOD
    assert {(p.version, p.payload_type) for p in packets} == {(2, PAYLOAD_TYPE)}
    numbers = [(p.sequence - packets[0].sequence) & 0xFFFF for p in packets]
    assert numbers == list(range(80))
    samples = np.frombuffer(b"".join(p.payload for p in packets), ">i2") / 32768
    stamps = [(p.timestamp - packets[0].timestamp) & 0xFFFFFFFF for p in packets]
    sizes = [len(p.payload) // 2 for p in packets]
    assert stamps == [sum(sizes[:n]) for n in range(80)]
    assert strength_of(samples, TONE_HZ) == pytest.approx(LEVEL * 0.5, rel=0.01)
    assert np.max(np.abs(samples)) <= LEVEL * 0.5 + 1e-3
    assert max(len(p.payload) for p in packets) <= 1400


def test_opus_is_what_a_player_reads_from_the_description(tmp_path: Path):
    group = group_on_loopback(format="opus")
    description = tmp_path / "loa.sdp"
    description.write_text(sdp(group, "Đài xã"), encoding="utf-8")
    output = open_rtp(group)
    with Feeder(output):
        player = subprocess.run(
            [executable(), "-loglevel", "error", "-protocol_whitelist", "file,udp,rtp",
             "-localaddr", "127.0.0.1", "-i", str(description), "-t", "1.5",
             "-af", "pan=mono|c0=c0", "-f", "f32le", "-ar", "48000", "pipe:1"],
            capture_output=True, timeout=30, check=True,
        )  # fmt: skip
    heard = np.frombuffer(player.stdout, np.float32)[24_000:60_000]
    assert len(heard) > 24_000
    assert strength_of(heard, TONE_HZ) == pytest.approx(LEVEL, rel=0.1)


def test_an_interface_that_is_not_ours_is_said_and_tried_again():
    group = RtpGroup(GROUP, 5004, interface="203.0.113.9")
    output = open_rtp(group)
    with Feeder(output):
        wait_until(lambda: output.report().reason == "playout.rtp_lost")
        assert output.report().health in (Health.LOST, Health.GOOD)


def test_the_description_names_the_format():
    text = sdp(RtpGroup(GROUP, 5004, ttl=4), "Đài\nxã")
    assert "c=IN IP4 239.255.77.7/4\r\n" in text
    assert "a=rtpmap:97 L16/48000/1\r\n" in text
    assert "s=Đài xã\r\n" in text
    assert "c=IN IP4 192.0.2.1\r\n" in sdp(RtpGroup("192.0.2.1", 5004), "")


def test_addresses():
    group = RtpGroup.from_url("rtp://239.1.2.3:6000?format=opus&ttl=4&interface=192.0.2.9")
    assert group == RtpGroup("239.1.2.3", 6000, "opus", 4, "192.0.2.9")
    assert RtpGroup.from_url("rtp://239.1.2.3").port == 5004
    assert group.name == "rtp://239.1.2.3:6000"


@pytest.mark.parametrize(
    "url",
    ["udp://239.1.2.3", "rtp://", "rtp://máy", "rtp://239.1.2.3:x", "rtp://239.1.2.3?ttl=300",
     "rtp://239.1.2.3?format=mp3", "rtp://239.1.2.3?interface=eth0", "rtp://1.2.3.4?ttl=x"],
)  # fmt: skip
def test_bad_addresses(url):
    with pytest.raises(InputError):
        RtpGroup.from_url(url)
