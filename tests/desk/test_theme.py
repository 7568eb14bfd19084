"""Every pair of colours that is used as words on ground can be read."""

import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase

from broadcast_desk.desk import theme
from broadcast_desk.station.paths import resources_folder

PAIRS = (
    ("ink", "canvas"), ("ink", "surface"), ("ink", "raised"), ("ink", "select"), ("ink", "sunken"),
    ("ink", "accent_soft"), ("ink", "doubt_soft"),
    ("ink_muted", "canvas"), ("ink_muted", "surface"), ("ink_muted", "raised"),
    ("ink_muted", "select"), ("ink_muted", "accent_soft"),
    ("accent", "surface"), ("accent", "canvas"), ("accent", "raised"),
    ("accent_ink", "accent"), ("accent_ink", "accent_hover"), ("accent_soft_ink", "accent_soft"),
    ("air_ink", "air"), ("air_ink", "air_hover"), ("air_text", "surface"), ("air_text", "air_soft"),
    ("need_text", "need_soft"), ("need_text", "surface"),
    ("well_text", "well_soft"), ("rail_ink", "rail"), ("rail_ink", "rail_hover"),
    ("rail_selected_ink", "rail_selected"), ("surface", "ink"),
)  # fmt: skip
STRIP_PAIRS = (
    ("strip_ink", "strip"), ("strip_ink", "strip_raised"), ("strip_muted", "strip"),
    ("strip_alarm", "strip"), ("strip_need", "strip_raised"),
)  # fmt: skip
MARK_PAIRS = (
    *((f"zone_{n}", "surface") for n in range(1, 9)),
    ("need", "surface"), ("well", "surface"), ("line_strong", "surface"), ("focus", "surface"),
    ("wave", "sunken"), ("doubt", "surface"),
)  # fmt: skip


def ratio(name, one, other):
    dress = theme.theme_named(name)
    return theme.contrast(dress.colour(one), dress.colour(other))


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_reach_aa_and_aaa_in_high_contrast(name, words, ground):
    assert ratio(name, words, ground) >= (7.0 if name == "contrast" else 4.5)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("words", "ground"), STRIP_PAIRS)
def test_the_strip_reaches_aaa(name, words, ground):
    assert ratio(name, words, ground) >= 7.0


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_stand_out(name, mark, ground):
    assert ratio(name, mark, ground) >= 3.0


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_on_air_lamp_reaches_aaa(name):
    assert ratio(name, "air_ink", "air") >= (7.0 if name != "dark" else 5.5)


def test_themes_have_the_same_names():
    names = [set(table) for table in theme.tokens().values()]
    assert set(theme.tokens()) == set(theme.THEMES)
    assert names[0] == names[1] == names[2]


def test_every_name_in_the_style_sheet_is_a_token():
    template = (resources_folder() / "styles" / "desk.qss").read_text(encoding="utf-8")
    used = set(re.findall(r"\$([a-z_0-9]+)\b", template)) - {"icon_chevron_down", "icon_check"}
    assert used <= set(theme.tokens()["light"])


def test_contrast_is_that_of_wcag():
    assert theme.contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert theme.contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_zone_colours_are_eight_and_then_begin_again():
    dress = theme.theme_named("light")
    assert len({dress.zone_colour(n).name() for n in range(8)}) == 8
    assert dress.zone_colour(8) == dress.zone_colour(0)


def test_text_scales(dressed):
    theme.apply(dressed, "dark", 1.5)
    assert theme.font(16).pixelSize() == 24
    assert "font-size: 24px" in dressed.styleSheet()
    assert theme.FAMILY in QFontDatabase.families()
    theme.apply(dressed, "light")


def test_every_icon_asked_for_is_there():
    asked = set()
    for path in (resources_folder().parent / "broadcast_desk" / "desk").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'icon="([a-z0-9-]+)"', source))
        asked |= set(re.findall(r'IconLabel\("([a-z0-9-]+)"', source))
        asked |= set(re.findall(r'EmptyState\(\s*"([a-z0-9-]+)"', source))
        asked |= set(re.findall(r'Entry\("\w+", [^)]+\), "([a-z0-9-]+)"\)', source))
    have = {path.stem for path in (resources_folder() / "icons").glob("*.svg")}
    assert asked
    assert asked <= have
