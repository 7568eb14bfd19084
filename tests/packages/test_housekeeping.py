from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from broadcast_desk.packages import quarantine
from broadcast_desk.packages.feed import Feeds
from broadcast_desk.packages.housekeeping import keep_house
from broadcast_desk.packages.model import Problem
from tests.packages.conftest import CENTRE, NOW


def house(station):
    return keep_house(station.library, station.media, station.issuers, station.data, station.clock)


def test_one_round_does_everything(trusting, good_zip, tmp_path):
    left = trusting.data.staging / "import-killed"
    (left / "bag").mkdir(parents=True)
    old = tmp_path / "cu.zip"
    old.write_bytes(b"x")
    quarantine.put_away(old, [Problem("package.unsigned", {"name": "cu.zip"})], trusting.data, NOW)
    shutil.copy(good_zip, trusting.data.inbox)
    trusting.clock.pass_by(timedelta(days=31))
    first = house(trusting)
    assert (first.cleaned, first.forgotten, first.inbox.waiting) == (1, 1, [good_zip.name])
    assert house(trusting).inbox.imported[0].accepted == ("A1", "A2")
    assert list(trusting.data.staging.iterdir()) == []
    assert list(quarantine.refused(trusting.data)) == []


def test_a_feed_that_does_not_answer_does_not_stop_the_inbox(trusting, good_zip):
    feeds = Feeds(trusting.library, trusting.media, trusting.issuers, trusting.data, trusting.clock)
    feeds.add("http://127.0.0.1:9/feed.xml")
    shutil.copy(good_zip, trusting.data.inbox)
    first = house(trusting)
    assert [p.code for _, p in first.feeds.failed] == ["package.feed_http"]
    assert first.troubles == []
    assert len(house(trusting).inbox.imported) == 1


def test_a_part_that_fails_is_told_and_stops_no_other(trusting, monkeypatch):
    inbox = trusting.data.run / "inbox-seen.json"
    inbox.mkdir(parents=True)  # cannot be written over
    report = house(trusting)
    assert [(part, p.code) for part, p in report.troubles] == [("inbox", "store.io")]
    assert report.feeds.failed == []


def test_the_command_says_it_in_one_line(trusting, good_zip):
    shutil.copy(good_zip, trusting.data.inbox)
    command = [sys.executable, "-m", "broadcast_desk", "package", "housekeeping", "--json"]
    command += ["--data", str(trusting.data.root)]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    facts = json.loads(done.stdout)
    assert facts["troubles"] == []
    assert facts["inbox"]["imported"][0]["issuer"] == CENTRE


@pytest.mark.skipif("os.name == 'nt' or os.geteuid() != 0", reason="becomes another user")
def test_who_steps_back_already_steps_no_less_far_back():
    """An ordinary user may not raise a priority again, and an import must not end by trying."""
    source = (
        "import os\n"
        "from broadcast_desk.packages import housekeeping, preparing\n"
        "os.setuid(65534)\n"
        "housekeeping.step_back()\n"
        "preparing.step_back()\n"
        "print(os.getpriority(os.PRIO_PROCESS, 0))\n"
    )
    assert python(source) == "15"


@pytest.mark.skipif("not os.path.exists('/proc/self/autogroup')", reason="no such sharing")
def test_a_session_of_its_own_steps_back_as_a_whole():
    source = (
        "from broadcast_desk.packages import housekeeping\n"
        "housekeeping.step_back()\n"
        "print(open('/proc/self/autogroup').read().split()[-1])\n"
    )
    assert python(source, start_new_session=True) == "15"


def python(source: str, **options: bool) -> str:
    """What a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_quarantine_folder_that_was_never_finished_goes_by_its_age(trusting):
    """The computer went off between the folder and its reason."""
    half = trusting.data.quarantine / "20260101-000000-goi-x"
    half.mkdir(parents=True)
    (half / "_goi.zip").write_bytes(b"x")
    made = half.stat().st_mtime
    later = datetime.fromtimestamp(made, UTC)
    assert quarantine.remove_old(trusting.data, later + timedelta(days=29)) == 0
    assert quarantine.remove_old(trusting.data, later + timedelta(days=31)) == 1
    assert not half.exists()
