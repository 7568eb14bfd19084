"""Where things are."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadcast_desk.station.errors import StoreError
from broadcast_desk.station.paths import (
    DataFolder,
    audio_assets_folder,
    default_data_folder,
    resources_folder,
)


def test_creating_twice_changes_nothing(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "đài xã")
    data.create()
    (data.media / "a").write_text("x")
    data.create()
    assert (data.media / "a").read_text() == "x"


def test_everything_is_below_the_root(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    parts = [getattr(data, name) for name in dir(data) if not name.startswith("_")]
    folders = [part for part in parts if isinstance(part, Path)]
    assert len(folders) > 10
    assert all(folder.is_relative_to(tmp_path) for folder in folders)


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "station").write_text("a file")
    with pytest.raises(StoreError):
        DataFolder(tmp_path / "station").create()


def test_shipped_folders_are_found() -> None:
    assert (resources_folder() / "messages").is_dir()
    assert audio_assets_folder().name == "audio_assets"
    assert "BroadcastDesk" in default_data_folder().parts
