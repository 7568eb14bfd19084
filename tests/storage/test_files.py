"""Files that are either there and whole, or not there."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadcast_desk.station.errors import StoreError
from broadcast_desk.storage.files import sha256_of, whole_file, write_text
from tests.fakes.disks import fill, read_only, small_disk


def test_the_file_appears_at_the_end_with_all_of_it(tmp_path: Path) -> None:
    target = tmp_path / "tệp.txt"
    with whole_file(target) as temporary:
        assert temporary.parent == target.parent
        assert temporary.suffix == ".txt"
        temporary.write_text("một", encoding="utf-8")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "một"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "cũ")
    with pytest.raises(RuntimeError), whole_file(target) as temporary:  # noqa: PT012  (the block is what is tested)
        temporary.write_text("nửa", encoding="utf-8")
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [target]


def test_a_program_killed_while_writing_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "cũ")
    script = (
        "import sys, time; from pathlib import Path\n"
        "from broadcast_desk.storage.files import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as temporary:\n"
        "    temporary.write_text('nửa', encoding='utf-8'); print('half', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.kill()
    assert target.read_text(encoding="utf-8") == "cũ"


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as folder:
        target = folder / "a.txt"
        write_text(target, "cũ")
        fill(folder)
        with pytest.raises(StoreError) as caught:
            write_text(target, "mới" * 10_000)
        assert caught.value.code == "store.disk_full"
        assert target.read_text(encoding="utf-8") == "cũ"
        assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "filler"]


def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "chỉ đọc"
    folder.mkdir()
    with read_only(folder), pytest.raises(StoreError) as caught:
        write_text(folder / "a.txt", "x")
    assert caught.value.code == "store.read_only"


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert sha256_of(path) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    )


@pytest.fixture(params=[0o022, 0o027, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    if os.name != "posix":
        pytest.skip("permissions as POSIX has them")
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_as_open_as_any_new_file(tmp_path: Path, umask: int) -> None:
    write_text(tmp_path / "lịch.ics", "x")
    assert mode_of(tmp_path / "lịch.ics") == 0o666 & ~umask
    assert os.umask(umask) == umask, "the process keeps its umask"


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path, umask: int) -> None:
    target = tmp_path / "lịch.ics"
    target.write_text("cũ", encoding="utf-8")
    target.chmod(0o640)
    write_text(target, "mới")
    assert mode_of(target) == 0o640


def test_a_private_file_is_for_its_owner_alone(tmp_path: Path, umask: int) -> None:
    target = tmp_path / "đài.key"
    target.write_text("cũ", encoding="utf-8")
    target.chmod(0o644)
    with whole_file(target, private=True) as temporary:
        temporary.write_text("mới", encoding="utf-8")
        assert mode_of(temporary) == 0o600
    assert mode_of(target) == 0o600
