"""BagIt: whether a folder or ZIP is a valid bag, versions 0.93 to 1.0 (RFC 8493 and its drafts).

Written out here rather than left to the `bagit` library, which reads folders only, ignores manifest
lines that it cannot read, does not ask that every manifest of a 1.0 bag lists every payload file
(RFC 8493 section 3), and does not decode "%25". Tests compare the two where both have an opinion.

Reasons and warnings are "key: detail" with stable keys.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from broadcast_desk.packages.bag_manifests import (
    candidates,
    manifest_lines,
    out_of_scope,
    read_manifests,
)
from broadcast_desk.packages.bag_tags import Bag, read_declaration, read_info, tag_lines
from broadcast_desk.packages.containers import Container
from broadcast_desk.packages.hashing import hash_files
from broadcast_desk.packages.model import LIMITS, BagReport, Limits

_OXUM = re.compile(r"(\d+)\.(\d+)")


def check_bag(container: Container, limits: Limits = LIMITS) -> BagReport:
    """Check a bag completely: structure, completeness, every hash."""
    bag = Bag(container, limits)
    if read_declaration(bag):
        manifests = read_manifests(bag)
        _check_payload(bag, manifests)
        _check_fetch(bag, manifests)
        read_info(bag)
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
    bag = Bag(container, limits, version=(1, 0))
    return dict(manifest_lines(bag, manifest))


# Completeness


def _check_payload(bag: Bag, manifests: dict[str, dict[str, str]]) -> None:
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


def _check_fetch(bag: Bag, manifests: dict[str, dict[str, str]]) -> None:
    if "fetch.txt" not in bag.container.sizes:
        return
    bag.warn("fetch_txt")
    listed = set().union(*manifests.values()) if manifests else set()
    for line in tag_lines(bag, "fetch.txt"):
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
        elif not listed & set(candidates(path)):
            bag.strict("fetch_not_in_manifest", path)


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.scheme == "file"))


def _check_oxum(bag: Bag) -> None:
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


def _check_hashes(bag: Bag) -> None:
    wanted = {path: frozenset(hashes) for path, hashes in bag.hashes.items()}
    computed = hash_files(bag.container, wanted)
    for path in sorted(bag.hashes):
        hashes = computed[path]
        if hashes is None:
            bag.wrong("unreadable", path)
        elif hashes != bag.hashes[path]:
            bag.wrong("hash_mismatch", path)
