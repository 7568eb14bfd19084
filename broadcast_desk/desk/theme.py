"""How the desk looks: colours by meaning from one tokens file, one type, one grid, three themes."""

from __future__ import annotations

import functools
import re
import string
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from broadcast_desk.station.paths import resources_folder

ThemeName = Literal["light", "dark", "contrast"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "contrast")
TEXT_SCALES = (1.0, 1.5, 2.0)
FAMILY = "Be Vietnam Pro"
GRID_PX = 8
BODY_PX = 16


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: every colour by meaning, and the text scale (1.0 is 16 px body)."""

    name: ThemeName
    colours: Mapping[str, str] = field(repr=False)
    scale: float = 1.0

    def colour(self, meaning: str) -> QColor:
        """The colour of a meaning in `tokens.toml`."""
        return QColor(self.colours[meaning])

    def zone_colour(self, index: int) -> QColor:
        """The colour of the station's zone number `index` (from 0); eight, then again."""
        return self.colour(f"zone_{index % 8 + 1}")

    def px(self, size: float) -> int:
        """`size` pixels of text at this scale."""
        return round(size * self.scale)


@functools.cache
def tokens() -> Mapping[str, Mapping[str, str]]:
    """The colour tables by theme name."""
    path = resources_folder() / "styles" / "tokens.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def theme_named(name: ThemeName, scale: float = 1.0) -> Theme:
    """The theme `name` at a text scale."""
    return Theme(name, tokens()[name], scale)


_current: list[Theme] = []


def current() -> Theme:
    """The theme last applied (light before any was); what painted widgets draw with."""
    return _current[-1] if _current else theme_named("light")


def space(steps: float) -> int:
    """`steps` steps of the 8 px grid."""
    return round(steps * GRID_PX)


def font(size_px: float = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The desk's type at `size_px` (before the text scale), with figures of one width."""
    result = QFont(FAMILY)
    result.setPixelSize(current().px(size_px))
    result.setWeight(weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def load_fonts() -> None:
    """Make the bundled fonts known to Qt."""
    for path in sorted((resources_folder() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def apply(app: QApplication, name: ThemeName, scale: float = 1.0) -> Theme:
    """Dress the whole application; may be called again at any time."""
    theme = theme_named(name, scale)
    _current[:] = [theme]
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))
    return theme


def stylesheet(theme: Theme) -> str:
    """The style sheet of `theme`, every `$name` filled in."""
    template = (resources_folder() / "styles" / "desk.qss").read_text(encoding="utf-8")
    sizes = {f"px_{n}": str(theme.px(int(n))) for n in re.findall(r"\$\{px_(\d+)\}", template)}
    marks = {
        "icon_chevron_down": _mark(theme, "chevron-down", "ink"),
        "icon_check": _mark(theme, "check", "accent_ink"),
    }
    return string.Template(template).substitute(theme.colours, **sizes, **marks)


@functools.cache
def _marks_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="broadcast-desk-marks-")


def _mark(theme: Theme, icon: str, meaning: str) -> str:
    """A coloured copy of an icon, because style sheets take images only from files."""
    target = Path(_marks_folder().name) / f"{icon}-{theme.name}-{meaning}.svg"
    if not target.exists():
        source = (resources_folder() / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
        coloured = source.replace("currentColor", theme.colours[meaning])
        target.write_text(coloured, encoding="utf-8")
    return target.as_posix()


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "canvas",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_ink",
        QPalette.ColorRole.PlaceholderText: "ink_muted",
        QPalette.ColorRole.ToolTipBase: "ink",
        QPalette.ColorRole.ToolTipText: "surface",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Accent: "accent",
    }
    palette = QPalette()
    for role, meaning in roles.items():
        palette.setColor(role, theme.colour(meaning))
    return palette


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours (WCAG 2.1, 1 to 21)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
