"""Speaking live: the microphone is opened, the guards are asked, the voice goes over what plays.

An announcement ducks what plays; an emergency takes the air, and what it interrupted goes on by its
own rule. Nobody speaks without a name, nor for longer than the station allows, nor in quiet hours
unless it is an emergency.

Settings (`StationSettings.extra`): `microphone` (the capture device's stable id, empty is the
system's default), `microphone_duck_db` (how far what plays goes down), `microphone_max_s`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout import facts
from broadcast_desk.playout.emergency import Answer
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.guard import Permit, microphone_permit
from broadcast_desk.playout.sources.microphone import Microphone
from broadcast_desk.playout.state import OnAir
from broadcast_desk.playout.talkover import Ducking
from broadcast_desk.station.clock import to_text
from broadcast_desk.station.errors import DeskError, InputError, PlayoutError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.timetable.guards import Refusal

OPEN_WITHIN_S = 6.0
"""A microphone that gives nothing in this time is refused."""

USUAL_DUCK_DB = 18.0
USUAL_MOST_S = 600.0
LONGEST_S = 7200.0


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for.

    Attributes:
        zones: zone ids, () is every zone.
        title: what the log and the desk call it.
        most_s: after so long it is over whatever happens; 0 is what the station allows.
    """

    by: str
    zones: tuple[str, ...] = ()
    title: str = ""
    emergency: bool = False
    most_s: float = 0.0


@dataclass(frozen=True, slots=True)
class MicrophoneRules:
    """What a station's settings say about its microphone."""

    device_id: str = ""
    duck_db: float = USUAL_DUCK_DB
    most_s: float = USUAL_MOST_S

    @classmethod
    def of(cls, settings: StationSettings) -> MicrophoneRules:
        """From the settings.

        Raises:
            InputError: a number is none or out of range ("playout.setting_number").
        """
        extra = settings.extra
        return cls(
            extra.get("microphone", "").strip(),
            _number(extra, "microphone_duck_db", USUAL_DUCK_DB, 0.0, 60.0),
            _number(extra, "microphone_max_s", USUAL_MOST_S, 5.0, LONGEST_S),
        )


@dataclass
class _Talk:
    """A microphone that is opening, or on air."""

    name: str
    order: Order
    groups: tuple[ZoneGroup, ...]
    microphone: Microphone
    opened_s: float
    began_at: datetime | None = None
    until: datetime | None = None


class Talking:
    """The one microphone of a station; called in the engine's thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._talk: _Talk | None = None
        self._waiting: list[Answer] = []
        engine.after_tick.append(self._on_tick)
        engine.before_end.append(self._close)

    def start(self, order: Order, answer: Answer) -> None:
        """Open the microphone; answered when it is on air, or refused. Asking twice is asking once.

        Raises:
            PlayoutError: it may not be, or somebody else speaks.
        """
        talk = self._talk
        if talk is not None:
            if talk.order.by != order.by:
                raise PlayoutError("playout.microphone_taken", by=talk.order.by)
            self._waiting.append(answer)
            self._answer_if_on_air(talk)
            return
        groups = self.groups_of(order.zones)
        rules = MicrophoneRules.of(self._engine.brief.settings)
        now = self._engine.wall.now
        name = f"microphone/{now:%Y%m%dT%H%M%S}/{secrets.token_hex(3)}"
        self._ask_guards(name, order, groups)
        try:
            opened = Microphone(rules.device_id, self._engine.brief.settings.loudness_lufs)
        except OSError as error:
            raise PlayoutError("playout.microphone_gone") from error
        self._talk = _Talk(name, order, groups, opened, self._engine.wall.mono_s)
        self._waiting.append(answer)

    def stop(self, reason: str = "") -> None:
        """End it; when nobody speaks nothing happens."""
        talk, self._talk = self._talk, None
        if talk is None:
            return
        self._refuse_waiting(PlayoutError(reason or "playout.microphone_ended"))
        now = self._engine.wall.now
        for group in talk.groups:
            group.bus.end_talk()
            group.give_way(False)
            if talk.began_at is not None:
                heard_s = (now - talk.began_at) / timedelta(seconds=1)
                result = "interrupted" if reason else "complete"
                self._log(facts.ended(now, f"{talk.name}@{group.name}", result, reason, heard_s))
        talk.microphone.close()

    def wants_power(self, group: ZoneGroup) -> bool:
        """The group's loudspeakers are needed, or will be in a moment."""
        return self._talk is not None and group in self._talk.groups

    def on_air(self) -> list[OnAir]:
        """The live voice as the state tells of it."""
        talk = self._talk
        if talk is None or talk.began_at is None or talk.until is None:
            return []
        kind = "emergency" if talk.order.emergency else "microphone"
        title = talk.order.title or talk.order.by
        return [
            OnAir(f"{talk.name}@{g.name}", title, "", kind, _zones_of(g, talk.order), talk.began_at,
                  talk.until, "microphone")
            for g in talk.groups
        ]  # fmt: skip

    def groups_of(self, zones: Sequence[str]) -> tuple[ZoneGroup, ...]:
        """The groups that feed some of these zones; all of them for no zones.

        Raises:
            InputError: the station has no such zone.
        """
        known = {zone.id for group in self._engine.groups for zone in group.zones}
        strange = next((zone for zone in zones if zone not in known), None)
        if strange is not None:
            raise InputError("playout.unknown_zone", zone=strange, known=", ".join(sorted(known)))
        return tuple(
            group
            for group in self._engine.groups
            if not zones or any(zone.id in zones for zone in group.zones)
        )

    def _ask_guards(self, name: str, order: Order, groups: Sequence[ZoneGroup]) -> Permit:
        """The strictest word of all groups.

        Raises:
            PlayoutError: a guard's no.
        """
        engine, now = self._engine, self._engine.wall.now
        if engine.checkpoint.stopped_by and not order.emergency:
            raise PlayoutError("playout.all_stopped", by=engine.checkpoint.stopped_by)
        allowed_s = MicrophoneRules.of(engine.brief.settings).most_s
        until = now + timedelta(seconds=min(order.most_s or allowed_s, allowed_s))
        found = Permit(name, until)
        for group in groups:
            if any(airing.unplanned for airing in group.airings.values()) and not order.emergency:
                raise PlayoutError("playout.emergency_holds")
            answer = microphone_permit(
                name, _zones_of(group, order), engine.brief.rules, now, until,
                by=order.by, emergency=order.emergency, doubt=group.state.doubt,
            )  # fmt: skip
            if isinstance(answer, Refusal):
                raise PlayoutError(answer.code, **dict(answer.params))
            found = min(found, answer, key=lambda permit: permit.until)
        return found

    def _on_tick(self) -> None:
        talk = self._talk
        if talk is None:
            return
        if talk.began_at is None:
            self._look_at_opening(talk)
            return
        now = self._engine.wall.now
        if talk.until is not None and now >= talk.until:
            self.stop("playout.microphone_limit")
        elif not talk.microphone.live:
            self.stop("playout.microphone_gone")
        else:
            self._ask_again(talk)

    def _look_at_opening(self, talk: _Talk) -> None:
        if talk.microphone.live:
            try:
                self._begin(talk, self._ask_guards(talk.name, talk.order, talk.groups))
            except DeskError as error:
                self._give_up(error)
        elif talk.microphone.gone:
            self._give_up(PlayoutError("playout.microphone_gone"))
        elif self._engine.wall.mono_s - talk.opened_s > OPEN_WITHIN_S:
            self._give_up(PlayoutError("playout.microphone_silent"))

    def _give_up(self, error: DeskError) -> None:
        self._refuse_waiting(error)
        self.stop(error.code)

    def _begin(self, talk: _Talk, permit: Permit) -> None:
        now = self._engine.wall.now
        rules = MicrophoneRules.of(self._engine.brief.settings)
        talk.began_at, talk.until = now, permit.until
        most = round((permit.until - now).total_seconds() * SAMPLE_RATE_HZ)
        ducking = Ducking(90.0 if talk.order.emergency else rules.duck_db)
        if talk.order.emergency:
            data = {"by": talk.order.by, "title": talk.order.title or talk.order.by, "code": ""}
            self._log(Fact(now, Kind.EMERGENCY, "", data))
        for group in talk.groups:
            volume = max((zone.volume for zone in group.zones), default=80)
            gain = (volume / 100) ** 2
            group.give_way(talk.order.emergency)
            tap = talk.microphone.tap()
            group.bus.talk(permit, tap, gain=gain, ducking=ducking, most=most)
            more = _data(talk, group, volume)
            self._log(facts.began(now, f"{talk.name}@{group.name}", more, 0.0, resumed=False))
        self._answer_if_on_air(talk)

    def _ask_again(self, talk: _Talk) -> None:
        """Hours and orders may have changed while somebody speaks."""
        try:
            self._ask_guards(talk.name, talk.order, talk.groups)
        except DeskError as error:
            self.stop(error.code)

    def _answer_if_on_air(self, talk: _Talk) -> None:
        if talk.began_at is None or talk.until is None:
            return
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer({"airing_id": talk.name, "until": to_text(talk.until)})

    def _refuse_waiting(self, error: DeskError) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer(error)

    def _close(self, reason: str) -> None:
        self.stop(reason)

    def _log(self, fact: Fact) -> None:
        self._engine.log(fact)


def _zones_of(group: ZoneGroup, order: Order) -> tuple[str, ...]:
    own = tuple(zone.id for zone in group.zones)
    return tuple(zone for zone in own if zone in order.zones) if order.zones else own


def _data(talk: _Talk, group: ZoneGroup, volume: int) -> dict[str, object]:
    order = talk.order
    return {
        "source": "microphone",
        "title": order.title or order.by,
        "code": "",
        "zones": list(_zones_of(group, order)),
        "volume": volume,
        "priority": "emergency" if order.emergency else "priority",
        "by": order.by,
    }


def _number(extra: dict[str, str], key: str, usual: float, least: float, most: float) -> float:
    text = extra.get(key, "").strip()
    if not text:
        return usual
    try:
        value = float(text)
    except ValueError as error:
        raise InputError("playout.setting_number", key=key, text=text) from error
    if not least <= value <= most:
        raise InputError("playout.setting_number", key=key, text=text)
    return value
