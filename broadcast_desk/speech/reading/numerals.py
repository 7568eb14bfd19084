"""Numbers as words: cardinals, decimals, digit by digit, days, months, years."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from broadcast_desk.speech.reading.model import Options

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BIG = 10**9
LONGEST = 18
"""More digits than this are said one by one."""


@dataclass(frozen=True)
class Numerals:
    """The numerals of one region.

    Attributes:
        thousand: "nghìn" or "ngàn".
        zero_tens: "linh" or "lẻ", as in 105.
        first_days: the word before days 1 to 10, empty for none.
    """

    thousand: str = "nghìn"
    zero_tens: str = "linh"
    first_days: str = "mùng"

    @classmethod
    def of(cls, options: Options) -> Numerals:
        """The numerals of the options' region, with what they set apart from it."""
        south = options.region == "south"
        thousand = "nghìn" if options.region == "north" else "ngàn"
        first_days = options.first_days or ("mùng" if options.region == "north" else "mồng")
        return cls(
            options.thousand or thousand,
            options.zero_tens or ("lẻ" if south else "linh"),
            "" if first_days == "-" else first_days,
        )

    def cardinal(self, number: int) -> str:
        """`number` (not negative, below 10**18) in words."""
        return _cardinal(number, self.thousand, self.zero_tens)

    def integer(self, written: str) -> str:
        """A run of digits as a number; leading zeros are dropped, endless runs are spelled."""
        digits = written.lstrip("0") or "0"
        return self.cardinal(int(digits)) if len(digits) <= LONGEST else spell_digits(written)

    def named(self, written: str) -> str:
        """A run of digits in a name ("Đề án 06"): a leading zero is said."""
        zeros = len(written) - len(written.lstrip("0"))
        if zeros == 0 or zeros == len(written) or len(written) > LONGEST:
            return spell_digits(written) if zeros else self.integer(written)
        return " ".join(["không"] * zeros + [self.integer(written)])

    def decimal(self, whole: str, fraction: str) -> str:
        """A number with decimals: two are said as one number, more digit by digit."""
        return f"{self.integer(whole)} phẩy {self.fraction_digits(fraction)}"

    def fraction_digits(self, fraction: str) -> str:
        """The digits after the comma; a trailing zero is kept."""
        if len(fraction) == 2 and fraction[0] != "0":
            return self.integer(fraction)
        return spell_digits(fraction)

    def day(self, number: int) -> str:
        """A day of the month: "mùng năm", "mười lăm"."""
        prefix = f"{self.first_days} " if number <= 10 and self.first_days else ""
        return prefix + self.cardinal(number)

    def month(self, number: int) -> str:
        """A month: "tháng tư"."""
        return "tháng " + ("tư" if number == 4 else self.cardinal(number))


def spell_digits(written: str) -> str:
    """Digit by digit."""
    return " ".join(DIGITS[int(digit)] for digit in written)


def ordinal(number: int, cardinal: str) -> str:
    """What follows "thứ": nhất, hai, ba, tư, năm."""
    return {1: "nhất", 4: "tư"}.get(number, cardinal)


@functools.lru_cache(maxsize=4096)
def _cardinal(number: int, thousand: str, zero_tens: str) -> str:
    if number < 1000:
        return _below_thousand(number, zero_tens, full=False)
    if number >= _BIG:
        high, low = divmod(number, _BIG)
        words = [_cardinal(high, thousand, zero_tens), "tỷ"]
        return " ".join([*words, *_rest(low, thousand, zero_tens)])
    return " ".join(_groups(number, thousand, zero_tens, full=False))


def _rest(number: int, thousand: str, zero_tens: str) -> list[str]:
    return _groups(number, thousand, zero_tens, full=True) if number else []


def _groups(number: int, thousand: str, zero_tens: str, *, full: bool) -> list[str]:
    """Millions, thousands and units; empty groups are left out."""
    words: list[str] = []
    for size, name in ((10**6, "triệu"), (1000, thousand), (1, "")):
        group, number = divmod(number, size)
        if group:
            words.append(_below_thousand(group, zero_tens, full=full or bool(words)))
            words += [name] if name else []
    return words


def _below_thousand(number: int, zero_tens: str, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if rest == 0 and words:
        return " ".join(words)
    if rest < 10:
        words += [zero_tens] if words else []
        return " ".join([*words, "tư" if words and rest == 4 else DIGITS[rest]])
    return " ".join([*words, _tens(rest)])


def _tens(number: int) -> str:
    tens, unit = divmod(number, 10)
    words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if unit == 0:
        return words
    if unit == 5:
        return f"{words} lăm"
    if tens > 1 and unit in (1, 4):
        return f"{words} {'mốt' if unit == 1 else 'tư'}"
    return f"{words} {DIGITS[unit]}"
