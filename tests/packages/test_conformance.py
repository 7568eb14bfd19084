"""The cases of the public BagIt suite and of RFC 8493, judged by the command as a harness does."""

from __future__ import annotations

import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import bagit
import pytest

from broadcast_desk.cli.main import run
from tests.packages.conformance import suite
from tests.packages.test_bag import INVALID, OUTSIDE, VALID, WARNED, bag_of

CASES: dict[str, tuple[str, dict[str, Any], dict[str, bytes] | None]] = {
    **{f"valid: {name}": ("valid", *case) for name, case in VALID.items()},
    **{f"warning: {name}": ("valid", *case[1:]) for name, case in WARNED.items()},
    **{f"invalid: {name}": ("invalid", *case[1:]) for name, case in INVALID.items()},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> list[str]:
    return ["--data", str(tmp_path_factory.mktemp("station"))]


def verdict(path: Path, data: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the command says of a bag; no bag without a signature is ever taken as a package."""
    status = run(["package", "verify", str(path), "--json", *data])
    said = capsys.readouterr()
    assert (status, said.err) == (1, "")
    facts: dict[str, Any] = json.loads(said.out)
    assert not facts["accepted"]
    assert facts["problems"]
    assert bool(facts["bag_reasons"]) == (facts["bag"] == "invalid")
    return facts


def zipped(folder: Path, top: str) -> Path:
    """The bag as a ZIP, in a folder of its own or not; empty folders too."""
    target = folder.with_name(f"{folder.name}{len(top)}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, f"{top}{path.relative_to(folder).as_posix()}")
    return target


@pytest.mark.parametrize("name", suite.CASES)
def test_the_public_suite(name, tmp_path, data, capsys):
    """Each case of the suite, by its name there, as a folder and as a ZIP in two forms."""
    folder = bag_of(tmp_path / name.rpartition("/")[2], {}, suite.CASES[name].files())
    for path in (folder, zipped(folder, f"{folder.name}/"), zipped(folder, "")):
        facts = verdict(path, data, capsys)
        assert facts["bag"] == suite.expected(name), (path, facts["bag_reasons"])
        if "/warning/" in name:
            assert set(facts["bag_warnings"]) - {"old_version: 0.97", "weak_algorithm: md5"}


UNLIKE = (
    "v0.97/darwin-only/",
    "v0.97/windows-only/",
    "v0.97/warning/duplicate-file-with-different-case",
    "v0.97/warning/same-filename-listed-twice-with-different-normalization",
)
"""Where bagit-python's answer hangs on the file system."""
LENIENT = (
    "v0.97/invalid/bagit-with-invalid-whitespace",
    "v1.0/invalid/bagit-with-invalid-whitespace",
)
"""What bagit-python 1.9 lets pass, against the suite."""


@pytest.mark.parametrize("name", [n for n in suite.CASES if not n.startswith(UNLIKE + LENIENT)])
def test_bagit_python_says_the_same_of_these_bags(name, tmp_path):
    """bagit-python passes the public suite: so the bags made here are of its kind."""
    folder = bag_of(tmp_path / "bag", {}, suite.CASES[name].files())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            valid = bagit.Bag(str(folder)).is_valid()
        except (bagit.BagError, RuntimeError):
            valid = False
    assert valid == (suite.expected(name) == "valid")


@pytest.mark.parametrize("name", CASES)
def test_judged_by_the_command(name, tmp_path, data, capsys):
    wanted, tags, files = CASES[name]
    folder = bag_of(tmp_path / "bag", tags, {} if name == "invalid: no data" else files)
    if name == "invalid: no data":
        (folder / "data").rmdir()
    for path in (folder, zipped(folder, "bag/"), zipped(folder, "")):
        facts = verdict(path, data, capsys)
        assert facts["bag"] == wanted, (path, facts["bag_reasons"])


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("version", ["0.97", "1.0"])
def test_nothing_outside_is_a_file_of_the_bag(path, version, tmp_path, data, capsys):
    text = f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n"
    line = f"b1946ac92492d2347c6235b4d2611184  {path}\n"
    folder = bag_of(tmp_path / "bag", {"bagit.txt": text, "manifest-md5.txt": line})
    for form in (folder, zipped(folder, "bag/")):
        assert verdict(form, data, capsys)["bag"] == "invalid"


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bag_at_all_is_invalid(content, tmp_path, data, capsys):
    path = tmp_path / "bag.zip"
    path.write_bytes(content)
    assert verdict(path, data, capsys)["bag"] == "invalid"
    assert verdict(tmp_path / "none", data, capsys)["bag"] == "invalid"
