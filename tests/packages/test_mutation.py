"""Mutations of a good package: accepted only when nothing that matters changed.

`BROADCAST_DESK_MUTATIONS=5000 pytest -o faulthandler_timeout=0 tests/packages/test_mutation.py`
runs the full number.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadcast_desk.packages.model import SIGNATURE_FILE
from broadcast_desk.packages.verifying import verify
from tests.packages.conftest import NOW

CASES = int(os.environ.get("BROADCAST_DESK_MUTATIONS", "150"))
FOLDER = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

changes = st.one_of(
    st.tuples(st.just("flip"), st.floats(0, 1), st.integers(1, 255)),
    st.tuples(st.just("insert"), st.floats(0, 1), st.binary(min_size=1, max_size=20)),
    st.tuples(st.just("delete"), st.floats(0, 1), st.integers(1, 40)),
)


def mutate(data: bytes, change: tuple[str, float, object]) -> bytes:
    what, where, how = change
    at = min(int(where * len(data)), len(data) - 1)
    if what == "flip":
        return data[:at] + bytes([data[at] ^ how]) + data[at + 1 :]
    if what == "insert":
        return data[:at] + how + data[at:]
    return data[:at] + data[at + how :]


@FOLDER
@given(st.integers(0, 100), changes)
def test_any_file_of_the_folder(trusting, good_bag, tmp_path, number, change):
    bag = tmp_path / "mutated"
    shutil.rmtree(bag, ignore_errors=True)
    shutil.copytree(good_bag, bag)
    files = sorted(path for path in bag.rglob("*") if path.is_file())
    path = files[number % len(files)]
    good = path.read_bytes()
    path.write_bytes(mutate(good, change))
    found = verify(bag, trusting.issuers, NOW)
    harmless = path.name == SIGNATURE_FILE and found.accepted
    assert harmless or found.accepted == (path.read_bytes() == good), found.problems
    if harmless:  # only the untrusted comment and line ends are outside the signature
        assert path.read_bytes().splitlines()[1:] == good.splitlines()[1:]


@FOLDER
@given(changes)
def test_the_zip(trusting, good_zip, tmp_path, change):
    path = tmp_path / "mutated.zip"
    path.write_bytes(mutate(good_zip.read_bytes(), change))
    if verify(path, trusting.issuers, NOW).accepted:
        assert contents(path) == contents(good_zip)


def contents(path: Path) -> dict[str, bytes]:
    """What matters of a ZIP: its files (paths below the top folder) but the comment line."""
    with zipfile.ZipFile(path) as archive:
        found = {info.filename.partition("/")[2]: archive.read(info) for info in archive.infolist()}
    found[SIGNATURE_FILE] = b"\n".join(found[SIGNATURE_FILE].splitlines()[1:])
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.text(max_size=60))
def test_names_never_crash_and_never_leave(name):
    from broadcast_desk.packages.names import clean_name, name_problems

    cleaned = clean_name(name)
    assert not list(name_problems(cleaned)) or any(ord(letter) > 127 for letter in cleaned)
    if ".." in name.split("/") or name.startswith(("/", "\\", "~")):
        assert list(name_problems(name))
