"""A real HTTP stream of plain samples (WAV without an end), at any pace."""

from __future__ import annotations

import contextlib
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

RATE_HZ = 48_000
HEADER = b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack(
    "<IHHIIHH", 16, 1, 1, RATE_HZ, 2 * RATE_HZ, 2, 16
) + b"data\xff\xff\xff\xff"  # fmt: skip


class PcmStream:
    """Serves what `samples(first, count)` gives.

    Attributes:
        pace: 1 is real time; 0.5 drips in at half of it.
    """

    def __init__(self, samples: Callable[[int, int], np.ndarray]) -> None:
        self.samples = samples
        self.pace = 1.0
        self.over = threading.Event()
        self.url = ""

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one listener until it goes."""
        handler.send_response(200)
        handler.send_header("Content-Type", "audio/wav")
        handler.end_headers()
        handler.wfile.write(HEADER)
        at, count, next_s = 0, RATE_HZ // 20, time.monotonic()
        with contextlib.suppress(OSError):
            while not self.over.is_set():
                part = np.clip(self.samples(at, count), -1, 1)
                handler.wfile.write((part * 32767).astype("<i2").tobytes())
                at += count
                next_s += count / RATE_HZ / self.pace
                self.over.wait(max(0.0, next_s - time.monotonic()))


@contextlib.contextmanager
def pcm_stream(samples: Callable[[int, int], np.ndarray]) -> Iterator[PcmStream]:
    """Serve samples for a `with` block."""
    stream = PcmStream(samples)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stream.serve(self)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stream.url = f"http://127.0.0.1:{server.server_address[1]}/live.wav"
    try:
        yield stream
    finally:
        stream.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
