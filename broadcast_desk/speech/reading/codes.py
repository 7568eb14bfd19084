"""Letters and digits mixed, single letters, initials, unknown capitals: A4, H5N1, 10A1, cô L."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.letters import letter_name, spell
from broadcast_desk.speech.reading.model import DoubtKind
from broadcast_desk.speech.reading.numerals import spell_digits
from broadcast_desk.speech.reading.quantities import quantity
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.syllables import is_syllable
from broadcast_desk.speech.reading.word_sets import word_set

_CODE = re.compile(
    r"[A-ZĐ][A-ZĐa-z]{0,5}\d+(?:[.,]\d+(?!,\d)(?![.,]?\d))?(?:[A-ZĐ]{1,3}\d+){0,6}[A-ZĐ]{0,3}(?!\w)"
)
_DIGIT_FIRST = re.compile(r"\d{1,3}[A-ZĐ]{1,4}(?:\d{1,3}(?:\.\d{1,2}(?![.,]?\d))?)?(?!\w)")
_LOWER_DIGIT = re.compile(r"\d{1,3}[a-zđ](?![\w/])")
_COMBINED = re.compile(r"(\d{1,2})\s?in\s?(\d)(?!\w)")
_DASHED = re.compile(r"[A-ZĐ]{1,5}\d*(?:-\d[\dA-Z]*)+(?![\w/])")
_REFERENCE = re.compile(r"[A-ZĐ0-9]{1,20}(?:[.-][A-ZĐ0-9]{1,20}){2,8}(?!\w)")
_DOTTED = re.compile(r"[A-ZĐ]{1,4}(?:\.\d{1,3}){1,4}[a-e]?(?![\w])")
_BETWEEN = re.compile(
    r"(?P<a>\d{1,3})\s?(?P<unit>m|km|tr|triệu|tỷ|tỉ|kg)(?P<b>\d{1,2})(?!\d|[.,]\d)"
)
_PIECE = re.compile(r"[A-Za-zĐđ]+|\d+(?:[.,]\d+)?|(?<=[A-ZĐ])\.")


def code(line: Line, at: int, manner: Manner) -> Said | None:
    """A token of capital letters and digits, piece by piece."""
    text, position = line.text, line.starts[at]
    match = _CODE.match(text, position)
    if match is None:
        match = _DASHED.match(text, position)
        match = match or _DOTTED.match(text, position)
    if match is None or (line.glued(at) and line.words[at - 1][-1].isalnum()):
        return None
    written = match[0]
    if len(line.words[at]) == 1 and {"biển", "báo", "hiệu"} & set(line.before(at, 3)):
        written = written.replace(".", " ", 1)
    said, doubt = _pieces(written, manner), _doubt(line, at, match[0])
    more = _MORE.match(line.text, match.end())
    if more is None:
        return Said(match.end(), said, doubt)
    return Said(
        more.end(),
        said + ", " + ", ".join(map(manner.numerals.integer, more[0][1:].split(","))),
        doubt,
    )


_MORE = re.compile(r"(?:,\d{1,2})+(?![\w/]|[-.,]\d)")


def glued_type(line: Line, at: int, manner: Manner) -> Said | None:
    """A kind of document written against its number: NĐ168/2024/NĐ-CP."""
    if not (line.word(at + 1).isdecimal() and line.glued(at + 1)):
        return None
    if line.word(at + 2) != "/" and line.words[at] not in ("NĐ", "NQ", "QĐ", "TTLT"):
        return None
    kind = manner.lexicon.role("@loại", line.words[at])
    return Said(line.ends[at], kind) if kind else None


_VESSEL = re.compile(r"(?P<p>[A-ZĐ]{1,3})\s?-?\s?(?P<n>\d{4,5})\s?-?\s?TS(?!\w)")
_BOAT = re.compile(r"(?P<p>[A-ZĐ]{2})\s?-?\s?(?P<n>\d{3,5})(?!\w|[.,/]\d)")
_SERIAL = re.compile(r"(?P<p>[A-ZĐ]{1,3})\s?(?P<n>\d{5,8})(?!\w|[.,/]\d)")


def registration(line: Line, at: int, manner: Manner) -> Said | None:
    """The number of a fishing boat (QN-90123-TS), or of a certificate behind "số" (BK 123456)."""
    del manner
    match = _VESSEL.match(line.text, line.starts[at])
    if match is not None:
        return Said(match.end(), f"{spell(match['p'])} {spell_digits(match['n'])} tê ét")
    match = _BOAT.match(line.text, line.starts[at]) if line.key(at - 1) == "tàu" else None
    if match is None and line.key(at - 1) not in _SERIAL_CUES:
        return None
    match = match or _SERIAL.match(line.text, line.starts[at])
    if match is None:
        return None
    return Said(match.end(), f"{spell(match['p'])} {spell_digits(match['n'])}")


_SERIAL_CUES = frozenset(("số", "hiệu", "sê-ri", "seri", "ri"))


def reference(line: Line, at: int, manner: Manner) -> Said | None:
    """The number of a file or a case, group by group, sign by sign."""
    del manner
    match = _REFERENCE.match(line.text, line.starts[at])
    if match is None or not any(c.isdigit() for c in match[0]):
        return None
    groups = re.split("[.-]", match[0])
    file = len(groups) >= _PARTS_OF_A_FILE and any(c.isalpha() for c in match[0])
    if not file and "mã" not in line.before(at, 5):
        return None
    said = (" ".join(spell_digits(c) if c.isdigit() else spell(c) for c in g) for g in groups)
    return Said(match.end(), ", ".join(said))


_PARTS_OF_A_FILE = 5
"""A file's number ("000.12.34.H49-251120-0015") has at least so many, more than a plate."""

_FORM = re.compile(r"(?P<n>\d{1,2}[a-z]?)/(?P<s>[A-ZĐ]{2,6}\d?(?:-[A-ZĐ]{2,6}\d?){0,2})(?![\w/])")


def form_number(line: Line, at: int, manner: Manner) -> Said | None:
    """The number of a form whose letters name no office ("Tờ khai 01/TTS-BĐS"), and a doubt.

    Letters that are one known word are said in full ("mẫu 01/TNCN").
    """
    match = _FORM.match(line.text, line.starts[at])
    if match is None or _FORMS.isdisjoint(line.before(at, 3)):
        return None
    number, word = _pieces(match["n"], manner), manner.lexicon.plain(match["s"])
    if word:
        return Said(match.end(), f"{number} {word}", "code")
    letters = ", ".join(_pieces(part, manner, known=False) for part in match["s"].split("-"))
    return Said(match.end(), f"{number} trên {letters}", "code")


_FORMS = frozenset(("khai", "mẫu", "biểu"))


def unit_between(line: Line, at: int, manner: Manner) -> Said | None:
    """A unit inside its number: 1m65, 2tr5."""
    match = _BETWEEN.match(line.text, line.starts[at])
    if match is None or (_is_power(match) and not _length_before(line, at)):
        return None
    if match["unit"] == "km" and line.key(at - 1) not in ("dài", "cách", "hơn", "xa"):
        return None
    said = _BETWEEN_WORDS.get(match["unit"], match["unit"])
    numerals = manner.numerals
    return Said(
        match.end(), f"{numerals.integer(match['a'])} {said} {numerals.integer(match['b'])}"
    )


_LENGTHS = word_set("dài rộng cao sâu dày kính cách ngang dọc dâng ngập sóng")


def _length_before(line: Line, at: int) -> bool:
    """Whether a length or somebody's height is told ("dài 1m2", "trẻ em dưới 1m2")."""
    if line.key(at - 1) in _LENGTHS:
        return True
    return line.key(at - 1) in ("dưới", "trên") and not _CHILDREN.isdisjoint(line.before(at, 5))


_CHILDREN = frozenset(("trẻ", "em", "te", "cháu", "cao"))


def _is_power(match: re.Match[str]) -> bool:
    """Whether it looks like square or cubic metres rather than 1.2 or 1.3 m."""
    return match["unit"] == "m" and match["b"] in ("2", "3")


_BETWEEN_WORDS = {"m": "mét", "km": "ki-lô-mét", "tr": "triệu", "kg": "ki-lô-gam", "tỉ": "tỷ"}


def digit_code(line: Line, at: int, manner: Manner) -> Said | None:
    """A code that begins with digits: 10A1, 4G, 5B, "Điều 12a"."""
    text, position = line.text, line.starts[at]
    match = _DIGIT_FIRST.match(text, position)
    if match is not None:
        unit = manner.lexicon.unit(line, at + 1)
        letter = line.words[at + 1]
        thousand = letter == "K" and len(line.words[at]) > 1 and line.words[at][-1] in "05"
        ampere = letter == "A" and _CURRENT & set(line.before(at, 4))
        named = (letter in _GRADES and not thousand) or (letter == "A" and not ampere)
        if unit is not None and not _class_before(line, at) and not named:
            return None
        return Said(match.end(), _pieces(match[0], manner))
    match = _COMBINED.match(text, position)
    if match is not None:
        first, second = (manner.numerals.integer(number) for number in match.groups())
        return Said(match.end(), f"{first} trong {second}")
    match = _LOWER_DIGIT.match(text, position)
    thousands = match is not None and re.fullmatch(r"\d+[05]k", match[0]) is not None
    lettered = line.key(at - 1) in _LETTERED and line.key(at - 2) != "xà"
    points = line.key(at + 1) == "đ" and line.key(at - 1) in ("bài", "câu")
    lettered = lettered and line.key(at + 1) != "m" and not points
    if match is not None and not thousands and lettered:
        return Said(match.end(), _pieces(match[0], manner))
    return None


_LETTERED = word_set(
    """
    điều khoản số mục lớp nhà đường độ tổ khu thôn xóm bản khối mẫu lục bài câu tuyến ngõ biểu
    týp type giai đoạn nhóm phòng tiết khóa
    """
)
_CURRENT = word_set("dòng điện aptomat cầu sạc ắc quy pin")
_GRADES = frozenset(("G", "D", "K"))


_MISPRINT = re.compile(r"(?=[Ol\d]{0,3}\d)(?=\d{0,3}[Ol])[Ol\d]{2,4}(?=\s+[^\W\d_A-Z]{2})")


def misprint(line: Line, at: int, manner: Manner) -> Said | None:
    """A number with the letter O or l for a nought or a one ("O9 hộ", "1O giờ"), and a doubt."""
    match = _MISPRINT.match(line.text, line.starts[at])
    if match is None or line.key(at - 1) in _LETTERED or match[0].endswith("l"):
        return None
    digits = match[0].replace("O", "0").replace("l", "1")
    return Said(match.end(), manner.numerals.integer(digits), "number")


def _class_before(line: Line, at: int) -> bool:
    return line.key(at - 1) in (
        "lớp",
        "khối",
        "phòng",
        "nhà",
        "tòa",
        "lô",
        "chi",
        "quốc",
        "đường",
        "số",
    )


def _pieces(written: str, manner: Manner, *, known: bool = True) -> str:
    """A code letter by letter and number by number; a long part that is `known` is said in full."""
    said = []
    for piece in _PIECE.findall(written):
        if piece[0].isdigit():
            if "." in piece:
                said += " chấm ".join(manner.numerals.integer(n) for n in piece.split(".")).split()
                continue
            leading = piece[0] == "0" and piece.isdecimal()
            said.append(spell_digits(piece) if leading else quantity(piece, manner)[0])
        elif known and len(piece) > 3 and manner.lexicon.plain(piece):
            said.append(manner.lexicon.plain(piece))
        elif len(piece) > 1 and not piece.isupper() and is_syllable(piece):
            said.append(piece)
        elif piece == ".":
            said.append("chấm")
        else:
            said.append(spell(piece))
    return " ".join(said)


def _doubt(line: Line, at: int, written: str) -> DoubtKind | None:
    """A code is in doubt unless it is short and named, or everybody says it."""
    if len(written) > 3 or "." in written:
        return "code"
    named = not _CODE_NAMES.isdisjoint(line.before(at, 2)) or line.key(at - 1) in (",", "và")
    return None if named or written in _EVERYDAY else "code"


_CODE_NAMES = word_set(
    """
    lớp hạng bằng khổ giấy vitamin khối nhóm lô mã ca tổ khu phòng nhà tòa số bậc loại bảng tuyến
    cúm biển cửa cầu gói thẻ tầng trường đội đường ô ngõ xe tập cấp mức gplx lái mẫu giống vi ta
    min mạng sóng đề điểm
    """
)
_EVERYDAY = frozenset(("A4", "A3", "A5", "F0", "F1", "G7", "U17", "U19", "U20", "U22", "U23"))


def single_letter(line: Line, at: int, manner: Manner) -> Said | None:
    """One letter alone, by its name ("điểm b", "nhóm A", "lô C")."""
    del manner
    word = line.words[at]
    if len(word) != 1 or not word.isalpha() or word.lower() in _WORDS_OF_ONE:
        return None
    if not (word.isascii() or word in "đĐ"):
        return None
    listed = line.word(at + 1) == ")" and line.key(at - 1) in (".", ";", ":", ",")
    if word.islower() and not listed and line.key(at - 1) not in _LETTER_CUES:
        return None
    return Said(line.ends[at], letter_name(word))


_WORDS_OF_ONE = frozenset("aeiouyàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵêôơưăâ")
_LETTER_CUES = word_set(
    """
    điểm tiết nhóm lô khu tổ hạng loại bảng lớp ban mục vitamin đội dãy nhà tòa ý , và
    """
)
