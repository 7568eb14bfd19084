"""What every command shares: the data folder, the language, how facts and errors are printed."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.station.clock import Clock, SystemClock
from broadcast_desk.station.messages import Language, say
from broadcast_desk.station.paths import DataFolder, default_data_folder
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import Database, open_database
from broadcast_desk.storage.settings import load_settings


@dataclass
class Session:
    """One run of one command: opens what the command needs, when it needs it."""

    data: DataFolder
    language: Language
    clock: Clock

    @functools.cached_property
    def db(self) -> Database:
        """The station's database; the data folder is made if it is not there."""
        self.data.create()
        return open_database(self.data.database)

    @functools.cached_property
    def media(self) -> MediaStore:
        """The station's media store."""
        return MediaStore(self.data)

    @functools.cached_property
    def library(self) -> Library:
        """The station's library."""
        return Library(self.db, self.media, self.clock)

    @functools.cached_property
    def logbook(self) -> Logbook:
        """The station's logbook."""
        return Logbook(self.db)

    @property
    def settings(self) -> StationSettings:
        """The station's settings."""
        return load_settings(self.db)

    def close(self) -> None:
        """Close the database, if the command opened it."""
        if "db" in self.__dict__:
            self.db.conn.close()

    def tell(self, code: str, **params: object) -> None:
        """Print the message `code` to standard error: it is for a person, not for a script."""
        click.echo(say(code, self.language, **params), err=True)


def print_facts(facts: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))


@dataclass
class Choices:
    """What the command line said so far; options may stand before or after the command's name."""

    data: Path | None = None
    language: Language = "vi"

    @property
    def root(self) -> Path:
        """The data folder to use."""
        return self.data if self.data is not None else default_data_folder()


def _use_data(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(Choices).data = value


def _use_language(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(Choices).language = "en" if value == "en" else "vi"


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="BROADCAST_DESK_DATA",
    callback=_use_data,
    expose_value=False,
    help="Thư mục dữ liệu của đài.",
)
language_option = click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    callback=_use_language,
    expose_value=False,
    help="Ngôn ngữ của thông báo.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
"""`--json` for commands that answer with facts."""


def with_session(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Give a command `--data` and `--lang`, and a `Session` as its first argument.

    What the command returns is the exit status, None is 0.
    """

    def command(context: click.Context, /, *args: object, **kwargs: object) -> int | None:
        choices = context.ensure_object(Choices)
        session = Session(DataFolder(choices.root), choices.language, SystemClock())
        with contextlib.closing(session):
            return function(session, *args, **kwargs)

    functools.update_wrapper(command, function)
    return data_option(language_option(click.pass_context(command)))
