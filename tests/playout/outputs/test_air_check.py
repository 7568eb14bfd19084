from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.playout.outputs.air_check import (
    AirCheck,
    Retention,
    Segment,
    clear_old,
    segments,
    too_many,
)
from broadcast_desk.playout.ports import BLOCK, Block, Health
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import StoreError
from tests.playout.outputs.conftest import tone, wait_until

ALMOST_SIX = datetime(2026, 11, 23, 5, 59, 58, tzinfo=STATION_ZONE)


def record(folder: Path, seconds: int, began: datetime = ALMOST_SIX, **choices) -> AirCheck:
    """Feed blocks stamped from `began` on, as fast as the disk takes them."""
    check = AirCheck(folder, lambda: began, lambda: 0.0, **choices)
    for index in range(seconds * 50):
        position = index * BLOCK
        if index % 250 == 249:
            wait_until(check._recording._queue.empty)
        check.write(Block(position, tone(position, BLOCK), 0.1, position / 48_000))
    check.close()
    return check


def test_a_new_file_at_the_full_hour_and_no_sample_lost(tmp_path):
    check = record(tmp_path / "khu-1", 5, kind="flac")
    first, second = segments(tmp_path / "khu-1")
    assert first.path.name == "2026-11-23_05-59-58.flac"
    assert second.path.name == "2026-11-23_06-00-00.flac"
    parts = [soundfile.read(segment.path, dtype="float32")[0] for segment in (first, second)]
    assert [len(part) for part in parts] == [2 * 48_000, 3 * 48_000]
    whole = np.concatenate(parts)
    assert np.max(np.abs(whole - tone(0, len(whole)))) < 1e-4, "at the programme's own level"
    assert check.report().health is Health.GOOD
    assert check.report().lost_samples == 0


def test_opus_is_small_and_readable(tmp_path):
    record(tmp_path, 4)
    found = segments(tmp_path)
    assert [segment.path.suffix for segment in found] == [".opus", ".opus"]
    assert sum(soundfile.info(segment.path).frames for segment in found) == 4 * 48_000
    assert sum(segment.size for segment in found) < 4 * 20_000


def test_time_left_out_is_silence_in_the_file(tmp_path):
    check = AirCheck(tmp_path, lambda: ALMOST_SIX, lambda: 0.0, kind="flac")
    for position in (0, 48_000):
        check.write(Block(position, np.ones(BLOCK, np.float32) / 2, 1.0, position / 48_000))
    check.close()
    samples, _ = soundfile.read(segments(tmp_path)[0].path)
    assert len(samples) == 48_000 + BLOCK
    assert not samples[BLOCK:48_000].any()
    assert samples[48_000:].all()


def test_a_clock_set_back_overwrites_nothing(tmp_path):
    record(tmp_path, 1, kind="flac")
    record(tmp_path, 1, kind="flac")
    names = [segment.path.name for segment in segments(tmp_path)]
    assert names == ["2026-11-23_05-59-58.flac", "2026-11-23_05-59-58_1.flac"]


def test_old_files_go_and_strangers_stay(tmp_path):
    day = tmp_path / "2025-01-01"
    day.mkdir()
    old, stranger = day / "2025-01-01_05-00-00.opus", day / "ghi chú.opus"
    old.write_bytes(b"x")
    stranger.write_bytes(b"x")
    record(tmp_path, 1, rule=Retention(min_free_bytes=0))
    assert not old.exists()
    assert stranger.exists()
    assert len(segments(tmp_path)) == 1


def test_a_day_whose_files_are_all_gone_goes_too(tmp_path):
    day = tmp_path / "2025-01-01"
    day.mkdir()
    (day / "2025-01-01_05-00-00.flac").write_bytes(b"x")
    assert len(clear_old(tmp_path, ALMOST_SIX, Retention(min_free_bytes=0))) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_file_being_written_never_goes(tmp_path):
    record(tmp_path, 3, rule=Retention(min_free_bytes=2**62))
    assert [segment.path.stem for segment in segments(tmp_path)] == ["2026-11-23_06-00-00"]


def test_a_folder_that_is_not_there():
    assert clear_old(Path("/nowhere/at/all"), ALMOST_SIX, Retention()) == ()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError):
        AirCheck(tmp_path / "f" / "g", lambda: ALMOST_SIX, lambda: 0.0)


def test_a_disk_that_fails_is_said_and_tried_again(tmp_path):
    folder = tmp_path / "khu-1"
    check = AirCheck(folder, lambda: ALMOST_SIX, lambda: 0.0)
    (folder / "2026-11-23").write_text("in the way", encoding="utf-8")
    check.write(Block(0, tone(0, BLOCK), 1.0, 0.0))
    check.close()
    assert check.report().reason == "playout.air_check_failed"
    assert check.report().lost_samples == BLOCK


kept = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 1000)), max_size=30)


@given(kept, st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 3000))
def test_what_goes_is_the_oldest_and_no_more_than_needed(files, max_bytes, free, want_free):
    now = ALMOST_SIX
    found = [
        Segment(Path(str(n)), now - timedelta(days=age), size)
        for n, (age, size) in enumerate(files)
    ]
    rule = Retention(timedelta(days=90), max_bytes, want_free)
    gone = too_many(found, now, free, rule)
    stay = [segment for segment in found if segment not in gone]
    freed = sum(segment.size for segment in gone)
    if gone and stay:
        newest_gone = max(segment.began_at for segment in gone)
        assert newest_gone <= min(segment.began_at for segment in stay)
    assert all(now - segment.began_at <= rule.max_age for segment in stay)
    if stay:
        assert not max_bytes or sum(segment.size for segment in stay) <= max_bytes
        assert free + freed >= want_free
    if gone:
        last = gone[-1]
        without = [*stay, last]
        needed = (
            now - last.began_at > rule.max_age
            or (max_bytes and sum(segment.size for segment in without) > max_bytes)
            or free + freed - last.size < want_free
        )
        assert needed
