"""Every code has its words, in both languages, and every raise brings what the words need."""

from __future__ import annotations

import ast
import re
import string
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from broadcast_desk.station import errors
from broadcast_desk.station.messages import catalogue
from broadcast_desk.station.paths import resources_folder

PACKAGE = Path(errors.__file__).parent.parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.DeskError)
}
SAYING = {"say", "tell"}
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*(?:\.[a-z][a-z0-9_]*)+")
FILES = sorted((resources_folder() / "messages").glob("*.toml"))


@dataclass(frozen=True)
class Use:
    """A call that names a code: `code` as a pattern, and the parameters it gives."""

    where: str
    pattern: str
    given: frozenset[str]
    open_ended: bool
    is_error: bool
    is_literal: bool

    def meets(self, code: str) -> bool:
        return re.fullmatch(self.pattern, code) is not None


def _pattern(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
            for part in node.values
        )
        return "".join(parts)
    return None


def _uses() -> Iterator[Use]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            pattern = _pattern(node.args[0])
            if pattern is None or name not in ERRORS | SAYING:
                continue
            yield Use(
                where=f"{path.relative_to(PACKAGE.parent)}:{node.lineno}",
                pattern=pattern,
                given=frozenset(keyword.arg for keyword in node.keywords if keyword.arg),
                open_ended=any(keyword.arg is None for keyword in node.keywords),
                is_error=name in ERRORS,
                is_literal=isinstance(node.args[0], ast.Constant),
            )


USES = tuple(_uses())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_what_is_raised_or_said_has_words_and_brings_what_they_need() -> None:
    problems = [f"{use.where}: {problem}" for use in USES for problem in _problems(use)]
    assert problems == []


def _problems(use: Use) -> Iterator[str]:
    codes = [code for code in catalogue() if use.meets(code)]
    if not codes:
        yield f"no text for {use.pattern}"
    if use.open_ended or not use.is_literal:
        return
    for code in codes:
        if lacking := placeholders(catalogue()[code]["vi"]) - use.given - {"language"}:
            yield f"{code} also needs {sorted(lacking)}"


NO_CODE = re.compile(
    r".*\.(csv|db|docx|json|jsonl|lock|log|md|pdf|png|qss|sock|svg|tmp|toml|wav|xlsx|zip)"
)
"""File names look like codes."""


def _words_of_logs(tree: ast.AST) -> set[int]:
    """The event names in calls of loggers: for engineers, not for operators."""
    return {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and "log" in ast.unparse(node.func.value).lower()
        for argument in node.args
    }


def test_every_code_that_is_written_down_has_words() -> None:
    rooms = {code.partition(".")[0] for code in catalogue()}
    wordless = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {node.value}"
        for path in MODULES
        for node in _codes(ast.parse(path.read_text(encoding="utf-8")))
        if str(node.value).partition(".")[0] in rooms and node.value not in catalogue()
    ]
    assert wordless == []


def _codes(tree: ast.AST) -> Iterator[ast.Constant]:
    logged = _words_of_logs(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in logged
            and CODE.fullmatch(node.value)
            and not node.value.endswith("_")
            and not NO_CODE.fullmatch(node.value)
        ):
            yield node


OWN = {
    "station": {"settings", "store", "station"},
    "storage": {"store", "backup"},
    "packages": {"package"},
    "speech": {"speech", "reading", "lexicon"},
}
BORROWED = {"store", "settings", "audio", "library"}
"""A room may refuse in the words of a room below it."""


def test_an_error_is_raised_with_a_code_of_its_room() -> None:
    strangers = []
    for use in USES:
        room = Path(use.where).parts[1]
        prefix = use.pattern.replace("\\", "").partition(".")[0]
        if not use.is_error or room in {"cli", "desk"}:
            continue
        if prefix not in OWN.get(room, {room}) | BORROWED:
            strangers.append(f"{use.where}: {prefix}")
    assert strangers == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_texts_are_complete_in_both_languages(file: Path) -> None:
    raw = file.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    for code, texts in tomllib.loads(raw).items():
        assert CODE.fullmatch(code), code
        assert set(texts) == {"vi", "en"}, code
        assert placeholders(texts["vi"]) == placeholders(texts["en"]), code
        for text in texts.values():
            assert text == text.strip() != "", code
            assert "\n" not in text, code
            assert "  " not in text or text.startswith("{"), f"{code}: only lists are spaced out"
        assert all(name.isidentifier() for name in placeholders(texts["vi"])), code


def test_no_code_has_words_twice() -> None:
    codes = Counter(
        code for file in FILES for code in tomllib.loads(file.read_text(encoding="utf-8"))
    )
    assert [code for code, times in codes.items() if times > 1] == []


def test_no_words_are_left_over() -> None:
    """A code that nothing names is a text nobody will ever see.

    It may be written out, built by an f-string, or stand in a table of a resource.
    """
    tables = "".join(
        path.read_text(encoding="utf-8") for path in sorted(resources_folder().rglob("*.tsv"))
    )
    patterns: set[str] = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            pattern = _pattern(node) if isinstance(node, ast.Constant | ast.JoinedStr) else None
            if pattern and "." in pattern:
                patterns.add(pattern)
    written = {re.sub(r"\\(.)", r"\1", pattern) for pattern in patterns}
    built = [re.compile(pattern) for pattern in patterns if "[a-z0-9_]+" in pattern]
    left = [
        code
        for code in catalogue()
        if code not in written
        and code not in tables
        and not any(pattern.fullmatch(code) for pattern in built)
    ]
    assert left == []
