"""The SQL of the packages room."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from broadcast_desk.packages.model import ImportedPackage, Issuer, Origin, SuggestedAiring
from broadcast_desk.station.clock import from_text, to_text

# Issuers


def put_issuer(connection: sqlite3.Connection, issuer: Issuer) -> None:
    """Insert or renew a trusted issuer."""
    connection.execute(
        "INSERT INTO issuers (key_id, name, public_key, valid_from, valid_until, confirmed_by, "
        "added_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key_id) DO UPDATE SET "
        "name = excluded.name, valid_from = excluded.valid_from, "
        "valid_until = excluded.valid_until, confirmed_by = excluded.confirmed_by",
        (
            issuer.key_id,
            issuer.name,
            issuer.public_key,
            _text(issuer.valid_from),
            _text(issuer.valid_until),
            issuer.confirmed_by,
            to_text(issuer.added_at),
        ),
    )


def issuer(connection: sqlite3.Connection, key_id: str) -> Issuer | None:
    """The issuer with that key."""
    row = connection.execute("SELECT * FROM issuers WHERE key_id = ?", (key_id,)).fetchone()
    return None if row is None else _issuer(row)


def issuers(connection: sqlite3.Connection) -> Iterator[Issuer]:
    """All issuers by name."""
    for row in connection.execute("SELECT * FROM issuers ORDER BY name, added_at"):
        yield _issuer(row)


def revoke(connection: sqlite3.Connection, key_id: str, at: datetime, why: str) -> None:
    """Mark a key as worthless; the first revocation stands."""
    connection.execute(
        "UPDATE issuers SET revoked_at = ?, revoked_why = ? WHERE key_id = ? AND revoked_at = ''",
        (to_text(at), why, key_id),
    )


def _issuer(row: sqlite3.Row) -> Issuer:
    return Issuer(
        key_id=row["key_id"],
        name=row["name"],
        public_key=row["public_key"],
        added_at=from_text(row["added_at"]),
        confirmed_by=row["confirmed_by"],
        valid_from=_instant(row["valid_from"]),
        valid_until=_instant(row["valid_until"]),
        revoked_at=_instant(row["revoked_at"]),
        revoked_why=row["revoked_why"],
    )


def _text(instant: datetime | None) -> str:
    return to_text(instant) if instant is not None else ""


def _instant(text: str) -> datetime | None:
    return from_text(text) if text else None


# Packages


def insert_package(
    connection: sqlite3.Connection,
    package: ImportedPackage,
    tagmanifest_sha256: str,
) -> None:
    """Note an imported package."""
    connection.execute(
        "INSERT INTO packages (id, issuer_key_id, serial, title, tagmanifest_sha256, imported_at, "
        "imported_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            package.id,
            package.issuer_key_id,
            package.serial,
            package.title,
            tagmanifest_sha256,
            to_text(package.imported_at),
            package.imported_by,
        ),
    )


def packages(connection: sqlite3.Connection) -> Iterator[ImportedPackage]:
    """All imported packages, newest first."""
    for row in connection.execute(
        "SELECT p.*, i.name AS issuer, (SELECT count(*) FROM package_programmes g "
        "WHERE g.package_id = p.id) AS programmes FROM packages p "
        "JOIN issuers i ON i.key_id = p.issuer_key_id ORDER BY p.imported_at DESC, p.serial DESC"
    ):
        yield ImportedPackage(
            id=row["id"],
            issuer=row["issuer"],
            issuer_key_id=row["issuer_key_id"],
            serial=row["serial"],
            title=row["title"],
            imported_at=from_text(row["imported_at"]),
            imported_by=row["imported_by"],
            programmes=row["programmes"],
        )


def package_by_hash(connection: sqlite3.Connection, tagmanifest_sha256: str) -> str | None:
    """The id of the package with that tag manifest."""
    row = connection.execute(
        "SELECT id FROM packages WHERE tagmanifest_sha256 = ?", (tagmanifest_sha256,)
    ).fetchone()
    return None if row is None else str(row["id"])


def has_package(connection: sqlite3.Connection, package_id: str) -> bool:
    """Whether a package of that id is known."""
    query = "SELECT 1 FROM packages WHERE id = ?"
    return connection.execute(query, (package_id,)).fetchone() is not None


def highest_serial(connection: sqlite3.Connection, issuer_name: str) -> int:
    """The highest serial from an issuer, under any of its keys."""
    row = connection.execute(
        "SELECT max(serial) AS top FROM packages p JOIN issuers i ON i.key_id = p.issuer_key_id "
        "WHERE i.name = ?",
        (issuer_name,),
    ).fetchone()
    return int(row["top"] or 0)


# Programmes


@dataclass(frozen=True, slots=True)
class Arrival:
    """One programme as a package brought it."""

    package_id: str
    issuer: str
    issuer_code: str
    code: str
    version_id: int
    audio_sha256: str = ""
    airings: tuple[SuggestedAiring, ...] = ()
    origin: Origin | None = None


def insert_arrival(connection: sqlite3.Connection, arrival: Arrival) -> None:
    """Note what a package brought."""
    connection.execute(
        "INSERT INTO package_programmes (package_id, issuer, issuer_code, code, version_id, "
        "audio_sha256, airings, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            arrival.package_id,
            arrival.issuer,
            arrival.issuer_code,
            arrival.code,
            arrival.version_id,
            arrival.audio_sha256,
            json.dumps([airing_to_json(airing) for airing in arrival.airings]),
            json.dumps(origin_to_json(arrival.origin), ensure_ascii=False)
            if arrival.origin
            else "",
        ),
    )


def local_code(connection: sqlite3.Connection, issuer_name: str, issuer_code: str) -> str:
    """Our code of an issuer's programme, "" when it never came."""
    row = connection.execute(
        "SELECT code FROM package_programmes WHERE issuer = ? AND issuer_code = ? "
        "ORDER BY version_id DESC LIMIT 1",
        (issuer_name, issuer_code),
    ).fetchone()
    return "" if row is None else str(row["code"])


def arrivals(
    connection: sqlite3.Connection, *, package_id: str = "", code: str = ""
) -> Iterator[Arrival]:
    """What a package brought, or how a programme came; newest first."""
    for row in connection.execute(
        "SELECT * FROM package_programmes WHERE (? = '' OR package_id = ?) "
        "AND (? = '' OR code = ?) ORDER BY version_id DESC, rowid DESC",
        (package_id, package_id, code, code),
    ):
        yield arrival_of(row)


def arrival_of(row: sqlite3.Row) -> Arrival:
    """A row of package_programmes."""
    origin = json.loads(row["origin"]) if row["origin"] else None
    return Arrival(
        package_id=row["package_id"],
        issuer=row["issuer"],
        issuer_code=row["issuer_code"],
        code=row["code"],
        version_id=row["version_id"],
        audio_sha256=row["audio_sha256"],
        airings=tuple(airing_from_json(a) for a in json.loads(row["airings"])),
        origin=origin_from_json(origin) if origin else None,
    )


def airing_to_json(airing: SuggestedAiring) -> dict[str, str]:
    """A suggested airing as JSON."""
    on = airing.on.isoformat() if airing.on else ""
    return {"on": on, "at": airing.at, "kind": airing.kind}


def airing_from_json(value: dict[str, Any]) -> SuggestedAiring:
    """A suggested airing from JSON."""
    on = date.fromisoformat(value["on"]) if value.get("on") else None
    return SuggestedAiring(on, value.get("at", ""), value.get("kind", "first"))


def origin_to_json(origin: Origin) -> dict[str, Any]:
    """Where a programme first came from, as JSON."""
    return {name: getattr(origin, name) for name in Origin.__slots__}


def origin_from_json(value: dict[str, Any]) -> Origin:
    """Where a programme first came from."""
    return Origin(**{name: value[name] for name in Origin.__slots__ if name in value})


def media_in_use(connection: sqlite3.Connection, sha256: str) -> bool:
    """Whether any version refers to that audio file."""
    query = "SELECT 1 FROM versions WHERE audio_sha256 = ? OR original_sha256 = ? LIMIT 1"
    return connection.execute(query, (sha256, sha256)).fetchone() is not None


def local_version_of(connection: sqlite3.Connection, original_sha256: str) -> int | None:
    """The newest version made of that original that did not come in a package."""
    row = connection.execute(
        "SELECT max(id) AS id FROM versions WHERE original_sha256 = ? AND package_id = ''",
        (original_sha256,),
    ).fetchone()
    return None if row["id"] is None else int(row["id"])


# Notices


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should hear of; `code` and `params` make the message."""

    id: int
    at: datetime
    code: str
    params: dict[str, Any]


def insert_notice(
    connection: sqlite3.Connection, at: datetime, message: str, /, **params: object
) -> None:
    """Note something for a person."""
    connection.execute(
        "INSERT INTO package_notices (at, code, params) VALUES (?, ?, ?)",
        (to_text(at), message, json.dumps(params, ensure_ascii=False, default=str)),
    )


def unseen_notices(connection: sqlite3.Connection) -> Iterator[Notice]:
    """Notices nobody has seen yet, oldest first."""
    for row in connection.execute("SELECT * FROM package_notices WHERE seen_at = '' ORDER BY id"):
        yield Notice(row["id"], from_text(row["at"]), row["code"], json.loads(row["params"]))


def mark_seen(connection: sqlite3.Connection, notice_id: int, at: datetime) -> None:
    """A person has seen a notice."""
    connection.execute(
        "UPDATE package_notices SET seen_at = ? WHERE id = ?", (to_text(at), notice_id)
    )
