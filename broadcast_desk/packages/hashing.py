"""Hashes of many files at once: hashlib lets other threads run, so every core works."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from broadcast_desk.packages.containers import ZIP_ERRORS, Container, answering
from broadcast_desk.packages.model import PackageRefusedError

BLOCK_BYTES = 1024**2

_SUPPORTED = {
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3224", "sha3256", "sha3384",
    "sha3512", "blake2b", "blake2s",
}  # fmt: skip


def supported(algorithm: str) -> bool:
    """Whether a manifest of that algorithm (name without marks) can be checked here."""
    return algorithm in _SUPPORTED


def new_hash(algorithm: str) -> hashlib._Hash:
    """A hash object of one of the supported algorithms."""
    name = f"sha3_{algorithm[4:]}" if algorithm.startswith("sha3") and len(algorithm) == 7 else ""
    return hashlib.new(name or algorithm, usedforsecurity=False)


def hash_files(
    container: Container, wanted: Mapping[str, frozenset[str]]
) -> dict[str, dict[str, str] | None]:
    """The hashes of files of a container.

    Args:
        container: where the files are.
        wanted: path -> algorithms.

    Returns:
        path -> algorithm -> lower-case hex; None for a file that cannot be read, or that holds
        more bytes than it claims.

    Raises:
        SourceLostError: the drive does not answer.
    """
    order = sorted(wanted, key=lambda name: -container.sizes[name])
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="hash") as pool:
        results = pool.map(lambda name: _hash(container, name, wanted[name]), order)
        return dict(zip(order, results, strict=True))


def _hash(container: Container, name: str, algorithms: frozenset[str]) -> dict[str, str] | None:
    digests = {algorithm: new_hash(algorithm) for algorithm in algorithms}
    left = container.sizes[name]
    buffer = memoryview(bytearray(min(BLOCK_BYTES, max(left, 1))))
    try:
        with answering(name), container.open(name) as file:
            while count := file.readinto(buffer):  # type: ignore[attr-defined]  # both kinds have it
                left -= count
                if left < 0:
                    return None
                for digest in digests.values():
                    digest.update(buffer[:count])
    except (PackageRefusedError, *ZIP_ERRORS):
        return None
    return {algorithm: digest.hexdigest() for algorithm, digest in digests.items()}
