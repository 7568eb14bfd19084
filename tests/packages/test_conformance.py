"""The cases of the public BagIt suite, judged by the command as its harness does."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from broadcast_desk.cli.main import run
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
