"""`station create | show`: who and where this station is."""

from __future__ import annotations

import dataclasses
from datetime import time
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say
from broadcast_desk.station.settings import StationSettings, TimeSpan, Zone
from broadcast_desk.storage.settings import has_settings, load_settings, save_settings


@click.group()
def station() -> None:
    """Thông tin của đài: tên, cụm loa, giờ yên lặng, các buổi phát."""


@station.command()
@click.option("--name", required=True, help="Tên đài.")
@click.option("--commune", default="", help="Xã, phường, đặc khu.")
@click.option("--zone", "zones", multiple=True, metavar="MÃ=TÊN", help="Cụm loa; dùng nhiều lần.")
@click.option("--quiet", "quiet", multiple=True, metavar="HH:MM-HH:MM", help="Giờ yên lặng.")
@click.option("--session", "sessions", multiple=True, metavar="HH:MM", help="Giờ các buổi phát.")
@json_option
@with_session
def create(session: Session, as_json: bool, **choices: Any) -> None:  # noqa: ANN401
    """Lập đài mới trong thư mục dữ liệu."""
    if has_settings(session.db):
        raise InputError("settings.exists", path=session.data.root)
    settings = _settings_from(choices)
    save_settings(session.db, settings)
    _show(session, settings, as_json)


@station.command()
@json_option
@with_session
def show(session: Session, as_json: bool) -> None:
    """Xem thông tin của đài."""
    _show(session, load_settings(session.db), as_json)


def _settings_from(choices: dict[str, Any]) -> StationSettings:
    changes: dict[str, Any] = {"name": nfc(choices["name"]), "commune": nfc(choices["commune"])}
    if choices["zones"]:
        changes["zones"] = tuple(parse_zone(zone) for zone in choices["zones"])
    if choices["quiet"]:
        changes["quiet_hours"] = tuple(parse_span(span) for span in choices["quiet"])
    if choices["sessions"]:
        changes["session_times"] = tuple(parse_time(text) for text in choices["sessions"])
    settings = dataclasses.replace(StationSettings(), **changes)
    settings.check()
    return settings


def parse_time(text: str) -> time:
    """The local time of day written as HH:MM or HH:MM:SS.

    Raises:
        InputError: it is not a time of day.
    """
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("settings.time", text=text) from error


def parse_span(text: str) -> TimeSpan:
    """The span of the day written as HH:MM-HH:MM.

    Raises:
        InputError: it is not a span.
    """
    start, dash, end = text.partition("-")
    if not dash:
        raise InputError("settings.time", text=text)
    return TimeSpan(parse_time(start), parse_time(end))


def parse_zone(text: str) -> Zone:
    """The zone written as CODE=NAME."""
    code, equals, name = nfc(text).partition("=")
    return Zone(code.strip(), name.strip() if equals else code.strip())


def _show(session: Session, settings: StationSettings, as_json: bool) -> None:
    if as_json:
        print_facts(dataclasses.asdict(settings))
        return
    for line in (
        ("name", settings.name),
        ("zones", ", ".join(f"{zone.name} ({zone.id})" for zone in settings.zones)),
        ("sessions", ", ".join(f"{at:%H:%M}" for at in settings.session_times)),
        ("quiet", ", ".join(f"{s.start:%H:%M}-{s.end:%H:%M}" for s in settings.quiet_hours)),
        ("data", str(session.data.root)),
    ):
        click.echo(f"{say(f'station.{line[0]}', session.language)}: {line[1]}")
