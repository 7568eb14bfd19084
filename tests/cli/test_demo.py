"""The product's main job, as `make demo` runs it: the whole chain, measured in its recording."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

STEPS = [
    "station", "bulletins", "speech", "package", "approval", "timetable", "playout", "logbook",
    "report",
]  # fmt: skip
RESULTS = {
    "on-air.wav", "logbook.csv", "report.docx", "report.xlsx", "report.pdf", "summary.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "demo", "--fast", "--out", str(out)],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return out, done


def test_the_demo_ends_well(demo):
    out, done = demo
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in out.iterdir()} >= RESULTS


def test_the_summary_has_every_step_and_its_figures(demo):
    out, _ = demo
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["ok"]
    assert [step["step"] for step in summary["steps"]] == STEPS
    speech = summary["steps"][STEPS.index("speech")]
    low, high = speech["loudness_lufs"]
    assert -16.5 <= low <= high <= -15.5
    assert speech["true_peak_dbtp"][1] <= -1.0


def test_items_began_at_their_second(demo):
    out, _ = demo
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    playout = summary["steps"][STEPS.index("playout")]
    assert len(playout["items"]) == 4
    assert all(abs(item["start_error_ms"]) <= 20 for item in playout["items"])
    assert playout["join_slip_samples"] == 0


def test_a_folder_with_other_data_is_left_alone(tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text("của tôi", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "demo", "--fast", "--out", str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
