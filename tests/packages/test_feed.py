from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from broadcast_desk.packages import quarantine
from broadcast_desk.packages.feed import Feeds, parse_feed, waiting_time
from broadcast_desk.packages.fetching import download
from broadcast_desk.station.errors import InputError, PackageError
from tests.packages.conftest import programmes

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>TT</title>
{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><guid>{name}</guid>
<pubDate>Fri, 07 Aug 2026 22:00:00 GMT</pubDate>
<enclosure url="{base}/{name}" type="{kind}" length="1"/></item>"""


class Server:
    """A small web server with ETag and Range, that can break off and refuse."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, int]] = []
        self.break_after = 0
        self.status = 0
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *args: object) -> None:
                del args

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        if not self._http.fileno() >= 0:
            return
        self._http.shutdown()
        self._http.server_close()

    def offer(self, *entries: tuple[str, str, str]) -> str:
        items = "".join(
            ITEM.format(base=self.base, name=name, title=title, kind=kind)
            for name, title, kind in entries
        )
        self.files["/feed.xml"] = FEED.format(items=items).encode()
        return f"{self.base}/feed.xml"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        data = self.files.get(request.path, b"")
        etag = f'"{hash(data)}"'
        begin = 0
        status = self.status or (200 if data else 404)
        if request.headers.get("If-None-Match") == etag:
            status, data = 304, b""
        elif (span := request.headers.get("Range")) and request.headers.get("If-Range") == etag:
            begin = int(span.removeprefix("bytes=").rstrip("-"))
            status = 206
        self.requests.append((request.path, request.headers.get("Range", ""), status))
        request.send_response(status)
        request.send_header("ETag", etag)
        request.send_header("Content-Length", str(len(data) - begin if status < 300 else 0))
        request.end_headers()
        if status < 300:
            end = begin + self.break_after if self.break_after else len(data)
            request.wfile.write(data[begin:end])
            request.wfile.flush()
            if end < len(data):
                request.connection.close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def feeds(trusting) -> Feeds:
    return Feeds(trusting.library, trusting.media, trusting.issuers, trusting.data, trusting.clock)


def test_packages_and_audio_come_in_once(feeds, server, trusting, make, tones):
    first, second = make(programmes(tones, "A1")), make(programmes(tones, "A2"))
    server.files |= {"/1.zip": first.read_bytes(), "/2.zip": second.read_bytes()}
    server.files["/e.mp3"] = (tones / "tone.mp3").read_bytes()
    url = server.offer(
        ("2.zip", "Gói 2", "application/zip"),
        ("e.mp3", "Tập podcast", "audio/mpeg"),
        ("1.zip", "Gói 1", "application/zip"),
    )
    feeds.add(url)
    report = feeds.poll()
    assert [r.serial for r in report.imported] == [1, 2]  # oldest first, or 1 would be a rollback
    (code,) = report.local
    draft = trusting.library.newest(code).draft
    assert (draft.title, draft.produced_on) == ("Tập podcast", date(2026, 8, 8))
    assert trusting.library.airables() == ()
    assert not list((trusting.data.cache / "feeds").iterdir())
    server.requests.clear()
    assert feeds.poll().unchanged == [url]
    assert server.requests == [("/feed.xml", "", 304)]


def test_a_refused_package_is_not_fetched_again(feeds, server, trusting, good_zip):
    server.files["/x.zip"] = good_zip.read_bytes()[:-5]
    feeds.add(server.offer(("x.zip", "Hỏng", "application/zip")))
    assert [name for name, _ in feeds.poll().refused] == ["Hỏng"]
    server.requests.clear()
    feeds.poll(even_if_early=True)
    assert "/x.zip" not in [path for path, _, _ in server.requests]


def test_a_package_that_comes_early_is_kept_for_its_day(feeds, server, trusting, make):
    server.files["/1.zip"] = make(valid_from=date(2026, 8, 15)).read_bytes()
    feeds.add(server.offer(("1.zip", "Gói 1", "application/zip")))
    assert [p.code for _, p in feeds.poll().failed] == ["package.not_yet"]
    assert list(quarantine.refused(trusting.data)) == []
    trusting.clock.pass_by(timedelta(days=9))
    server.requests.clear()
    assert feeds.poll().imported[0].serial == 1
    assert [path for path, _, _ in server.requests] == ["/feed.xml"]  # not fetched again


def test_a_broken_download_goes_on_where_it_stopped(feeds, server, trusting, good_zip):
    raw = good_zip.read_bytes()
    server.files["/g.zip"] = raw
    feeds.add(server.offer(("g.zip", "Gói", "application/zip")))
    feed = server.files["/feed.xml"]
    server.break_after = max(len(raw) * 2 // 3, len(feed))
    assert len(feeds.poll().failed) == 1
    assert trusting.library.find() == []
    assert feeds.poll().imported == []  # too early: it is left alone for a while
    trusting.clock.pass_by(timedelta(minutes=6))
    report = feeds.poll()
    assert len(report.imported) == 1
    ranges = [(span, status) for path, span, status in server.requests if path == "/g.zip"]
    assert ranges == [("", 200), (f"bytes={server.break_after}-", 206)]


def test_a_file_that_changed_meanwhile_is_fetched_anew(server, tmp_path):
    server.files["/f"] = b"a" * 100_000
    server.break_after = 50_000
    with pytest.raises(PackageError):
        download(f"{server.base}/f", tmp_path / "f", limit=10**6)
    server.files["/f"] = b"b" * 80_000
    server.break_after = 0
    download(f"{server.base}/f", tmp_path / "f", limit=10**6)
    assert (tmp_path / "f").read_bytes() == b"b" * 80_000
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_too_large_is_stopped(server, tmp_path):
    server.files["/f"] = b"a" * 100_000
    with pytest.raises(PackageError, match="feed_large"):
        download(f"{server.base}/f", tmp_path / "f", limit=1000)
    assert not (tmp_path / "f").exists()


def test_failures_wait_longer_and_longer(feeds, server, trusting):
    url = server.offer()
    feeds.add(url)
    server.status = 503
    for failures in range(1, 4):
        assert feeds.poll().failed[0][1].params["why"] == "HTTP 503"
        (state,) = feeds.all()
        assert state.failures == failures
        assert state.next_at == trusting.clock.now() + waiting_time(failures)
        server.requests.clear()
        feeds.poll()
        assert server.requests == []
        trusting.clock.pass_by(waiting_time(failures))
    server.status = 0
    feeds.poll()
    assert feeds.all()[0].failures == 0
    assert waiting_time(99) == timedelta(hours=6)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a/b", "http://", "javascript:x", ""])
def test_addresses_that_are_no_feeds(url, feeds):
    with pytest.raises(InputError, match="feed_url"):
        feeds.add(url)


def test_enclosures_lead_only_to_the_web():
    item = ITEM.format(base="file:///etc", name="passwd.mp3", title="x", kind="audio/mpeg")
    assert parse_feed(FEED.format(items=item).encode(), "x") == ()
    with pytest.raises(PackageError, match="feed_form"):
        parse_feed(b"<html>not a feed</html>", "x")


def test_an_unreachable_server_is_a_failure_not_a_crash(feeds, server):
    url = server.offer()
    feeds.add(url)
    server.close()
    assert feeds.poll().failed[0][0] == url
