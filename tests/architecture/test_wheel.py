"""What users install: the program with all that it shows, plays and says."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcast_desk.station.paths import audio_assets_folder, resources_folder

ROOT = resources_folder().parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def shipped(folder: Path) -> set[str]:
    """What git would commit of a folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.mark.parametrize("folder", [resources_folder(), audio_assets_folder()])
def test_resources_and_sounds_are_in_it(wheel: zipfile.ZipFile, folder: Path) -> None:
    inside = set(wheel.namelist())
    wanted = {f"broadcast_desk/_shipped/{name}" for name in shipped(folder)}
    assert wanted
    assert wanted - inside == set()


def test_code_and_schema_steps_are_in_it(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    assert shipped(ROOT / "broadcast_desk") - inside == set()
    assert any(name.endswith("0002_library.sql") for name in inside)


def test_nothing_else_is(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"broadcast_desk"}
    assert not [name for name in wheel.namelist() if name.endswith((".pyc", ".db"))]
