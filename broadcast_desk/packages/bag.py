"""BagIt: whether a folder or ZIP is a valid bag, versions 0.93 to 1.0 (RFC 8493 and its drafts).

Written out here rather than left to the `bagit` library, which reads folders only, ignores manifest
lines that it cannot read, does not ask that every manifest of a 1.0 bag lists every payload file
(RFC 8493 section 3), and does not decode "%25". Tests compare the two where both have an opinion.

Reasons and warnings are "key: detail" with stable keys.
"""

from __future__ import annotations

import codecs
import functools
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from broadcast_desk.packages.containers import Container, read_small
from broadcast_desk.packages.hashing import hash_files, new_hash, supported
from broadcast_desk.packages.model import LIMITS, BagReport, Limits, PackageRefusedError
from broadcast_desk.packages.names import shown

VERSIONS = ((0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0))

MOST_SAID = 200
"""Reasons, and warnings: nobody reads more, and a hostile bag has millions."""
LINES_A_FILE = 4
"""A manifest may have so many lines for each file that a package may hold."""

_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9-]+)\.txt", re.I)
_VERSION_LINE = re.compile(r"BagIt-Version: (\d+)\.(\d+)")
_ENCODING_LINE = re.compile(r"Tag-File-Character-Encoding: (\S+)")
_LOOSE_VERSION_LINE = re.compile(r"BagIt-Version\s*:\s*(\d+)\.(\d+)\s*", re.I)
_LOOSE_ENCODING_LINE = re.compile(r"Tag-File-Character-Encoding\s*:\s*(\S+)\s*", re.I)
_LINE_END = re.compile(r"\r\n|\r|\n")
_OXUM = re.compile(r"(\d+)\.(\d+)")
_SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes"}
_WEAK = {"md5", "sha1"}


@dataclass
class _Bag:
    """What has been found out so far."""

    container: Container
    limits: Limits
    version: tuple[int, int] = (0, 0)
    encoding: str = "utf-8"
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    info: list[tuple[str, str]] = field(default_factory=list)
    hashes: dict[str, dict[str, str]] = field(default_factory=dict)

    def wrong(self, key: str, detail: str = "") -> None:
        if len(self.reasons) < MOST_SAID:
            self.reasons.append(f"{key}: {shown(detail)}" if detail else key)

    def warn(self, key: str, detail: str = "") -> None:
        text = f"{key}: {shown(detail)}" if detail else key
        if len(self.warnings) < MOST_SAID and text not in self.warnings:
            self.warnings.append(text)

    @functools.cached_property
    def by_form(self) -> dict[str, str]:
        """The files by their names in NFC."""
        return {unicodedata.normalize("NFC", path): path for path in self.container.sizes}

    @functools.cached_property
    def by_letters(self) -> dict[str, str]:
        """The files by their names without capitals."""
        return {form.casefold(): path for form, path in self.by_form.items()}

    def strict(self, key: str, detail: str = "") -> None:
        """Wrong since 1.0, odd before."""
        (self.wrong if self.version >= (1, 0) else self.warn)(key, detail)


def check_bag(container: Container, limits: Limits = LIMITS) -> BagReport:
    """Check a bag completely: structure, completeness, every hash."""
    bag = _Bag(container, limits)
    if _read_declaration(bag):
        manifests = _read_manifests(bag)
        _check_payload(bag, manifests)
        _check_fetch(bag, manifests)
        _read_info(bag)
        _check_oxum(bag)
        _check_hashes(bag)
    return BagReport(
        valid=not bag.reasons,
        version=".".join(map(str, bag.version)) if bag.version != (0, 0) else "",
        reasons=tuple(bag.reasons),
        warnings=tuple(bag.warnings),
        files=len(container.sizes),
        size_bytes=sum(container.sizes.values()),
        info=tuple(bag.info),
        hashes=bag.hashes,
    )


def read_declared_hashes(
    container: Container, manifest: str, limits: Limits = LIMITS
) -> dict[str, str]:
    """The lines of one manifest of a bag that is known to be sound: path -> hash."""
    bag = _Bag(container, limits, version=(1, 0))
    return dict(_manifest_lines(bag, manifest))


# bagit.txt


def _read_declaration(bag: _Bag) -> bool:
    if "bagit.txt" not in bag.container.sizes:
        bag.wrong("no_bagit_txt")
        return False
    raw = _bytes(bag, "bagit.txt")
    if raw is None:
        return False
    if raw.startswith(codecs.BOM_UTF8):
        bag.wrong("bom_in_bagit_txt")
        return False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        bag.wrong("bagit_txt_not_utf8")
        return False
    return _parse_declaration(bag, _LINE_END.split(text))


def _parse_declaration(bag: _Bag, lines: list[str]) -> bool:
    if lines[-1] == "":
        lines.pop()
    while lines and not lines[-1].strip():
        lines.pop()
        bag.warn("blank_line_in_bagit_txt")
    if not lines or not (found := _LOOSE_VERSION_LINE.fullmatch(lines[0])):
        bag.wrong("bagit_version_line", lines[0] if lines else "")
        return False
    version = (int(found[1]), int(found[2]))
    if version not in VERSIONS:
        bag.wrong("unknown_version", f"{found[1]}.{found[2]}")
        return False
    bag.version = version
    if version != VERSIONS[-1]:
        bag.warn("old_version", f"{found[1]}.{found[2]}")
    encoding = _LOOSE_ENCODING_LINE.fullmatch(lines[1]) if len(lines) > 1 else None
    if encoding is None:
        bag.wrong("encoding_line", lines[1] if len(lines) > 1 else "")
        return False
    _check_declaration_form(bag, lines)
    return _use_encoding(bag, encoding[1])


def _check_declaration_form(bag: _Bag, lines: list[str]) -> None:
    exact = _VERSION_LINE.fullmatch(lines[0]) and _ENCODING_LINE.fullmatch(lines[1])
    if not exact:
        report = bag.wrong if bag.version >= (0, 97) else bag.warn
        report("whitespace_in_bagit_txt")
    if len(lines) > 2:
        bag.strict("extra_lines_in_bagit_txt")


def _use_encoding(bag: _Bag, name: str) -> bool:
    try:
        bag.encoding = codecs.lookup(name).name
        "a".encode(name)  # "hex" and the like are codecs, but of no text
    except LookupError:
        bag.wrong("unknown_encoding", name)
        return False
    if bag.encoding != "utf-8":
        bag.warn("tag_files_not_utf8", name)
    return True


# Tag files


def _bytes(bag: _Bag, name: str) -> bytes | None:
    try:
        return read_small(bag.container, name, bag.limits.tag_bytes)
    except PackageRefusedError as error:
        bag.wrong("unreadable", f"{name} ({error.code})")
        return None


def _lines(bag: _Bag, name: str) -> list[str]:
    raw = _bytes(bag, name)
    if raw is None:
        return []
    encoding = bag.encoding
    if encoding == "utf-16" and not raw.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        encoding = "utf-16-be"  # RFC 2781 section 4.3; Python takes this computer's order
    try:
        text = raw.decode(encoding)
    except (UnicodeError, ValueError):
        bag.wrong("wrong_encoding", name)
        return []
    if text.startswith("\ufeff"):
        bag.warn("bom", name)
        text = text[1:]
    return _LINE_END.split(text)


def _read_manifests(bag: _Bag) -> dict[str, dict[str, str]]:
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


def _read_manifest(bag: _Bag, name: str, algorithm: str, *, tags: bool) -> dict[str, str]:
    entries: dict[str, str] = {}
    length = new_hash(algorithm).digest_size * 2
    for written, digest in _manifest_lines(bag, name):
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


def _note(bag: _Bag, name: str, entries: dict[str, str], path: str, digest: str) -> None:
    if path not in entries:
        entries[path] = digest
    elif entries[path] != digest:
        bag.wrong("listed_twice_differently", f"{name}: {path}")
    else:
        bag.strict("listed_twice", f"{name}: {path}")


def _in_its_place(bag: _Bag, name: str, path: str, *, tags: bool) -> bool:
    payload = path.startswith("data/")
    if payload and tags:
        bag.strict("payload_in_tag_manifest", f"{name}: {path}")
    if tags and path.lower().startswith("tagmanifest-"):
        bag.strict("tag_manifest_in_tag_manifest", f"{name}: {path}")
    if not payload and not tags:
        bag.wrong("not_in_data", f"{name}: {path}")
        return False
    return True


def _manifest_lines(bag: _Bag, name: str) -> Iterator[tuple[str, str]]:
    lines = _lines(bag, name)
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


def _resolve(bag: _Bag, name: str, written: str) -> str | None:
    """The file on disk that a manifest line means, None (and a reason) when there is none."""
    if out_of_scope(written.removeprefix("*")):
        bag.wrong("out_of_scope", f"{name}: {written}")
        return None
    for candidate in _candidates(written):
        if candidate in bag.container.sizes:
            _warn_of_form(bag, name, written, candidate)
            return candidate
    near = _near(bag, written)
    if near is None:
        bag.wrong("missing_file", f"{name}: {written}")
    return near


def _candidates(written: str) -> Iterator[str]:
    """The paths that a line may mean, the most literal reading of the version first."""
    for text in (written, written.removeprefix("*")):
        for path in (_decoded(text), text, text.rstrip(" \t")):
            yield path
            yield posixpath.normpath(path)


def _decoded(path: str) -> str:
    """CR, LF and % are written as %0D, %0A, %25 (RFC 8493 section 2.1.3), nothing else is."""
    return re.sub("%(0D|0A|25)", lambda found: chr(int(found[1], 16)), path, flags=re.I)


def _warn_of_form(bag: _Bag, name: str, written: str, meant: str) -> None:
    if written.startswith("*") and not meant.startswith("*"):
        bag.warn("made_with_md5sum", name)
    if written.removeprefix("*").startswith("./"):
        bag.warn("leading_dot_slash", name)
    elif "/./" in written or "/../" in written:
        bag.warn("relative_path", f"{name}: {written}")
    if posixpath.basename(meant).lower() in _SYSTEM_FILES:
        bag.warn("system_file", meant)


def _near(bag: _Bag, written: str) -> str | None:
    """The file whose name differs only in Unicode form or capitals: made on another system."""
    wanted = unicodedata.normalize("NFC", posixpath.normpath(_decoded(written.removeprefix("*"))))
    if path := bag.by_form.get(wanted):
        bag.warn("different_normalization", path)
    elif path := bag.by_letters.get(wanted.casefold()):
        bag.warn("different_case", path)
    return path


# Completeness


def _check_payload(bag: _Bag, manifests: dict[str, dict[str, str]]) -> None:
    payload = {name for name in bag.container.sizes if name.startswith("data/")}
    if not payload and "data" not in bag.container.folders:
        bag.wrong("no_data_folder")
    listed = set().union(*manifests.values()) if manifests else set()
    for name in sorted(payload - listed):
        bag.wrong("missing_from_manifest", name)
    for manifest, entries in manifests.items():
        for name in sorted(listed - entries.keys()):
            bag.strict("missing_from_one_manifest", f"{manifest}: {name}")
    if any("/bagit.txt" in f"/{name}" for name in payload):
        bag.warn("bag_in_bag")
    if not any(name.lower().startswith("tagmanifest-") for name in bag.container.sizes):
        bag.warn("no_tag_manifest")
    folded: set[str] = set()
    for name in sorted(payload):
        if (key := unicodedata.normalize("NFC", name).casefold()) in folded:
            bag.warn("names_nearly_the_same", name)
        folded.add(key)


def _check_fetch(bag: _Bag, manifests: dict[str, dict[str, str]]) -> None:
    if "fetch.txt" not in bag.container.sizes:
        return
    bag.warn("fetch_txt")
    listed = set().union(*manifests.values()) if manifests else set()
    for line in _lines(bag, "fetch.txt"):
        if not line.strip():
            continue
        parts = line.split(None, 2)
        if len(parts) != 3 or not re.fullmatch(r"\d+|-", parts[1]):
            bag.wrong("fetch_line", line)
            continue
        url, _, path = parts
        if out_of_scope(path):
            bag.wrong("out_of_scope", f"fetch.txt: {path}")
        elif not _is_url(url):
            bag.wrong("fetch_url", url)
        elif not listed & set(_candidates(path)):
            bag.strict("fetch_not_in_manifest", path)


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.scheme == "file"))


# bag-info.txt


def _read_info(bag: _Bag) -> None:
    name = "bag-info.txt" if bag.version >= (0, 96) else "package-info.txt"
    if name not in bag.container.sizes:
        return
    found: list[tuple[str, list[str]]] = []
    for line in _lines(bag, name):
        if not line.strip():
            continue
        if line[0] in " \t" and found:
            found[-1][1].append(line.strip())
            continue
        label, colon, value = line.partition(":")
        if not colon or not label.strip():
            bag.wrong("metadata_line", f"{name}: {line}")
            continue
        if label != label.strip():
            bag.strict("metadata_whitespace", f"{name}: {line}")
        elif not value.startswith((" ", "\t")):
            bag.warn("metadata_whitespace", f"{name}: {line}")
        found.append((label.strip(), [value.strip()]))
    bag.info = [(label, " ".join(parts)) for label, parts in found]


def _check_oxum(bag: _Bag) -> None:
    found = [value for label, value in bag.info if label.lower() == "payload-oxum"]
    if not found:
        bag.warn("no_payload_oxum")
        return
    if len(found) > 1:
        bag.strict("payload_oxum_twice")
    oxum = _OXUM.fullmatch(found[0])
    sizes = [size for name, size in bag.container.sizes.items() if name.startswith("data/")]
    if oxum is None:
        bag.wrong("payload_oxum_form", found[0])
    elif (int(oxum[1]), int(oxum[2])) != (sum(sizes), len(sizes)):
        bag.wrong("payload_oxum", f"{found[0]}, found {sum(sizes)}.{len(sizes)}")


# Hashes


def _check_hashes(bag: _Bag) -> None:
    wanted = {path: frozenset(hashes) for path, hashes in bag.hashes.items()}
    computed = hash_files(bag.container, wanted)
    for path in sorted(bag.hashes):
        hashes = computed[path]
        if hashes is None:
            bag.wrong("unreadable", path)
        elif hashes != bag.hashes[path]:
            bag.wrong("hash_mismatch", path)
