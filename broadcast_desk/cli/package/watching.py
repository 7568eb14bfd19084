"""What is looked at again and again: the inbox, the feeds, what is old."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from broadcast_desk.cli.package.suggestions import scheduling_of
from broadcast_desk.cli.package.wording import report_facts, say_problem
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages import quarantine
from broadcast_desk.packages.feed import FeedReport, Feeds
from broadcast_desk.packages.housekeeping import keep_house, step_back
from broadcast_desk.packages.inbox import Inbox, InboxReport
from broadcast_desk.packages.keys import Issuers
from broadcast_desk.packages.records import notices
from broadcast_desk.packages.staging import clean_up
from broadcast_desk.station.clock import to_text
from broadcast_desk.station.messages import say


@click.command()
@click.option("--open", "show_folder", is_flag=True, help="Chỉ in đường dẫn hộp thư đến.")
@json_option
@with_session
def inbox(session: Session, as_json: bool, show_folder: bool) -> int:
    """Xem hộp thư đến một lần: nhận gói đã chép xong, báo tin cần người xem và gói bị từ chối."""
    session.data.create()
    if show_folder:
        click.echo(session.data.inbox)
        return 0
    clean_up(session.data, session.db)
    quarantine.remove_old(session.data, session.clock.now())
    report = Inbox(
        session.library, session.media, Issuers(session.db), session.data, session.clock
    ).check()
    news = notices(session.db)
    kept = list(quarantine.refused(session.data))
    followed = scheduling_of(session).follow()
    if as_json:
        print_facts(
            {
                **_inbox_facts(report),
                **followed,
                "notices": [{"at": to_text(n.at), "code": n.code, **n.params} for n in news],
                "quarantine": [
                    {"name": k.name, "at": to_text(k.at), "codes": [p.code for p in k.problems]}
                    for k in kept
                ],
            }
        )
        return 0
    counts = {
        "imported": len(report.imported) + len(report.local),
        "refused": len(report.refused),
        "waiting": len(report.waiting) + len(report.early),
    }
    click.echo(say("package.inbox_done", session.language, **counts))
    for name, problem in (*report.refused, *report.early):
        click.echo(f"  {name}: {say_problem(problem, session.language)}")
    for notice in news:
        click.echo(f"  {say(notice.code, session.language, **notice.params)}")
    return 0


@click.command()
@click.argument("action", type=click.Choice(["add", "remove", "list", "poll"]))
@click.argument("url", default="")
@json_option
@with_session
def feed(session: Session, as_json: bool, action: str, url: str) -> int:
    """Nguồn tin (RSS) của Trung tâm: theo dõi, thôi theo dõi, xem, tải ngay."""
    feeds = Feeds(session.library, session.media, Issuers(session.db), session.data, session.clock)
    if action == "add":
        feeds.add(url)
    elif action == "remove":
        feeds.remove(url)
    if action != "poll":
        _print_list([one.url for one in feeds.all()], as_json)
        return 0
    report = feeds.poll(even_if_early=True)
    facts = {**_feed_facts(report), **scheduling_of(session).follow()}
    if as_json:
        print_facts(facts)
    else:
        count = len(report.imported) + len(report.local)
        said = {"imported": count, "refused": len(report.refused), "waiting": len(report.failed)}
        click.echo(say("package.inbox_done", session.language, **said))
        for _, problem in (*report.refused, *report.failed):
            click.echo(f"  {say_problem(problem, session.language)}", err=True)
    return 1 if report.failed else 0


def _inbox_facts(report: InboxReport) -> dict[str, Any]:
    return {
        "imported": [report_facts(one) for one in report.imported],
        "local": report.local,
        "refused": [{"name": name, "code": p.code} for name, p in report.refused],
        "early": [{"name": name, "code": p.code} for name, p in report.early],
        "waiting": report.waiting,
    }


def _feed_facts(report: FeedReport) -> dict[str, Any]:
    return {
        "imported": [report_facts(one) for one in report.imported],
        "local": report.local,
        "refused": [{"name": name, "code": p.code} for name, p in report.refused],
        "failed": [{"url": name, "code": p.code} for name, p in report.failed],
        "unchanged": report.unchanged,
    }


def _print_list(lines: Sequence[str], as_json: bool) -> None:
    if as_json:
        print_facts(list(lines))
        return
    for line in lines:
        click.echo(line)


@click.command()
@json_option
@with_session
def housekeeping(session: Session, as_json: bool) -> int:
    """Việc định kỳ: dọn chỗ nhận dở, bỏ gói từ chối quá 30 ngày, xem hộp thư đến và nguồn tin."""
    step_back()
    report = keep_house(
        session.library, session.media, Issuers(session.db), session.data, session.clock
    )
    scheduling = scheduling_of(session)
    followed: dict[str, list[str]] = {}
    report.attempt("suggestions", lambda: followed.update(scheduling.follow()))
    if as_json:
        facts = {
            "cleaned": report.cleaned,
            "forgotten": report.forgotten,
            "inbox": _inbox_facts(report.inbox),
            "feeds": _feed_facts(report.feeds),
            **followed,
            "troubles": [{"part": part, "code": p.code} for part, p in report.troubles],
        }
        click.echo(json.dumps(facts, ensure_ascii=False, default=str))
    else:
        counts = {
            "imported": len(report.inbox.imported) + len(report.feeds.imported),
            "refused": len(report.inbox.refused) + len(report.feeds.refused),
            "waiting": len(report.inbox.waiting)
            + len(report.inbox.early)
            + len(report.feeds.failed),
        }
        click.echo(say("package.inbox_done", session.language, **counts))
    for _, problem in report.troubles:
        click.echo(say_problem(problem, session.language), err=True)
    return 1 if report.troubles else 0
