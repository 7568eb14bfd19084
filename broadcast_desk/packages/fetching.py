"""HTTP as feeds need it: conditional requests, resumed downloads, a size that is never exceeded."""

from __future__ import annotations

import contextlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from broadcast_desk.station.errors import InputError, PackageError, store_error_from_os
from broadcast_desk.storage.files import sync_file, write_text

TIMEOUT_S = 20.0
FEED_BYTES = 8 * 1024**2
_BLOCK = 256 * 1024
_AGENT = "broadcast-desk"
_NET_ERRORS = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; `body` is empty when nothing changed (304)."""

    status: int
    body: bytes = b""
    etag: str = ""
    modified: str = ""


def check_url(url: str) -> str:
    """The address itself, when it is one that a feed may have.

    Raises:
        InputError: not http or https, or without a host.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("package.feed_url", url=url)
    return url.strip()


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Redirects stay on the web."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: object,
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_url(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # passed on as they came


def _open(url: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    request = urllib.request.Request(
        check_url(url), headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
    )
    opener = urllib.request.build_opener(_WebOnly())
    response: http.client.HTTPResponse = opener.open(request, timeout=TIMEOUT_S)
    return response


def fetch(url: str, *, etag: str = "", modified: str = "", limit: int = FEED_BYTES) -> Answer:
    """A small document, unless it is as it was.

    Raises:
        PackageError: the server cannot be reached, refuses, or sends too much.
    """
    headers = {"If-None-Match": etag} if etag else {}
    if modified:
        headers["If-Modified-Since"] = modified
    try:
        with _open(url, headers) as response:
            body = response.read(limit + 1)
            if len(body) > limit:
                raise PackageError("package.feed_large", url=url)
            return Answer(
                response.status,
                body,
                response.headers.get("ETag", ""),
                response.headers.get("Last-Modified", ""),
            )
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.HTTPStatus.NOT_MODIFIED:
                return Answer(error.code, etag=etag, modified=modified)
            raise PackageError("package.feed_http", url=url, why=f"HTTP {error.code}") from error
    except _NET_ERRORS as error:
        raise PackageError("package.feed_http", url=url, why=_why(error)) from error


def download(
    url: str, target: Path, *, limit: int, progress: Callable[[int], None] = lambda size: None
) -> None:
    """Fetch a large file to `target`, going on where an earlier attempt broke off.

    The unfinished file is `target` with ".part"; `target` appears only when everything is there.

    Raises:
        PackageError: the server cannot be reached, breaks off, or sends too much; what arrived is
            kept for the next attempt.
        StoreError: the disk is full.
    """
    part = target.with_name(target.name + ".part")
    note = target.with_name(target.name + ".etag")
    begun = part.stat().st_size if part.is_file() else 0
    validator = _validator(note)
    resume = bool(begun and validator)
    headers = {"Range": f"bytes={begun}-", "If-Range": validator} if resume else {}
    try:
        with _open(url, headers) as response:
            goes_on = resume and response.status == http.HTTPStatus.PARTIAL_CONTENT
            expected = _expected(response, begun if goes_on else 0)
            if expected is not None and expected > limit:
                raise PackageError("package.feed_large", url=url)
            write_text(note, json.dumps(_new_validator(response)))
            size = _receive(response, part, begun if goes_on else 0, limit, progress)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                _forget(part, note)
            raise PackageError("package.feed_http", url=url, why=f"HTTP {error.code}") from error
    except _NET_ERRORS as error:
        raise PackageError("package.feed_http", url=url, why=_why(error)) from error
    if size > limit:
        _forget(part, note)
        raise PackageError("package.feed_large", url=url)
    if expected is not None and size != expected:
        raise PackageError("package.feed_http", url=url, why=f"{size}/{expected}")
    sync_file(part)
    part.replace(target)
    note.unlink(missing_ok=True)


def _receive(
    response: http.client.HTTPResponse,
    part: Path,
    begun: int,
    limit: int,
    progress: Callable[[int], None],
) -> int:
    """Append what comes; how long the file is then. A break leaves what has arrived."""
    size = begun
    try:
        with part.open("r+b" if begun else "wb") as sink:
            sink.seek(begun)
            sink.truncate()
            while block := _read(response):
                size += len(block)
                if size > limit:
                    break
                sink.write(block)
                progress(size)
    except OSError as error:
        raise store_error_from_os(error, part) from error
    return size


def _read(response: http.client.HTTPResponse) -> bytes:
    """The next bytes; b"" at the end and also when the line breaks, which the size will tell."""
    try:
        return response.read(_BLOCK)
    except http.client.IncompleteRead as error:
        return error.partial
    except (OSError, http.client.HTTPException):
        return b""


def _expected(response: http.client.HTTPResponse, begun: int) -> int | None:
    length = response.headers.get("Content-Length", "")
    return begun + int(length) if length.isdigit() else None


def _new_validator(response: http.client.HTTPResponse) -> str:
    etag = response.headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else response.headers.get("Last-Modified", "")


def _validator(note: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return str(json.loads(note.read_text(encoding="utf-8")))
    return ""


def _forget(part: Path, note: Path) -> None:
    part.unlink(missing_ok=True)
    note.unlink(missing_ok=True)


def _why(error: BaseException) -> str:
    reason = getattr(error, "reason", error)
    return str(reason)[:120] or type(error).__name__
