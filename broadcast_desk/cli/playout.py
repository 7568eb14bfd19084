"""`broadcast-desk playout`, `now`, `stop`, `emergency`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from broadcast_desk.cli.alarm_text import plain
from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.playout.clock_sanity import CODES as CLOCK_CODES
from broadcast_desk.playout.control import ControlClient, PlayoutState
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.supervisor import supervise
from broadcast_desk.station.clock import STATION_ZONE, local
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.messages import say


class _Instant(click.ParamType):
    """An instant as people write it; without an offset it is in the station's zone."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The aware instant."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r}: ISO 8601", param, ctx)
        zoned = instant if instant.tzinfo else instant.replace(tzinfo=STATION_ZONE)
        return zoned.astimezone(UTC)


@click.command()
@click.option("--output", "outputs", multiple=True, help="default, card:ID, file:TỆP, null.")
@click.option("--until", type=_Instant(), help="Tự dừng vào lúc này.")
@click.option("--clock-start", type=_Instant(), help="Chạy như thể bây giờ là lúc này.")
@with_session
def playout(
    session: Session,
    outputs: tuple[str, ...],
    until: datetime | None,
    clock_start: datetime | None,
) -> int:
    """Chạy chương trình phát tự động, đến khi được bảo dừng."""
    begins = clock_start or session.clock.now()
    if until is not None and until <= begins:
        raise InputError("playout.until_past", until=f"{local(until):%H:%M:%S %d/%m/%Y}")
    offset_s = 0.0
    if clock_start is not None:
        offset_s = (clock_start - session.clock.now()).total_seconds()

    def tell(line: dict[str, Any]) -> None:
        code = str(line.pop("note", "playout.note"))
        session.tell(code, **line)

    return supervise(Setup(session.data.root, outputs, until, offset_s), tell)


by_option = click.option("--by", default="", help="Họ tên người ra lệnh.")


@click.command()
@json_option
@with_session
def now(session: Session, as_json: bool) -> None:
    """Cho biết chương trình phát đang làm gì."""
    state = ControlClient(session.data).state()
    if as_json:
        print_facts(state.to_json())
    else:
        _show(session, state)


@click.command()
@by_option
@click.option("--resume", is_flag=True, help="Cho phát lại theo lịch.")
@with_session
def stop(session: Session, by: str, resume: bool) -> None:
    """Tắt tiếng tất cả ngay, cho đến khi có lệnh “stop --resume”."""
    client = ControlClient(session.data)
    state = client.resume(by) if resume else client.stop_all(by)
    _show(session, state)


@click.command()
@by_option
@click.option("--right", is_flag=True, help="Xác nhận ngày giờ của máy đang đúng.")
@json_option
@with_session
def clock(session: Session, by: str, right: bool, as_json: bool) -> int:
    """Xem bộ phát có tin đồng hồ máy không; xác nhận giờ đúng khi nhật ký ghi khác."""
    client = ControlClient(session.data)
    state = client.confirm_clock(by) if right else client.state()
    doubts = [alarm.code for alarm in state.alarms if alarm.code in CLOCK_CODES and not right]
    if as_json:
        print_facts({"now": local(state.now).isoformat(), "believed": not doubts})
        return 1 if doubts else 0
    shown = f"{local(state.now):%H:%M:%S %d/%m/%Y}"
    click.echo(say("playout.clock_shows", session.language, now=shown))
    for code in doubts or ["playout.clock_believed"]:
        click.echo(plain(code, session.language))
    return 1 if doubts else 0


@click.command()
@click.argument("what", required=False)
@by_option
@click.option("--times", default=1, show_default=True, help="Số lần phát.")
@click.option("--confirm", is_flag=True, help="Phát ngay, không hỏi lại.")
@click.option("--end", is_flag=True, help="Dừng tin khẩn cấp đang phát.")
@with_session
def emergency(
    session: Session, what: str | None, by: str, times: int, confirm: bool, end: bool
) -> int:
    """Phát tin khẩn cấp: mã chương trình hoặc tệp âm thanh, đè lên mọi thứ khác."""
    client = ControlClient(session.data)
    if end:
        _show(session, client.end_emergency(by))
        return 0
    if what is None:
        raise click.UsageError(say("playout.emergency_what", session.language))
    armed = client.arm_emergency(what, by, times)
    question = say(
        "playout.emergency_sure",
        session.language,
        title=armed.title,
        seconds=f"{armed.duration_s:.0f}",
        times=times,
    )
    if not confirm and not click.confirm(question, err=True):
        session.tell("playout.emergency_dropped")
        return 1
    client.confirm_emergency(armed.token, by)
    session.tell("playout.emergency_sounds", title=armed.title)
    return 0


def _show(session: Session, state: PlayoutState) -> None:
    for item in state.on_air:
        left = f"{item.remaining_s(state.now):.0f}"
        click.echo(say("playout.now_on_air", session.language, title=item.title, seconds=left))
    if not state.on_air:
        click.echo(say("playout.now_silent", session.language))
    if state.stopped_by:
        click.echo(say("playout.now_stopped", session.language, by=state.stopped_by))
    if state.next_cue is not None:
        at = f"{local(state.next_cue.starts_at):%H:%M:%S %d/%m}"
        click.echo(say("playout.now_next", session.language, title=state.next_cue.title, at=at))
    for report in state.outputs:
        text = say(f"playout.health_{report.health}", session.language)
        click.echo(say("playout.now_output", session.language, name=report.name, health=text))
    for alarm in state.alarms:
        click.echo(plain(alarm.code, session.language))
