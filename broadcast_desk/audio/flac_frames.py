"""FLAC in pieces: sound encoded once, kept, and put together again without encoding it anew.

A FLAC frame says in its header where it stands in the stream and ends with a checksum over all of
it (RFC 9639, section 9). To move a frame, its header is written anew; its checksum follows from the
header's and the body's own, for a CRC is linear. A stream made so has blocks of different sizes,
which the format allows; every frame keeps its two checksums. The MD5 of the whole cannot be put
together from parts: it is taken of the samples, which whoever joins the frames must still have.
"""

from __future__ import annotations

import bisect
import contextlib
import functools
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from broadcast_desk.audio.filtering import Int16
from broadcast_desk.audio.tags import write_tags
from broadcast_desk.station.errors import store_error_from_os

TABLE = np.dtype(
    [
        ("size", "<u4"),
        ("count", "<u4"),
        ("crc", "<u2"),
        ("kind", "u1", 2),
        ("tail_size", "u1"),
        ("tail", "u1", 4),
    ]
)
"""Of every frame: bytes of its body, samples, the body's own CRC-16, the header's two bytes of kind
(block size and rate, channels and bits), and what follows its number."""

_Numbers = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]
_Crc = npt.NDArray[np.uint16]

_MARK, _LAST_BLOCK = b"fLaC", 0x80
_FIXED, _VARIABLE = b"\xff\xf8", b"\xff\xf9"
_NUMBER_LIMITS = [1 << bits for bits in (7, 11, 16, 21, 26, 31, 36)]
"""The first numbers that are too large to be coded with 1, 2, ... 7 bytes."""

_SIZE_TAILS = {6: 1, 7: 2}
_RATE_TAILS = {12: 1, 13: 2, 14: 2}
_FEWEST = 16
_BITS = 16


@dataclass(frozen=True, slots=True)
class Frames:
    """Encoded mono sound that can stand anywhere in a stream of the same rate.

    Attributes:
        samples: how many, silence at the end included that fills the last frame.
        table: one `TABLE` row a frame.
        bodies: the frames without headers and checksums, one after the other.
    """

    rate_hz: int
    samples: int
    table: npt.NDArray[np.void]
    bodies: bytes | memoryview


def encoded(samples: Int16, rate_hz: int) -> Frames:
    """`samples` as FLAC frames; up to 15 samples of silence follow where the last would be short.

    Raises:
        RuntimeError: libsndfile cannot encode at this rate.
    """
    padded = filled(samples)
    if not len(padded):
        return Frames(rate_hz, 0, np.zeros(0, TABLE), b"")
    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", rate_hz, 1, "PCM_16", None, "FLAC") as flac:
        flac.write(padded)
    return _parsed(file.getvalue(), rate_hz, len(padded))


def filled(samples: Int16) -> Int16:
    """`samples` with the silence after them that `encoded` puts there."""
    return np.concatenate((samples, np.zeros(-len(samples) % _FEWEST, np.int16)))


@functools.lru_cache(maxsize=64)
def silent(count: int, rate_hz: int) -> Frames:
    """`count` samples of silence."""
    return encoded(np.zeros(count, np.int16), rate_hz)


def md5_of(sounds: Iterable[Int16]) -> bytes:
    """The MD5 of samples, one array after the other, as FLAC files carry it."""
    digest = hashlib.md5(usedforsecurity=False)
    for sound in sounds:
        digest.update(np.ascontiguousarray(sound, "<i2").data)
    return digest.digest()


def write_joined(
    target: Path,
    parts: Sequence[Frames],
    tags: Mapping[str, str] | None = None,
    *,
    md5: bytes = bytes(16),
) -> int:
    """Write the parts, one after the other, as one FLAC file.

    Args:
        target: the file to make.
        parts: encoded sound.
        tags: Vorbis comments.
        md5: of the samples that the parts hold, as `md5_of` gives it; nothing but noughts means
            that it is not known, which players accept and `flac --test` remarks on.

    Returns:
        How many samples it has.

    Raises:
        StoreError: the disk is full or read-only; no file is left.
        AudioError: the tags could not be written.
    """
    whole = [part for part in parts if part.samples]
    try:
        with target.open("wb") as file:
            file.write(_head(whole, md5))
            for part, headers, checks in _moved(whole):
                file.write(b"".join(_pieces(part, headers, checks)))
        if tags:
            write_tags(target, tags)
    except BaseException as error:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise store_error_from_os(error, target) from error
        raise
    return sum(part.samples for part in whole)


def _head(parts: Sequence[Frames], md5: bytes) -> bytes:
    """The marker and STREAMINFO, RFC 9639 section 8.2."""
    counts = np.concatenate([part.table["count"] for part in parts])
    samples = sum(part.samples for part in parts)
    info = (
        int(counts.min()).to_bytes(2, "big")
        + int(counts.max()).to_bytes(2, "big")
        + bytes(6)  # the sizes of frames are not said
        + (parts[0].rate_hz << 44 | (_BITS - 1) << 36 | samples).to_bytes(8, "big")
        + md5
    )
    return _MARK + bytes([_LAST_BLOCK]) + len(info).to_bytes(3, "big") + info


def _moved(parts: Sequence[Frames]) -> Iterator[tuple[Frames, list[bytes], list[bytes]]]:
    """Every part with the headers and checksums that its frames have where they stand now."""
    table = np.concatenate([part.table for part in parts])
    numbers = np.cumsum(table["count"], dtype=np.int64) - table["count"]
    headers, checks = _headers(table, numbers, _VARIABLE)
    at = 0
    for part in parts:
        end = at + len(part.table)
        yield part, headers[at:end], checks[at:end]
        at = end


def _pieces(part: Frames, headers: Sequence[bytes], checks: Sequence[bytes]) -> Iterator[Any]:
    bodies, at = memoryview(part.bodies), 0
    for size, header, check in zip(part.table["size"].tolist(), headers, checks, strict=True):
        yield header
        yield bodies[at : at + size]
        yield check
        at += size


# Headers


def _headers(
    table: npt.NDArray[np.void], numbers: _Numbers, sync: bytes
) -> tuple[list[bytes], list[bytes]]:
    """The frames' headers with these numbers, and the checksums at their ends."""
    headers: list[bytes] = [b""] * len(table)
    checks = np.zeros(len(table), np.uint16)
    widths = 1 + np.searchsorted(_NUMBER_LIMITS, numbers, "right")
    tails = table["tail_size"].astype(np.int64)
    for width, tail in sorted(set(zip(widths.tolist(), tails.tolist(), strict=True))):
        chosen = np.flatnonzero((widths == width) & (tails == tail))
        rows = _header_rows(table[chosen], numbers[chosen], sync, width, tail)
        for index, row in zip(chosen.tolist(), rows, strict=True):
            headers[index] = row.tobytes()
        checks[chosen] = _shifted(_crc16(rows), table["size"][chosen]) ^ table["crc"][chosen]
    ends = checks.astype(">u2").tobytes()
    return headers, [ends[at : at + 2] for at in range(0, len(ends), 2)]


def _header_rows(
    table: npt.NDArray[np.void], numbers: _Numbers, sync: bytes, width: int, tail: int
) -> _Bytes:
    rows = np.empty((len(table), 4 + width + tail + 1), np.uint8)
    rows[:, :2] = np.frombuffer(sync, np.uint8)
    rows[:, 2:4] = table["kind"]
    rows[:, 4 : 4 + width] = _coded(numbers, width)
    rows[:, 4 + width : -1] = table["tail"][:, :tail]
    rows[:, -1] = _crc8(rows[:, :-1])
    return rows


def _coded(numbers: _Numbers, width: int) -> _Bytes:
    """Numbers as FLAC codes them: like UTF-8, up to 36 bits."""
    shifts = 6 * np.arange(width - 1, -1, -1)
    coded = 0x80 | (numbers[:, None] >> shifts) & 0x3F
    lead = 0xFF00 >> width & 0xFF if width > 1 else 0
    coded[:, 0] = lead | numbers >> shifts[0]
    return coded.astype(np.uint8)


# Taking a stream apart


def _parsed(raw: bytes, rate_hz: int, samples: int) -> Frames:
    largest, least = int.from_bytes(raw[10:12], "big"), int.from_bytes(raw[12:15], "big")
    starts, begins, tails = _found(raw, _first_frame(raw), -(-samples // largest), least)
    ends = [at - 2 for at in (*starts[1:], len(raw))]
    table = np.zeros(len(starts), TABLE)
    table["size"] = np.subtract(ends, begins)
    table["count"] = np.diff([*range(0, samples, largest), samples])
    table["crc"] = [int.from_bytes(raw[end : end + 2], "big") for end in ends]
    table["kind"] = [(raw[at + 2], raw[at + 3]) for at in starts]
    table["tail_size"] = [len(tail) for tail in tails]
    table["tail"] = [tuple(tail.ljust(4, b"\0")) for tail in tails]
    _, own = _headers(table, np.arange(len(starts), dtype=np.int64), _FIXED)
    table["crc"] = np.frombuffer(b"".join(own), ">u2")  # the whole's less the header's part
    bodies = b"".join(raw[begin:end] for begin, end in zip(begins, ends, strict=True))
    return Frames(rate_hz, samples, table, bodies)


def _first_frame(raw: bytes) -> int:
    """Where the metadata blocks end."""
    at, last = len(_MARK), False
    while not last:
        last = bool(raw[at] & _LAST_BLOCK)
        at += 4 + int.from_bytes(raw[at + 1 : at + 4], "big")
    return at


def _found(
    raw: bytes, first: int, count: int, least: int
) -> tuple[list[int], list[int], list[bytes]]:
    """Where the frames and their bodies begin, and what follows the number in their headers."""
    starts, begins, tails = [], [], []
    at = first
    for number in range(count):
        coded = _coded_alone(number)
        while (tail := _tail_of_header(raw, at, coded)) is None:
            at = raw.index(_FIXED, at + 1)
        starts.append(at)
        begins.append(at + 4 + len(coded) + len(tail) + 1)
        tails.append(tail)
        at += max(least, 1)
    return starts, begins, tails


def _tail_of_header(raw: bytes, at: int, coded: bytes) -> bytes | None:
    """What follows the number in the header that begins here; None if none with it does."""
    end = at + 4 + len(coded)
    if not raw.startswith(_FIXED, at) or not raw.startswith(coded, at + 4):
        return None
    size = _SIZE_TAILS.get(raw[at + 2] >> 4, 0) + _RATE_TAILS.get(raw[at + 2] & 15, 0)
    check = 0
    for byte in raw[at : end + size]:
        check = _crc8_bytes()[check ^ byte]
    return raw[end : end + size] if check == raw[end + size] else None


@functools.lru_cache(maxsize=1024)
def _coded_alone(number: int) -> bytes:
    width = 1 + bisect.bisect_right(_NUMBER_LIMITS, number)
    return _coded(np.array([number], np.int64), width).tobytes() if width > 1 else bytes([number])


# Checksums


def _crc8(rows: _Bytes) -> _Bytes:
    state = np.zeros(len(rows), np.uint8)
    for column in rows.T:
        state = _crc8_table()[state ^ column]
    return state


def _crc16(rows: _Bytes) -> _Crc:
    state = np.zeros(len(rows), np.uint16)
    for column in rows.T:
        state = _followed(state ^ (column.astype(np.uint16) << 8))
    return state


def _shifted(states: _Crc, byte_counts: npt.NDArray[np.uint32]) -> _Crc:
    """The CRC-16 after so many bytes of nothing."""
    for power in range(int(byte_counts.max(initial=0)).bit_length()):
        table = _zero_bytes()[power]
        states = np.where(byte_counts >> power & 1, table[states], states)
    return states


def _followed(states: _Crc) -> _Crc:
    return np.asarray(_zero_bytes()[0][states], np.uint16)


@functools.cache
def _crc8_table() -> _Bytes:
    state = np.arange(256, dtype=np.int64)
    for _ in range(8):
        state = state << 1 ^ np.where(state & 0x80, 0x107, 0)
    return state.astype(np.uint8)


@functools.cache
def _crc8_bytes() -> bytes:
    return _crc8_table().tobytes()


@functools.cache
def _zero_bytes() -> tuple[_Crc, ...]:
    """What 1, 2, 4, ... bytes of nothing make of every state of the CRC-16."""
    state = np.arange(1 << 16, dtype=np.int64)
    for _ in range(8):
        state = state << 1 ^ np.where(state & 0x8000, 0x18005, 0)
    tables = [state.astype(np.uint16)]
    for _ in range(31):
        tables.append(tables[-1][tables[-1]])
    return tuple(tables)
