"""The manifests of a bag: what each line means on this disk, and where it leads out of the bag."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator

from broadcast_desk.packages.bag_tags import Bag, tag_lines
from broadcast_desk.packages.hashing import new_hash, supported

LINES_A_FILE = 4
"""A manifest may have so many lines for each file that a package may hold."""

_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9-]+)\.txt", re.I)
_SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes"}
_WEAK = {"md5", "sha1"}


def read_manifests(bag: Bag) -> dict[str, dict[str, str]]:
    """All manifests: file name -> path as on disk -> hash; payload manifests are returned."""
    payload: dict[str, dict[str, str]] = {}
    for name in sorted(bag.container.sizes):
        found = _MANIFEST.fullmatch(name)
        if found is None:
            continue
        algorithm = found[2].lower().replace("-", "")
        if not supported(algorithm):
            bag.warn("unknown_algorithm", name)
            continue
        if algorithm in _WEAK:
            bag.warn("weak_algorithm", algorithm)
        entries = _read_manifest(bag, name, algorithm, tags=bool(found[1]))
        if not found[1]:
            payload[name] = entries
    if not payload:
        bag.wrong("no_payload_manifest")
    return payload


def _read_manifest(bag: Bag, name: str, algorithm: str, *, tags: bool) -> dict[str, str]:
    entries: dict[str, str] = {}
    length = new_hash(algorithm).digest_size * 2
    for written, digest in manifest_lines(bag, name):
        if len(digest) != length or not re.fullmatch(r"[0-9a-f]+", digest):
            bag.wrong("not_a_hash", f"{name}: {written}")
            continue
        path = _resolve(bag, name, written)
        if path is None:
            continue
        if not _in_its_place(bag, name, path, tags=tags):
            continue
        _note(bag, name, entries, path, digest)
        known = bag.hashes.setdefault(path, {})
        if known.setdefault(algorithm, digest) != digest:
            bag.wrong("conflicting_hashes", path)
    return entries


def _note(bag: Bag, name: str, entries: dict[str, str], path: str, digest: str) -> None:
    if path not in entries:
        entries[path] = digest
    elif entries[path] != digest:
        bag.wrong("listed_twice_differently", f"{name}: {path}")
    else:
        bag.strict("listed_twice", f"{name}: {path}")


def _in_its_place(bag: Bag, name: str, path: str, *, tags: bool) -> bool:
    payload = path.startswith("data/")
    if payload and tags:
        bag.strict("payload_in_tag_manifest", f"{name}: {path}")
    if tags and path.lower().startswith("tagmanifest-"):
        bag.strict("tag_manifest_in_tag_manifest", f"{name}: {path}")
    if not payload and not tags:
        bag.wrong("not_in_data", f"{name}: {path}")
        return False
    return True


def manifest_lines(bag: Bag, name: str) -> Iterator[tuple[str, str]]:
    """Path as it is written, and hash, of each line of a manifest."""
    lines = tag_lines(bag, name)
    if len(lines) > LINES_A_FILE * bag.limits.files:
        bag.wrong("too_many_lines", name)
        return
    for line in lines:
        if not line.strip():
            continue
        if line.startswith("#"):
            bag.warn("comment_in_manifest", name)
            continue
        parts = re.split(r"[ \t]+", line, maxsplit=1)
        if len(parts) != 2 or not parts[0] or not parts[1]:
            bag.wrong("manifest_line", f"{name}: {line}")
            continue
        yield parts[1], parts[0].lower()


def out_of_scope(path: str) -> bool:
    """Whether a path as written in a tag file leaves the bag, on any system."""
    return bool(
        path.startswith(("/", "\\", "~"))
        or re.match(r"[A-Za-z]:", path)
        or re.match(r"%\w+%", path)
        or ".." in re.split(r"[/\\]", posixpath.normpath(path))
        or "\x00" in path
    )


def _resolve(bag: Bag, name: str, written: str) -> str | None:
    """The file on disk that a manifest line means, None (and a reason) when there is none."""
    if out_of_scope(written.removeprefix("*")):
        bag.wrong("out_of_scope", f"{name}: {written}")
        return None
    for candidate in candidates(written):
        if candidate in bag.container.sizes:
            _warn_of_form(bag, name, written, candidate)
            return candidate
    near = _near(bag, written)
    if near is None:
        bag.wrong("missing_file", f"{name}: {written}")
    return near


def candidates(written: str) -> Iterator[str]:
    """The paths that a line may mean, the most literal reading of the version first."""
    for text in (written, written.removeprefix("*")):
        for path in (_decoded(text), text, text.rstrip(" \t")):
            yield path
            yield posixpath.normpath(path)


def _decoded(path: str) -> str:
    """CR, LF and % are written as %0D, %0A, %25 (RFC 8493 section 2.1.3), nothing else is."""
    return re.sub("%(0D|0A|25)", lambda found: chr(int(found[1], 16)), path, flags=re.I)


def _warn_of_form(bag: Bag, name: str, written: str, meant: str) -> None:
    if written.startswith("*") and not meant.startswith("*"):
        bag.warn("made_with_md5sum", name)
    if written.removeprefix("*").startswith("./"):
        bag.warn("leading_dot_slash", name)
    elif "/./" in written or "/../" in written:
        bag.warn("relative_path", f"{name}: {written}")
    if posixpath.basename(meant).lower() in _SYSTEM_FILES:
        bag.warn("system_file", meant)


def _near(bag: Bag, written: str) -> str | None:
    """The file whose name differs only in Unicode form or capitals: made on another system."""
    wanted = unicodedata.normalize("NFC", posixpath.normpath(_decoded(written.removeprefix("*"))))
    if path := bag.by_form.get(wanted):
        bag.warn("different_normalization", path)
    elif path := bag.by_letters.get(wanted.casefold()):
        bag.warn("different_case", path)
    return path
