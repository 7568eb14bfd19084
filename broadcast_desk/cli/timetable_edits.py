"""How every edit of the timetable is made from the command line: tried or kept, its effect told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import click

from broadcast_desk.cli.session import Session, json_option, print_facts
from broadcast_desk.cli.timetable_arguments import by_option, view_of
from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import say
from broadcast_desk.timetable.effect import LOOK_AHEAD_DAYS, Effect, effect
from broadcast_desk.timetable.model import Cue
from broadcast_desk.timetable.trial import edited
from broadcast_desk.timetable.wire import effect_to_json
from broadcast_desk.timetable.wording import tell, what_sounds

T = TypeVar("T")
TRIED_BY = "?"
"""Who confirms an edit that is only tried."""

confirm_option = click.option(
    "--confirmed-by", default="", help="Người xác nhận lần hai khi chạm giờ yên lặng."
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Chỉ xem 7 ngày tới đổi thế nào, không lưu."
)


def edit_options(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """`--dry-run`, `--by`, `--json`: what every edit has."""
    return dry_run_option(by_option(json_option(command)))


def make(
    session: Session,
    edit: Callable[[], T],
    *,
    dry_run: bool,
    as_json: bool,
    about: date | None = None,
) -> T | None:
    """Make an edit and tell on standard error what of it will not sound; or only show its effect.

    Args:
        session: of the command.
        edit: the edit itself.
        dry_run: show what it changes in the coming days and take it back.
        as_json: the effect is shown as JSON.
        about: a day the edit is about; when it is later than the coming days, the days from it on
            are looked at.

    Returns:
        What the edit returned; None when it was only tried.
    """
    done = edited(session.db, edit, keep=not dry_run)
    found = effect(
        done.before,
        done.after,
        view_of(session),
        done.rules_before,
        _first(session, about),
        new_rules=done.rules_after,
    )
    if not dry_run:
        _warn(session, found)
        return done.answer
    if as_json:
        print_facts(effect_to_json(found, session.language))
    else:
        _show(session, found)
    return None


def answer(
    session: Session,
    code: str,
    /,
    *,
    as_json: bool,
    facts: Mapping[str, Any] | Sequence[Any] | None = None,
    **told: object,
) -> None:
    """Say what was done, as a sentence or as JSON: `facts`, or what the sentence tells."""
    if as_json:
        print_facts(told if facts is None else facts)
    else:
        click.echo(say(code, session.language, **told))


def _first(session: Session, about: date | None) -> date:
    today = local(session.clock.now()).date()
    if about is not None and about >= today + timedelta(days=LOOK_AHEAD_DAYS):
        return about
    return today


def _warn(session: Session, found: Effect) -> None:
    for line in _remarks(session, found):
        click.echo(line, err=True)


def _alike(cues: Sequence[Cue]) -> list[list[Cue]]:
    """The cues in order; what sounds several times in one session stands together."""
    found: dict[tuple[object, ...], list[Cue]] = {}
    for cue in cues:
        key = (cue.session_id, cue.zones, what_sounds(cue))
        found.setdefault(key, []).append(cue)
    return list(found.values())


def _what(same: Sequence[Cue]) -> dict[str, str]:
    times = f" (×{len(same)})" if len(same) > 1 else ""
    return {"what": what_sounds(same[0]) + times, "zones": ", ".join(same[0].zones)}


def _remarks(session: Session, found: Effect) -> list[str]:
    """Each remark once, with the first day it holds on, the serious ones first."""
    lines: dict[str, date] = {}
    for mark, name in (("!", "remarks"), ("·", "conflicts")):
        for day in found.days:
            for remark in getattr(day, name):
                line = tell(remark, session.language)
                lines.setdefault(f"{mark} {{:%d/%m}} {line}", day.plan.day)
    return [line.replace("{:%d/%m}", f"{day:%d/%m}") for line, day in lines.items()]


def _show(session: Session, found: Effect) -> None:
    for day in found.days:
        for name, cues in (("removed", day.removed), ("added", day.added)):
            for same in _alike(cues):
                told = {"at": f"{local(same[0].starts_at):%d/%m %H:%M:%S}", **_what(same)}
                click.echo(say(f"timetable.effect_{name}", session.language, **told))
    for line in _remarks(session, found):
        click.echo(line)
    for slot in found.to_confirm:
        told = {"slot": slot.name, "starts": f"{slot.starts:%H:%M}"}
        click.echo(say("timetable.effect_to_confirm", session.language, **told))
    if not found.changes:
        click.echo(say("timetable.effect_none", session.language))
