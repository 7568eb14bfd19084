"""Plain numbers, ranges, scores, series, products: 1.160.000; 6,5; 5-7; 2-1; 16-16-8; 2x5."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.clock import DASH
from broadcast_desk.speech.reading.numerals import ordinal, spell_digits
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.scores import is_score
from broadcast_desk.speech.reading.word_sets import word_set

_NUMBER = (
    r"(?:\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?!\d)(?:\.\d+)?|[1-9]\d{0,2},\d{3}\.\d{1,2}(?!\d)"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?![\d.,]\d?)"
    r"(?=\s?(?:đồng|đ\b|VNĐ|VND|USD|người|hộ|ha|tấn|kg))"
    r"|\d+(?:[.,]\d+)?)"
)
NUMBER = re.compile(_NUMBER)
_JOINT = r"(?:\s?[-–+]\s?|:(?=\d)|\s:\s)"
_SERIES = re.compile(rf"\d+(?:,\d+)?(?:{_JOINT}\d+(?:,\d+)?){{2,5}}(?!\d|/\d|[.,]\d)")
_LISTING = re.compile(r"\d{1,2}(?:,\d{1,2}){2,20}(?![\d/%]|[.,]\d)")
_DASH = re.compile(rf"(?:{DASH}|÷|\s?~\s?|\s?\.\.\.?\s?)(?=\d)")
_TIMES = re.compile(r"\s?[x×*]\s?(?=\d)", re.IGNORECASE)
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,4}(?![\d.,]\d|\d)")
_ENGLISH = re.compile(r"[1-9]\d{0,2},\d{3}")
_COUNTED_NEXT = re.compile(
    r"\s?(?:đồng|đ|vnđ|vnd|người|hộ|con|cây|cháu|học sinh|lượt)\b", re.IGNORECASE
)


def _english_thousands(line: Line, match: re.Match[str]) -> bool:
    """Whether a comma stands for thousands: people and đồng have no three decimals."""
    if not _ENGLISH.fullmatch(match[0]):
        return False
    return _COUNTED_NEXT.match(line.text, match.end()) is not None


_LIST = re.compile(r"[1-9]\d?,[1-9]\d?")
_UNIT_NEXT = re.compile(r"\s?(?:%|‰|°|[a-zđ]{1,3}\d?\b(?<!và)|điểm|triệu|tỷ|nghìn|giờ)")
_MONTHS = frozenset(str(month) for month in range(1, 13))
_LISTED = word_set("khối lớp tổ khu thôn khoản điều ngày tháng thứ phòng ngõ đội bản các")
_LABELS = word_set("tổ khu thôn lớp nhóm số đội bàn ca đợt vòng phòng bản khối điểm")

_TERMS = frozenset(("kỳ", "khóa", "học", "khoá", "nk", "nh"))
_ORDINAL_CUES = frozenset(("thứ",))
_NAMED_CUES = word_set(
    """
    án thị quyết định luật thư thoại tư mẫu biểu lục đội trường kênh tuyến xe lệnh đoạn trạm
    công mã số điện báo chốt
    """
)


def quantity(written: str, manner: Manner) -> tuple[str, bool]:
    """A number as written, in words, and whether its form leaves a doubt."""
    numerals = manner.numerals
    written = re.sub(r"[ \u00a0\u202f]", ".", written)
    if written.isdecimal():
        return numerals.integer(written), False
    commas, dots = written.count(","), written.count(".")
    if commas > 1:
        return quantity(written.replace(",", "\0").replace(".", ",").replace("\0", "."), manner)
    if dots and commas and written.index(",") < written.index("."):
        whole, fraction = written.split(".")
        return numerals.decimal(whole.replace(",", ""), fraction), False
    if dots and commas:
        whole, fraction = written.split(",")
        return numerals.decimal(whole.replace(".", ""), fraction), False
    if dots > 1:
        return numerals.integer(written.replace(".", "")), False
    whole, fraction = re.split("[.,]", written)
    if dots and len(fraction) == 3 and whole.strip("0") and len(whole) <= 3:
        return numerals.integer(whole + fraction), False
    return numerals.decimal(whole, fraction), bool(dots) and len(fraction) > 2


def plain_count(line: Line, at: int, manner: Manner) -> Said | None:
    """The common case first: a short number before an ordinary word ("45 hộ")."""
    word, after = line.words[at], line.word(at + 1)
    if len(word) > 3 or word[0] == "0" or word[:2] == "11" or line.key(at - 1) in _SPECIAL_BEFORE:
        return None
    if len(after) < 2 or not after.isalpha() or not after.islower() or after in _SPECIAL_AFTER:
        return None
    end = line.ends[at]
    if line.starts[at + 1] != end + 1:
        return None
    return Said(end, manner.numerals.integer(word))


_SPECIAL_BEFORE = frozenset(("thứ", "tháng", "ngày", "ngã", "-", ",", "và", "đến"))
_SPECIAL_AFTER = frozenset(("giờ", "tháng", "âm", "hằng", "hàng", "đến", "tới"))


def number(line: Line, at: int, manner: Manner) -> Said | None:
    """A number, a range, a score, a series or a product, without its unit."""
    for rule in (_listing, _series, _product, _pair):
        said = rule(line, at, manner)
        if said is not None:
            return said
    return _single(line, at, manner)


def _listing(line: Line, at: int, manner: Manner) -> Said | None:
    """Three or more short numbers with nothing but commas between ("tiết 1,2,3")."""
    match = _LISTING.match(line.text, line.starts[at])
    if match is None:
        return None
    return Said(match.end(), ", ".join(map(manner.numerals.integer, match[0].split(","))))


def _series(line: Line, at: int, manner: Manner) -> Said | None:
    """Three or more numbers joined by dashes: a fertiliser, a formation; never a range."""
    match = _SERIES.match(line.text, line.starts[at])
    if match is None:
        return None
    pieces = re.split(r"\s?([-–:+])\s?", match[0])
    said = quantity(pieces[0], manner)[0]
    for sign, part in zip(pieces[1::2], pieces[2::2], strict=True):
        said += (" cộng " if sign == "+" else ", ") + quantity(part, manner)[0]
    return Said(match.end(), said)


def _product(line: Line, at: int, manner: Manner) -> Said | None:
    first = NUMBER.match(line.text, line.starts[at])
    times = _TIMES.match(line.text, first.end()) if first else None
    second = NUMBER.match(line.text, times.end()) if times else None
    if first is None or second is None:
        return None
    joint = "lần" if _dose_after(line.text, second.end()) else "nhân"
    said = f"{quantity(first[0], manner)[0]} {joint} {quantity(second[0], manner)[0]}"
    end = second.end()
    times = _TIMES.match(line.text, end)
    third = NUMBER.match(line.text, times.end()) if times else None
    if third is not None:
        return Said(third.end(), f"{said} {joint} {quantity(third[0], manner)[0]}")
    return Said(end, said)


_DOSE = re.compile(r"\s?(?:ml|mg|g|viên|giọt|gói|ống)\s?/\s?(?:ngày|24)")


def _dose_after(text: str, position: int) -> bool:
    return _DOSE.match(text, position) is not None


def _pair(line: Line, at: int, manner: Manner) -> Said | None:
    """Two numbers with a dash between: a range, a term, a score."""
    first = NUMBER.match(line.text, line.starts[at])
    dash = _DASH.match(line.text, first.end()) if first else None
    second = NUMBER.match(line.text, dash.end()) if dash else None
    if first is None or dash is None or second is None or _half_a_sign(line, second.end()):
        return None
    low, high = quantity(first[0], manner)[0], quantity(second[0], manner)[0]
    if _cut_year(line, at, first[0], second[0]):
        high = manner.numerals.integer(first[0][:2] + second[0])
    if (
        dash[0][:1].isspace()
        and line.key(at - 1) in _LABELS
        and _COUNTED_NEXT.match(line.text, second.end())
    ):
        return Said(second.end(), f"{low}, {high}")
    joint, doubt = _joint(line, at, first[0], second[0])
    if joint == " đến " and line.key(at - 1) == "thứ":
        low, high = (
            ordinal(int(m[0]), w) if m[0] in ("1", "4") else w
            for m, w in ((first, low), (second, high))
        )
        high = f"thứ {high}"
    return Said(second.end(), f"{low}{joint}{high}", doubt)


def _cut_year(line: Line, at: int, first: str, second: str) -> bool:
    """Whether a span of years has its second year cut short ("giai đoạn 2026-30")."""
    if not (len(first) == 4 and len(second) == 2 and first[:2] in ("19", "20")):
        return False
    return line.key(at - 1) in _YEAR_SPANS and second.isdecimal() and second > first[2:]


_YEAR_SPANS = frozenset(("đoạn", "khóa", "khoá", "kỳ", "học", "năm", "vụ"))


def _half_a_sign(line: Line, end: int) -> bool:
    """Whether the second number is the start of something else ("5 - 12/3", "5-7h")."""
    return re.match(r"/\d", line.text[end : end + 2]) is not None


_FERTILISERS = frozenset(("dap", "npk", "np", "nk", "pk", "map", "mkp"))


def _joint(line: Line, at: int, first: str, second: str) -> tuple[str, None]:
    before = line.before(at, 3)
    if first == second and len(first) <= 2:
        return " ", None
    if line.key(at - 1) in _FERTILISERS and len(first) <= 2:
        return ", ", None
    if line.word(at + 3) == "=" and not line.glued(at + 1):
        return " trừ ", None
    if is_score(line, at, first, second):
        return " ", None
    if len(first) == 4 and len(second) == 4 and before[-1:] and _TERMS & set(before[-2:]):
        return ", ", None
    short = first.isdecimal() and second.isdecimal() and len(first) <= 2 and len(second) <= 2
    if short and int(first) + int(second) == 100 and "lệ" in before:
        return " ", None
    if short and int(second) < int(first) < 20:
        return " ", None
    return " đến ", None


def _single(line: Line, at: int, manner: Manner) -> Said | None:
    match = NUMBER.match(line.text, line.starts[at])
    if match is None:
        return None
    written = match[0]
    before = line.key(at - 1)
    if before == "thứ" and written.isdecimal() and len(written) <= 3:
        number_ = int(written)
        return Said(match.end(), ordinal(number_, manner.numerals.cardinal(number_)))
    if before == "ngã" and written == "4":
        return Said(match.end(), "tư")
    if before == "tháng" and written.lstrip("0") in _MONTHS:
        return Said(match.end(), manner.numerals.month(int(written)).removeprefix("tháng "))
    if written[0] == "0" and written.isdecimal() and len(written) > 1:
        return Said(match.end(), _leading_zero(line, at, written, manner))
    if _VERSION.match(line.text, match.start()) and _version_before(line, at):
        whole, _, rest = written.partition(".")
        numerals = manner.numerals
        return Said(match.end(), f"{numerals.integer(whole)} chấm {numerals.named(rest)}")
    section = _section(line, at, match.start(), manner)
    if section is not None:
        return section
    if _english_thousands(line, match):
        return Said(match.end(), manner.numerals.integer(written.replace(",", "")), "number")
    if (
        before in _LISTED
        and _LIST.fullmatch(written)
        and not _UNIT_NEXT.match(line.text, match.end())
    ):
        first, second = written.split(",")
        said = f"{manner.numerals.integer(first)}, {manner.numerals.integer(second)}"
        return Said(match.end(), said)
    said, doubtful = quantity(written, manner)
    return Said(match.end(), said, "number" if doubtful else None)


_NETWORK = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?![\d.,]\d|\d)")
"""The address of a device ("192.168.1.1"): groups that are no thousands."""


def _section(line: Line, at: int, position: int, manner: Manner) -> Said | None:
    """A number in parts: a section ("1.2.3"), a device's address, a fertiliser ("NPK 5.10.3-8")."""
    network = _NETWORK.match(line.text, position)
    if network is not None and any(len(part) < 3 for part in network[0].split(".")[1:]):
        parts = map(manner.numerals.integer, network[0].split("."))
        return Said(network.end(), " chấm ".join(parts))
    section = _SECTION.match(line.text, position)
    if section is None:
        return None
    fertiliser = bool(_FERTILISER & set(line.before(at, 6)))
    joint = ", " if fertiliser else " chấm "
    said = joint.join(manner.numerals.integer(part) for part in section[0].split("."))
    last = _LAST_SHARE.match(line.text, section.end()) if fertiliser else None
    if last is not None:
        return Said(last.end(), f"{said}, {manner.numerals.integer(last[1])}")
    return Said(section.end(), said)


_FERTILISER = frozenset(("npk", "phân", "lân"))
_LAST_SHARE = re.compile(r"-(\d{1,2})(?!\d)")
_VERSION = re.compile(r"\d+\.\d{1,2}(?!\d|[.,]\d)")
_VERSION_CUES = word_set(
    "nghiệp bản version số 4.0 web thời mục điều lần vạch bảng biểu hình bài phòng lục"
)


def _version_before(line: Line, at: int) -> bool:
    """Whether a version or a section is expected: "công nghiệp 4.0", "mục 2.1"."""
    if line.key(at - 1) == "điểm" and line.key(at + 3) in ("khoản", "mục", "điều", "phần"):
        return True
    return bool(_VERSION_CUES & set(line.before(at, 1))) or line.before(at, 2) == ("chuyển", "đổi")


def _leading_zero(line: Line, at: int, written: str, manner: Manner) -> str:
    """Three pillars for "03 trụ cột"; "Đề án 06" is a name and keeps its zero."""
    before = line.before(at, 2)
    if len(written) > 4 or written.startswith("00"):
        return spell_digits(written)
    if len(written) == 3 and not line.key(at + 1).isalpha():
        return spell_digits(written)
    named = bool(before) and (before[-1] in _NAMED_CUES) and not _counts(line, at + 1, before)
    return manner.numerals.named(written) if named else manner.numerals.integer(written)


_NAME_PAIRS = frozenset(
    (
        ("đề", "án"),
        ("chỉ", "thị"),
        ("nghị", "quyết"),
        ("nghị", "định"),
        ("quyết", "định"),
        ("kế", "hoạch"),
        ("thông", "tư"),
        ("công", "điện"),
        ("dự", "án"),
        ("biểu", "mẫu"),
        ("phụ", "lục"),
        ("tổ", "đội"),
        ("trạm", "bơm"),
        ("kết", "luận"),
        ("thông", "báo"),
    )
)


def _counts(line: Line, after: int, before: tuple[str, ...]) -> bool:
    """Whether a noun is counted here rather than a document named ("quyết định 03 nội dung")."""
    if before in (("trong", "số"), ("tổng", "số")):
        return True
    if before[-1] in ("số", "mẫu", "mã", "kênh", "tuyến", "lục", "thư", "xe"):
        return line.key(after).isalpha() and line.key(after) in _COUNT_NOUNS
    return before not in _NAME_PAIRS or line.key(after) in _COUNT_NOUNS


_COUNT_NOUNS = word_set(
    """
    nội nhiệm người trường hộ chỉ đồng lần ngày tháng năm giờ bản điểm trụ cột vụ việc giải
    đơn cá tập gia ca mẫu công dự chương lớp đội phương tiêu bộ đại tàu ngôi nhà căn con cây
    """
)
