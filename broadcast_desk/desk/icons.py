"""Icons (Lucide, ISC licence), drawn in a colour of the theme."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from broadcast_desk.station.paths import resources_folder


def icon(name: str, colour: QColor, disabled: QColor, size: int, gap: int = 0) -> QIcon:
    """The icon `name` of `resources/icons`, drawn in `colour`, sharp at 1x and 2x.

    Args:
        name: the file's name without suffix.
        colour: when it can be pressed.
        disabled: when it cannot.
        size: side in pixels.
        gap: clear pixels at its right, between it and the words (Qt leaves only four).
    """
    result = QIcon()
    for ratio in (1, 2):
        for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
            picture = pixmap(name, ink, size * ratio, gap * ratio)
            picture.setDevicePixelRatio(ratio)
            result.addPixmap(picture, mode)
    return result


def pixmap(name: str, colour: QColor, size: int, gap: int = 0) -> QPixmap:
    """The icon as a picture `size` pixels high, and `gap` pixels wider than that."""
    picture = QPixmap(size + gap, size)
    picture.fill(Qt.GlobalColor.transparent)
    source = _source(name).replace("currentColor", colour.name())
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@functools.cache
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
