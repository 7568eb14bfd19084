"""The BagIt rules, after the cases of the Library of Congress's conformance suite and RFC 8493."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
import warnings
import zipfile
from pathlib import Path

import bagit
import pytest

from broadcast_desk.packages.bag import check_bag
from broadcast_desk.packages.containers import open_container
from broadcast_desk.packages.model import BagReport


def check(path: Path) -> BagReport:
    with open_container(path) as container:
        return check_bag(container)


def digest(data: bytes, algorithm: str = "md5") -> str:
    return hashlib.new(algorithm, data).hexdigest()


def bag_of(folder: Path, tags: dict[str, str | bytes], files: dict[str, bytes] | None = None):
    """Write a bag: its tag files, and files (one by default)."""
    for name, data in {**({"data/a.txt": b"hello\n"} if files is None else files), **tags}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / "data").mkdir(exist_ok=True)
    return folder


def old(encoding: str = "UTF-8") -> str:
    return f"BagIt-Version: 0.97\nTag-File-Character-Encoding: {encoding}\n"


NEW = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
HELLO = digest(b"hello\n")
LINE = f"{HELLO}  data/a.txt\n"
GOOD = {"bagit.txt": NEW, "manifest-md5.txt": LINE}
GOOD_OLD = {"bagit.txt": old(), "manifest-md5.txt": LINE}


def tagged(tags: dict[str, str], algorithm: str = "md5") -> dict[str, str]:
    lines = [f"{digest(text.encode(), algorithm)}  {name}\n" for name, text in tags.items()]
    return {**tags, f"tagmanifest-{algorithm}.txt": "".join(lines)}


VALID: dict[str, tuple[dict[str, str | bytes], dict[str, bytes] | None]] = {
    "basic 1.0": (tagged({**GOOD, "bag-info.txt": "Payload-Oxum: 6.1\n"}), None),
    "minimal 0.97": (GOOD_OLD, None),
    "empty payload": ({"bagit.txt": NEW, "manifest-sha256.txt": ""}, {}),
    "0.93": (
        {**GOOD, "bagit.txt": old().replace("0.97", "0.93"), "package-info.txt": "A: b\nA: c\n"},
        None,
    ),
    **{
        name: (
            {"bagit.txt": NEW, f"manifest-{name}.txt": f"{digest(b'x', name)}  data/a\n"},
            {"data/a": b"x"},
        )
        for name in ("sha1", "sha224", "sha256", "sha384", "sha512")
    },
    "duplicate metadata": ({**GOOD, "bag-info.txt": "A: b\nA: c\nB: d\n more\n"}, None),
    "odd separators 0.97": ({**GOOD_OLD, "bag-info.txt": "A :b\nB:\tc\nC:d\n"}, None),
    "space in name": (
        {"bagit.txt": NEW, "manifest-md5.txt": f"{HELLO}  data/a  b.txt\n"},
        {"data/a  b.txt": b"hello\n"},
    ),
    "escaped line ends": (
        {"bagit.txt": old(), "manifest-md5.txt": f"{HELLO}  data/a%0Ab%0d.txt\n"},
        {"data/a\nb\r.txt": b"hello\n"},
    ),
    "escaped percent": (
        {"bagit.txt": NEW, "manifest-md5.txt": f"{HELLO}  data/100%25.txt\n"},
        {"data/100%.txt": b"hello\n"},
    ),
    "percent left alone": (
        {"bagit.txt": old(), "manifest-md5.txt": f"{HELLO}  data/%7Ea%20b.txt\n"},
        {"data/%7Ea%20b.txt": b"hello\n"},
    ),
    "UTF-16": (
        {
            "bagit.txt": old("UTF-16BE"),
            "manifest-md5.txt": f"{HELLO}  data/tin tức.txt\n".encode("utf-16-be"),
        },
        {"data/tin tức.txt": b"hello\n"},
    ),
    "UTF-16 with mark": (
        {"bagit.txt": old("UTF-16"), "manifest-md5.txt": LINE.encode("utf-16")},
        None,
    ),
    "ISO-8859-1": (
        {
            "bagit.txt": old("ISO-8859-1"),
            "manifest-md5.txt": f"{HELLO}  data/é.txt\n".encode("latin1"),
        },
        {"data/é.txt": b"hello\n"},
    ),
    "CR line ends": ({"bagit.txt": old(), "manifest-md5.txt": LINE.replace("\n", "\r\n")}, None),
    "UTF-16 without a mark is big-endian (RFC 2781)": (
        {"bagit.txt": old("UTF-16"), "manifest-md5.txt": LINE.encode("utf-16-be")},
        None,
    ),
    "UTF-16 in the small-endian form with a mark": (
        {
            "bagit.txt": old("UTF-16"),
            "manifest-md5.txt": codecs.BOM_UTF16_LE + LINE.encode("utf-16-le"),
        },
        None,
    ),
    "Bagger on Windows": (
        tagged(
            {
                "bagit.txt": old().replace("\n", "\r\n"),
                "bag-info.txt": "Bagging-Date: 1/3/2016\r\nPayload-Oxum: 6.1\r\n"
                "External-Description: one\r\n  two\r\nBag-Size: 6 B\r\n",
                "manifest-md5.txt": LINE.replace("\n", "\r\n"),
            }
        ),
        None,
    ),
    "tag folders, listed or not": (
        tagged({**GOOD, "metadata/mods.xml": "<mods/>", "metadata/deep/note.txt": "x"})
        | {"log/made.txt": "not listed"},
        None,
    ),
    "bagit-java: tabs, and a hash in capitals": (
        {**GOOD_OLD, "manifest-md5.txt": f"{HELLO.upper()}\tdata/a.txt\n"},
        None,
    ),
    "no line end at the end": ({**GOOD, "manifest-md5.txt": LINE.rstrip()}, None),
    "two tag manifests of other algorithms": (
        {**tagged(GOOD, "sha512"), **tagged(GOOD, "sha256")},
        None,
    ),
    "algorithms that nobody here knows beside one that is known": (
        {**GOOD_OLD, "manifest-crc32.txt": "00000000  data/a.txt\n"},
        None,
    ),
    "empty metadata values": ({**GOOD, "bag-info.txt": "Contact-Name:\nA: \n"}, None),
    "bag in a bag": (
        {"bagit.txt": NEW, "manifest-md5.txt": f"{HELLO}  data/bag/bagit.txt\n"},
        {"data/bag/bagit.txt": b"hello\n"},
    ),
    "holey but filled": (
        {**GOOD_OLD, "fetch.txt": "http://example.org/a.txt - data/a.txt\n"},
        None,
    ),
    "local fetch 0.97": ({**GOOD_OLD, "fetch.txt": "file:///home/a/b.png 42000 b.png\n"}, None),
    "one of two manifests 0.97": (
        {
            "bagit.txt": old(),
            "manifest-md5.txt": f"{HELLO}  data/a\n",
            "manifest-sha1.txt": f"{digest(b'x', 'sha1')}  data/b\n",
        },
        {"data/a": b"hello\n", "data/b": b"x"},
    ),
    "capital hash": ({**GOOD, "manifest-md5.txt": f"{HELLO.upper()} \t data/a.txt\n"}, None),
}

WARNED: dict[str, tuple[str, dict[str, str | bytes], dict[str, bytes] | None]] = {
    "md5sum": (
        "made_with_md5sum",
        {**GOOD_OLD, "manifest-md5.txt": f"{HELLO} *data/a.txt\n"},
        None,
    ),
    "dot slash": (
        "leading_dot_slash",
        {**GOOD_OLD, "manifest-md5.txt": f"{HELLO}  ./data/a.txt\n"},
        None,
    ),
    "relative": (
        "relative_path",
        {**GOOD_OLD, "manifest-md5.txt": f"{HELLO}  data/b/../a.txt\n"},
        None,
    ),
    "twice the same 0.97": ("listed_twice", {**GOOD_OLD, "manifest-md5.txt": LINE * 2}, None),
    "system file": (
        "system_file",
        {"bagit.txt": old(), "manifest-md5.txt": f"{HELLO}  data/Thumbs.db\n"},
        {"data/Thumbs.db": b"hello\n"},
    ),
    "other form": (
        "different_normalization",
        {"bagit.txt": old(), "manifest-md5.txt": f"{HELLO}  data/tin tức.txt\n"},
        {unicodedata.normalize("NFD", "data/tin tức.txt"): b"hello\n"},
    ),
    "other case": (
        "different_case",
        {"bagit.txt": old(), "manifest-md5.txt": f"{HELLO}  data/a.txt\n{HELLO}  data/A.txt\n"},
        None,
    ),
    "old version": ("old_version", GOOD_OLD, None),
    "extra lines 0.97": ("extra_lines", {**GOOD_OLD, "bagit.txt": old() + "More: x\n"}, None),
    "mark in manifest": ("bom", {**GOOD, "manifest-md5.txt": "\ufeff" + LINE}, None),
}

INVALID: dict[str, tuple[str, dict[str, str | bytes], dict[str, bytes] | None]] = {
    "no bagit.txt": ("no_bagit_txt", {"manifest-md5.txt": LINE}, None),
    "one line, split by what is no line end": (
        "bagit_version_line",
        {**GOOD, "bagit.txt": NEW.replace("\n", "\x0b", 1)},
        None,
    ),
    "two manifests that disagree": (
        "hash_mismatch",
        {**GOOD, "manifest-sha1.txt": f"{digest(b'hallo', 'sha1')}  data/a.txt\n"},
        None,
    ),
    "a manifest that lists fewer than the other 1.0": (
        "missing_from_one_manifest",
        {
            "bagit.txt": NEW,
            "manifest-md5.txt": LINE + f"{digest(b'x')}  data/b\n",
            "manifest-sha1.txt": f"{digest(b'x', 'sha1')}  data/b\n",
        },
        {"data/a.txt": b"hello\n", "data/b": b"x"},
    ),
    "a tag manifest beside a bad bagit.txt": (
        "hash_mismatch",
        {**tagged(GOOD), "bagit.txt": NEW.replace("UTF-8", "utf-8")},
        None,
    ),
    "hash of another length": (
        "not_a_hash",
        {**GOOD, "manifest-md5.txt": f"{digest(b'hello', 'sha1')}  data/a.txt\n"},
        None,
    ),
    "oxum of another form": (
        "payload_oxum_form",
        {**GOOD, "bag-info.txt": "Payload-Oxum: 6 bytes\n"},
        None,
    ),
    "oxum of another count": (
        "payload_oxum",
        {**GOOD, "bag-info.txt": "Payload-Oxum: 6.2\n"},
        None,
    ),
    "no encoding": ("encoding_line", {**GOOD, "bagit.txt": "BagIt-Version: 0.97\n"}, None),
    "mark in bagit.txt": ("bom_in_bagit_txt", {**GOOD, "bagit.txt": "\ufeff" + old()}, None),
    "number": ("bagit_version_line", {**GOOD, "bagit.txt": old().replace("0.97", ".97")}, None),
    "version 2": ("unknown_version", {**GOOD, "bagit.txt": old().replace("0.97", "2.0")}, None),
    "three parts": ("bagit_version", {**GOOD, "bagit.txt": NEW.replace("1.0", "1.0.0")}, None),
    "blanks 1.0": ("whitespace", {**GOOD, "bagit.txt": NEW.replace("n:", "n :", 1)}, None),
    "blanks 0.97": ("whitespace", {**GOOD, "bagit.txt": old().replace("n:", "n :", 1)}, None),
    "extra lines 1.0": ("extra_lines", {**GOOD, "bagit.txt": NEW + "More: x\n"}, None),
    "unknown encoding": ("unknown_encoding", {**GOOD, "bagit.txt": old("UTF-99")}, None),
    "codec that is no text": ("unknown_encoding", {**GOOD, "bagit.txt": old("hex")}, None),
    "wrong encoding": ("wrong_encoding", {**GOOD, "manifest-md5.txt": b"\xff\xfe\xfa"}, None),
    "no manifest": ("no_payload_manifest", {"bagit.txt": NEW}, None),
    "only an unknown algorithm": (
        "no_payload_manifest",
        {"bagit.txt": NEW, "manifest-crc.txt": LINE},
        None,
    ),
    "no data": ("no_data_folder", {"bagit.txt": NEW, "manifest-md5.txt": ""}, None),
    "changed file": ("hash_mismatch", GOOD, {"data/a.txt": b"hallo\n"}),
    "changed tag file": (
        "hash_mismatch",
        {**tagged({**GOOD, "bag-info.txt": "A: b\n"}), "bag-info.txt": "A: c\n"},
        None,
    ),
    "extra file": ("missing_from_manifest", GOOD, {"data/a.txt": b"hello\n", "data/b": b""}),
    "missing file": (
        "missing_file",
        {**GOOD, "manifest-md5.txt": LINE + f"{HELLO}  data/b\n"},
        None,
    ),
    "missing tag file": (
        "missing_file",
        {**GOOD, "tagmanifest-md5.txt": f"{HELLO}  bag-info.txt\n"},
        None,
    ),
    "twice differently": (
        "listed_twice_differently",
        {**GOOD_OLD, "manifest-md5.txt": LINE + f"{'0' * 32}  data/a.txt\n"},
        None,
    ),
    "twice the same 1.0": ("listed_twice", {**GOOD, "manifest-md5.txt": LINE * 2}, None),
    "not in every manifest 1.0": (
        "missing_from_one_manifest",
        {**GOOD, "manifest-sha1.txt": ""},
        None,
    ),
    "line without a path": ("manifest_line", {**GOOD, "manifest-md5.txt": LINE + HELLO}, None),
    "not a hash": ("not_a_hash", {**GOOD, "manifest-md5.txt": "xyz data/a.txt\n"}, None),
    "tag file in payload manifest": (
        "not_in_data",
        {**GOOD, "manifest-md5.txt": LINE + f"{digest(NEW.encode())}  bagit.txt\n"},
        None,
    ),
    "wrong oxum": ("payload_oxum", {**GOOD, "bag-info.txt": "Payload-Oxum: 7.1\n"}, None),
    "no colon": ("metadata_line", {**GOOD, "bag-info.txt": "nonsense\n"}, None),
    "blank before colon 1.0": ("metadata_white", {**GOOD, "bag-info.txt": "A : b\n"}, None),
    "bad address": ("fetch_url", {**GOOD_OLD, "fetch.txt": "nowhere 5 data/a.txt\n"}, None),
    "bad fetch line": ("fetch_line", {**GOOD_OLD, "fetch.txt": "http://a/b\n"}, None),
    "fetch of what is not listed 1.0": (
        "fetch_not_in_manifest",
        {**GOOD, "fetch.txt": "http://a/b 5 data/b\n"},
        None,
    ),
    "fetch not fetched": (
        "missing_file",
        {**GOOD, "fetch.txt": "http://a/a 6 data/a.txt\n"},
        {"data/b": b""},
    ),
}
OUTSIDE = (
    "../a", "data/../../a", "/tmp/foo", "~/foo", "~root/foo", "C:\\Windows\\System32\\setx.exe",
    "\\\\?\\UNC\\server\\Windows\\setx.exe", "%HomeDrive%\\Windows\\setx.exe", "data\\..\\..\\a",
)  # fmt: skip


@pytest.mark.parametrize("name", VALID)
def test_valid(name, tmp_path):
    tags, files = VALID[name]
    report = check(bag_of(tmp_path / "bag", tags, files))
    assert report.valid, report.reasons


@pytest.mark.parametrize("name", WARNED)
def test_valid_with_a_warning(name, tmp_path):
    warning, tags, files = WARNED[name]
    report = check(bag_of(tmp_path / "bag", tags, files))
    assert report.valid, report.reasons
    assert any(found.startswith(warning) for found in report.warnings), report.warnings


@pytest.mark.parametrize("name", INVALID)
def test_invalid(name, tmp_path):
    reason, tags, files = INVALID[name]
    if name == "no data":
        files = {}
    folder = bag_of(tmp_path / "bag", tags, files)
    if name == "no data":
        (folder / "data").rmdir()
    report = check(folder)
    assert not report.valid
    assert any(found.startswith(reason) for found in report.reasons), report.reasons


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("version", [old(), NEW])
def test_paths_that_leave_the_bag(path, version, tmp_path):
    line = {"bagit.txt": version, "manifest-md5.txt": LINE + f"{HELLO}  {path}\n"}
    in_manifest = check(bag_of(tmp_path / "one", line))
    tags = {"bagit.txt": version, "manifest-md5.txt": LINE, "fetch.txt": f"http://a/b 5 {path}\n"}
    in_fetch = check(bag_of(tmp_path / "two", tags))
    for report in (in_manifest, in_fetch):
        assert any(reason.startswith("out_of_scope") for reason in report.reasons)


@pytest.mark.parametrize("top", ["", "goi/"])
def test_a_zip_is_judged_like_its_folder(top, tmp_path):
    for name, tags in (("good", GOOD), ("bad", {**GOOD, "manifest-md5.txt": LINE * 2})):
        folder = bag_of(tmp_path / name, tags)
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in folder.rglob("*"):
                archive.write(path, f"{top}{path.relative_to(folder).as_posix()}")
        assert check(tmp_path / f"{name}.zip").reasons == check(folder).reasons
    assert check(tmp_path / "good.zip").valid


@pytest.mark.parametrize("algorithms", [["md5"], ["sha1", "sha512"], ["sha256"]])
def test_bags_of_bagit_python(algorithms, tmp_path):
    (tmp_path / "bản tin.txt").write_text("xin chào", encoding="utf-8")
    bagit.make_bag(str(tmp_path), {"Contact-Name": "Bà Lan"}, checksums=algorithms)
    report = check(tmp_path)
    assert report.valid, report.reasons
    assert ("Contact-Name", "Bà Lan") in report.info


AGREED = ("changed file", "changed tag file", "extra file", "missing file", "wrong oxum", "no data")


@pytest.mark.parametrize("name", AGREED)
def test_bagit_python_agrees(name, tmp_path):
    reason, tags, files = INVALID[name]
    folder = bag_of(tmp_path / "bag", tags, {} if name == "no data" else files)
    if name == "no data":
        (folder / "data").rmdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not bagit.Bag(str(folder)).is_valid(), reason
