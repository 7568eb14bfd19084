"""`data/programmes.json`: reading it against the schema, and writing it."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any

import jsonschema

from broadcast_desk.library.model import Draft
from broadcast_desk.packages.model import (
    FORMAT,
    FORMAT_VERSION,
    LIMITS,
    Contents,
    Limits,
    PackageRefusedError,
    Problem,
    Programme,
    SuggestedAiring,
    Withdrawal,
    priority_of,
)
from broadcast_desk.packages.names import shown
from broadcast_desk.packages.store import (
    airing_from_json,
    airing_to_json,
    origin_from_json,
    origin_to_json,
)
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.paths import resources_folder

SCHEMA_FILE = "package-1.schema.json"
MAX_NESTING = 12

_TEXTS = (
    "title", "code", "kind", "topic", "field", "language", "text", "reading", "source",
    "document_number", "author", "voice", "ai_mark", "rights", "note",
)  # fmt: skip
_DATES = ("produced_on", "valid_from", "valid_until")


@functools.cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of `data/programmes.json`, version 1."""
    text = (resources_folder() / "schema" / SCHEMA_FILE).read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def parse_contents(raw: bytes, limits: Limits = LIMITS) -> Contents:
    """What the file says.

    Raises:
        PackageRefusedError: it is not JSON, not of the schema, of a newer format, or contradicts
            itself.
    """
    document = _load(raw)
    problems = tuple(_schema_problems(document, limits))
    if problems:
        raise PackageRefusedError(problems)
    try:
        contents = _contents(document)
    except ValueError as error:
        raise PackageRefusedError(
            (Problem("package.bad_value", {"value": shown(str(error))}),)
        ) from error
    problems = tuple(_sense_problems(contents))
    if problems:
        raise PackageRefusedError(problems)
    return contents


def _load(raw: bytes) -> Any:  # noqa: ANN401  (JSON has no narrower type)
    try:
        text = raw.decode("utf-8")
        if _nesting(text) > MAX_NESTING:
            raise PackageRefusedError((Problem("package.json_nesting"),))
        return json.loads(text, object_pairs_hook=_no_twice, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise PackageRefusedError((Problem("package.json_encoding"),)) from error
    except (ValueError, RecursionError) as error:
        raise PackageRefusedError(
            (Problem("package.json_form", {"why": shown(str(error))}),)
        ) from error


_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.S)
"""Strings and brackets. A string without an end reaches to the end of the text, and is read once:
trying again from each of its quotes would take hours for a few megabytes."""


def _nesting(text: str) -> int:
    deepest = depth = 0
    for sign in _SIGNS.finditer(text):
        if sign[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign[0] in "]}":
            depth -= 1
    return deepest


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same key twice")
    return found


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _schema_problems(document: Any, limits: Limits) -> Iterator[Problem]:  # noqa: ANN401
    if isinstance(document, dict) and document.get("format") == FORMAT:
        version = document.get("version")
        if isinstance(version, int) and version > FORMAT_VERSION:
            yield Problem("package.newer_format", {"version": version, "known": FORMAT_VERSION})
            return
    if too_many := _too_many(document, limits):  # before each of them is looked at
        yield too_many
        return
    validator = jsonschema.Draft202012Validator(schema())
    for count, error in enumerate(validator.iter_errors(document)):
        if count >= 20:
            return
        where = "/".join(map(str, error.absolute_path)) or "."
        yield Problem("package.schema", {"where": shown(where), "why": shown(error.message)})


def _too_many(document: Any, limits: Limits) -> Problem | None:  # noqa: ANN401
    programmes = document.get("programmes") if isinstance(document, dict) else None
    if isinstance(programmes, list) and len(programmes) > limits.programmes:
        return Problem("package.too_many_programmes", {"limit": limits.programmes})
    return None


def _sense_problems(contents: Contents) -> Iterator[Problem]:
    codes: set[str] = set()
    for programme in contents.programmes:
        code = programme.draft.code
        if code.casefold() in codes:
            yield Problem("package.code_twice", {"code": shown(code)})
        codes.add(code.casefold())
        draft = programme.draft
        if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
            yield Problem("package.programme_dates", {"code": shown(code)})
        if programme.audio is None and not draft.text.strip():
            yield Problem("package.nothing_inside", {"code": shown(code)})
    for withdrawal in contents.withdrawals:
        if withdrawal.code.casefold() in codes:
            yield Problem("package.sent_and_withdrawn", {"code": shown(withdrawal.code)})


def _contents(document: Mapping[str, Any]) -> Contents:
    created_at = datetime.fromisoformat(document["created_at"])
    if created_at.tzinfo is None:
        raise ValueError(document["created_at"])
    return Contents(
        package_id=document["id"],
        serial=int(document["serial"]),  # 7.0 is an integer in JSON Schema
        title=nfc(document.get("title", "")),
        issuer=nfc(document["issuer"]["name"]),
        key_id=document["issuer"]["key_id"],
        created_at=created_at,
        valid_from=_day(document.get("valid_from", "")),
        valid_until=_day(document.get("valid_until", "")),
        programmes=tuple(_programme(entry) for entry in document["programmes"]),
        withdrawals=tuple(
            Withdrawal(nfc(entry["code"]), nfc(entry.get("why", "")))
            for entry in document.get("withdrawals", ())
        ),
        revoked_keys=tuple(document.get("revoked_keys", ())),
        note=nfc(document.get("note", "")),
    )


def _programme(entry: Mapping[str, Any]) -> Programme:
    values: dict[str, Any] = {name: nfc(entry[name]) for name in _TEXTS if name in entry}
    values |= {name: _day(entry.get(name, "")) for name in _DATES}
    audio = entry.get("audio") or {}
    for airing in entry.get("airings", ()):
        time.fromisoformat(airing.get("at") or "00:00")
    return Programme(
        draft=Draft(**values, priority=priority_of(entry.get("priority", ""))),
        audio=PurePosixPath(audio["file"]) if audio else None,
        audio_sha256=audio.get("sha256", ""),
        duration_s=float(audio.get("duration_s", 0.0)),
        size_bytes=int(audio.get("bytes", 0)),
        airings=tuple(airing_from_json(airing) for airing in entry.get("airings", ())),
        origin=origin_from_json(entry["origin"]) if "origin" in entry else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def write_contents(contents: Contents) -> bytes:
    """The file, as UTF-8 JSON that people can read."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "id": contents.package_id,
        "serial": contents.serial,
        "title": contents.title,
        "issuer": {"name": contents.issuer, "key_id": contents.key_id},
        "created_at": contents.created_at.isoformat(timespec="seconds"),
        "valid_from": _day_text(contents.valid_from),
        "valid_until": _day_text(contents.valid_until),
        "note": contents.note,
        "programmes": [_programme_json(programme) for programme in contents.programmes],
        "withdrawals": [{"code": w.code, "why": w.why} for w in contents.withdrawals],
        "revoked_keys": list(contents.revoked_keys),
    }
    text = json.dumps(_without_empty(document), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    needed = {"programmes", "id", "serial", "title"}
    return {k: v for k, v in document.items() if k in needed or v not in ("", None, [], {})}


def _programme_json(programme: Programme) -> dict[str, Any]:
    draft = programme.draft
    entry: dict[str, Any] = {name: getattr(draft, name) for name in _TEXTS}
    entry |= {name: _day_text(getattr(draft, name)) for name in _DATES}
    entry["priority"] = draft.priority.value
    if programme.audio is not None:
        entry["audio"] = {
            "file": programme.audio.as_posix(),
            "sha256": programme.audio_sha256,
            "bytes": programme.size_bytes,
            "duration_s": round(programme.duration_s, 3),
        }
    entry["airings"] = [_airing_json(airing) for airing in programme.airings]
    if programme.origin is not None:
        entry["origin"] = _without_empty(origin_to_json(programme.origin))
    return _without_empty(entry)


def _airing_json(airing: SuggestedAiring) -> dict[str, str]:
    return {name: value for name, value in airing_to_json(airing).items() if value}


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""
