"""What no linter sees: no prose below the front ends, SQL only in stores, text in one form."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from broadcast_desk.station import errors
from broadcast_desk.station.paths import resources_folder

PACKAGE = Path(errors.__file__).parent.parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I
)

PROSE_ALLOWED = {
    "cli/": "a front end",
    "desk/": "a front end",
    "speech/": "words to be spoken are its subject",
    "logbook/reports/": "writes the report's document",
    "logbook/documents": "writes documents",
    "logbook/wording.py": "the report's words",
    "logbook/export.py": "column heads of the exported table",
    "logbook/heads.py": "column heads of the exported table",
    "station/settings.py": "defaults of settings: names of bodies",
    "station/encodings.py": "tables of letters in old encodings",
    "packages/lists.py": "column heads it recognises in people's tables",
    "packages/local.py": "file names it recognises; the title of a file that has none",
    "timetable/calendar_files/reading.py": "marks it recognises in people's calendars",
    "playout/simulation/": "titles and names of the simulated station",
    "packages/keys.py": "words for digits, to read a fingerprint out on the telephone",
}

SQL_ALLOWED = ("storage/", "store.py", "_store.py")
SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|"
    r"CREATE\s+TABLE)",
    re.S,
)


def strings(module: str) -> Iterator[tuple[int, str]]:
    """Every string in the code of a module that is not a docstring."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_prose_below_the_front_ends() -> None:
    found = [
        f"{module}:{line}: {text}"
        for module in MODULES
        if not module.startswith(tuple(PROSE_ALLOWED))
        for line, text in strings(module)
        if len(text) > 1 and VIETNAMESE.search(text)
    ]
    assert found == []


def test_sql_stays_in_the_stores() -> None:
    found = [
        f"{module}:{line}: {text}"
        for module in MODULES
        if not module.startswith("storage/") and not module.endswith(SQL_ALLOWED)
        for line, text in strings(module)
        if SQL.match(text)
    ]
    assert found == []


def test_source_text_is_nfc() -> None:
    texts = {module: (PACKAGE / module).read_text(encoding="utf-8") for module in MODULES}
    assert [m for m, text in texts.items() if not unicodedata.is_normalized("NFC", text)] == []


def test_resource_texts_are_nfc() -> None:
    texts = {".toml", ".tsv", ".md", ".txt", ".json", ".ts", ".qss"}
    wrong = [
        path.name
        for path in resources_folder().rglob("*")
        if path.suffix in texts
        and path.is_file()
        and not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_a_broad_except_has_its_reason() -> None:
    bare = [
        f"{module}: {line.strip()}"
        for module in MODULES
        for line in (PACKAGE / module).read_text(encoding="utf-8").splitlines()
        if "noqa: BLE001" in line and "(" not in line.partition("BLE001")[2]
    ]
    assert bare == []


def test_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (PACKAGE / "storage" / "migrations").glob("*.sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
