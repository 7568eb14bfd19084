"""Which child process gives the sound of a live source, by the source's address.

`http://…`, `https://…`, `icecast://…`, `rtsp://…`, `srt://…`, `udp://…`: ffmpeg. HLS comes in whole
pieces of many seconds; it is read at the speed of sound, and what is ahead waits at its server.
`rtp://239.1.2.3:5004?format=l16&interface=192.168.1.10`: another station's RTP, as `outputs.rtp`
sends it; ffmpeg is told the format, because RTP does not say it.
`line:DEVICE`, `fm:DEVICE`: a capture device by its stable id (line-in, FM tuner), in a child of its
own: a sound server or a driver that hangs takes nothing with it.

Every child writes 48 kHz mono float32 to its standard output.
"""

from __future__ import annotations

import base64
import sys
from urllib.parse import urlsplit

from broadcast_desk.audio import ffmpeg
from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.rtp import RtpGroup, sdp

_PROTOCOLS = "http,https,tcp,tls,crypto,hls,httpproxy,rtp,udp,srt"
_CAPTURE = ("line:", "fm:")


def feed_command(url: str) -> list[str]:
    """The child's command line.

    Raises:
        AudioError: there is no ffmpeg.
        InputError: an RTP address is wrong ("playout.rtp_address").
    """
    if url.startswith(_CAPTURE):
        return capture_command(url.partition(":")[2])
    return [
        ffmpeg.executable(), "-nostdin", "-v", "error", *_input(url),
        "-vn", "-ac", "1", "-ar", str(SAMPLE_RATE_HZ), "-f", "f32le", "-flush_packets", "1", "-",
    ]  # fmt: skip


def capture_command(device_id: str) -> list[str]:
    """The command line of a child that listens to a capture device, "" is the default one."""
    return [sys.executable, "-m", "broadcast_desk.playout.sources.capture", device_id]


def _input(url: str) -> list[str]:
    if url.startswith("rtp://"):
        return _rtp_input(RtpGroup.from_url(url))
    address = url.replace("icecast://", "http://", 1) if url.startswith("icecast://") else url
    transport = ["-rtsp_transport", "tcp"] if url.startswith("rtsp://") else []
    patience = ["-rw_timeout", "5000000"] if url.startswith(("http", "icecast")) else []
    pace = ["-re"] if urlsplit(address).path.lower().endswith((".m3u8", ".m3u")) else []
    return [
        "-protocol_whitelist", _PROTOCOLS, *patience, *transport, *pace,
        "-probesize", "65536", "-analyzeduration", "500000", "-i", address,
    ]  # fmt: skip


def _rtp_input(group: RtpGroup) -> list[str]:
    """Tell ffmpeg by the session's description what the packets carry."""
    text = base64.b64encode(sdp(group, "").encode("utf-8")).decode("ascii")
    own = ["-localaddr", group.interface] if group.interface else []
    return [
        "-protocol_whitelist", "data,rtp,udp", "-f", "sdp", *own,
        "-probesize", "32", "-analyzeduration", "0", "-reorder_queue_size", "16",
        "-i", f"data:application/sdp;base64,{text}",
    ]  # fmt: skip
