"""What the centre suggests to be aired when: seen, accepted into the timetable, declined."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.desk.packages.scheduling import Scheduling
from broadcast_desk.packages.suggesting import Suggestion
from broadcast_desk.station.clock import local, to_text
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say, say_error


def scheduling_of(session: Session) -> Scheduling:
    """Suggestions and timetable of one session, tied together."""
    return Scheduling(session.library, session.db, session.clock)


@click.command()
@click.argument("codes", nargs=-1)
@click.option("--accept", is_flag=True, help="Xếp vào lịch; không ghi mã là mọi gợi ý.")
@click.option("--decline", is_flag=True, help="Không xếp, không hỏi lại.")
@click.option("--by", default="", help="Người quyết định.")
@click.option("--confirmed-by", default="", help="Người xác nhận lần hai khi chạm giờ yên lặng.")
@json_option
@with_session
def suggestions(
    session: Session,
    as_json: bool,
    codes: tuple[str, ...],
    accept: bool,
    decline: bool,
    by: str,
    confirmed_by: str,
) -> int:
    """Giờ phát mà Trung tâm gợi ý: xem, xếp vào lịch, hoặc bỏ."""
    if accept and decline:
        raise click.UsageError("--accept, --decline")
    scheduling = scheduling_of(session)
    chosen = _chosen(scheduling.suggestions.waiting(), codes)
    refused: list[tuple[Suggestion, InputError]] = []
    facts = []
    for one in chosen:
        fact = _facts(one)
        if decline:
            scheduling.suggestions.decline(one, nfc(by))
        elif accept:
            try:
                put = functools.partial(scheduling.put, confirmed_by=nfc(confirmed_by))
                fact["slot"] = scheduling.suggestions.accept(one, put, nfc(by))
            except InputError as error:
                refused.append((one, error))
                fact["refused"] = error.code
        facts.append(fact)
    if as_json:
        print_facts(facts)
    else:
        _print(session, chosen, facts)
    for one, why in refused:
        click.echo(f"{one.code}: {say_error(why, session.language)}", err=True)
    return 1 if refused else 0


def _chosen(waiting: Iterable[Suggestion], codes: tuple[str, ...]) -> list[Suggestion]:
    """The suggestions of these codes, all without codes.

    Raises:
        InputError: a code has none.
    """
    found = list(waiting)
    wanted = {nfc(code).strip() for code in codes}
    for code in sorted(wanted - {one.code for one in found}):
        raise InputError("package.no_suggestion", code=code)
    return [one for one in found if not wanted or one.code in wanted]


def _facts(one: Suggestion) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "issuer": one.issuer,
        "package_id": one.package_id,
        "on": one.wish.on,
        "at": one.wish.at,
        "kind": one.wish.kind,
        "next_at": to_text(one.at) if one.at else None,
        "priority": one.priority.value,
        "state": one.state.value,
        "rules_refused": one.refused,
    }


def _print(session: Session, chosen: list[Suggestion], facts: list[dict[str, Any]]) -> None:
    for one, fact in zip(chosen, facts, strict=True):
        at = f"{local(one.at):%d/%m/%Y %H:%M}" if one.at else "-"
        slot = f"  -> {fact['slot']}" if "slot" in fact else ""
        click.echo(f"{at}  {one.code}  {one.title}  ({one.issuer}){slot}")
    if not chosen:
        click.echo(say("package.no_suggestions", session.language))
