"""Passing programmes on to one's own villages, with the original issuer and hash kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import State, Version
from broadcast_desk.packages import store
from broadcast_desk.packages.model import Origin, Programme
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import Database, reading


def forwardable(
    codes: Iterable[str], library: Library, media: MediaStore, db: Database
) -> tuple[Programme, ...]:
    """Programmes of this library as they can be put into a package of one's own.

    Recordings that came in a package travel as the untouched original, with who issued them
    first; what was made here travels as mastered. Only what is approved here is passed on.

    Raises:
        InputError: no such programme, nothing approved in it, or its audio is gone.
    """
    return tuple(_programme(code, library, media, db) for code in codes)


def _programme(code: str, library: Library, media: MediaStore, db: Database) -> Programme:
    library.newest(code)
    approved = (v for v in library.versions(code) if v.state is State.APPROVED)
    version = next(approved, None)
    if version is None:
        raise InputError("library.not_approved", code=code)
    with reading(db) as connection:
        arrivals = tuple(store.arrivals(connection, code=code))
    arrival = next((a for a in arrivals if a.version_id == version.id), None)
    audio = version.draft.audio
    if audio is None and not version.draft.text.strip():
        raise InputError("package.not_forwardable", code=code)
    path = None
    if audio is not None:
        original = media.original_path(audio.original_sha256) if audio.original_sha256 else None
        path = original or media.path(audio.sha256)
        if not path.is_file():
            raise InputError("package.original_gone", code=code)
    return Programme(
        draft=replace(version.draft, audio=None, package_id="", issuer=""),
        audio=path,
        airings=arrival.airings if arrival else (),
        origin=_origin(arrival, version, db) if arrival else None,
    )


def _origin(arrival: store.Arrival, version: Version, db: Database) -> Origin:
    if arrival.origin is not None:
        return arrival.origin
    with reading(db) as connection:
        package = next(p for p in store.packages(connection) if p.id == arrival.package_id)
    return Origin(
        issuer=version.draft.issuer or arrival.issuer,
        key_id=package.issuer_key_id,
        package_id=package.id,
        serial=package.serial,
        code=arrival.issuer_code,
        audio_sha256=arrival.audio_sha256,
    )
