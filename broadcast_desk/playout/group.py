"""One zone group at work: asks `decide`, passes the guards, opens sources, places them on the bus.

Called from the engine's tick; everything that could wait (disk, database, network) happens in
other threads, and what comes of it is looked at here.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.playout import facts
from broadcast_desk.playout.airing import Airing, let_go, result_of, samples_of
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.bus import Began, Bus, Leapt, Over
from broadcast_desk.playout.decide import (
    Action,
    Miss,
    Phase,
    Playing,
    Sounding,
    Start,
    Stop,
    airing_id,
    decide,
)
from broadcast_desk.playout.emergency import Message
from broadcast_desk.playout.guard import (
    Permit,
    Sessions,
    admit,
    fit_fallback,
    judged,
    still_allowed,
    valid_offline,
)
from broadcast_desk.playout.joining import crossfade_of
from broadcast_desk.playout.loading import Loaded, Loader
from broadcast_desk.playout.placing import Placing
from broadcast_desk.playout.records import History
from broadcast_desk.playout.settled import Settled
from broadcast_desk.playout.sources.memory import MemorySource
from broadcast_desk.playout.unplanned import emergency_airing
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.guards import Refusal
from broadcast_desk.timetable.model import Cue, Recorded

RETRY_REFUSED_S = 5.0
"""A cue refused ahead of its time is asked about again: it may be approved in time."""

AHEAD = timedelta(minutes=10)
"""So long before its instant a cue begins to concern the engine."""


@dataclass
class GroupState:
    """What outlives a tick, and (through log and checkpoint) the process.

    Attributes:
        settled: airings that are over for good.
        resumable: airings that were cut off, and when their content began.
        stopped: an operator stopped everything.
        emergency: an emergency holds the group.
        doubt: message code of why the clock cannot be believed, "" when it can.
    """

    settled: Settled = field(default_factory=Settled)
    resumable: dict[str, datetime] = field(default_factory=dict)
    stopped: bool = False
    emergency: bool = False
    doubt: str = ""


class ZoneGroup:
    """Zones that hear the same bus.

    Args:
        name: the zones' ids, joined by "+": part of the airing ids.
        zones: the zones it feeds.
        bus: where it sounds.
        loader: opens recorded content.
        wall: both clocks.
        sessions: what has sounded, for the caps; shared by all groups.
        log: takes facts for the logbook.
        seen_from: when playout was last alive; what was over by then is not missed.
    """

    def __init__(
        self,
        name: str,
        zones: Iterable[Zone],
        bus: Bus,
        loader: Loader,
        wall: WallTime,
        sessions: Sessions,
        log: Callable[..., None],
        seen_from: datetime,
    ) -> None:
        self.name = name
        self.zones = tuple(zones)
        self.bus = bus
        self.state = GroupState()
        self._loader = loader
        self._wall = wall
        self._sessions = sessions
        self._log = log
        self._airings: dict[str, Airing] = {}
        self._placing = Placing(bus, wall, self._airings)
        self._retry_at: dict[str, float] = {}
        self._brief = Brief(0, wall.now.date())
        self._planned: dict[str, Cue] = {}
        self._seen_from = seen_from
        self._at_microphone = False

    @property
    def airings(self) -> Mapping[str, Airing]:
        """What is armed or on air, by airing id."""
        return self._airings

    def learn(self, history: History) -> None:
        """Go on where the engine before ended; asked once, before the first tick."""
        self.state.settled.learn(history.settled, history.kept_out, self._wall.mono_s)
        self.state.resumable.update(history.open)
        for zones, session, at in history.sessions:
            self._sessions.note(zones, session, at)

    def tick(self, brief: Brief) -> None:
        """Bring what sounds in line with what should sound."""
        self._take(brief)
        if not self.state.doubt:
            self.state.settled.forgive(self._wall.now, self._is_over)
        self._hear_bus()
        self._hear_chains()
        self._apply_guards()
        for action in decide(self._open_cues(), self._playing(), self._wall.now, self.name):
            self._carry_out(action)
        self._place_loaded()

    def next_cue(self) -> Cue | None:
        """The next cue of the plan that has not begun."""
        now = self._wall.now
        ahead = (c for c in self._brief.cues if c.starts_at > now and self._zones_of(c))
        return next(ahead, None)

    def next_cues(self, within: timedelta) -> Iterator[Cue]:
        """The cues of the plan that have not begun and will before so long."""
        cues, now = self._brief.cues, self._wall.now
        for cue in cues[bisect.bisect_right(cues, now, key=lambda c: c.starts_at) :]:
            if cue.starts_at > now + within:
                return
            if self._zones_of(cue):
                yield cue

    def play_emergency(self, name: str, message: Message, by: str) -> None:
        """Let an emergency sound at once; the next tick silences everything else."""
        source = MemorySource(message.samples, message.times)
        span = timedelta(seconds=source.length / SAMPLE_RATE_HZ + 5.0)
        airing = emergency_airing(name, self.name, self.zones, message, by, span, self._wall.now)
        self.end_emergency("playout.emergency")
        self._airings[airing.name] = airing
        self.state.emergency = True
        begin, end = self.bus.made, self.bus.made + source.length
        self.bus.play(airing.permit, source, start=begin, end=end, gain=airing.gain)

    def end_emergency(self, reason: str) -> None:
        """End the emergency that sounds, if any; what it interrupted goes on by its own rule."""
        for airing in [a for a in self._airings.values() if a.unplanned]:
            airing.stop_reason = reason
            airing.sounding = replace(airing.sounding, phase=Phase.ENDING)
            if not self.bus.stop(airing.name) or airing.began_position is None:
                self._airings.pop(airing.name, None)
        self._settle_emergency()

    def give_way(self, to_microphone: bool) -> None:
        """An emergency at the microphone holds the group, or no longer does."""
        self._at_microphone = to_microphone
        self._settle_emergency()

    def _settle_emergency(self) -> None:
        self.state.emergency = self._at_microphone or any(
            a.unplanned and a.sounding.phase is not Phase.ENDING for a in self._airings.values()
        )

    def close(self, reason: str) -> None:
        """Log what is still on air as interrupted; the bus is closed by its owner."""
        self._hear_bus()
        for airing in list(self._airings.values()):
            if airing.began_position is not None:
                position = min(self.bus.made, self.bus.end_of(airing.name) or self.bus.made)
                heard = position - airing.began_position
                self._end(airing, position, heard, "interrupted", reason)

    # decide

    def _take(self, brief: Brief) -> None:
        """Work from a brief; what was over before anybody planned it was not missed."""
        if brief is self._brief:
            return
        known = {cue.id for cue in self._brief.cues}
        mine = {airing_id(cue, self.name): cue for cue in brief.cues if self._zones_of(cue)}
        for name, cue in mine.items():
            if cue.id not in known and self._came_too_late(cue):
                now, mono_s = self._wall.now, self._wall.mono_s
                self.state.settled.keep_out(name, cue.starts_at, now, mono_s)
        self.state.settled.forget_old(mine.keys(), self._wall.mono_s)
        self._retry_at = {name: at for name, at in self._retry_at.items() if name in mine}
        self._brief, self._planned = brief, mine

    def _came_too_late(self, cue: Cue) -> bool:
        """Whether a cue that is new in the plan was over before it came into it."""
        if cue.ends_at > self._wall.now:
            return False
        return self._brief.covers(cue.starts_at) or cue.ends_at <= self._seen_from

    def _is_over(self, name: str) -> bool:
        cue = self._planned.get(name)
        return cue is None or cue.ends_at <= self._wall.now

    def _open_cues(self) -> list[Cue]:
        """The cues that can concern `decide` now."""
        last, settled = self._wall.now + AHEAD, self.state.settled.names
        return [
            cue
            for name, cue in self._planned.items()
            if name in self._airings or (cue.starts_at <= last and name not in settled)
        ]

    def _playing(self) -> Playing:
        return Playing(
            sounding={
                name: airing.sounding
                for name, airing in self._airings.items()
                if not airing.unplanned
            },
            settled=self.state.settled.names,
            resumable=self.state.resumable,
            stopped=self.state.stopped,
            emergency=self.state.emergency,
            held=bool(self.state.doubt),
        )

    def _carry_out(self, action: Action) -> None:
        match action:
            case Start():
                self._start(action)
            case Stop():
                self._stop(action)
            case Miss():
                self._keep_out(Kind.MISSED, action.airing_id, action.cue, action.reason)

    def _start(self, start: Start) -> None:
        if self._retry_at.get(start.airing_id, 0.0) > self._wall.mono_s:
            return
        zones = self._zones_of(start.cue)
        permit = self._admit(start, zones)
        if isinstance(permit, Refusal):
            self._refuse(start.airing_id, start.cue, permit)
            return
        self._retry_at.pop(start.airing_id, None)
        volume = self._volume(start.cue, zones)
        airing = Airing(
            Sounding(start.airing_id, start.cue, Phase.ARMED, start.at, permit.until),
            start,
            permit,
            facts.cue_data(start.cue, zones, volume, self._brief.confirmed_by(start.cue)),
            (volume / 100) ** 2,
            zones,
        )
        self._airings[start.airing_id] = airing
        self._open(airing)

    def _admit(self, start: Start, zones: tuple[str, ...]) -> Permit | Refusal:
        rules, now = self._brief.rules, self._wall.now
        asked = replace(start, cue=self._judged(start.cue))
        return admit(asked, zones, rules, self._sessions, now, self.state.doubt)

    def _judged(self, cue: Cue) -> Cue:
        return judged(cue, self._brief.confirmed_by(cue))

    def _open(self, airing: Airing) -> None:
        content = airing.start.cue.content
        if isinstance(content, Recorded):
            now, start = self._wall.now, airing.start
            if start.joined:
                airing.offset = max(0, samples_of(now - start.at))
            airing.length = content.duration_samples - airing.offset
            airing.loading = self._loader.load(
                content, airing.offset, max(now, start.at), self._brief.airable
            )
        else:
            at = max(self._wall.now, airing.start.at)
            airing.loading = self._loader.load_relay(
                fit_fallback(content, self._brief.rules, at),
                at,
                self._wall.mono_of(at),
                self._brief.airable,
            )

    def _stop(self, stop: Stop) -> None:
        airing = self._airings[stop.airing_id]
        at = None if stop.at is None else self._placing.position(stop.at)
        if airing.began_position is None and stop.at is None:
            self._drop(airing)
            if stop.settle:
                self._keep_out(Kind.MISSED, airing.name, airing.start.cue, stop.reason)
            return
        airing.stop_reason, airing.settle = stop.reason, stop.settle
        airing.stop_at = stop.at
        phase = Phase.ENDING if stop.at is None else airing.sounding.phase
        until = airing.sounding.until if stop.at is None else stop.at
        airing.sounding = replace(airing.sounding, phase=phase, until=until)
        self.bus.stop(airing.name, at)

    def _drop(self, airing: Airing) -> None:
        """Forget an airing that never sounded."""
        del self._airings[airing.name]
        self.bus.stop(airing.name)
        if airing.loading is not None:
            airing.loading.add_done_callback(let_go)

    # guards

    def _apply_guards(self) -> None:
        for airing in list(self._airings.values()):
            if airing.sounding.phase is Phase.ARMED:
                self._check_armed(airing)
            if airing.sounding.phase is not Phase.ON_AIR or airing.unplanned:
                continue
            refused = self._out_of_hours(airing) or self._withdrawn(airing)
            if refused is not None:
                self._stop(Stop(airing.name, refused.code))

    def _out_of_hours(self, airing: Airing) -> Refusal | None:
        """What a doubted clock says of the hours does not count; the permit ends it in time."""
        if self.state.doubt:
            return None
        cue = self._judged(airing.start.cue)
        return still_allowed(cue, airing.zones, self._brief.rules, self._wall.now)

    def _check_armed(self, airing: Airing) -> None:
        """Ask again until it begins: another session may have begun, an approval gone."""
        if airing.unplanned or airing.began_position is not None:
            return
        answer = self._admit(airing.start, airing.zones)
        refused = answer if isinstance(answer, Refusal) else self._withdrawn(airing)
        if refused is not None:
            self._drop(airing)
            self._refuse(airing.name, airing.start.cue, refused)
        elif isinstance(answer, Permit):
            airing.permit = answer

    def _withdrawn(self, airing: Airing) -> Refusal | None:
        """The approval of what is on air was taken back (the brief says what may be aired now)."""
        content = airing.start.cue.content
        if not isinstance(content, Recorded):
            return None
        return valid_offline(content, self._brief.airable, self._wall.now)

    def _refuse(self, name: str, cue: Cue, refused: Refusal) -> None:
        if self._wall.now < cue.starts_at:
            self._retry_at[name] = self._wall.mono_s + min(
                RETRY_REFUSED_S, max(0.1, (cue.starts_at - self._wall.now).total_seconds() - 0.5)
            )
            return
        kind = Kind.MISSED if refused.code == "playout.missed_over" else Kind.REFUSED
        self._keep_out(kind, name, cue, refused.code, dict(refused.params))

    def _keep_out(
        self, kind: Kind, name: str, cue: Cue, reason: str, params: Mapping[str, str] | None = None
    ) -> None:
        now, mono_s = self._wall.now, self._wall.mono_s
        self.state.settled.keep_out(name, cue.starts_at, now, mono_s)
        self.state.resumable.pop(name, None)
        self._retry_at.pop(name, None)
        zones = self._zones_of(cue)
        data = facts.cue_data(cue, zones, self._volume(cue, zones))
        self._log(facts.kept_out(now, kind, name, data, reason, params or {}))

    # placing

    def _place_loaded(self) -> None:
        for airing in sorted(self._airings.values(), key=lambda a: a.start.at):
            if airing.loading is not None and airing.loading.done():
                self._take_loaded(airing, airing.loading.result())
            elif airing.placed and airing.began_position is None:
                if self._placing.was_lost(airing):
                    self._drop(airing)  # decide starts it again, where the clock says it is
                else:
                    self._placing.aim(airing)

    def _take_loaded(self, airing: Airing, loaded: Loaded) -> None:
        airing.loading = None
        cue = airing.start.cue
        if loaded.source is None:
            del self._airings[airing.name]
            if loaded.refusal is not None:
                self._refuse(airing.name, cue, loaded.refusal)
            else:
                self._keep_out(Kind.MISSED, airing.name, cue, loaded.failure)
                self._log(facts.alarm(self._wall.now, loaded.failure, airing.name))
            return
        airing.chain = loaded.source
        if loaded.failure:
            self._log(facts.alarm(self._wall.now, loaded.failure, airing.name))
        start, end = self._placing.place(airing)
        shortened = airing.permit.until < airing.start.until
        self.bus.play(
            airing.permit,
            loaded.source,
            start=start,
            end=end,
            gain=airing.gain,
            fades=cue.fades or shortened,
            tail=0 if shortened or not cue.fades else crossfade_of(self._brief.settings),
        )
        airing.placed = True

    # what the bus says

    def _hear_bus(self) -> None:
        while self.bus.events:
            event = self.bus.events.popleft()
            match event:
                case Began():
                    self._on_began(event)
                case Over():
                    self._on_over(event)
                case Leapt():
                    lost_s = f"{event.count / SAMPLE_RATE_HZ:.3f}"
                    self._log(facts.alarm(self._wall.now, "playout.leapt", seconds=lost_s))

    def _hear_chains(self) -> None:
        for airing in self._airings.values():
            while (
                airing.chain is not None
                and airing.began_position is not None
                and airing.chain.switches
            ):
                switched = airing.chain.switches.popleft()
                data = {"source": switched.name, "reason": switched.reason}
                kind = Kind.FALLBACK if switched.level else Kind.RETURNED
                self._log(Fact(self._wall.now, kind, airing.name, data))
                airing.level = switched.name
                airing.fell_back = airing.fell_back or switched.reason

    def _on_began(self, event: Began) -> None:
        airing = self._airings.get(event.airing_id)
        if airing is None:
            return
        at = self._placing.instant(event.position)
        offset_s = airing.offset / SAMPLE_RATE_HZ
        if airing.start.joined:
            offset_s = max(0.0, (at - airing.start.at).total_seconds())
        airing.began_position = event.position
        airing.began_at = at
        began_at = at - timedelta(seconds=offset_s)
        phase = Phase.ENDING if airing.sounding.phase is Phase.ENDING else Phase.ON_AIR
        until = self._placing.instant(self.bus.end_of(airing.name) or event.position)
        if airing.stop_reason == "":
            airing.sounding = replace(airing.sounding, phase=phase, began_at=began_at, until=until)
        else:
            airing.sounding = replace(airing.sounding, phase=phase, began_at=began_at)
        self._sessions.note(airing.zones, airing.start.cue.session_id, at)
        self.state.resumable.pop(airing.name, None)
        self._log(facts.began(at, airing.name, airing.data, offset_s, resumed=airing.start.resumed))
        airing.offset = samples_of(timedelta(seconds=offset_s))

    def _on_over(self, event: Over) -> None:
        airing = self._airings.get(event.airing_id)
        if airing is not None and airing.began_position is not None:
            result, reason = result_of(airing, event)
            self._end(airing, event.position, event.heard, result, reason)

    def _end(self, airing: Airing, position: int, heard: int, result: str, reason: str) -> None:
        del self._airings[airing.name]
        if airing.settle:
            self.state.settled.add(airing.name, self._wall.mono_s)
        else:
            self.state.resumable[airing.name] = airing.sounding.began_at
        heard_s = heard / SAMPLE_RATE_HZ
        self._log(
            facts.ended(self._placing.instant(position), airing.name, result, reason, heard_s)
        )
        if airing.unplanned:
            self._settle_emergency()

    # zones

    def _zones_of(self, cue: Cue) -> tuple[str, ...]:
        own = tuple(zone.id for zone in self.zones)
        return tuple(zone for zone in own if zone in cue.zones) if cue.zones else own

    def _volume(self, cue: Cue, zones: tuple[str, ...]) -> int:
        if cue.volume is not None:
            return cue.volume
        return max((zone.volume for zone in self.zones if zone.id in zones), default=80)
