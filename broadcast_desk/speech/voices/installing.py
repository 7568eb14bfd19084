"""Installing a Piper voice: from two files or an address, whole and tried out or not at all."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from broadcast_desk.speech.voices.piper import (
    CONFIG,
    FACTS,
    MODEL,
    Installed,
    PiperVoice,
    voices_folder,
)
from broadcast_desk.speech.voices.protocol import Segment
from broadcast_desk.station.errors import SpeechError, store_error_from_os
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage.files import sha256_of, write_text

TRIAL_WORDS = {"vi": "Xin chào bà con."}
MOST_MODEL_BYTES = 512 * 1024 * 1024
_MOST_CONFIG_BYTES = 1024 * 1024
_CONNECT_S, _READ_S = 5.0, 20.0
_TRIES = 4
_BLOCK = 1 << 16
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
_OK, _PARTIAL, _RANGE_WRONG = 200, 206, 416


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a voice can be fetched from, and what it must be.

    Attributes:
        name: what the station will call it; "piper-" is put before it.
    """

    name: str
    model_url: str
    model_sha256: str
    config_url: str
    config_sha256: str


def install_files(name: str, model: Path, config: Path, data: DataFolder) -> PiperVoice:
    """Install a voice from an .onnx file and its .onnx.json.

    It is copied, made to speak, and only then put in place; a voice of that name is replaced.

    Raises:
        SpeechError: bad name, truncated or foreign files, or it does not speak
            ("speech.voice_file").
        StoreError: the disk is full or read-only. Nothing half-installed is left.
    """
    if not _NAME.fullmatch(name):
        raise SpeechError("speech.voice_name", name=name)
    folder = voices_folder(data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    except OSError as error:
        raise store_error_from_os(error, folder) from error
    try:
        language = _language(config)
        _copy(model, staged / MODEL)
        _copy(config, staged / CONFIG)
        installed = Installed(staged, f"piper-{name}", language, sha256_of(staged / MODEL))
        _try_out(PiperVoice(installed), language, model.name)
        write_text(staged / FACTS, json.dumps(_facts(installed)))
        place = folder / name
        _replace(staged, place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return PiperVoice(Installed(place, installed.name, installed.language, installed.model_sha256))


def install_from_address(
    listing: Listing,
    data: DataFolder,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PiperVoice:
    """Fetch a voice, check its SHA-256, install it.

    An interrupted download is kept and resumed, within a call and by the next one.

    Args:
        listing: addresses and hashes.
        data: the station's folder.
        progress: called with bytes so far and in all (0 when the server does not say).
        cancelled: asked for every block; True ends the download, to be resumed later.

    Raises:
        SpeechError: no network, the server refuses, wrong hash, cancelled, or not a voice.
        StoreError: the disk is full.
    """
    if not _NAME.fullmatch(listing.name):
        raise SpeechError("speech.voice_name", name=listing.name)
    folder = voices_folder(data) / f".download-{listing.name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise store_error_from_os(error, folder) from error
    watch = _Watch(listing.name, progress, cancelled)
    config, model = folder / CONFIG, folder / MODEL
    _fetch(listing.config_url, listing.config_sha256, config, _MOST_CONFIG_BYTES, watch)
    _fetch(listing.model_url, listing.model_sha256, model, MOST_MODEL_BYTES, watch)
    voice = install_files(listing.name, model, config, data)
    shutil.rmtree(folder, ignore_errors=True)
    return voice


@dataclass(frozen=True, slots=True)
class _Watch:
    name: str
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None

    def seen(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total)
        if self.cancelled is not None and self.cancelled():
            raise SpeechError("speech.cancelled")


def _fetch(url: str, sha256: str, target: Path, most_bytes: int, watch: _Watch) -> None:
    """Fetch the whole; a connection that breaks is renewed as long as it brings anything on."""
    fruitless = 0
    while not (target.is_file() and _sha256(target) == sha256):
        had = _size(target)
        try:
            _fetch_rest(url, target, most_bytes, watch)
            break
        except requests.RequestException as error:
            fruitless = 0 if _size(target) > had else fruitless + 1
            if fruitless == _TRIES:
                raise SpeechError("speech.download_failed", voice=watch.name) from error
            time.sleep(0.2 * 2**fruitless)
        except OSError as error:
            raise store_error_from_os(error, target) from error
    if _sha256(target) != sha256:
        target.unlink(missing_ok=True)
        raise SpeechError("speech.download_hash", voice=watch.name)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise store_error_from_os(error, path) from error


def _fetch_rest(url: str, target: Path, most_bytes: int, watch: _Watch) -> None:
    """Ask for what is missing; a server that cannot resume sends everything again."""
    have = _size(target)
    headers = {"Range": f"bytes={have}-"} if have else {}
    with requests.get(url, headers=headers, stream=True, timeout=(_CONNECT_S, _READ_S)) as answer:
        if answer.status_code == _RANGE_WRONG:
            target.unlink(missing_ok=True)
            raise requests.ConnectionError("range")
        answer.raise_for_status()
        resumed = answer.status_code == _PARTIAL
        have = have if resumed else 0
        length = int(answer.headers.get("Content-Length", 0))
        total = have + length if length else 0
        if max(total, have) > most_bytes:
            raise SpeechError("speech.download_too_large", voice=watch.name)
        _store(answer, target, have, total, most_bytes, watch)


def _store(
    answer: requests.Response,
    target: Path,
    have: int,
    total: int,
    most_bytes: int,
    watch: _Watch,
) -> None:
    with target.open("ab" if have else "wb") as file:
        for block in answer.iter_content(_BLOCK):
            file.write(block)
            have += len(block)
            if have > most_bytes:
                raise SpeechError("speech.download_too_large", voice=watch.name)
            watch.seen(have, total)
    if total and have < total:
        raise requests.ConnectionError("connection closed early")


def _language(config: Path) -> str:
    """The voice's language; raises when the file is no Piper configuration."""
    try:
        if config.stat().st_size > _MOST_CONFIG_BYTES:
            raise SpeechError("speech.voice_file", name=config.name, reason="config")
        raw = config.read_text(encoding="utf-8")
    except OSError as error:
        raise SpeechError("speech.document_unreadable", name=config.name) from error
    except ValueError as error:
        raise SpeechError("speech.voice_file", name=config.name, reason="config") from error
    try:
        facts: Any = json.loads(raw)
        int(facts["audio"]["sample_rate"])
        dict(facts["phoneme_id_map"])
        spoken = facts.get("language", {}).get("family") or facts["espeak"]["voice"]
        return str(spoken).split("-")[0].split("_")[0]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SpeechError("speech.voice_file", name=config.name, reason="config") from error


def _copy(source: Path, target: Path) -> None:
    try:
        if source.stat().st_size > MOST_MODEL_BYTES:
            raise SpeechError("speech.voice_file", name=source.name, reason="size")
    except OSError as error:
        raise SpeechError("speech.document_unreadable", name=source.name) from error
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise store_error_from_os(error, target) from error


def _try_out(voice: PiperVoice, language: str, name: str) -> None:
    try:
        voice.check()
        sound = voice.speak(Segment(TRIAL_WORDS.get(language, "a")))
    except SpeechError as error:
        if error.code == "speech.piper_missing":
            raise
        reason = str(error.params.get("reason", error.code)).split(":", 1)[0]
        raise SpeechError("speech.voice_file", name=name, reason=reason) from error
    finally:
        voice.close()
    if not len(sound.samples):
        raise SpeechError("speech.voice_file", name=name, reason="silent")


def _facts(installed: Installed) -> dict[str, str]:
    return {
        "name": installed.name,
        "language": installed.language,
        "model_sha256": installed.model_sha256,
    }


def _replace(staged: Path, place: Path) -> None:
    old = place.with_name(f".old-{place.name}")
    try:
        shutil.rmtree(old, ignore_errors=True)
        with contextlib.suppress(FileNotFoundError):
            place.rename(old)
        staged.rename(place)
    except OSError as error:
        raise store_error_from_os(error, place) from error
    shutil.rmtree(old, ignore_errors=True)
