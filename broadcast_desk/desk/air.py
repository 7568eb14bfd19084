"""What playout says of itself, as the desk shows it; the only module that speaks to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.desk.wording import reason_text
from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.playout.control import ArmedEmergency, ControlClient, PlayoutState
from broadcast_desk.station.errors import PlayoutError
from broadcast_desk.station.settings import Zone

SILENCE_DB = -100.0


@dataclass(frozen=True, slots=True)
class Sounding:
    """Something that sounds now."""

    title: str
    zones: tuple[str, ...]
    started_at: datetime
    ends_at: datetime | None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """What will sound next."""

    title: str
    zones: tuple[str, ...]
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class OutputStatus:
    """One output in a sentence: "Cụm loa khu 3: đang nghe được"."""

    text: str
    well: bool


CLOCK_DOUBTS = ("playout.clock_before_log", "playout.clock_far_ahead")
"""Alarms of playout that a person may end by saying that the clock is right."""


@dataclass(frozen=True, slots=True)
class AirStatus:
    """Playout's own word.

    Attributes:
        answers: playout runs and answers.
        alarms: what needs a person, in words.
        level_db: how loud the loudest zone is now (dBFS), None when it does not say.
        stopped_by: who stopped everything, "" when nobody did.
        emergency: an emergency holds the air.
        clock_doubt: which of the alarms a person ends who knows that the clock is right, "" none.
    """

    answers: bool
    sounding: tuple[Sounding, ...] = ()
    coming: tuple[Coming, ...] = ()
    alarms: tuple[str, ...] = ()
    level_db: float | None = None
    outputs: tuple[OutputStatus, ...] = ()
    stopped_by: str = ""
    emergency: bool = False
    clock_doubt: str = ""


SILENT = AirStatus(answers=False)


def ask(rooms: Rooms) -> AirStatus:
    """Ask playout how it is; that it does not answer is an answer, too."""
    try:
        state = ControlClient(rooms.data).state()
    except PlayoutError:
        return SILENT
    return status_of(state, rooms.settings.zones)


def status_of(state: PlayoutState, zones: tuple[Zone, ...]) -> AirStatus:
    """Playout's state in the desk's words."""
    sounding = [
        Sounding(item.title, item.zones, item.started_at, item.ends_at, item.kind == "emergency")
        for item in state.on_air
    ]
    sounding.sort(key=lambda item: (not item.emergency, item.started_at))
    following = state.next_cue
    coming = (Coming(following.title, following.zones, following.starts_at),) if following else ()
    outputs = [
        OutputStatus(_output_text(o.name, str(o.health), o.reason, zones), str(o.health) == "good")
        for o in state.outputs
        if str(o.health) != "closed"
    ]
    codes = [alarm.code for alarm in state.alarms]
    return AirStatus(
        answers=True,
        sounding=tuple(sounding),
        coming=coming,
        alarms=tuple(reason_text(code) for code in codes),
        level_db=max((level for _, level in state.levels_db), default=None),
        outputs=tuple(outputs),
        stopped_by=state.stopped_by,
        emergency=state.emergency or any(item.emergency for item in sounding),
        clock_doubt=next((reason_text(code) for code in codes if code in CLOCK_DOUBTS), ""),
    )


def _output_text(name: str, health: str, reason: str, zones: tuple[Zone, ...]) -> str:
    fed = [zone.name for zone in zones if zone.output == name]
    where = ", ".join(fed) if fed else name
    if len(fed) == len(zones) > 1:
        where = translate("Air", "Mọi cụm loa")
    words = {
        "good": translate("Air", "đường ra loa tốt"),
        "opening": translate("Air", "đang mở đường ra loa"),
        "lost": translate("Air", "mất đường ra loa, đang chờ nối lại"),
        "failed": translate("Air", "đường ra loa hỏng"),
    }.get(health, health)
    said = translate("Air", "{where}: {what}").format(where=where, what=words)
    return f"{said} ({reason_text(reason)})" if reason else said


def stop_all(rooms: Rooms, by: str) -> AirStatus:
    """Silence everything at once.

    Raises:
        PlayoutError: playout does not answer.
    """
    return status_of(ControlClient(rooms.data).stop_all(by), rooms.settings.zones)


def resume(rooms: Rooms, by: str) -> AirStatus:
    """Let the plan sound again.

    Raises:
        PlayoutError: playout does not answer.
    """
    return status_of(ControlClient(rooms.data).resume(by), rooms.settings.zones)


def confirm_clock(rooms: Rooms, by: str) -> AirStatus:
    """Say that the computer's clock is right.

    Raises:
        PlayoutError: playout does not answer, or it cannot be right.
    """
    return status_of(ControlClient(rooms.data).confirm_clock(by), rooms.settings.zones)


def emergency_choices(rooms: Rooms) -> tuple[Airable, ...]:
    """What may be aired as an emergency: approved programmes, emergencies first, newest first."""
    newest = {airable.code: airable for airable in rooms.library.airables()}
    return tuple(
        sorted(newest.values(), key=lambda a: (a.priority is not Priority.EMERGENCY, -a.version_id))
    )


def arm(rooms: Rooms, what: str, by: str, times: int) -> ArmedEmergency:
    """First step of an emergency.

    Raises:
        PlayoutError: why it cannot sound.
    """
    return ControlClient(rooms.data).arm_emergency(what, by, times)


def confirm(rooms: Rooms, token: str, by: str, zones: tuple[str, ...] = ()) -> str:
    """Second step: it sounds, in these zones; () is every zone.

    Raises:
        PlayoutError: nothing is armed, or there is no such zone.
    """
    return ControlClient(rooms.data).confirm_emergency(token, by, zones)


def talk(rooms: Rooms, by: str, zones: tuple[str, ...], most_s: float) -> datetime:
    """Open the microphone as an emergency; returns when it is over at the latest.

    Raises:
        PlayoutError: no microphone, somebody else speaks, or playout does not answer.
    """
    return ControlClient(rooms.data).talk(by, zones, emergency=True, most_s=most_s)


def end_talk(rooms: Rooms, by: str) -> AirStatus:
    """Close the microphone.

    Raises:
        PlayoutError: playout does not answer.
    """
    return status_of(ControlClient(rooms.data).end_talk(by), rooms.settings.zones)


def end_emergency(rooms: Rooms, by: str) -> AirStatus:
    """End an emergency before its time, spoken or recorded.

    Raises:
        PlayoutError: playout does not answer.
    """
    ControlClient(rooms.data).end_talk(by)
    return status_of(ControlClient(rooms.data).end_emergency(by), rooms.settings.zones)


Armed = ArmedEmergency
