"""The reader: cleans each line, walks its tokens once, and asks the rules in order at each."""

from __future__ import annotations

import bisect
from collections import Counter
from dataclasses import dataclass, field

from broadcast_desk.speech.lexicon import Found, Lexicon
from broadcast_desk.speech.lexicon.subjects import strongest
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.capitals import capitals, foreign
from broadcast_desk.speech.reading.cleaning import CleanLine, clean, encoding_of
from broadcast_desk.speech.reading.clock import clock
from broadcast_desk.speech.reading.codes import (
    code,
    digit_code,
    form_number,
    glued_type,
    misprint,
    reference,
    registration,
    single_letter,
    unit_between,
)
from broadcast_desk.speech.reading.comparisons import AND_UP, LowerBound
from broadcast_desk.speech.reading.dates import date
from broadcast_desk.speech.reading.definitions import definitions
from broadcast_desk.speech.reading.documents import bare_symbol, document
from broadcast_desk.speech.reading.fractions import slashed
from broadcast_desk.speech.reading.furniture import body_end, body_start, silent_lines
from broadcast_desk.speech.reading.known_words import (
    cut_syllable,
    from_lexicon,
    said_already,
    short_not,
    small_abbreviation,
)
from broadcast_desk.speech.reading.lone_days import month_count, monthly_days, plain_day
from broadcast_desk.speech.reading.marks import coordinate, sign
from broadcast_desk.speech.reading.model import Doubt, Notice, Options, Reading
from broadcast_desk.speech.reading.names import initials, middle_initial, several_initials
from broadcast_desk.speech.reading.numerals import Numerals
from broadcast_desk.speech.reading.phones import digit_string
from broadcast_desk.speech.reading.quantities import number, plain_count
from broadcast_desk.speech.reading.roman import roman
from broadcast_desk.speech.reading.scanning import Manner, Rule, Said
from broadcast_desk.speech.reading.slashes import slash
from broadcast_desk.speech.reading.spoken import Spoken
from broadcast_desk.speech.reading.stale import stale_notices
from broadcast_desk.speech.reading.syllables import is_syllable
from broadcast_desk.speech.reading.web import web_address

_AT_DIGIT: tuple[Rule, ...] = (
    plain_count,
    reference,
    digit_string,
    document,
    form_number,
    web_address,
    coordinate,
    clock,
    date,
    monthly_days,
    plain_day,
    month_count,
    unit_between,
    misprint,
    digit_code,
    slashed,
    number,
)
"""Rules at a digit; the more particular form first, so that 10/11 is tried as a date early."""

_AT_CAPITAL: tuple[Rule, ...] = (
    web_address,
    initials,
    roman,
    bare_symbol,
    glued_type,
    misprint,
    code,
    single_letter,
    small_abbreviation,
    capitals,
    foreign,
)
_AT_SMALL: tuple[Rule, ...] = (
    web_address,
    short_not,
    misprint,
    single_letter,
    small_abbreviation,
    foreign,
)
_AT_MARK: tuple[Rule, ...] = (sign,)
_AT_SLASH: tuple[Rule, ...] = (bare_symbol, slash)


def read(text: str, lexicon: Lexicon, options: Options | None = None) -> Reading:
    """What is said for `text`: one line for each line of it.

    Pure and linear in the length of `text`; never raises on any string.
    """
    options = options or Options()
    given = text.split("\n")
    encoding = encoding_of(text)
    lines = [clean(line, encoding) for line in given]
    texts = [line.text for line in lines]
    silent = silent_lines(texts)
    manner = Manner(options, lexicon, Numerals.of(options), definitions(texts))
    work = _Work()
    cut = [Line(line.text[: body_end(line.text)]) for line in lines]
    _tell_subjects(cut, lexicon)
    for index, line in enumerate(lines):
        _notice(index, line, work)
        silence = index in silent
        work.lines.append("" if silence else _read_line(index, line, cut[index], manner, work))
    return Reading(tuple(work.lines), tuple(work.doubts), tuple(work.notices), tuple(work.settled))


def _tell_subjects(lines: list[Line], lexicon: Lexicon) -> None:
    """Each line is about what its words tell most; one that tells nothing, about what all tell."""
    told = [lexicon.subjects.count(line) for line in lines]
    text = strongest(sum(told, Counter()))
    settled: dict[str, str] = {}
    for line, own in zip(lines, told, strict=True):
        line.subjects = strongest(own) or text
        line.settled = settled


@dataclass(slots=True)
class _Work:
    """What has been gathered so far."""

    lines: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    settled: list[Doubt] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def _notice(index: int, line: CleanLine, work: _Work) -> None:
    if line.encoding is not None:
        work.notices.append(
            Notice(
                index,
                0,
                line.origin(len(line.text)),
                "",
                f"reading.encoding.{line.encoding.lower()}",
            )
        )
    if line.invisible:
        work.notices.append(Notice(index, 0, line.origin(len(line.text)), "", "reading.invisible"))
    for notice in stale_notices(index, line.text):
        start, end = line.origin(notice.start), line.origin(notice.end)
        work.notices.append(
            Notice(index, start, end, notice.written, notice.code, notice.source, notice.as_of)
        )


def _read_line(index: int, clean_line: CleanLine, line: Line, manner: Manner, work: _Work) -> str:
    start, mark = body_start(clean_line.text, manner.options)
    starts, count = line.starts, len(line.words)
    at, position = bisect.bisect_left(starts, start), start
    out = Spoken(mark)
    bound = LowerBound()
    while at < count:
        if bound.reached(starts[at]):
            out.say(AND_UP)
        if starts[at] > position:
            out.space()
        said = bound.opened(line, at, manner) or _say(line, at, manner)
        if said is None:
            position = line.ends[at]
            out.keep(line.words[at], glued=line.glued(at))
            at += 1
            continue
        if said.doubt is not None:
            found = work.settled if said.doubt in ("context", "neighbour") else work.doubts
            found.append(_doubt(index, clean_line, starts[at], said))
        out.say(said.text)
        position = said.end
        at += 1
        while at < count and starts[at] < position:
            at += 1
    if bound.reached(len(line.text)):
        out.say(AND_UP)
    return _capitalised(out.text(), clean_line.text[start : start + 1])


def _capitalised(spoken: str, first_written: str) -> str:
    """The line begins with a capital where the text does."""
    return spoken[:1].upper() + spoken[1:] if first_written.isupper() else spoken


def _doubt(index: int, line: CleanLine, start: int, said: Said) -> Doubt:
    assert said.doubt is not None
    written = line.text[start : said.end]
    first = line.origin(start)
    last = max(line.origin(said.end), first + 1)
    return Doubt(index, first, last, written, said.doubt, said.text, said.others)


def _say(line: Line, at: int, manner: Manner) -> Said | None:
    """What the first rule that knows this place says, or None to keep the token."""
    word = line.words[at]
    if word[0].isalpha() and not (word in "xX" and _between_measures(line, at)):
        return _say_letters(line, at, manner)
    said = said_already(line, at, manner) if word == "(" else None
    if said is not None:
        return said
    said = from_lexicon(line, at, _lookup(line, at, manner), manner)
    if said is not None:
        return said
    if word[0].isdecimal():
        return _first(_AT_DIGIT, line, at, manner)
    return _first(_AT_SLASH if word == "/" else _AT_MARK, line, at, manner)


def _lookup(line: Line, at: int, manner: Manner) -> Found | None:
    return manner.lexicon.find(line, at) if manner.lexicon.knows(line.keys[at]) else None


def _say_letters(line: Line, at: int, manner: Manner) -> Said | None:
    """A run of letters: an address, a word of the lexicon, a code, or a plain syllable."""
    word = line.words[at]
    address = _opens_address(line, at)
    said = web_address(line, at, manner) if address else None
    if said is None and word.isupper():
        said = _before_lexicon(line, at, manner)
    if said is None and word[0].isupper() and line.key(at - 1) in _CODED:
        said = code(line, at, manner)
    if said is not None:
        return said
    found = _lookup(line, at, manner)
    if found is None or found.end == at + 1:
        said = cut_syllable(line, at, manner)
        if said is not None:
            return said
    if word in manner.defined and (found is None or found.end == at + 1):
        return Said(line.ends[at], manner.defined[word])
    if found is not None:
        longer = bare_symbol(line, at, manner) if word[0].isupper() else None
        known = from_lexicon(line, at, found, manner)
        return longer if longer and known and longer.end > known.end else known
    if word[0].isupper():
        return _first(_AT_CAPITAL, line, at, manner)
    if len(word) > 1 and is_syllable(word) and not address:
        return None
    return _first(_AT_SMALL, line, at, manner)


def _before_lexicon(line: Line, at: int, manner: Manner) -> Said | None:
    """A number that begins with capitals, whatever these mean elsewhere: QN-90123-TS, US$100."""
    word, after = line.words[at], line.word(at + 1)
    if after in ("-", ".") and line.glued(at + 1):
        said = reference(line, at, manner) or several_initials(line, at)
        said = said or middle_initial(line, at)
        if said is not None:
            return said
    if after == "$" and line.glued(at + 1) and word == "US":
        return sign(line, at + 1, manner)
    if word == "ĐT" and after[:1] == "0" and len(after) > 3:
        return Said(line.ends[at], "điện thoại")
    if after == "." and "biến" in line.before(at, 3):
        return code(line, at, manner)
    kind = _kind_of_document(line, at, manner)
    if kind:
        return Said(line.ends[at], kind[:1].lower() + kind[1:])
    if after.isdecimal() or (after == "-" and line.word(at + 2).isdecimal()):
        return registration(line, at, manner)
    return None


def _kind_of_document(line: Line, at: int, manner: Manner) -> str:
    """The kind of document written short before its number ("QC số 15/QC-UBND", "GM 3/GM-ĐU")."""
    number = at + 2 if line.key(at + 1) == "số" else at + 1
    if not line.word(number).isdecimal() or line.word(number + 1) not in ("/", "-"):
        return ""
    if not line.word(number + 2)[:1].isupper() or line.glued(at + 1):
        return ""
    return manner.lexicon.role("@loại", line.words[at])


_CODED = frozenset(("lô", "ô", "mã", "tòa", "căn", "gói", "hiệu", "phòng", "tàu", "thầu"))


def _between_measures(line: Line, at: int) -> bool:
    """Whether this x stands for "times" ("5m x dài 10m", "2 viên x 3 lần")."""
    apart = not line.glued(at) and not line.glued(at + 1)
    if apart and line.word(at - 1).islower() and line.word(at + 1).islower():
        return any(word.isdecimal() for word in line.words[at + 2 : at + 5])
    if line.word(at) == "X" and line.glued(at + 1) and not line.glued(at):
        return line.word(at - 1).isdecimal()
    return line.word(at + 1).isdecimal() or (
        line.word(at) == "x" and any(word.isdecimal() for word in line.words[max(0, at - 2) : at])
    )


def _opens_address(line: Line, at: int) -> bool:
    return line.word(at + 1) in (".", "@", "_", "-", ":") and line.glued(at + 1)


def _first(rules: tuple[Rule, ...], line: Line, at: int, manner: Manner) -> Said | None:
    for rule in rules:
        said = rule(line, at, manner)
        if said is not None:
            return said
    return None
