"""A real HTTP audio stream on this machine, which can be cut and brought back."""

from __future__ import annotations

import contextlib
import functools
import itertools
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import (
    BaseHTTPRequestHandler,
    SimpleHTTPRequestHandler,
    ThreadingHTTPServer,
)
from pathlib import Path

from broadcast_desk.audio import ffmpeg


class Stream:
    """Serves a file over and over, at the speed of sound, as MP3.

    Attributes:
        cut: while set, listeners are cut off and new ones get an error.
        frozen: while set, listeners stay connected and get nothing.
        drip: while set, listeners get a tenth of what they need.
    """

    def __init__(self, audio: Path) -> None:
        self.audio = audio
        self.cut = threading.Event()
        self.frozen = threading.Event()
        self.drip = threading.Event()
        self.url = ""

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one listener until it goes, or is cut off."""
        if self.cut.is_set():
            handler.send_error(503)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "audio/mpeg")
        handler.end_headers()
        encoder = subprocess.Popen(
            [ffmpeg.executable(), "-nostdin", "-v", "error", "-re", "-stream_loop", "-1",
             "-i", str(self.audio), "-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3", "-"],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert encoder.stdout is not None
        try:
            with contextlib.suppress(OSError):
                while not self.cut.is_set() and (data := encoder.stdout.read(1024)):
                    if not self.frozen.is_set():
                        handler.wfile.write(data[:100] if self.drip.is_set() else data)
        finally:
            encoder.kill()
            encoder.wait()
            encoder.stdout.close()


@contextlib.contextmanager
def http_stream(audio: Path) -> Iterator[Stream]:
    """Serve a file as an endless stream for a `with` block."""
    stream = Stream(audio)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stream.serve(self)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stream.url = f"http://127.0.0.1:{server.server_address[1]}/live.mp3"
    try:
        yield stream
    finally:
        stream.cut.set()
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def hls_stream(audio: Path, folder: Path, piece_s: int = 3, window: int = 3) -> Iterator[str]:
    """Serve a file as live HLS: a playlist of the newest pieces, another one every `piece_s`."""
    subprocess.run(
        [ffmpeg.executable(), "-nostdin", "-v", "error", "-i", str(audio), "-c:a", "aac",
         "-b:a", "96k", "-f", "hls", "-hls_time", str(piece_s), "-hls_list_size", "0",
         str(folder / "all.m3u8")],
        check=True,
    )  # fmt: skip
    lines = (folder / "all.m3u8").read_text(encoding="utf-8").splitlines()
    pieces = [
        f"{length}\n{name}"
        for length, name in itertools.pairwise(lines)
        if length.startswith("#EXTINF")
    ]
    began = time.monotonic()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.endswith("live.m3u8"):
                super().do_GET()
                return
            first = int((time.monotonic() - began) / piece_s)
            head = f"#EXTM3U\n#EXT-X-TARGETDURATION:{piece_s}\n#EXT-X-MEDIA-SEQUENCE:{first}\n"
            body = (head + "\n".join(pieces[first : first + window]) + "\n").encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/vnd.apple.mpegurl")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/live.m3u8"
    finally:
        server.shutdown()
        server.server_close()
