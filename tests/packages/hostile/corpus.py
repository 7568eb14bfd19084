"""Hostile packages, each built from a good one, with the reason for which it must be refused."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from broadcast_desk.audio import ffmpeg
from broadcast_desk.packages.keys import Key, create_key
from tests.packages.conftest import CENTRE, NOW, Station

Build = Callable[["Workshop"], Path]
KINDS: dict[str, tuple[str, Build]] = {}


def kind(code: str) -> Callable[[Build], Build]:
    def note(build: Build) -> Build:
        assert build.__name__ not in KINDS
        KINDS[build.__name__] = (f"package.{code}", build)
        return build

    return note


@dataclass
class Workshop:
    """Where a package is spoilt: `bag` is a good one as a folder, signed by a trusted key."""

    bag: Path
    key: Key
    tones: Path
    station: Station

    @property
    def target(self) -> Path:
        return self.bag.parent / "hostile.zip"

    def document(self) -> dict[str, Any]:
        return json.loads((self.bag / "data/programmes.json").read_text(encoding="utf-8"))

    def rewrite(self, change: Callable[[dict[str, Any]], object]) -> Path:
        """Change programmes.json and sign anew, as someone who holds the key could."""
        document = self.document()
        change(document)
        text = json.dumps(document, ensure_ascii=False)
        (self.bag / "data/programmes.json").write_text(text, encoding="utf-8")
        return self.sign()

    def raw_json(self, raw: bytes) -> Path:
        (self.bag / "data/programmes.json").write_bytes(raw)
        return self.sign()

    def manifest(self, algorithm: str = "sha256") -> str:
        files = sorted(p for p in (self.bag / "data").rglob("*") if p.is_file())
        return "".join(
            f"{hashlib.new(algorithm, p.read_bytes()).hexdigest()}  "
            f"{p.relative_to(self.bag).as_posix()}\n"
            for p in files
        )

    def sign(self, *, manifests: bool = True, key: Key | None = None) -> Path:
        """Recompute what is computed (unless told not to) and sign."""
        if manifests:
            text = self.manifest()
            (self.bag / "manifest-sha256.txt").write_text(text, encoding="utf-8")
            files = [p for p in (self.bag / "data").rglob("*") if p.is_file()]
            oxum = f"Payload-Oxum: {sum(p.stat().st_size for p in files)}.{len(files)}\n"
            (self.bag / "bag-info.txt").write_text(oxum)
        tags = [
            p
            for p in sorted(self.bag.iterdir())
            if p.is_file() and not p.is_symlink() and not p.name.startswith("tagmanifest")
        ]
        signed = "".join(f"{_sha(p)}  {p.name}\n" for p in tags).encode()
        (self.bag / "tagmanifest-sha256.txt").write_bytes(signed)
        self.sign_only(key)
        return self.bag

    def sign_only(self, key: Key | None = None) -> Path:
        signed = (self.bag / "tagmanifest-sha256.txt").read_bytes()
        signature = (key or self.key).sign(signed, "package")
        (self.bag / "tagmanifest-sha256.txt.minisig").write_bytes(signature)
        return self.bag

    def audio(self) -> Path:
        return self.bag / self.document()["programmes"][0]["audio"]["file"]

    def with_audio(self, data: bytes, suffix: str = ".mp3") -> Path:
        """Put other audio in the first programme's place and sign."""
        self.audio().unlink()
        name = f"data/audio/new{suffix}"
        (self.bag / name).write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        return self.rewrite(
            lambda d: d["programmes"][0].update(audio={"file": name, "sha256": sha256})
        )

    def entries(self) -> list[tuple[zipfile.ZipInfo, bytes]]:
        return [
            (_info(f"goi/{p.relative_to(self.bag).as_posix()}"), p.read_bytes())
            for p in sorted(self.bag.rglob("*"))
            if p.is_file()
        ]

    def zip(self, *more: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
        with zipfile.ZipFile(self.target, "w") as archive:
            for info, data in [*self.entries(), *more]:
                archive.writestr(info if not isinstance(info, str) else _info(info), data)
        return self.target


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x", (2026, 8, 8, 0, 0, 0))
    info.filename = info.orig_filename = name  # not cleaned, as an attacker would
    info.external_attr = 0o100644 << 16
    return info


# Zip slip, in the forms that unpackers have fallen for


def _slip(name: str, path: str, code: str) -> None:
    def build(shop: Workshop) -> Path:
        return shop.zip((path, b"gotcha"))

    build.__name__ = f"slip_{name}"
    kind(code)(build)


_slip("parent", "../evil.txt", "name_parent")
_slip("parent_inside", "goi/../../evil.txt", "name_parent")
_slip("parent_in_data", "goi/data/audio/../../../../evil.txt", "name_parent")
_slip("parent_backslash", "goi\\..\\..\\evil.txt", "name_parent")
_slip("absolute", "/tmp/evil.txt", "name_absolute")
_slip("absolute_backslash", "\\evil.txt", "name_absolute")
_slip("drive", "C:/evil.txt", "name_drive")
_slip("drive_relative", "C:evil.txt", "name_drive")
_slip("drive_backslash", "C:\\Windows\\evil.txt", "name_drive")
_slip("network", "\\\\server\\share\\evil.txt", "name_network")
_slip("network_slash", "//server/share/evil.txt", "name_network")
_slip("home", "~/evil.txt", "name_home")
_slip("dot_part", "goi/./evil.txt", "name_empty")
_slip("empty_part", "goi//evil.txt", "name_empty")

# Names that mean something else to Windows, to people, or on another disk


def _name(name: str, path: str, code: str) -> None:
    def build(shop: Workshop) -> Path:
        return shop.zip((f"goi/data/audio/{path}", b"x"))

    build.__name__ = f"name_{name}"
    kind(code)(build)


_name("device", "CON", "name_device")
_name("device_suffix", "nul.mp3", "name_device")
_name("device_superscript", "COM¹.mp3", "name_device")
_name("reserved", "a?b.mp3", "name_reserved")
_name("stream", "a.mp3:hidden", "name_reserved")
_name("trailing_dot", "a.mp3.", "name_trailing")
_name("trailing_blank", "a.mp3 ", "name_trailing")
_name("backslash", "a\\b.mp3", "name_backslash")
_name("control", "a\x07b.mp3", "name_control")
_name("newline", "a\nb.mp3", "name_control")
_name("direction", "bản-tin\u202e3pm.exe", "name_direction")
_name("isolate", "a\u2066b.mp3", "name_direction")
_name("zero_width", "a\u200bb.mp3", "name_invisible")
_name("lookalike_cyrillic", "bаn-tin.mp3", "name_lookalike")  # Cyrillic а
_name("lookalike_greek", "tοne.mp3", "name_lookalike")  # Greek ο
_name("lookalike_full_width", "ａ.mp3", "name_lookalike")
_name("long", "a" * 300 + ".mp3", "name_long")
_name("deep", "a/" * 12 + "b.mp3", "name_deep")


@kind("name_case")
def name_case_collision(shop: Workshop) -> Path:
    return shop.zip(("goi/data/Programmes.json", b"{}"))


@kind("name_forms")
def name_form_collision(shop: Workshop) -> Path:
    name = "goi/data/audio/bản tin.mp3"
    return shop.zip((name, b"x"), (unicodedata.normalize("NFD", name), b"y"))


@kind("name_twice")
def name_listed_twice(shop: Workshop) -> Path:
    with zipfile.ZipFile(shop.target, "w") as archive:
        for info, data in shop.entries():
            archive.writestr(info, data)
        with_other = _info("goi/data/programmes.json")
        archive.NameToInfo.clear()
        archive.writestr(with_other, b"{}")
    return shop.target


# Links, devices, encryption, strange ZIPs


@kind("link")
def zip_symlink(shop: Workshop) -> Path:
    info = _info("goi/data/audio/link.mp3")
    info.external_attr = 0o120777 << 16
    return shop.zip((info, b"/etc/passwd"))


@kind("special_file")
def zip_device(shop: Workshop) -> Path:
    info = _info("goi/data/audio/device.mp3")
    info.external_attr = 0o020666 << 16
    return shop.zip((info, b""))


@kind("link")
def folder_symlink(shop: Workshop) -> Path:
    (shop.bag / "data/audio/link.mp3").symlink_to("/etc/passwd")
    return shop.bag


@kind("link")
def folder_symlinked_folder(shop: Workshop) -> Path:
    (shop.bag / "data/more").symlink_to("/etc")
    return shop.bag


@kind("link")
def folder_is_a_symlink(shop: Workshop) -> Path:
    link = shop.bag.parent / "linked"
    link.symlink_to(shop.bag)
    return link


@kind("hard_link")
def folder_hard_link(shop: Workshop) -> Path:
    os.link(shop.audio(), shop.bag.parent / "other-name")
    return shop.bag


@kind("special_file")
def folder_pipe(shop: Workshop) -> Path:
    os.mkfifo(shop.bag / "data/audio/pipe.mp3")
    return shop.bag


@kind("encrypted")
def zip_encrypted(shop: Workshop) -> Path:
    raw = bytearray(shop.zip().read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        raw[raw.find(mark) + offset] |= 1
    shop.target.write_bytes(raw)
    return shop.target


@kind("zip_method")
def zip_strange_method(shop: Workshop) -> Path:
    info = _info("goi/data/audio/lzma.mp3")
    info.compress_type = zipfile.ZIP_LZMA
    return shop.zip((info, b"x" * 1000))


@kind("zip_prefix")
def zip_with_program_in_front(shop: Workshop) -> Path:
    raw = shop.zip().read_bytes()
    shop.target.write_bytes(b"MZ" + bytes(500) + raw)
    return shop.target


@kind("not_zip")
def zip_cut_off(shop: Workshop) -> Path:
    raw = shop.zip().read_bytes()
    shop.target.write_bytes(raw[: len(raw) // 2])
    return shop.target


@kind("not_zip")
def zip_is_text(shop: Workshop) -> Path:
    shop.target.write_text("xin chào", encoding="utf-8")
    return shop.target


@kind("zip_damaged")
def zip_wrong_crc(shop: Workshop) -> Path:
    path = shop.zip()
    raw = bytearray(path.read_bytes())
    at = raw.find(shop.audio().read_bytes()[1000:1100])
    raw[at] ^= 1
    path.write_bytes(raw)
    return path


# Bombs and lies about size


@kind("ratio")
def bomb_of_zeros(shop: Workshop) -> Path:
    info = _info("goi/data/audio/zeros.wav")
    info.compress_type = zipfile.ZIP_DEFLATED
    return shop.zip((info, bytes(64 * 1024**2)))


@kind("zip_overlap")
def bomb_of_overlapping_entries(shop: Workshop) -> Path:
    raw = shop.zip().read_bytes()
    end = raw.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", raw[end + 10 : end + 20])
    first = raw[start : raw.find(b"PK\x01\x02", start + 4)]
    twin = first.replace(b"goi/bag-info.txt", b"goi/bag-info.tx2")
    tail = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count + 1, count + 1, size + len(twin), start, 0
    )
    shop.target.write_bytes(raw[:end] + twin + tail)
    return shop.target


@kind("file_large")
def sparse_claim_of_ten_gigabytes(shop: Workshop) -> Path:
    with (shop.bag / "data/audio/huge.wav").open("wb") as file:
        file.truncate(10 * 1024**3)
    return shop.bag


@kind("file_large")
def zip_claim_of_three_gigabytes(shop: Workshop) -> Path:
    return _claim(shop, 3 * 1024**3)


@kind("zip_damaged")
def zip_claims_less_than_it_holds(shop: Workshop) -> Path:
    return _claim(shop, 10)


def _claim(shop: Workshop, size: int) -> Path:
    """The directory says another unpacked size than the entry has; deflated, so nothing shows."""
    with zipfile.ZipFile(shop.target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in shop.entries():
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    raw = bytearray(shop.target.read_bytes())
    name = f"goi/{shop.audio().relative_to(shop.bag).as_posix()}".encode()
    at = raw.rfind(name) - 46
    raw[at + 24 : at + 28] = struct.pack("<I", size)
    shop.target.write_bytes(raw)
    return shop.target


def _zip_with_changed_head(shop: Workshop, change: Callable[[bytearray, int, int], object]) -> Path:
    """Change what a ZIP says of its first recording: the local header's place, the directory's."""
    path = shop.zip()
    raw = bytearray(path.read_bytes())
    name = f"goi/{shop.audio().relative_to(shop.bag).as_posix()}".encode()
    change(raw, raw.find(name) - 30, raw.rfind(name) - 46)
    path.write_bytes(raw)
    return path


@kind("zip_damaged")
def zip_two_names_for_one_file(shop: Workshop) -> Path:
    def change(raw: bytearray, local: int, _: int) -> None:
        raw[local + 30] ^= 1

    return _zip_with_changed_head(shop, change)


@kind("zip_overlap")
def zip_entry_beyond_the_end(shop: Workshop) -> Path:
    def change(raw: bytearray, _: int, listed: int) -> None:
        raw[listed + 20 : listed + 28] = struct.pack("<II", 2**30, 2**30)

    return _zip_with_changed_head(shop, change)


@kind("encrypted")
def zip_encrypted_only_in_the_directory(shop: Workshop) -> Path:
    def change(raw: bytearray, _: int, listed: int) -> None:
        raw[listed + 8] |= 1

    return _zip_with_changed_head(shop, change)


@kind("zip_damaged")
def zip_stored_that_is_called_deflated(shop: Workshop) -> Path:
    def change(raw: bytearray, local: int, listed: int) -> None:
        raw[local + 8 : local + 10] = raw[listed + 10 : listed + 12] = struct.pack("<H", 8)

    return _zip_with_changed_head(shop, change)


@kind("file_large")
def zip64_that_claims_exabytes(shop: Workshop) -> Path:
    info = _info("goi/data/audio/huge.wav")
    info.extra = struct.pack("<HHQQ", 1, 16, 2**60, 2**60)
    path = shop.zip((info, b"x" * 100))
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"goi/data/audio/huge.wav") - 46
    raw[at + 20 : at + 28] = b"\xff" * 8
    path.write_bytes(raw)
    return path


@kind("not_zip")
def zip_directory_of_another_length(shop: Workshop) -> Path:
    path = shop.zip()
    raw = bytearray(path.read_bytes())
    end = raw.rfind(b"PK\x05\x06")
    raw[end + 12 : end + 16] = struct.pack("<I", len(raw) * 2)
    path.write_bytes(raw)
    return path


@kind("no_tagmanifest")
def zip_of_two_packages(shop: Workshop) -> Path:
    twins = [(str(info.filename).replace("goi/", "goi2/"), data) for info, data in shop.entries()]
    return shop.zip(*twins)


@kind("too_many_files")
def thousands_of_files(shop: Workshop) -> Path:
    return shop.zip(*((f"goi/data/n{number}", b"") for number in range(5_100)))


@kind("too_large")
def many_large_claims(shop: Workshop) -> Path:
    for number in range(5):
        with (shop.bag / f"data/audio/huge{number}.wav").open("wb") as file:
            file.truncate(2 * 1024**3 - 1)
    return shop.bag


@kind("tag_large")
def tag_manifest_of_megabytes(shop: Workshop) -> Path:
    (shop.bag / "tagmanifest-sha256.txt").write_bytes(b"#" * (9 * 1024**2))
    return shop.bag


@kind("unlisted_file")
def package_in_a_package(shop: Workshop) -> Path:
    inner = shop.zip().read_bytes()
    (shop.bag / "data/audio/inner.zip").write_bytes(inner)
    shop.target.unlink()
    return shop.sign()


# Manifest tricks


@kind("bag_hash_mismatch")
def one_byte_of_audio_changed(shop: Workshop) -> Path:
    raw = bytearray(shop.audio().read_bytes())
    raw[len(raw) // 2] ^= 1
    shop.audio().write_bytes(raw)
    return shop.bag


@kind("bag_hash_mismatch")
def one_letter_of_metadata_changed(shop: Workshop) -> Path:
    path = shop.bag / "data/programmes.json"
    path.write_text(path.read_text("utf-8").replace("Bản tin A1", "Bán tin A1"), "utf-8")
    return shop.bag


@kind("bag_hash_mismatch")
def manifest_changed_to_fit(shop: Workshop) -> Path:
    shop.audio().write_bytes((shop.tones / "other.flac").read_bytes())
    (shop.bag / "manifest-sha256.txt").write_text(shop.manifest())
    return shop.bag


@kind("bag_missing_file")
def audio_removed(shop: Workshop) -> Path:
    shop.audio().unlink()
    return shop.bag


@kind("bag_missing_from_manifest")
def audio_added(shop: Workshop) -> Path:
    shutil.copy(shop.tones / "tone.mp3", shop.bag / "data/audio/more.mp3")
    return shop.bag


@kind("bag_out_of_scope")
def manifest_leads_out(shop: Workshop) -> Path:
    path = shop.bag / "manifest-sha256.txt"
    path.write_text(path.read_text() + f"{'0' * 64}  data/../../../etc/passwd\n")
    return shop.sign(manifests=False)


@kind("bag_listed_twice_differently")
def manifest_lists_twice(shop: Workshop) -> Path:
    path = shop.bag / "manifest-sha256.txt"
    line = path.read_text().splitlines()[0]
    path.write_text(path.read_text() + f"{'0' * 64}  {line.split(maxsplit=1)[1]}\n")
    return shop.sign(manifests=False)


@kind("not_covered")
def only_md5(shop: Workshop) -> Path:
    (shop.bag / "manifest-sha256.txt").unlink()
    (shop.bag / "manifest-md5.txt").write_text(shop.manifest("md5"))
    return shop.sign(manifests=False)


@kind("bag_hash_mismatch")
def hash_that_is_short(shop: Workshop) -> Path:
    path = shop.bag / "manifest-sha256.txt"
    path.write_text("0" * 64 + path.read_text()[64:])
    return shop.sign(manifests=False)


@kind("bag_hash_mismatch")
def second_manifest_that_disagrees(shop: Workshop) -> Path:
    text = shop.manifest("sha512").replace(shop.manifest("sha512")[:8], "00000000")
    (shop.bag / "manifest-sha512.txt").write_text(text)
    return shop.sign()


@kind("bag_missing_from_one_manifest")
def second_manifest_that_knows_fewer_files(shop: Workshop) -> Path:
    (shop.bag / "manifest-sha512.txt").write_text(shop.manifest("sha512").partition("\n")[0] + "\n")
    return shop.sign()


@kind("not_covered")
def manifest_that_the_signature_does_not_reach(shop: Workshop) -> Path:
    path = shop.bag / "tagmanifest-sha256.txt"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "manifest-sha256" not in line))
    return shop.sign_only()


@kind("bag_too_many_lines")
def manifest_of_fifty_thousand_lines(shop: Workshop) -> Path:
    lines = (f"{number:064x}  data/audio/n{number}.mp3\n" for number in range(50_000))
    (shop.bag / "manifest-sha256.txt").write_text("".join(lines))
    return shop.sign(manifests=False)


@kind("bag_missing_file")
def manifest_of_names_that_are_nearly_there(shop: Workshop) -> Path:
    lines = (f"{number:064x}  data/audio/N{number}.mp3\n" for number in range(19_000))
    (shop.bag / "manifest-sha256.txt").write_text("".join(lines))
    for number in range(1_000):
        (shop.bag / f"data/audio/x{number}.mp3").touch()
    return shop.sign(manifests=False)


@kind("bag_missing_from_manifest")
def metadata_of_a_million_lines(shop: Workshop) -> Path:
    shop.sign()
    (shop.bag / "data/extra").touch()
    (shop.bag / "bag-info.txt").write_text("A: b\n" + " c\n" * 1_000_000)
    return shop.sign(manifests=False)


@kind("bag_no_payload_manifest")
def no_manifest(shop: Workshop) -> Path:
    (shop.bag / "manifest-sha256.txt").unlink()
    return shop.sign(manifests=False)


@kind("stray_file")
def stray_tag_file(shop: Workshop) -> Path:
    (shop.bag / "autorun.inf").write_text("[autorun]")
    return shop.sign()


@kind("stray_file")
def fetch_from_elsewhere(shop: Workshop) -> Path:
    (shop.bag / "fetch.txt").write_text("http://example.org/a.mp3 10 data/audio/a.mp3\n")
    return shop.sign()


@kind("bag_too_old")
def older_bagit(shop: Workshop) -> Path:
    text = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    (shop.bag / "bagit.txt").write_text(text)
    return shop.sign()


@kind("bag_no_bagit_txt")
def no_declaration(shop: Workshop) -> Path:
    (shop.bag / "bagit.txt").unlink()
    return shop.sign()


# Signature tricks


@kind("unsigned")
def no_signature(shop: Workshop) -> Path:
    (shop.bag / "tagmanifest-sha256.txt.minisig").unlink()
    return shop.bag


@kind("no_tagmanifest")
def nothing_signed(shop: Workshop) -> Path:
    (shop.bag / "tagmanifest-sha256.txt").unlink()
    return shop.bag


@kind("signature_form")
def signature_is_rubbish(shop: Workshop) -> Path:
    (shop.bag / "tagmanifest-sha256.txt.minisig").write_text("trust me")
    return shop.bag


@kind("signature_form")
def signature_with_spare_bits_set(shop: Workshop) -> Path:
    """Base64 that ends otherwise and says the same."""
    path = shop.bag / "tagmanifest-sha256.txt.minisig"
    raw = path.read_bytes().rstrip()
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    assert raw.endswith(b"==")
    path.write_bytes(raw[:-3] + letters[letters.index(raw[-3]) + 1 :][:1] + b"==\n")
    return shop.bag


@kind("signature_wrong")
def signature_of_another_package(shop: Workshop) -> Path:
    (shop.bag / "tagmanifest-sha256.txt.minisig").write_bytes(shop.key.sign(b"other", "x"))
    return shop.bag


@kind("signature_wrong")
def trusted_comment_changed(shop: Workshop) -> Path:
    path = shop.bag / "tagmanifest-sha256.txt.minisig"
    path.write_text(path.read_text().replace("serial 1", "serial 9"))
    return shop.bag


@kind("unknown_key")
def signed_by_a_stranger(shop: Workshop) -> Path:
    return shop.sign(key=create_key(shop.bag.parent / "stranger", CENTRE))


@kind("signature_wrong")
def strangers_key_under_a_trusted_number(shop: Workshop) -> Path:
    stranger = create_key(shop.bag.parent / "stranger", CENTRE)
    number = bytes.fromhex(shop.key.key_id)[::-1]
    stranger.secret._keynum_sk.key_id[:] = number
    return shop.sign(key=stranger)


@kind("revoked")
def signed_by_a_revoked_key(shop: Workshop) -> Path:
    shop.station.issuers.revoke(shop.key.key_id, why="mất khóa", at=NOW)
    return shop.bag


@kind("key_expired")
def signed_by_an_expired_key(shop: Workshop) -> Path:
    shop.station.issuers.trust(
        shop.key.public_text, CENTRE, "Bà Lan", valid_until=NOW - timedelta(days=1)
    )
    return shop.bag


@kind("key_not_yet")
def signed_by_a_key_of_tomorrow(shop: Workshop) -> Path:
    shop.station.issuers.trust(
        shop.key.public_text, CENTRE, "Bà Lan", valid_from=NOW + timedelta(days=1)
    )
    return shop.bag


@kind("before_key")
def made_before_the_key(shop: Workshop) -> Path:
    shop.station.issuers.trust(
        shop.key.public_text, CENTRE, "Bà Lan", valid_from=NOW - timedelta(days=1)
    )
    then = (NOW - timedelta(days=5)).isoformat()
    return shop.rewrite(lambda d: d.update(created_at=then))


@kind("other_key")
def names_another_key(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["issuer"].update(key_id="0" * 16))


@kind("other_issuer")
def poses_as_another_issuer(shop: Workshop) -> Path:
    other = create_key(shop.bag.parent / "ministry", "Bộ")
    shop.station.issuers.trust(other.public_text, "Đài Quốc gia", "Bà Lan")
    return shop.rewrite(lambda d: d["issuer"].update(name="đài quốc gia"))


# Time and number tricks


@kind("future")
def made_tomorrow(shop: Workshop) -> Path:
    then = (NOW + timedelta(days=1)).isoformat()
    return shop.rewrite(lambda d: d.update(created_at=then))


@kind("expired")
def out_of_date(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(valid_until="2026-08-01"))


@kind("not_yet")
def not_valid_yet(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(valid_from="2027-01-01"))


@kind("rollback")
def older_than_what_is_here(shop: Workshop) -> Path:
    newer = Path(shutil.copytree(shop.bag, shop.bag.parent / "newer"))
    Workshop(newer, shop.key, shop.tones, shop.station).rewrite(
        lambda d: d.update(serial=7, id="seven")
    )
    shop.station.take(newer)
    return shop.rewrite(lambda d: d.update(serial=6, id="six"))


@kind("rollback")
def same_number_other_contents(shop: Workshop) -> Path:
    shop.station.take(shop.bag)
    return shop.rewrite(lambda d: d.update(title="khác", id="other"))


@kind("id_taken")
def same_id_newer_number(shop: Workshop) -> Path:
    shop.station.take(shop.bag)
    return shop.rewrite(lambda d: d.update(serial=2))


@kind("schema")
def serial_below_one(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(serial=0))


@kind("bad_value")
def day_that_is_none(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(valid_until="2026-02-31"))


# programmes.json


@kind("json_form")
def json_cut_off(shop: Workshop) -> Path:
    return shop.raw_json((shop.bag / "data/programmes.json").read_bytes()[:-20])


@kind("json_form")
def json_same_key_twice(shop: Workshop) -> Path:
    raw = (shop.bag / "data/programmes.json").read_bytes()
    return shop.raw_json(raw.replace(b'"serial": 1,', b'"serial": 1, "serial": 2,'))


@kind("json_form")
def json_of_a_million_quotes(shop: Workshop) -> Path:
    return shop.raw_json(b'{"title": "' + b'\\"' * 1_000_000)


@kind("json_form")
def json_with_a_number_of_many_digits(shop: Workshop) -> Path:
    return shop.raw_json(
        json.dumps(shop.document()).encode()[:-1] + b', "n": ' + b"9" * 9999 + b"}"
    )


@kind("json_form")
def json_that_is_not_a_number(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0]["audio"].update(duration_s=float("nan")))


@kind("schema")
def json_with_an_endless_number(shop: Workshop) -> Path:
    raw = json.dumps(shop.document()).replace('"serial": 1,', '"serial": 1e999,')
    assert "1e999" in raw
    return shop.raw_json(raw.encode())


@kind("schema")
def serial_that_is_true(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(serial=True))


@kind("too_many_programmes")
def json_of_a_hundred_thousand_programmes(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(programmes=[{}] * 100_000))


@kind("tag_large")
def json_of_ten_megabytes(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(note="x" * 10 * 1024**2))


@kind("json_nesting")
def json_nested_deeply(shop: Workshop) -> Path:
    return shop.raw_json(b"[" * 100_000 + b"]" * 100_000)


@kind("json_encoding")
def json_not_utf8(shop: Workshop) -> Path:
    return shop.raw_json("xin chào".encode("utf-16"))


@kind("newer_format")
def json_of_a_newer_format(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(version=2))


@kind("schema")
def json_with_a_field_of_ours(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0].update(state="approved"))


@kind("schema")
def title_with_direction_marks(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0].update(title="a\u202eb"))


@kind("schema")
def priority_that_is_none(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0].update(priority="over everything"))


@kind("schema")
def audio_outside_its_folder(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0]["audio"].update(file="data/../bagit.txt"))


@kind("no_programmes_json")
def no_json(shop: Workshop) -> Path:
    (shop.bag / "data/programmes.json").unlink()
    return shop.sign()


@kind("code_twice")
def same_code_twice(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][1].update(code="a1"))


@kind("sent_and_withdrawn")
def sent_and_withdrawn(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d.update(withdrawals=[{"code": "A1"}]))


@kind("programme_dates")
def validity_backwards(shop: Workshop) -> Path:
    days = {"valid_from": "2026-09-01", "valid_until": "2026-08-01"}
    return shop.rewrite(lambda d: d["programmes"][0].update(days))


@kind("nothing_inside")
def empty_programme(shop: Workshop) -> Path:
    shop.audio().unlink()
    return shop.rewrite(lambda d: (d["programmes"][0].pop("audio"), d["programmes"][0].pop("text")))


# Audio that lies


@kind("audio_missing")
def audio_not_there(shop: Workshop) -> Path:
    shop.audio().unlink()
    return shop.sign()


@kind("audio_hash")
def audio_of_another_hash(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0]["audio"].update(sha256="0" * 64))


@kind("audio_size")
def audio_of_another_size(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0]["audio"].update(bytes=5))


@kind("audio_duration")
def audio_of_another_length(shop: Workshop) -> Path:
    return shop.rewrite(lambda d: d["programmes"][0]["audio"].update(duration_s=600))


@kind("not_audio")
def text_named_mp3(shop: Workshop) -> Path:
    return shop.with_audio("đây là bản tin".encode() * 100)


@kind("not_audio")
def playlist_named_mp3(shop: Workshop) -> Path:
    return shop.with_audio(b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")


@kind("audio_lies")
def wav_named_mp3(shop: Workshop) -> Path:
    return shop.with_audio((shop.tones / "tone.wav").read_bytes())


@kind("audio_kind")
def program_as_audio(shop: Workshop) -> Path:
    return shop.with_audio(b"MZ" + bytes(100), ".exe")


def _audio_code(name: str, build: Callable[[Workshop], Path], code: str) -> None:
    build.__name__ = name
    KINDS[name] = (code, build)


def _head_only(shop: Workshop) -> Path:
    return shop.with_audio(b"ID3\x04\x00\x00\x00\x00\x00\x00" + os.urandom(3000))


def _no_samples(shop: Workshop) -> Path:
    return shop.with_audio((shop.tones / "tone.wav").read_bytes()[:44], ".wav")


def _silence(shop: Workshop) -> Path:
    target = shop.bag.parent / "silence.wav"
    ffmpeg.run(["-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "2", str(target)])
    return shop.with_audio(target.read_bytes(), ".wav")


def _seven_hours(shop: Workshop) -> Path:
    """A small file that decodes to more than anyone airs."""
    target = shop.bag.parent / "long.flac"
    sound = ["-f", "lavfi", "-i", "sine=r=8000:f=0", "-t", "25200"]
    ffmpeg.run([*sound, "-sample_fmt", "s16", "-compression_level", "0", str(target)])
    return shop.with_audio(target.read_bytes(), ".flac")


_audio_code("id3_tag_and_rubbish", _head_only, "audio.not_audio")
_audio_code("wav_without_samples", _no_samples, "audio.*")
_audio_code("nothing_but_silence", _silence, "audio.silent")
_audio_code("seven_hours_in_a_small_file", _seven_hours, "package.audio_long")

__all__ = ["KINDS", "Workshop"]
