"""`timetable place|preset|special-day`: the rules of the place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import click

from broadcast_desk.cli.session import Session, json_option, print_facts, with_session
from broadcast_desk.cli.station import parse_span
from broadcast_desk.cli.timetable_arguments import parse_date
from broadcast_desk.cli.timetable_edits import (
    TRIED_BY,
    answer,
    confirm_option,
    edit_options,
    make,
)
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.folding import nfc
from broadcast_desk.station.messages import say
from broadcast_desk.station.settings import StationSettings, TimeSpan
from broadcast_desk.timetable.model import Mode, SpecialDay
from broadcast_desk.timetable.place import (
    apply_preset,
    place_rules_of,
    presets,
    with_place_rules,
    with_special_day,
    without_special_day,
)
from broadcast_desk.timetable.power import MOST_WARM_UP_S
from broadcast_desk.timetable.recurrence import WEEKDAYS
from broadcast_desk.timetable.store import TimetableStore

NONE = "-"
"""Written for no rule at all."""


def _change_rules(
    session: Session,
    what: str,
    change: Callable[[StationSettings], StationSettings],
    choices: Mapping[str, Any],
    about: date | None = None,
) -> StationSettings | None:
    """Store other rules as one edit, or only show their effect; what is stored, None if tried."""
    dry_run = choices["dry_run"]
    confirmed = TRIED_BY if dry_run else choices.get("confirmed_by", "")
    store = TimetableStore(session.db, session.clock)
    edit = partial(store.change_rules, change, choices["by"], what, confirmed)
    return make(session, edit, dry_run=dry_run, as_json=choices["as_json"], about=about)


@click.group()
def place() -> None:
    """Quy định của địa phương: giờ yên lặng, số buổi, ngày nghỉ, âm lượng theo giờ."""


@place.command("show")
@json_option
@with_session
def show_place(session: Session, as_json: bool) -> None:
    """Xem quy định đang theo."""
    facts = _place_facts(session.settings)
    if as_json:
        print_facts(facts)
        return
    for name, value in facts.items():
        click.echo(f"{say(f'timetable.place_{name}', session.language)}: {_line(value)}")


@place.command("set")
@click.option("--quiet", multiple=True, metavar="HH:MM-HH:MM", help="Giờ yên lặng của cả đài.")
@click.option(
    "--zone-quiet", multiple=True, metavar="CỤM=HH:MM-HH:MM",
    help="Giờ yên lặng riêng của một cụm; CỤM=- là theo cả đài.",
)  # fmt: skip
@click.option("--max-sessions", type=click.IntRange(0, 48), help="Số buổi mỗi ngày; 0 là tùy.")
@click.option("--max-minutes", type=click.IntRange(0, 1440), help="Phút mỗi buổi; 0 là tùy.")
@click.option("--rest", metavar="SA,SU", help="Ngày nghỉ trong tuần: MO...SU; - là không nghỉ.")
@click.option("--volume", multiple=True, metavar="HH:MM-HH:MM=SỐ", help="Âm lượng theo giờ.")
@click.option(
    "--warm-up", multiple=True, metavar="HH:MM-HH:MM=GIÂY",
    help="Mở nguồn tăng âm trước khi phát bao nhiêu giây, theo giờ.",
)  # fmt: skip
@confirm_option
@edit_options
@with_session
def set_place(session: Session, **choices: Any) -> None:  # noqa: ANN401  (click)
    """Sửa quy định; điều không ghi thì giữ nguyên, dấu - là bỏ quy định đó."""
    kept = _change_rules(session, "place", lambda settings: _with_place(settings, choices), choices)
    if kept is not None:
        facts = _place_facts(kept)
        answer(session, "timetable.place_kept", as_json=choices["as_json"], facts=facts)


def _with_place(settings: StationSettings, choices: dict[str, Any]) -> StationSettings:
    rules = place_rules_of(settings)
    if choices["zone_quiet"]:
        known = {zone.id for zone in settings.zones}
        quiet: dict[str, tuple[TimeSpan, ...] | None] = dict(rules.zone_quiet_hours)
        quiet.update(_zone_spans(choices["zone_quiet"], known))
        kept = tuple((zone, spans) for zone, spans in sorted(quiet.items()) if spans is not None)
        rules = dataclasses.replace(rules, zone_quiet_hours=kept)
    if choices["rest"] is not None:
        rules = dataclasses.replace(rules, rest_weekdays=_weekdays(choices["rest"]))
    if choices["volume"]:
        rules = dataclasses.replace(rules, volumes=_by_hour(choices["volume"], "volume", 100))
    if choices["warm_up"]:
        warm_ups = _by_hour(choices["warm_up"], "warm_up", MOST_WARM_UP_S)
        rules = dataclasses.replace(rules, warm_ups=warm_ups)
    changes: dict[str, Any] = {}
    if choices["quiet"]:
        changes["quiet_hours"] = _spans(choices["quiet"])
    for option, name in _CAPS.items():
        if choices[option] is not None:
            changes[name] = choices[option]
    return with_place_rules(dataclasses.replace(settings, **changes), rules)


_CAPS = {"max_sessions": "max_sessions_per_day", "max_minutes": "max_session_minutes"}


def _spans(texts: tuple[str, ...]) -> tuple[TimeSpan, ...]:
    return () if texts == (NONE,) else tuple(parse_span(text) for text in texts)


def _zone_spans(texts: tuple[str, ...], known: set[str]) -> dict[str, tuple[TimeSpan, ...] | None]:
    found: dict[str, tuple[TimeSpan, ...] | None] = {}
    for text in texts:
        zone, _, span = nfc(text).partition("=")
        if zone not in known:
            raise InputError("timetable.no_such_zone", zone=zone)
        found[zone] = None if span == NONE else (*(found.get(zone) or ()), parse_span(span))
    return found


def _weekdays(text: str) -> frozenset[int]:
    names = [] if text == NONE else [part.strip().upper() for part in text.split(",")]
    unknown = [name for name in names if name not in WEEKDAYS]
    if unknown:
        raise InputError("timetable.rest_weekday", text=unknown[0])
    return frozenset(WEEKDAYS.index(name) for name in names)


def _by_hour(texts: tuple[str, ...], name: str, most: int) -> tuple[tuple[TimeSpan, int], ...]:
    """What holds in spans of the day, each written as HH:MM-HH:MM=NUMBER."""
    found = []
    for text in () if texts == (NONE,) else texts:
        span, _, number = text.partition("=")
        if not number.isdecimal() or int(number) > most:
            raise InputError(f"timetable.place_{name}_wrong", text=text)
        found.append((parse_span(span), int(number)))
    return tuple(found)


def _place_facts(settings: StationSettings) -> dict[str, object]:
    rules = place_rules_of(settings)
    return {
        "preset": rules.preset,
        "quiet": [_span(span) for span in settings.quiet_hours],
        "zone_quiet": {
            zone: [_span(span) for span in spans] for zone, spans in rules.zone_quiet_hours
        },
        "max_sessions": settings.max_sessions_per_day,
        "max_minutes": settings.max_session_minutes,
        "rest": [WEEKDAYS[day] for day in sorted(rules.rest_weekdays)],
        "volume": [f"{_span(span)}={volume}" for span, volume in rules.volumes],
        "warm_up": [f"{_span(span)}={seconds:g}" for span, seconds in rules.warm_ups],
        "mourning_kinds": sorted(rules.mourning_kinds),
    }


def _span(span: TimeSpan) -> str:
    return f"{span.start:%H:%M}-{span.end:%H:%M}"


def _line(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}={_line(part)}" for key, part in value.items()) or NONE
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value)) or NONE


@click.group()
def preset() -> None:
    """Bộ quy định mẫu của địa phương, có ghi nguồn."""


@preset.command("list")
@json_option
@with_session
def list_presets(session: Session, as_json: bool) -> None:
    """Các bộ quy định mẫu."""
    facts = [
        {"key": p.key, "name": p.name, "source": p.source, "dated": p.dated, "unsure": p.unsure}
        for p in presets()
    ]
    if as_json:
        print_facts(facts)
        return
    for fact in facts:
        click.echo(say("timetable.preset_listed", session.language, **fact))


@preset.command("apply")
@click.argument("key")
@confirm_option
@edit_options
@with_session
def apply(session: Session, key: str, **choices: Any) -> None:  # noqa: ANN401  (click)
    """Theo bộ quy định mẫu KEY; điều nó không nói thì giữ nguyên."""
    kept = _change_rules(
        session, f"preset {key}", lambda settings: apply_preset(settings, key), choices
    )
    if kept is not None:
        chosen = next(p for p in presets() if p.key == key)
        told = {"name": chosen.name, "source": chosen.source, "dated": chosen.dated}
        answer(
            session, "timetable.preset_applied", as_json=choices["as_json"],
            facts=_place_facts(kept), unsure=chosen.unsure, **told,
        )  # fmt: skip


@click.group("special-day")
def special_day() -> None:
    """Ngày đặc biệt: Quốc tang, ngày chỉ phát vài khung giờ, ngày im lặng."""


@special_day.command("add")
@click.argument("first")
@click.argument("last", required=False, default="")
@click.option("--mode", type=click.Choice([str(mode) for mode in Mode]), required=True)
@click.option("--slot", "slots", multiple=True, help="Khung giờ được phát (mode chosen).")
@click.option("--signal", default="", metavar="MÃ", help="Nhạc hiệu trang nghiêm khi Quốc tang.")
@click.option("--why", default="", help="Theo văn bản nào.")
@edit_options
@with_session
def add_special(
    session: Session,
    first: str,
    last: str,
    mode: str,
    slots: tuple[str, ...],
    signal: str,
    why: str,
    **choices: Any,  # noqa: ANN401  (click)
) -> None:
    """Thêm ngày đặc biệt, từ FIRST đến LAST (không ghi LAST là một ngày)."""
    begins = parse_date(first, session)
    ends = parse_date(last, session) if last else begins
    for slot_id in slots:
        TimetableStore(session.db).slot(slot_id)
    by = nfc(choices["by"])
    special = SpecialDay(begins, ends, Mode(mode), slots, nfc(signal), by, nfc(why))
    kept = _change_rules(
        session, f"special {begins}", lambda settings: with_special_day(settings, special),
        choices, begins,
    )  # fmt: skip
    if kept is not None:
        told, facts = _told(special, session), _facts(special)
        answer(session, "timetable.special_added", as_json=choices["as_json"], facts=facts, **told)


@special_day.command("list")
@json_option
@with_session
def list_special(session: Session, as_json: bool) -> None:
    """Các ngày đặc biệt."""
    days = place_rules_of(session.settings).special_days
    if as_json:
        print_facts([_facts(special) for special in days])
        return
    for special in days:
        told = {**_told(special, session), "why": special.why}
        click.echo(say("timetable.special_listed", session.language, **told))


@special_day.command("remove")
@click.argument("first")
@edit_options
@with_session
def remove_special(session: Session, first: str, **choices: Any) -> None:  # noqa: ANN401  (click)
    """Bỏ ngày đặc biệt bắt đầu từ FIRST."""
    day = parse_date(first, session)
    kept = _change_rules(
        session, f"unspecial {day}", lambda settings: without_special_day(settings, day),
        choices, day,
    )  # fmt: skip
    if kept is not None:
        told = {"day": f"{day:%d/%m/%Y}"}
        facts, as_json = {"removed": day}, choices["as_json"]
        answer(session, "timetable.special_removed", as_json=as_json, facts=facts, **told)


def _facts(special: SpecialDay) -> dict[str, object]:
    return {
        "first": special.first,
        "last": special.last,
        "mode": str(special.mode),
        "slots": list(special.slots),
        "signal_code": special.signal_code,
        "by": special.by,
        "why": special.why,
    }


def _told(special: SpecialDay, session: Session) -> dict[str, str]:
    return {
        "first": f"{special.first:%d/%m/%Y}",
        "last": f"{special.last:%d/%m/%Y}",
        "mode": say(f"timetable.mode_{special.mode}", session.language),
    }
