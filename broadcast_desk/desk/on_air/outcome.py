"""What became of a session, in a word and a tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.on_air.day import Block
from broadcast_desk.desk.wording import long_length_text, reason_text
from broadcast_desk.logbook.model import Airing, Result
from broadcast_desk.logbook.wording import reason_words

_WORST_FIRST = (
    Result.ON_AIR,
    Result.MISSED,
    Result.REFUSED,
    Result.INTERRUPTED,
    Result.PARTIAL,
    Result.COMPLETE,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence, its tone (air, need, well or nothing), and whether the session is over."""

    text: str
    tone: str
    past: bool


def outcome(block: Block, now: datetime | None) -> Outcome:
    """What became of a session, or how long it is until it begins."""
    over = now is not None and block.ends_at <= now
    if block.airings:
        worst = min(block.airings, key=lambda airing: _WORST_FIRST.index(airing.result))
        if worst.result is not Result.COMPLETE or over:
            return Outcome(result_text(worst), result_tone(worst.result), past=over)
    if over:
        return Outcome(translate("Outcome", "Không có trong nhật ký"), "need", past=True)
    if now is not None and block.starts_at > now:
        away = (block.starts_at - now).total_seconds()
        return Outcome(away_text(away), "", past=False)
    return Outcome(translate("Outcome", "Đang trong giờ phát"), "", past=False)


def away_text(seconds: float) -> str:
    """How long until something begins."""
    if seconds < 3600:
        return translate("Outcome", "sau {length}").format(length=long_length_text(seconds))
    hours, minutes = divmod(round(seconds / 60), 60)
    if not minutes:
        return translate("Outcome", "sau {h} giờ").format(h=hours)
    return translate("Outcome", "sau {h} giờ {m} phút").format(h=hours, m=minutes)


def result_text(airing: Airing) -> str:
    """How an airing went, with the reason when it did not go well."""
    words = {
        Result.ON_AIR: translate("Outcome", "Đang phát"),
        Result.COMPLETE: translate("Outcome", "Đã phát đủ"),
        Result.PARTIAL: translate("Outcome", "Phát thiếu"),
        Result.MISSED: translate("Outcome", "Bỏ lỡ"),
        Result.INTERRUPTED: translate("Outcome", "Bị ngắt"),
        Result.REFUSED: translate("Outcome", "Không được phép phát"),
    }[airing.result]
    reason = short_reason(airing.reason) if airing.reason else ""
    return f"{words}: {reason}" if reason and airing.result is not Result.COMPLETE else words


def short_reason(reason: str) -> str:
    """A reason in a few words; one that is no code is words already."""
    if " " in reason:
        return reason
    if language() == "vi":
        words = reason_words(reason)
    else:
        words = _without_particulars().get(reason) or reason_text(reason)
    if "." in words and " " not in words:
        return translate("Outcome", "xem nhật ký kỹ thuật ({code})").format(code=reason)
    return words


def result_tone(result: Result) -> str:
    """The tone of a result."""
    tones = {Result.ON_AIR: "air", Result.COMPLETE: "well"}
    return tones.get(result, "need")


def _without_particulars() -> dict[str, str]:
    """Reasons whose full sentence names particulars that a row does not keep."""
    return {
        "timetable.quiet": translate("Outcome", "Rơi vào giờ yên lặng"),
        "timetable.rest_day": translate("Outcome", "Ngày nghỉ phát"),
        "timetable.mourning": translate("Outcome", "Ngày Quốc tang"),
        "timetable.too_many": translate("Outcome", "Vượt số buổi phát trong ngày"),
        "timetable.session_too_long": translate("Outcome", "Vượt thời lượng buổi phát"),
        "library.unreadable": translate("Outcome", "Dữ liệu chương trình không đọc được"),
        "library.changed": translate("Outcome", "Nội dung đã đổi sau khi duyệt"),
        "library.audio_damaged": translate("Outcome", "Tệp âm thanh bị hỏng"),
        "library.no_audio": translate("Outcome", "Thiếu tệp âm thanh"),
        "library.not_approved": translate("Outcome", "Nội dung chưa được duyệt"),
        "library.expired": translate("Outcome", "Nội dung hết hiệu lực"),
        "library.not_yet_valid": translate("Outcome", "Nội dung chưa đến ngày được phát"),
        "playout.media_missing": translate("Outcome", "Thiếu tệp âm thanh"),
        "playout.media_damaged": translate("Outcome", "Tệp âm thanh bị hỏng"),
        "playout.media_format": translate("Outcome", "Tệp âm thanh sai định dạng"),
    }
