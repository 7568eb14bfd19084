"""`broadcast-desk playout`, `now`, `stop`, `emergency`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from broadcast_desk.cli.session import Session, with_session
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.supervisor import supervise
from broadcast_desk.station.clock import STATION_ZONE


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
    offset_s = 0.0
    if clock_start is not None:
        offset_s = (clock_start - session.clock.now()).total_seconds()

    def tell(line: dict[str, Any]) -> None:
        code = str(line.pop("note", "playout.note"))
        session.tell(code, **line)

    return supervise(Setup(session.data.root, outputs, until, offset_s), tell)
