"""Words the lexicon knows: their meaning in this line, and nothing the text says already."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon import Found
from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.letters import spell
from broadcast_desk.speech.reading.model import DoubtKind
from broadcast_desk.speech.reading.numerals import ordinal
from broadcast_desk.speech.reading.roman import value
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.slashes import SHARED_AMONG
from broadcast_desk.speech.reading.syllables import is_syllable


def from_lexicon(line: Line, at: int, found: Found | None, manner: Manner) -> Said | None:
    """What an entry of the lexicon is said as here; None where none was found."""
    if found is None:
        return None
    points = _points(line, at, found)
    if points is not None:
        return points
    spoken, doubt = _meaning(line, at, found)
    if found.captures:
        spoken = _fill(found, manner)
    meeting = _meeting(line, at, found, spoken, manner)
    if meeting is not None:
        return meeting
    last = _last_of_range(line, found, spoken, manner)
    if last is not None:
        joint = "," if line.word(found.end) == "," else " đến"
        return Said(last.end, f"{spoken}{joint} {last.text}", doubt, found.others if doubt else ())
    spoken = _unrepeated(line, at, spoken)
    if line.key(found.end) == "asean":
        spoken = spoken.removesuffix(" A-sê-an")
    if not spoken or _follows(line, found.end, spoken):
        spoken = spell(line.words[at])
    return Said(line.ends[found.end - 1], spoken, doubt, found.others if doubt else ())


_MARK_OF_TEN = re.compile(r"(?<![\d.,])(?:10|\d)[.,]\d{1,2}\s?$")
_PRICES = frozenset(("giá", "phí", "tiền", "vé", "lãi", "tỷ", "phạt"))


def _points(line: Line, at: int, found: Found) -> Said | None:
    """The đ of a mark out of ten ("8,5đ"): no sum has a part of a đồng; with a doubt."""
    if line.words[at] != "đ" or found.entry.spoken != "đồng" or line.word(at + 1) == "/":
        return None
    if _MARK_OF_TEN.search(line.text, max(0, line.starts[at] - 8), line.starts[at]) is None:
        return None
    if not _PRICES.isdisjoint(line.before(at, 8)):
        return None
    return Said(line.ends[at], "điểm", "ambiguous", ("đồng",))


_MORE_NUMBERS = re.compile(r"(?:,\d{1,2})+(?![\w/]|[-.,]\d)")
_TO_NUMBER = re.compile(r"-(?P<again>[^\W\d_]{1,3})?(?P<n>\d{1,2})(?![\w/]|[-.,]\d)")


def _last_of_range(line: Line, found: Found, spoken: str, manner: Manner) -> Said | None:
    """The second number behind a pattern that ends in a number ("c3-4", "BĐ1-2", "K11-12")."""
    if not found.captures or not line.words[found.end - 1].isdecimal():
        return None
    listed = _MORE_NUMBERS.match(line.text, line.ends[found.end - 1])
    if listed is not None:
        said = ", ".join(map(manner.numerals.integer, listed[0][1:].split(",")))
        return Said(listed.end(), said)
    match = _TO_NUMBER.match(line.text, line.ends[found.end - 1])
    first = int(line.words[found.end - 1]) if len(line.words[found.end - 1]) <= 2 else None
    if match is None or match["again"] not in (None, line.words[found.end - 2]):
        return None
    if first is None or not first < int(match["n"]) <= first + 12:
        return None
    again = spoken.removesuffix(manner.numerals.integer(str(first))) if match["again"] else ""
    return Said(match.end(), again + manner.numerals.integer(match["n"]))


def _meaning(line: Line, at: int, found: Found) -> tuple[str, DoubtKind | None]:
    """What an entry is said as, and the doubt it leaves.

    An abbreviation means what it was last found to mean in this text where nothing here tells.
    """
    word, spoken = line.words[at], found.entry.spoken
    short = found.end == at + 1 and len(word) > 1 and word.isupper()
    if found.by == "nothing":
        earlier = line.settled.get(word) if short else None
        known = earlier == spoken or earlier in found.others
        return (earlier, "context") if earlier and known else (spoken, "ambiguous")
    if short and found.entry.cues:
        line.settled[word] = spoken
    if not (short and found.others):
        return spoken, None
    return spoken, "neighbour" if found.by == "word" else "context"


def _meeting(line: Line, at: int, found: Found, spoken: str, manner: Manner) -> Said | None:
    """A meeting with its number behind it: AMM-58, ADMM 19, "Hội nghị Cấp cao ASEAN 48"."""
    match = _MEETING.match(line.text, line.ends[found.end - 1])
    before = line.key(at - 1)
    if match is None or not (spoken.startswith(_MEETINGS) or before in ("nghị", "cao")):
        return None
    if spoken == "A-sê-an":
        if match[0][0] == " " and match[0][1].isdecimal() and before not in ("cao", "hncc"):
            return None
        spoken = spoken if before == "hncc" else "Hội nghị Cấp cao A-sê-an"
    which = ordinal(int(match[1]), manner.numerals.integer(match[1]))
    return Said(match.end(), f"{_unrepeated(line, at, spoken)} lần thứ {which}")


_MEETING = re.compile(
    r"(?:-| - | )(\d{1,2})"
    r"(?![\w/]|[.,]\d|\s?-|\s[^\W\d_]*(?:nước|năm|ngày|bộ|đoàn|thành))"
)
_MEETINGS = ("Hội nghị ", "Diễn đàn ", "A-sê-an", "Đại hội đồng ", "Tiểu vùng ", "Chiến lược Hợp")
_SMALL_ROMAN = re.compile("I{1,3}|IV|V").fullmatch


def _unrepeated(line: Line, at: int, spoken: str) -> str:
    """`spoken` without its first words where the text says them already ("Hiệp định RCEP")."""
    words = spoken.replace(",", "").lower().split(" ")
    if _told(line, at, words):
        return ""
    if line.key(at - 1) == "hncc" and words[:4] == ["hội", "nghị", "cấp", "cao"]:
        return spoken[len("hội nghị cấp cao ") :]
    if line.key(at - 1) in ("họp", "hn", "hncc") and words[:2] == ["hội", "nghị"]:
        return spoken[len("hội nghị ") :]
    for count in range(min(5, len(words) - 1), 0, -1):
        if line.before(at, count) == tuple(words[:count]):
            return " ".join(spoken.split(" ")[count:])
    return spoken


def _follows(line: Line, end: int, spoken: str) -> bool:
    """Whether the text says the full name itself right after its abbreviation."""
    words = spoken.lower().split(" ")
    return len(words) > 2 and line.keys[end : end + len(words)] == words


def _told(line: Line, at: int, words: list[str]) -> bool:
    """Whether the full name stands right before, or right before the bracket this opens."""
    if len(words) < 2 or not line.words[at].isupper():
        return False
    if line.before(at, len(words)) == tuple(words):
        return True
    return line.key(at - 1) == "(" and " ".join(words) in " ".join(line.before(at, 16))


def _fill(found: Found, manner: Manner) -> str:
    """A pattern's spoken form with what `#` and `*` stood for, in order."""
    numbers = iter([word for word in found.captures if word.isdecimal()])
    letters = iter([word for word in found.captures if not word.isdecimal()])

    def one(match: re.Match[str]) -> str:
        if match[0] == "#":
            number = next(numbers)
            said = manner.numerals.integer(number)
            ordered = match.string[: match.start()].endswith("thứ ")
            return ordinal(int(number), said) if ordered else said
        word = next(letters)
        return manner.numerals.cardinal(value(word)) if _SMALL_ROMAN(word) else spell(word)

    return re.sub("[#*]", one, found.entry.spoken)


def small_abbreviation(line: Line, at: int, manner: Manner) -> Said | None:
    """An abbreviation that ought to be in capitals ("ubnd xã", "Hđnd", "kt-xh"), and a doubt."""
    word = line.words[at]
    if not 2 <= len(word) <= _LONGEST_SMALL or word.isupper() or is_syllable(word):
        return None
    if word.lower() in ("dt", "đt") and line.word(at + 1)[:1] == "0":
        return Said(line.ends[at], "điện thoại")
    end = at + 1
    while end < len(line) and line.glued(end) and end < at + _LONGEST_SMALL:
        end += 1
    written = line.words[at:end]
    line.words[at:end] = [token.upper() for token in written]
    try:
        found = manner.lexicon.find(line, at) if manner.lexicon.knows(line.keys[at]) else None
        said = from_lexicon(line, at, found, manner)
    finally:
        line.words[at:end] = written
    return Said(said.end, said.text, said.doubt or "unknown_capitals") if said else None


_LONGEST_SMALL = 8


def short_not(line: Line, at: int, manner: Manner) -> Said | None:
    """A k for "không" before a word in small letters ("k giải quyết"), and a doubt."""
    del manner
    after = line.word(at + 1)
    worded = len(after) > 1 and (after.islower() or after.isupper())
    if line.words[at] != "k" or line.glued(at + 1) or not worded:
        return None
    if line.word(at - 1).isdecimal() or line.key(at - 1) in _LETTERED:
        return None
    return Said(line.ends[at], "không", "ambiguous")


_LETTERED = frozenset(("điểm", "khoản", "mục", "nhóm", "lô", "vitamin", "chữ", "tiết"))


def cut_syllable(line: Line, at: int, manner: Manner) -> Said | None:
    """A word of two syllables whose first is cut short ("đ/ký", "h/nghị"), and a doubt.

    The first syllable is the one that the lexicon's words have most often before the second.
    """
    second = at + 2
    if line.word(at + 1) != "/" or not (line.glued(at + 1) and line.glued(second)):
        return None
    start, rest = line.keys[at], line.key(second)
    if len(start) > 2 or len(rest) < 2 or line.word(at - 1).isdecimal() or not is_syllable(rest):
        return None
    if rest in SHARED_AMONG or rest in ("phút", "giây", "giờ"):
        return None
    first = manner.lexicon.partner(start, rest)
    if not first or first == start:
        return None
    return Said(line.ends[second], f"{first} {rest}", "ambiguous")


def said_already(line: Line, at: int, manner: Manner) -> Said | None:
    """An abbreviation in brackets right behind its own full name is not said again."""
    if line.word(at + 2) != ")":
        return None
    short = line.word(at + 1)
    if short in manner.defined and line.word(at - 1)[:1].isalpha():
        return Said(line.ends[at + 2], "")
    full = manner.lexicon.plain(short).lower().replace(",", "").split()
    before = [key for key in line.keys[max(0, at - 16) : at] if key.isalpha()]
    same = sum(word in before for word in full)
    if len(full) < 2 or (before[-len(full) :] != full and same < max(4, len(full) * 0.7)):
        return None
    return Said(line.ends[at + 2], "")
