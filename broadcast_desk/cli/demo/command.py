"""The `demo` command: runs the story, airs it, checks it, and says whether all was well."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import click

from broadcast_desk.audio import tunes
from broadcast_desk.cli.demo.airing import Morning, listen, make_timetable, run_playout
from broadcast_desk.cli.demo.stage import Stage
from broadcast_desk.cli.demo.story import Story
from broadcast_desk.cli.demo.stream import make_programme, serve_stream
from broadcast_desk.cli.session import Session, with_session
from broadcast_desk.logbook.export import write_csv
from broadcast_desk.logbook.model import Airing, AiringKind, Result
from broadcast_desk.logbook.reports import write_asean_report
from broadcast_desk.playout.brief import make_brief
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError, store_error_from_os
from broadcast_desk.station.messages import say
from broadcast_desk.station.paths import DataFolder

MARK = ".broadcast-desk-demo"
"""Marks a folder as the demo's own, which the next demo may empty."""

EXPECTED_KINDS = {AiringKind.FIRST, AiringKind.REBROADCAST, AiringKind.RELAY}


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"))
@click.option("--fast", is_flag=True, help="Buổi sáng rút ngắn, khoảng một phút.")
@with_session
def demo(session: Session, out: Path, fast: bool) -> int:
    """Chạy cả dây chuyền trên dữ liệu mẫu, từ soạn bản tin đến báo cáo năm."""
    data = _fresh(out)
    stage = Stage(session.language)
    own = Session(data, session.language, session.clock)
    with tempfile.TemporaryDirectory(prefix="broadcast-desk-demo-") as work, closing(own):
        story = Story(own, stage, out, Path(work))
        story.tell()
        morning = _air(story, fast)
        _account(story, morning)
    stage.write_summary(out / "summary.json", fast=fast)
    code = "demo.failed" if stage.wrong else "demo.ok"
    click.echo(say(code, session.language, out=out, count=len(stage.wrong)))
    return 1 if stage.wrong else 0


def _fresh(out: Path) -> DataFolder:
    """Empty what an earlier demo left, and make the new data folder.

    Raises:
        InputError: the folder holds something that no demo made; it is left alone.
        StoreError: it cannot be written to.
    """
    mark = out / MARK
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()) and not mark.exists():
            raise InputError("demo.not_ours", path=out)
        for left in out.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        mark.write_text("", encoding="utf-8")
    except OSError as error:
        raise store_error_from_os(error, out) from error
    return DataFolder(out / "data")


def _air(story: Story, fast: bool) -> Morning:
    tomorrow = local(story.session.clock.now()).date() + timedelta(days=1)
    morning = Morning(tomorrow, fast)
    relayed = make_programme(tunes.path(tunes.names()[-1]), story.work / "relayed.wav")
    with serve_stream(relayed) as stream:
        with story.stage.step("timetable") as step:
            slots = make_timetable(story, morning, stream)
            brief = make_brief(story.session.db, story.session.library, morning.begins_at, 0)
            cues = tuple(c for c in brief.cues if local(c.starts_at).date() == morning.day)
            step.note(
                slots=len(slots),
                cues=[f"{local(cue.starts_at):%H:%M:%S} {cue.content.title}" for cue in cues],
            )
            step.require(len(cues) == 4, "the plan should have four cues")
        with story.stage.step("playout") as step:
            recording = run_playout(story, morning, cues[-1].ends_at)
            listen(story, step, cues, recording)
    return morning


def _account(story: Story, morning: Morning) -> None:
    """The logbook is verified and exported; the yearly report is written."""
    logbook = story.session.logbook
    with story.stage.step("logbook") as step:
        verification = logbook.verify()
        airings = logbook.airings()
        write_csv(airings, story.out / "logbook.csv")
        step.note(
            entries=verification.count,
            head=verification.head.entry_sha256 if verification.head else "",
            airings=_counts(airings),
        )
        step.require(verification.valid, "the chain is broken")
        step.require(
            {airing.kind for airing in airings} >= EXPECTED_KINDS
            and all(airing.result is Result.COMPLETE for airing in airings),
            "an airing is missing or incomplete",
        )
    with story.stage.step("report") as step:
        written = write_asean_report(
            morning.day.year,
            logbook=logbook,
            settings=story.settings,
            now=morning.at(24 * 3600),
            folder=story.work,
        )
        for path in written:
            shutil.copyfile(path, story.out / f"report{path.suffix}")
        step.note(files=[f"report{path.suffix}" for path in written])
        step.require(all(path.stat().st_size > 0 for path in written), "an empty report")


def _counts(airings: tuple[Airing, ...]) -> dict[str, int]:
    return {
        kind.value: sum(airing.kind is kind for airing in airings)
        for kind in AiringKind
        if any(airing.kind is kind for airing in airings)
    }
