from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "đài")
    folder.create()
    return folder


@pytest.fixture
def db(data: DataFolder) -> Iterator[Database]:
    database = open_database(data.database)
    with closing(database.conn):
        yield database
