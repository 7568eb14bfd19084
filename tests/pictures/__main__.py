"""Make pictures of the desk.

`python -m tests.pictures` renews those of the README from sample data.
`python -m tests.pictures --all FOLDER` takes every page and dialog in every dress, and lists what
is cut, too small or a raw code.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings

from broadcast_desk.desk.frame.window import pages
from broadcast_desk.station.paths import DataFolder, resources_folder
from tests.pictures.album import SIZE, STATES, Album, Look, album, keep
from tests.pictures.dialogs import dialogs
from tests.pictures.flaws import flaws
from tests.pictures.lived_in import lived_in

SCALES = (1.0, 1.5, 2.0)
README = {"today": "on_air", "library": "library", "compose": "compose", "approve": "approve",
          "timetable": "timetable", "logbook": "logbook"}  # fmt: skip
OPENED_ON = {"compose": "TB-TP", "library": "ASEAN-01"}


def looks(only: str) -> Iterator[Look]:
    """Every dress, or those whose name begins so."""
    for language in ("vi", "en"):
        for name in ("light", "dark", "contrast"):
            for scale in SCALES:
                look = Look(name, scale, language)
                if look.name.startswith(only):
                    yield look


def everything(data: DataFolder, look: Look, folder: Path, only: str) -> list[str]:
    """Pictures of all pages and dialogs in one dress, and the flaws found."""
    found = []
    with album(data, look) as opened:
        for entry, _ in pages():
            if only and only != entry.name:
                continue
            keep(opened.page(entry.name, OPENED_ON.get(entry.name)), folder / f"{entry.name}.png")
            found += [f"{look.name} {entry.name}: {flaw}" for flaw in flaws(opened.window)]
            if entry.name == "settings":
                found += _groups(opened, look, folder)
        if not only or only == "states":
            found += _states(opened, look, folder)
        if not only or only == "dialogs":
            found += _dialogs(opened, look, folder)
    return found


def _groups(opened: Album, look: Look, folder: Path) -> list[str]:
    found = []
    for group in ("speakers", "relays", "voices", "people", "rules", "alarms", "backups", "look"):
        keep(opened.page("settings", group), folder / f"settings-{group}.png")
        where = f"{look.name} settings {group}"
        found += [f"{where}: {flaw}" for flaw in flaws(opened.window)]
    return found


def _states(opened: Album, look: Look, folder: Path) -> list[str]:
    found = []
    for state in STATES:
        opened.tell(state)
        keep(opened.page("on_air"), folder / f"state-{state}.png")
        found += [f"{look.name} state {state}: {flaw}" for flaw in flaws(opened.window)]
    return found


def _dialogs(opened: Album, look: Look, folder: Path) -> list[str]:
    found = []
    for name, open_it in dialogs(opened).items():
        for dialog in opened.dialog(open_it):
            keep(dialog, folder / f"dialog-{name}.png")
            found += [f"{look.name} dialog {name}: {flaw}" for flaw in flaws(dialog)]
            size = dialog.size()
            if size.width() > SIZE[0] or size.height() > SIZE[1] - 40:
                found.append(f"{look.name} dialog {name}: {size.width()} x {size.height()}")
    return found


def for_readme(data: DataFolder, folder: Path) -> None:
    """The pictures of the README."""
    with album(data, Look()) as opened:
        for name, page in README.items():
            keep(opened.page(page, OPENED_ON.get(page)), folder / f"{name}.png")


def main() -> int:
    """Make them."""
    parser = argparse.ArgumentParser(prog="tests.pictures", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--station", type=Path, help="a folder to keep the station in")
    parser.add_argument("--look", default="", help="only dresses that begin so, as vi-dark")
    parser.add_argument("--only", default="", help="one page, or: states, dialogs")
    parser.add_argument("--empty", action="store_true", help="a station with nothing in it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bd-pictures-") as work:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, work)
        root = given.station or Path(work) / "station"
        data = lived_in(root, empty=given.empty)
        if given.all is None:
            for_readme(data, resources_folder() / "screenshots")
            return 0
        found = []
        for look in looks(given.look):
            found += everything(data, look, given.all / look.name, given.only)
        print("\n".join(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
