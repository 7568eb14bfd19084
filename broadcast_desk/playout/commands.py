"""What the engine does on command: tell its state, stop, resume, emergencies."""

from __future__ import annotations

import logging
import math
import os
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout.emergency import Answer, Emergencies, Message, length_s
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.server import ControlServer
from broadcast_desk.playout.state import Alarm, NextCue, OnAir, PlayoutState
from broadcast_desk.playout.talking import Order, Talking
from broadcast_desk.station.errors import DeskError, PlayoutError
from broadcast_desk.station.folding import nfc
from broadcast_desk.timetable.model import Cue, Recorded

PUSH_EVERY_S = 0.2

_log = logging.getLogger(__name__)


class Commands:
    """Carries out commands on an engine; called in the engine's thread."""

    def __init__(self, engine: Engine, emergencies: Emergencies, talking: Talking) -> None:
        self._engine = engine
        self._emergencies = emergencies
        self._talking = talking
        self._started_at = engine.wall.now
        self._arming: list[tuple[Future[Message], Answer]] = []
        self._next_push_s = 0.0
        self.server: ControlServer | None = None

    def handle(self, command: dict[str, Any], answer: Answer) -> None:
        """Carry one command out.

        Raises:
            PlayoutError: it is refused.
        """
        match command.get("do"):
            case "state":
                answer(self._state_answer())
            case "stop_all":
                self._set_stopped(_name(command))
                answer(self._state_answer())
            case "resume":
                self._resume(_name(command))
                answer(self._state_answer())
            case "confirm_clock":
                if not self._engine.confirm_clock(_name(command)):
                    raise PlayoutError("playout.clock_impossible")
                answer(self._state_answer())
            case "talk":
                self._talking.start(_order(command), answer)
            case "end_talk":
                _name(command)
                self._talking.stop()
                answer(self._state_answer())
            case _:
                self._handle_emergency(command, answer)

    def _handle_emergency(self, command: dict[str, Any], answer: Answer) -> None:
        match command.get("do"):
            case "arm":
                _name(command)
                what, times = str(command.get("what", "")), int(command.get("times", 1))
                self._arming.append((self._emergencies.arm(what, times), answer))
            case "confirm":
                zones = _zones(command)
                name = self._confirm(str(command.get("token", "")), _name(command), zones)
                answer({"airing_id": name})
            case "end_emergency":
                self._end_emergency(_name(command))
                answer(self._state_answer())
            case _:
                raise PlayoutError("playout.bad_command")

    def after_tick(self) -> None:
        """Answer what is armed by now, and push the state to those who watch."""
        for item in [item for item in self._arming if item[0].done()]:
            self._arming.remove(item)
            self._answer_arming(*item)
        now_s = self._engine.wall.mono_s
        if self.server is not None and self.server.watched and now_s >= self._next_push_s:
            self._next_push_s = now_s + PUSH_EVERY_S
            self.server.push(self.state().to_json())

    def state(self) -> PlayoutState:
        """What the engine does now."""
        engine = self._engine
        ahead = [cue for group in engine.groups if (cue := group.next_cue()) is not None]
        following = min(ahead, key=lambda cue: cue.starts_at, default=None)
        return PlayoutState(
            pid=os.getpid(),
            started_at=self._started_at,
            now=engine.wall.now,
            plan_version=engine.brief.version,
            stopped_by=engine.checkpoint.stopped_by,
            emergency=any(group.state.emergency for group in engine.groups),
            on_air=tuple(self._on_air()),
            next_cue=_next(following) if following else None,
            levels_db=tuple((group.name, _db(group.bus.level)) for group in engine.groups),
            outputs=tuple(o.report() for group in engine.groups for o in group.bus.outputs),
            alarms=tuple(Alarm(code, since) for code, since in engine.alarms.items()),
        )

    def _state_answer(self) -> dict[str, object]:
        return {"state": self.state().to_json()}

    def _on_air(self) -> list[OnAir]:
        found = []
        for group in self._engine.groups:
            for airing in group.airings.values():
                if airing.began_position is None:
                    continue
                found.append(
                    OnAir(
                        airing.name,
                        airing.start.cue.content.title,
                        _code(airing.start.cue),
                        "emergency" if airing.unplanned else str(airing.data["source"]),
                        airing.zones,
                        airing.began_at or airing.sounding.began_at,
                        airing.sounding.until,
                        airing.level,
                    )
                )
        return found + self._talking.on_air()

    def _set_stopped(self, by: str) -> None:
        engine = self._engine
        if engine.checkpoint.stopped_by:
            return
        engine.checkpoint.set_stopped(by)
        engine.log(Fact(engine.wall.now, Kind.STOPPED, "", {"by": by}))
        self._talking.stop("playout.stopped_by_operator")
        for group in engine.groups:
            group.state.stopped = True
            group.end_emergency("playout.stopped_by_operator")
            group.tick(engine.brief)

    def _resume(self, by: str) -> None:
        engine = self._engine
        if not engine.checkpoint.stopped_by:
            return
        engine.checkpoint.set_stopped("")
        engine.log(Fact(engine.wall.now, Kind.PLAYOUT, "", {"event": "resumed", "by": by}))
        for group in engine.groups:
            group.state.stopped = False

    def _answer_arming(self, future: Future[Message], answer: Answer) -> None:
        try:
            message = future.result()
        except DeskError as error:
            answer(error)
            return
        except Exception:  # noqa: BLE001  (a strange message must not end the air)
            _log.exception("emergency.unreadable")
            answer(PlayoutError("playout.bad_message"))
            return
        armed = self._emergencies.keep(message)
        answer(
            {
                "token": armed.token,
                "title": message.content.title,
                "code": message.content.code,
                "duration_s": round(length_s(message), 3),
            }
        )

    def _confirm(self, token: str, by: str, zones: tuple[str, ...]) -> str:
        done = self._emergencies.confirmed.get(token)
        if done is not None:
            return done
        groups = self._talking.groups_of(zones)
        armed = self._emergencies.take(token)
        engine = self._engine
        now: datetime = engine.wall.now
        name = f"emergency/{now:%Y%m%dT%H%M%S}/{token}"
        content = armed.message.content
        data = {"by": by, "title": content.title, "code": content.code}
        engine.log(Fact(now, Kind.EMERGENCY, "", data))
        for group in groups:
            group.play_emergency(name, armed.message, by)
            group.tick(engine.brief)
        self._emergencies.confirmed[token] = name
        return name

    def _end_emergency(self, by: str) -> None:
        del by
        for group in self._engine.groups:
            group.end_emergency("playout.emergency_ended")


def _name(command: dict[str, Any]) -> str:
    name = nfc(str(command.get("by", ""))).strip()
    if not name:
        raise PlayoutError("playout.no_name")
    return name[:200]


def _zones(command: dict[str, Any]) -> tuple[str, ...]:
    zones = command.get("zones", [])
    if not isinstance(zones, list):
        raise PlayoutError("playout.bad_command")
    return tuple(nfc(str(zone)).strip() for zone in zones)


def _order(command: dict[str, Any]) -> Order:
    return Order(
        by=_name(command),
        zones=_zones(command),
        title=nfc(str(command.get("title", ""))).strip()[:200],
        emergency=command.get("emergency") is True,
        most_s=max(0.0, float(command.get("most_s", 0.0))),
    )


def _next(cue: Cue) -> NextCue:
    return NextCue(cue.content.title, _code(cue), cue.starts_at, cue.ends_at, cue.zones)


def _code(cue: Cue) -> str:
    return cue.content.code if isinstance(cue.content, Recorded) else ""


def _db(level: float) -> float:
    return round(20 * math.log10(level), 1) if level > 1e-5 else -100.0
