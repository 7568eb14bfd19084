"""The desk's words: literal, in NFC, all of them in English too, placeholders kept."""

import ast
import functools
import re
import unicodedata
import xml.etree.ElementTree as ElementTree  # our own files
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from broadcast_desk.desk import i18n
from broadcast_desk.desk.i18n import translate
from broadcast_desk.station.paths import resources_folder

DESK = Path(i18n.__file__).parent
SOURCES = sorted(DESK.rglob("*.py"))


@functools.cache
def calls(path):
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translate"
    ]


def english():
    root = ElementTree.parse(resources_folder() / "i18n" / "en.ts").getroot()
    return {
        (context.findtext("name"), message.findtext("source")): message.find("translation")
        for context in root.iter("context")
        for message in context.iter("message")
    }


def texts():
    return {
        tuple(argument.value for argument in call.args): f"{path.name}:{call.lineno}"
        for path in SOURCES
        for call in calls(path)
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(DESK)))
def test_translate_is_only_given_literals(path):
    for call in calls(path):
        assert len(call.args) == 2, f"{path}:{call.lineno}"
        for argument in call.args:
            assert isinstance(argument, ast.Constant), f"{path}:{call.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(DESK)))
def test_every_text_is_in_nfc(path):
    source = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", source)
    assert "self.tr(" not in source


def test_english_is_complete_and_holds_nothing_else():
    wanted, have = set(texts()), set(english())
    assert wanted - have == set()
    assert have - wanted == set()


def test_no_translation_is_unfinished_and_placeholders_are_kept():
    for (context, source), translation in english().items():
        assert translation.get("type") is None, (context, source)
        assert translation.text, (context, source)
        found = [sorted(re.findall(r"\{\w+\}", text)) for text in (source, translation.text)]
        assert found[0] == found[1], (context, source)


def test_no_text_shouts():
    for _, source in texts():
        assert "!" not in source


def test_the_compiled_catalogue_is_that_of_the_source(qapp):
    translator = QTranslator()
    assert translator.load(str(resources_folder() / "i18n" / "en.qm"))
    for (context, source), translation in english().items():
        assert translator.translate(context, source) == translation.text


def test_the_language_is_chosen_at_the_start(qapp):
    installed = i18n.install(qapp, "en")
    try:
        assert translate("Rail", "Kho bản tin") == "Library"
        assert i18n.language() == "en"
    finally:
        for translator in installed:
            QApplication.removeTranslator(translator)
        i18n.install(qapp, "vi")
    assert translate("Rail", "Kho bản tin") == "Kho bản tin"


def test_qts_own_buttons_speak_vietnamese(qapp):
    i18n.install(qapp, "vi")
    assert translate("QPlatformTheme", "Cancel") == "Thôi"
