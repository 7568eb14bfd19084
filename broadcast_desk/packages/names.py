"""Names inside packages: what no honest centre writes, and what would mislead people or Windows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from broadcast_desk.packages.model import LIMITS, Limits, Problem

_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.I)
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = frozenset('<>:"|?*')
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHOWN = 80


def name_problems(name: str, limits: Limits = LIMITS) -> Iterator[Problem]:
    """What is wrong with one path of a package ("/" between parts); nothing when it is good."""
    code = _path_code(name, limits) or next(filter(None, map(_part_code, name.split("/"))), "")
    if code:
        yield Problem(code, {"name": shown(name)})


def collision_problems(names: Iterable[str]) -> Iterator[Problem]:
    """Names that are one name on some file system: same, case apart, or NFC against NFD."""
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
        other = seen.setdefault(key, name)
        if other is not name:
            yield Problem(_collision_code(name, other), {"name": shown(name)})


def _collision_code(name: str, other: str) -> str:
    if name == other:
        return "package.name_twice"
    same_form = unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other)
    return "package.name_forms" if same_form else "package.name_case"


def _path_code(name: str, limits: Limits) -> str:
    if not name:
        return "package.name_empty"
    if name.startswith(("\\\\", "//")):
        return "package.name_network"
    if name.startswith(("/", "\\")):
        return "package.name_absolute"
    if _DRIVE.match(name):
        return "package.name_drive"
    if name.startswith("~"):
        return "package.name_home"
    if ".." in re.split(r"[/\\]", name):
        return "package.name_parent"
    if len(name) > limits.path_letters:
        return "package.name_long"
    return "package.name_deep" if name.count("/") >= limits.depth else ""


def _part_code(part: str) -> str:
    if part in ("", "."):
        return "package.name_empty"
    if "\\" in part:
        return "package.name_backslash"
    if _DEVICES.fullmatch(part.rstrip(" .")):
        return "package.name_device"
    if part != part.rstrip(" .") or part != part.lstrip(" "):
        return "package.name_trailing"
    return _letters_code(part)


def _letters_code(part: str) -> str:
    if _DIRECTION & set(part):
        return "package.name_direction"
    kinds = {unicodedata.category(letter) for letter in part}
    if kinds & {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}:
        return "package.name_control"
    if "Cf" in kinds:
        return "package.name_invisible"
    if _RESERVED & set(part):
        return "package.name_reserved"
    return "package.name_lookalike" if any(map(_foreign, part)) else ""


def _foreign(letter: str) -> bool:
    """A letter of another script, or a stylised one: in Vietnamese names only there to deceive."""
    if letter.isascii() or not letter.isalpha():
        return unicodedata.category(letter) == "Nd" and not letter.isascii()
    plain = unicodedata.normalize("NFKC", letter) == unicodedata.normalize("NFC", letter)
    return not plain or not unicodedata.name(letter, "").startswith("LATIN ")


def shown(name: str) -> str:
    """A name safe to show: nothing invisible, nothing that turns the line around, not long."""
    safe = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in name)
    safe = "".join(f"\\u{ord(c):04x}" if c in _DIRECTION else c for c in safe)
    safe = safe.encode("utf-8", "backslashreplace").decode("utf-8")
    return safe if len(safe) <= _SHOWN else f"{safe[: _SHOWN - 1]}…"


def clean_name(text: str, default: str = "goi") -> str:
    """`text` as a file name that every system takes."""
    kept = "".join(
        letter if letter.isalnum() or letter in "-_ ." else "-"
        for letter in unicodedata.normalize("NFC", text)
        if letter.isprintable() and letter not in _DIRECTION
    )
    kept = re.sub(r"[-\s]+", "-", kept).strip(" .-")[:80].rstrip(" .-")
    return f"_{kept}" if _DEVICES.fullmatch(kept) else kept or default
