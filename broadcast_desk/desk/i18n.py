"""The desk's words: Vietnamese in the source, English by translation.

One form everywhere: `translate("Context", "chữ nguyên")`, literal, no f-string and no `+` inside;
values are filled in afterwards with `.format(name=...)`.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.messages import Language, say_error
from broadcast_desk.station.paths import resources_folder

translate = QCoreApplication.translate
"""The bare name `lupdate` recognises."""

_language: list[Language] = ["vi"]
_installed: list[QTranslator] = []


def install(app: QCoreApplication, language: Language) -> list[QTranslator]:
    """Load the catalogues of `language` into the application.

    Qt's own buttons get Vietnamese words from `qt_vi.qm`; English needs `en.qm`.
    """
    _language[0] = language
    for old in _installed:
        app.removeTranslator(old)
    _installed.clear()
    QLocale.setDefault(QLocale("vi_VN" if language == "vi" else "en_GB"))
    name = "qt_vi" if language == "vi" else "en"
    translator = QTranslator(app)
    if not translator.load(str(resources_folder() / "i18n" / f"{name}.qm")):
        return []
    app.installTranslator(translator)
    _installed.append(translator)
    return [translator]


def language() -> Language:
    """The language the desk was started in."""
    return _language[0]


def words_of(error: DeskError) -> str:
    """The one line that tells an operator about `error`."""
    return say_error(error, language())
