"""What is read and how long that takes: counts, an estimate, and where a doubt stands."""

from __future__ import annotations

from dataclasses import dataclass

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.wording import voice_text
from broadcast_desk.speech.reading import Doubt, Reading
from broadcast_desk.speech.rendering import Rendered
from broadcast_desk.station.messages import say


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line, first character, one past the last."""

    line: int
    start: int
    end: int


def word_count(text: str) -> int:
    """Number of words (syllables, in Vietnamese) in a text."""
    return len(text.split())


def fallback_lines(rendered: Rendered) -> list[str]:
    """That another voice than the first choice spoke, and why; nothing if it did not."""
    if not rendered.fallback_from:
        return []
    wanted, voice = voice_text(rendered.fallback_from), voice_text(rendered.voice)
    why = say(rendered.fallback_code, language(), **{**rendered.fallback_params, "voice": wanted})
    return [why, say("speech.fallback", language(), wanted=wanted, voice=voice)]


def shown_doubts(reading: Reading) -> tuple[Doubt, ...]:
    """The doubts, and behind them the abbreviations that only their context settled."""
    return (*reading.doubts, *(doubt for doubt in reading.settled if doubt.kind == "context"))


def spoken_places(reading: Reading) -> tuple[Place | None, ...]:
    """Where the guess of each shown doubt stands in the spoken lines; None when it cannot be told.

    What was settled stands behind the doubts, so it is looked for from the beginning again.
    """
    reached: dict[int, int] = {}
    places: list[Place | None] = []
    for number, doubt in enumerate(shown_doubts(reading)):
        if number == len(reading.doubts):
            reached.clear()
        place = _find(reading, doubt, reached.get(doubt.line, 0))
        if place is not None:
            reached[doubt.line] = place.end
        places.append(place)
    return tuple(places)


def _find(reading: Reading, doubt: Doubt, start: int) -> Place | None:
    if not doubt.guess or doubt.line >= len(reading.lines):
        return None
    spoken, guess = reading.lines[doubt.line].casefold(), doubt.guess.casefold()
    at = spoken.find(guess, start)
    if at < 0:
        at = spoken.find(guess)
    return None if at < 0 else Place(doubt.line, at, at + len(doubt.guess))


_MOST_OTHERS = 5


def doubt_text(doubt: Doubt) -> str:
    """Why a person should look, and what else it may mean."""
    why = {
        "ambiguous": translate("Doubt", "Chữ tắt có nhiều nghĩa"),
        "context": translate("Doubt", "Hiểu theo câu"),
        "neighbour": translate("Doubt", "Hiểu theo chữ bên cạnh"),
        "unknown_capitals": translate("Doubt", "Chữ tắt chưa có trong từ điển"),
        "code": translate("Doubt", "Mã gồm chữ và số"),
        "number": translate("Doubt", "Con số có thể đọc theo nhiều cách"),
        "roman": translate("Doubt", "Số La Mã đứng một mình"),
        "initials": translate("Doubt", "Tên viết tắt"),
        "address": translate("Doubt", "Địa chỉ mạng, đang đánh vần"),
        "foreign": translate("Doubt", "Không phải chữ Việt"),
        "symbol": translate("Doubt", "Ký hiệu lạ"),
    }[doubt.kind]
    if not doubt.others:
        return why
    others = ", ".join(doubt.others[:_MOST_OTHERS]) + "…" * (len(doubt.others) > _MOST_OTHERS)
    return translate("Doubt", "{why}; nơi khác còn là: {others}").format(why=why, others=others)


def notice_lines(reading: Reading) -> list[str]:
    """What the text itself should be checked for, one line each, none twice."""
    said = [
        say(
            notice.code,
            language(),
            written=notice.written,
            source=notice.source,
            as_of=notice.as_of,
            line=notice.line + 1,
        )
        for notice in reading.notices
    ]
    return list(dict.fromkeys(said))
