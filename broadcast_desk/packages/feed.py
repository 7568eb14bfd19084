"""The centre's feed: an RSS 2.0 podcast whose enclosures are packages or plain audio."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.packages import feed_store, quarantine
from broadcast_desk.packages.feed_store import FeedState
from broadcast_desk.packages.fetching import check_url, download, fetch
from broadcast_desk.packages.importing import import_package
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.local import Origins, take_local
from broadcast_desk.packages.model import LIMITS, ImportReport, PackageRefusedError, Problem
from broadcast_desk.packages.names import clean_name
from broadcast_desk.packages.verifying import AUDIO_SUFFIXES
from broadcast_desk.station.clock import Clock, local
from broadcast_desk.station.encodings import to_vietnamese
from broadcast_desk.station.errors import AudioError, InputError, PackageError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import reading, writing

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
ENTRIES_AT_ONCE = 20
"""Of an ordinary podcast with years of episodes only the newest are taken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed with something to fetch."""

    guid: str
    url: str
    title: str
    day: date | None
    is_package: bool


@dataclass
class FeedReport:
    """What polling the feeds did.

    Attributes:
        failed: feeds or entries that could not be fetched, with the reason; tried again later.
    """

    imported: list[ImportReport] = field(default_factory=list)
    local: list[str] = field(default_factory=list)
    refused: list[tuple[str, Problem]] = field(default_factory=list)
    failed: list[tuple[str, Problem]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def waiting_time(failures: int) -> timedelta:
    """How long to leave a feed alone after so many failures in a row: doubling, with a limit."""
    doubled: timedelta = FIRST_WAIT * (1 << min(max(failures - 1, 0), 10))
    return min(doubled, LONGEST_WAIT)


def parse_feed(raw: bytes, base: str) -> tuple[Entry, ...]:
    """The entries that bring a package or audio, oldest first, the newest `ENTRIES_AT_ONCE`.

    Raises:
        PackageError: it is no feed.
    """
    parsed = feedparser.parse(raw, sanitize_html=True)
    if not parsed.version and not parsed.entries:
        raise PackageError("package.feed_form", url=base)
    entries = [entry for item in parsed.entries for entry in _entries(item)]
    return tuple(reversed(entries[:ENTRIES_AT_ONCE]))


def _entries(item: feedparser.FeedParserDict) -> Iterator[Entry]:
    for link in item.get("enclosures", ()):
        url = str(link.get("href", ""))
        kind = str(link.get("type", "")).lower()
        suffix = Path(unquote(urlsplit(url).path)).suffix.lower()
        is_package = suffix == ".zip" or "zip" in kind
        if urlsplit(url).scheme not in ("http", "https"):
            continue
        if is_package or suffix in AUDIO_SUFFIXES or kind.startswith("audio/"):
            yield Entry(
                guid=str(item.get("id") or url),
                url=url,
                title=" ".join(to_vietnamese(str(item.get("title", ""))).split())[:300],
                day=_day(item.get("published_parsed")),
                is_package=is_package,
            )
            return


def _day(parts: object) -> date | None:
    if not isinstance(parts, tuple):
        return None
    year, month, day, hour, minute = parts[:5]
    return local(datetime(year, month, day, hour, minute, tzinfo=UTC)).date()


class Feeds:
    """The feeds of one station."""

    def __init__(
        self, library: Library, media: MediaStore, issuers: Issuers, data: DataFolder, clock: Clock
    ) -> None:
        self._library = library
        self._media = media
        self._issuers = issuers
        self._db = issuers.database
        self._data = data
        self._clock = clock

    def add(self, url: str) -> None:
        """Follow a feed.

        Raises:
            InputError: it is no web address.
        """
        with writing(self._db) as connection:
            feed_store.put_feed(connection, FeedState(check_url(url)))

    def remove(self, url: str) -> None:
        """Stop following a feed; what came from it stays."""
        with writing(self._db) as connection:
            feed_store.delete_feed(connection, url)

    def all(self) -> tuple[FeedState, ...]:
        """The feeds that are followed."""
        with reading(self._db) as connection:
            return tuple(feed_store.feeds(connection))

    def poll(self, *, even_if_early: bool = False) -> FeedReport:
        """Look at every feed whose time has come, and take in what is new.

        Raises:
            StoreError: the disk is full.
        """
        report = FeedReport()
        for feed in self.all():
            now = self._clock.now()
            if feed.next_at is not None and now < feed.next_at and not even_if_early:
                continue
            try:
                self._poll(feed, report)
            except (PackageError, InputError) as error:  # InputError: sent to no web address
                report.failed.append((feed.url, Problem(error.code, dict(error.params))))
                self._failed(feed)
        return report

    def _failed(self, feed: FeedState) -> None:
        now, failures = self._clock.now(), feed.failures + 1
        again_at = now + waiting_time(failures)
        later = replace(feed, failures=failures, next_at=again_at, checked_at=now)
        with writing(self._db) as connection:
            feed_store.put_feed(connection, later)

    def _poll(self, feed: FeedState, report: FeedReport) -> None:
        answer = fetch(feed.url, etag=feed.etag, modified=feed.modified)
        complete = True
        if answer.body:
            with reading(self._db) as connection:
                seen = feed_store.seen_guids(connection, feed.url)
            for entry in parse_feed(answer.body, feed.url):
                if entry.guid not in seen:
                    complete &= self._take(feed, entry, report)
        else:
            report.unchanged.append(feed.url)
        if not complete:  # ask for the whole feed again, and for what is missing
            self._failed(replace(feed, etag="", modified=""))
            return
        done = FeedState(feed.url, answer.etag, answer.modified, checked_at=self._clock.now())
        with writing(self._db) as connection:
            feed_store.put_feed(connection, done)

    def _take(self, feed: FeedState, entry: Entry, report: FeedReport) -> bool:
        """Fetch one entry and take it in; False when it should be tried again."""
        path = self._place(entry)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file():
                limit = LIMITS.total_bytes if entry.is_package else LIMITS.file_bytes
                download(entry.url, path, limit=limit)
            result = self._enter(feed, entry, path, report)
        except PackageRefusedError as error:
            if error.is_early:
                report.failed.append((entry.url, error.problems[0]))
                return False
            report.refused.append((entry.title or entry.url, error.problems[0]))
            result = "refused"
        except (PackageError, InputError) as error:
            report.failed.append((entry.url, Problem(error.code, dict(error.params))))
            return False
        path.unlink(missing_ok=True)
        with writing(self._db) as connection:
            feed_store.insert_feed_entry(
                connection, feed.url, entry.guid, result, self._clock.now()
            )
        return True

    def _enter(self, feed: FeedState, entry: Entry, path: Path, report: FeedReport) -> str:
        if entry.is_package:
            report.imported.append(
                import_package(
                    path, self._library, self._media, self._issuers, self._data, self._clock,
                    from_inbox=True,
                )
            )  # fmt: skip
            return "imported"
        origins = Origins(title=entry.title, day=entry.day, source=feed.url, note=entry.url)
        try:
            version = take_local(
                path, self._library, self._media, self._db, self._data, origins=origins
            )
        except (AudioError, InputError) as error:
            problem = Problem(error.code, dict(error.params))
            quarantine.put_away(path, [problem], self._data, self._clock.now(), move=True)
            report.refused.append((entry.title or entry.url, problem))
            return "refused"
        report.local.append(version.draft.code)
        return "local"

    def _place(self, entry: Entry) -> Path:
        """Where an entry is downloaded to: the same place at every attempt."""
        key = hashlib.sha256(f"{entry.guid}\n{entry.url}".encode()).hexdigest()[:16]
        name = Path(unquote(urlsplit(entry.url).path))
        suffix = ".zip" if entry.is_package else name.suffix.lower() or ".mp3"
        return self._data.cache / "feeds" / f"{key}-{clean_name(name.stem)[:40]}{suffix}"
