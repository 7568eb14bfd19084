"""Times, days, lengths and states as an operator says them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QLocale

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.library.kinds import kinds
from broadcast_desk.library.model import State
from broadcast_desk.library.topics import ASEAN, topic
from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import say

SAMPLE_RATE_HZ = 48_000


def clock_time(instant: datetime, *, seconds: bool = False) -> str:
    """The station's time of day of an instant: 05:30, or 05:30:07."""
    return local(instant).strftime("%H:%M:%S" if seconds else "%H:%M")


def day_text(day: date) -> str:
    """A day as it is written: 23/11/2026."""
    return f"{day:%d/%m/%Y}"


def weekday_text(day: date) -> str:
    """A day with its weekday: thứ hai 23/11/2026."""
    name = QLocale().dayName(day.isoweekday())
    return f"{name.lower() if language() == 'vi' else name} {day_text(day)}"


def when_text(instant: datetime, now: datetime) -> str:
    """A time to come, with its day when that is not today: ngày mai 05:30, thứ năm 26/11 05:30."""
    time, day, today = clock_time(instant), local(instant).date(), local(now).date()
    if day == today:
        return time
    if day == today + timedelta(days=1):
        return translate("Wording", "ngày mai {time}").format(time=time)
    name = QLocale().dayName(day.isoweekday())
    shown = f"{day:%d/%m}" if day.year == today.year else day_text(day)
    return f"{name.lower() if language() == 'vi' else name} {shown} {time}"


def moment_text(instant: datetime) -> str:
    """Time and day: 05:30 23/11/2026."""
    return f"{clock_time(instant)} {day_text(local(instant).date())}"


def length_text(seconds: float) -> str:
    """A length as figures: 3:07, or 1:02:09."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def length_of_samples(samples: int) -> str:
    """The length of audio at 48 kHz; a dash when there is none."""
    return length_text(samples / SAMPLE_RATE_HZ) if samples else "–"


def countdown_text(seconds: float) -> str:
    """What is left: 03:12, or 1:02:09."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes:02d}:{left:02d}"


def long_length_text(seconds: float) -> str:
    """A length in words: 3 phút 7 giây."""
    minutes, left = divmod(round(seconds), 60)
    if not minutes:
        return translate("Wording", "{s} giây").format(s=left)
    if not left:
        return translate("Wording", "{m} phút").format(m=minutes)
    return translate("Wording", "{m} phút {s} giây").format(m=minutes, s=left)


def state_text(state: State) -> str:
    """Where a version stands."""
    return {
        State.DRAFT: translate("Wording", "Nháp"),
        State.SUBMITTED: translate("Wording", "Chờ duyệt"),
        State.APPROVED: translate("Wording", "Đã duyệt"),
        State.ARCHIVED: translate("Wording", "Đã cất"),
    }[state]


def state_tone(state: State) -> str:
    """The tone of the mark beside a state."""
    tones = {State.SUBMITTED: "need", State.APPROVED: "well"}
    return tones.get(state, "")


def kind_text(key: str) -> str:
    """The name of a kind of programme."""
    known = next((kind for kind in kinds() if kind.key == key), None)
    if known is None:
        return key
    return known.name_en if language() == "en" else known.name_vi


def topic_text(key: str) -> str:
    """The name of a topic of the plan, or of all that are about ASEAN."""
    if key == ASEAN:
        return translate("Wording", "Mọi chủ đề ASEAN")
    known = topic(key)
    if known is None:
        return key
    return known.name_en if language() == "en" else known.name_vi


def reason_text(code: str, /, **params: object) -> str:
    """The words of a reason; the code itself when it has none or lacks what they need."""
    try:
        return say(code, language(), **params)
    except (KeyError, IndexError):
        return code


def size_text(size_bytes: float) -> str:
    """A size on the disk: 53 GB."""
    return QLocale().formattedDataSize(
        int(size_bytes), 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )


def voice_text(name: str) -> str:
    """The name of a voice as people know it; the name itself when it is not one of ours."""
    return {
        "gtts": translate("Wording", "Giọng Google, cần mạng"),
        "espeak-vi-north": translate("Wording", "Giọng Bắc trong máy"),
        "espeak-vi-central": translate("Wording", "Giọng Trung trong máy"),
        "espeak-vi-south": translate("Wording", "Giọng Nam trong máy"),
    }.get(name, name)
