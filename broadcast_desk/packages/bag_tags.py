"""The tag files of a bag: bagit.txt, its encoding, bag-info.txt, and what was found out so far."""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from dataclasses import dataclass, field

from broadcast_desk.packages.containers import Container, read_small
from broadcast_desk.packages.model import Limits, PackageRefusedError
from broadcast_desk.packages.names import shown

VERSIONS = ((0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0))
MOST_SAID = 200
"""Reasons, and warnings: nobody reads more, and a hostile bag has millions."""

_VERSION_LINE = re.compile(r"BagIt-Version: (\d+)\.(\d+)")
_ENCODING_LINE = re.compile(r"Tag-File-Character-Encoding: (\S+)")
_LOOSE_VERSION_LINE = re.compile(r"BagIt-Version\s*:\s*(\d+)\.(\d+)\s*", re.I)
_LOOSE_ENCODING_LINE = re.compile(r"Tag-File-Character-Encoding\s*:\s*(\S+)\s*", re.I)
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass
class Bag:
    """What has been found out about a bag so far."""

    container: Container
    limits: Limits
    version: tuple[int, int] = (0, 0)
    encoding: str = "utf-8"
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    info: list[tuple[str, str]] = field(default_factory=list)
    hashes: dict[str, dict[str, str]] = field(default_factory=dict)

    def wrong(self, key: str, detail: str = "") -> None:
        """Note a reason why it is no valid bag."""
        if len(self.reasons) < MOST_SAID:
            self.reasons.append(f"{key}: {shown(detail)}" if detail else key)

    def warn(self, key: str, detail: str = "") -> None:
        """Note something odd, once."""
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


def read_declaration(bag: Bag) -> bool:
    """Read bagit.txt; whether the rest can be read."""
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


def _parse_declaration(bag: Bag, lines: list[str]) -> bool:
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


def _check_declaration_form(bag: Bag, lines: list[str]) -> None:
    exact = _VERSION_LINE.fullmatch(lines[0]) and _ENCODING_LINE.fullmatch(lines[1])
    if not exact:
        report = bag.wrong if bag.version >= (0, 97) else bag.warn
        report("whitespace_in_bagit_txt")
    if len(lines) > 2:
        bag.strict("extra_lines_in_bagit_txt")


def _use_encoding(bag: Bag, name: str) -> bool:
    try:
        bag.encoding = codecs.lookup(name).name
        "a".encode(name)  # "hex" and the like are codecs, but of no text
    except LookupError:
        bag.wrong("unknown_encoding", name)
        return False
    if bag.encoding != "utf-8":
        bag.warn("tag_files_not_utf8", name)
    return True


def _bytes(bag: Bag, name: str) -> bytes | None:
    try:
        return read_small(bag.container, name, bag.limits.tag_bytes)
    except PackageRefusedError as error:
        bag.wrong("unreadable", f"{name} ({error.code})")
        return None


def tag_lines(bag: Bag, name: str) -> list[str]:
    """The lines of a tag file, none when it cannot be read."""
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


def read_info(bag: Bag) -> None:
    """Read bag-info.txt (package-info.txt before 0.96) into `bag.info`."""
    name = "bag-info.txt" if bag.version >= (0, 96) else "package-info.txt"
    if name not in bag.container.sizes:
        return
    found: list[tuple[str, list[str]]] = []
    for line in tag_lines(bag, name):
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
