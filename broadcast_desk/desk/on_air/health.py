"""Is everything well? One plain sentence for each thing that could be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from broadcast_desk.desk.air import AirStatus
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.on_air.day import Day
from broadcast_desk.desk.on_air.outcome import result_text
from broadcast_desk.desk.timetable.ahead import ahead_text
from broadcast_desk.desk.wording import clock_time, size_text
from broadcast_desk.logbook.model import Result

LOW_DISK_BYTES = 2_000_000_000
MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Health:
    """One sentence; tone is need, well or nothing.

    Attributes:
        page: where something can be done.
        clock: a person who knows that the clock is right can say so.
    """

    text: str
    tone: str
    page: str = ""
    clock: bool = False


def health(day: Day, status: AirStatus | None) -> tuple[Health, ...]:
    """All sentences, those that need a person first."""
    lines = [*_playout(status), *_missed(day), *_ahead(day), *_house(day)]
    order = {"need": 0, "": 1, "well": 2}
    return tuple(sorted(lines, key=lambda line: order[line.tone])[:MOST_LINES])


def _playout(status: AirStatus | None) -> list[Health]:
    if status is None:
        return [Health(translate("Health", "Bộ phát: đang hỏi"), "")]
    if not status.answers:
        return [Health(translate("Health", "Bộ phát: không trả lời, loa sẽ im"), "need")]
    lines = [Health(translate("Health", "Bộ phát: đang chạy"), "well")]
    lines += [Health(text, "need", clock=text == status.clock_doubt) for text in status.alarms]
    lines += [Health(output.text, "well" if output.well else "need") for output in status.outputs]
    return lines


def _missed(day: Day) -> list[Health]:
    bad = (Result.MISSED, Result.REFUSED, Result.INTERRUPTED, Result.PARTIAL)
    return [
        Health(
            translate("Health", "{time} {title}: {what}").format(
                time=clock_time(airing.due_at) if airing.due_at else "",
                title=airing.title,
                what=result_text(airing),
            ),
            "need",
            "logbook",
        )
        for airing in day.airings
        if airing.result in bad
    ]


def _ahead(day: Day) -> list[Health]:
    """What a person can still mend before it is missed."""
    return [
        Health(ahead_text(when, remark, day.day), "need", "timetable") for when, remark in day.ahead
    ]


def _house(day: Day) -> list[Health]:
    lines = []
    if day.waiting:
        lines.append(
            Health(
                translate("Health", "Có {n} bản tin chờ duyệt").format(n=day.waiting),
                "need",
                "approve",
            )
        )
    free = size_text(day.free_bytes)
    if day.free_bytes < LOW_DISK_BYTES:
        words = translate("Health", "Ổ đĩa sắp đầy: chỉ còn {free}").format(free=free)
        lines.append(Health(words, "need"))
    else:
        lines.append(Health(translate("Health", "Ổ đĩa: còn {free}").format(free=free), "well"))
    return lines
