"""`simulate`: days of a station in virtual time, with everything that goes wrong in real ones."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.logbook.wording import reason_words
from broadcast_desk.playout.simulation import Report
from broadcast_desk.playout.simulation import simulate as run
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import say

TELL_EVERY_DAYS = 30


@click.command()
@click.option(
    "--days", default=30, show_default=True, type=click.IntRange(1, 3660), help="Số ngày."
)
@click.option("--faults", is_flag=True, help="Gây sự cố: mất điện, sai giờ, hỏng tệp, mất sóng...")
@click.option("--seed", default=0, show_default=True, help="Hạt giống: cùng số thì cùng sự cố.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Thư mục trống để giữ lại dữ liệu của đài mô phỏng.",
)
@json_option
@with_session
def simulate(
    session: Session, days: int, faults: bool, seed: int, keep: Path | None, as_json: bool
) -> int:
    """Mô phỏng nhiều ngày phát thanh trong vài phút; không đụng đến dữ liệu của đài."""

    def tell(day: int) -> None:
        if day and day % TELL_EVERY_DAYS == 0:
            session.tell("simulation.day", day=day, days=days)

    if keep is not None:
        if keep.exists() and any(keep.iterdir()):
            raise InputError("simulation.not_empty", path=keep)
        report = run(keep, days, faults=faults, seed=seed, progress=tell)
    else:
        with tempfile.TemporaryDirectory(prefix="broadcast-desk-") as folder:
            report = run(Path(folder), days, faults=faults, seed=seed, progress=tell)
    if as_json:
        print_facts(report.to_json())
    else:
        _show(session, report)
    return 0 if report.sound else 1


def _show(session: Session, report: Report) -> None:
    aired = {name: report.aired.get(name, 0) for name in
             ("complete", "partial", "interrupted", "resumed", "late")}  # fmt: skip
    _say(session, "simulation.due", due=report.due, days=report.days, seed=report.seed, **aired)
    for code, reasons in (
        ("simulation.missed", report.missed),
        ("simulation.refused", report.refused),
    ):
        for reason, count in reasons.items():
            words = reason_words(reason) if session.language == "vi" else reason
            _say(session, code, count=count, reason=words)
    faults = ", ".join(f"{name} {count}" for name, count in report.faults.items())
    _say(session, "simulation.faults" if faults else "simulation.no_faults", faults=faults)
    for what in report.broken:
        _say(session, "simulation.broken", what=what)
    if report.sound:
        _say(session, "simulation.good", entries=report.log_entries)
    else:
        _say(session, "simulation.not_good", count=len(report.broken), seed=report.seed)


def _say(session: Session, code: str, **params: object) -> None:
    click.echo(say(code, session.language, **params))
