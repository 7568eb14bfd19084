"""Qt Widgets only in the desk; the import rules see PySide6 as one module, so this looks inside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from broadcast_desk.station import errors

PACKAGE = Path(errors.__file__).parent.parent
ALLOWED_IN_PLAYOUT = {"PySide6.QtCore", "PySide6.QtNetwork", "PySide6.QtMultimedia"}
PLAYOUT = sorted((PACKAGE / "playout").rglob("*.py"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "PySide6":
            found |= {f"PySide6.{name.name}" for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name for name in found if name.startswith("PySide6")}


@pytest.mark.parametrize("path", PLAYOUT, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_playout_uses_no_widgets(path: Path) -> None:
    assert imported(path) <= ALLOWED_IN_PLAYOUT


def test_playout_does_use_qt() -> None:
    """The test above would pass for ever if nothing were found."""
    assert set().union(*map(imported, PLAYOUT)) == ALLOWED_IN_PLAYOUT
