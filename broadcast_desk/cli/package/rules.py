"""What may happen without a person: off until somebody sets a rule."""

from __future__ import annotations

from datetime import time

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.packages.approving import AutoApprovals
from broadcast_desk.station.errors import InputError


@click.command()
@click.argument("action", type=click.Choice(["add", "remove", "list"]))
@click.argument("key_id", default="")
@click.option("--topic", default="", help="Chỉ chủ đề này; để trống là mọi chủ đề.")
@click.option(
    "--hours", default="", help="Chỉ khi giờ phát gợi ý nằm trong khoảng, như 05:00-18:00."
)
@click.option("--schedule", is_flag=True, help="Xếp luôn giờ phát gợi ý vào lịch.")
@click.option("--by", default="", help="Người chịu trách nhiệm.")
@json_option
@with_session
def auto(
    session: Session,
    as_json: bool,
    action: str,
    key_id: str,
    topic: str,
    hours: str,
    schedule: bool,
    by: str,
) -> None:
    """Quy tắc tự duyệt, tự xếp lịch gói của đơn vị tin cậy (mặc định không có), trừ khẩn cấp."""
    rules = AutoApprovals(session.db)
    if action == "add":
        now = session.clock.now()
        rules.add(key_id, by, now, topic=topic, hours=_hours(hours), schedules=schedule)
    elif action == "remove":
        rules.remove(int(key_id) if key_id.isdigit() else 0)
    facts = [
        {
            "id": rule.id,
            "key_id": rule.issuer_key_id,
            "topic": rule.topic,
            "hours": f"{rule.from_time:%H:%M}-{rule.until_time:%H:%M}"
            if rule.from_time and rule.until_time
            else "",
            "schedules": rule.schedules,
            "set_by": rule.set_by,
        }
        for rule in rules.all()
    ]
    if as_json:
        print_facts(facts)
        return
    for fact in facts:
        click.echo("  ".join(str(value) for value in fact.values()))


def _hours(text: str) -> tuple[time, time] | None:
    if not text:
        return None
    try:
        first, _, last = text.partition("-")
        return time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
    except ValueError as error:
        raise InputError("settings.time", text=text) from error
