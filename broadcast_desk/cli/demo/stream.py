"""A real HTTP audio stream on this machine, so that the demo relays something without a network."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import soundfile

from broadcast_desk.audio import ffmpeg

_PAD_HZ = (220.0, 330.0, 440.0)
_PAD_LEVEL = 0.04


def make_programme(tune: Path, target: Path) -> Path:
    """What the stream carries: a tune over a soft chord, so that it never pauses."""
    samples, rate_hz = soundfile.read(tune, dtype="float32")
    moments = np.arange(len(samples)) / rate_hz
    pad = sum(np.sin(2 * np.pi * pitch * moments) for pitch in _PAD_HZ) * _PAD_LEVEL
    soundfile.write(target, samples * 0.9 + pad, rate_hz, subtype="PCM_16")
    return target


@contextlib.contextmanager
def serve_stream(audio: Path) -> Iterator[str]:
    """Serve `audio` over and over as an endless MP3 stream at the speed of sound.

    Yields:
        The stream's address on the loopback interface.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "audio/mpeg")
            self.send_header("icy-name", "Broadcast Desk demo relay")
            self.end_headers()
            with _encoder(audio) as encoder, contextlib.suppress(OSError):
                assert encoder.stdout is not None
                while data := encoder.stdout.read(1024):
                    self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (inherited name)
            """Keep quiet: the demo prints its own lines."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="demo-stream", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/live.mp3"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def _encoder(audio: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        ffmpeg.executable(), "-nostdin", "-v", "error", "-re", "-stream_loop", "-1",
        "-i", str(audio), "-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3", "-",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
