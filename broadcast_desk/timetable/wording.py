"""Reasons, remarks and dates in words, for the front ends and for paper."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import date

from broadcast_desk.library.kinds import Field, Kind, fields, kinds
from broadcast_desk.library.topics import ASEAN, Topic, topics
from broadcast_desk.station.messages import Language, say
from broadcast_desk.timetable.model import Cue, Recorded, Remark

_PREFIX = "timetable."
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def tell(remark: Remark, language: Language = "vi") -> str:
    """One line that says what a person should know."""
    return _say(remark.code, remark.params, language)


def reason(cue: Cue, language: Language = "vi") -> str:
    """One line that says why the cue is in the plan."""
    return _say(cue.because, cue.because_params, language)


def what_sounds(cue: Cue) -> str:
    """The title of what a cue plays."""
    content = cue.content
    return content.title if isinstance(content, Recorded) else content.title or content.url


def edit_in_words(what: str, language: Language = "vi") -> str:
    """What an edit did (`store.Edit.what`), as a person says it."""
    word, _, subject = what.partition(" ")
    subject = _DATE.sub(lambda day: f"{date.fromisoformat(day[0]):%d/%m/%Y}", subject)
    return say(f"timetable.edit_{word}", language, subject=subject).strip()


def in_words(day: date, language: Language = "vi") -> str:
    """A date as it is said: "thứ Ba, ngày 24 tháng 11 năm 2026"."""
    weekday = say(f"timetable.weekday_{day.weekday()}", language)
    return say(
        "timetable.on_day", language, weekday=weekday, day=day.day, month=day.month, year=day.year
    )


def _say(code: str, params: Iterable[tuple[str, str]], language: Language) -> str:
    texts = {key: _text(key, value, language) for key, value in params}
    return say(code, language, **texts)


def _text(key: str, value: str, language: Language) -> str:
    if value.startswith(_PREFIX):
        return say(value, language)
    if _DATE.fullmatch(value):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if key in {"left_s", "most_s"}:
        return _duration(value, language)
    if key == "state":
        return say(f"library.state_{value}", language)
    if key in {"filter", "kind"}:
        names = _names(language)
        return ", ".join(names.get(part, part) for part in value.split(", "))
    return value


def _duration(seconds: str, language: Language) -> str:
    """Seconds as a person says them: "28 phút 20 giây"."""
    minutes, left = divmod(round(float(seconds)), 60)
    parts = (("minutes", minutes), ("seconds", left))
    told = [say(f"timetable.in_{name}", language, count=n) for name, n in parts if n]
    return " ".join(told) or say("timetable.in_seconds", language, count=0)


@functools.cache
def _names(language: Language) -> Mapping[str, str]:
    """Keys of topics, kinds and fields -> how a person calls them."""
    entries: list[Field | Kind | Topic] = [*fields(), *kinds(), *topics()]
    names = {e.key: e.name_en if language == "en" else e.name_vi for e in entries}
    return names | {ASEAN: say("timetable.asean_topics", language)}
