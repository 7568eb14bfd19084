"""The engine process: wires the rooms together, runs the event loop, puts everything away."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from broadcast_desk.playout import facts
from broadcast_desk.playout.alarms import AlarmNotes, has_hooks
from broadcast_desk.playout.audio import AudioThread
from broadcast_desk.playout.brief import Brief
from broadcast_desk.playout.bus import Bus
from broadcast_desk.playout.checkpoint import Checkpoint
from broadcast_desk.playout.commands import Commands
from broadcast_desk.playout.emergency import Emergencies
from broadcast_desk.playout.engine import Engine
from broadcast_desk.playout.group import ZoneGroup
from broadcast_desk.playout.guard import Sessions
from broadcast_desk.playout.housekeeping import Housekeeping
from broadcast_desk.playout.jobs import jobs_of
from broadcast_desk.playout.loading import Loader
from broadcast_desk.playout.outputs.factory import names_of, open_group
from broadcast_desk.playout.outputs.shaping import pilot_due
from broadcast_desk.playout.packages_job import PackagesJob
from broadcast_desk.playout.powering import StationPower, WatchedGroup
from broadcast_desk.playout.records import History, Records
from broadcast_desk.playout.rewiring import Rewiring
from broadcast_desk.playout.server import ControlServer
from broadcast_desk.playout.setup import Setup
from broadcast_desk.playout.slow_watch import SlowWatch
from broadcast_desk.playout.talking import Talking
from broadcast_desk.playout.walltime import WallTime
from broadcast_desk.station.clock import Clock, local
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import Zone
from broadcast_desk.storage.backup import open_sound

_log = logging.getLogger(__name__)


def run_engine(setup: Setup, on_ready: Callable[[Engine], None], say: Callable[..., None]) -> int:
    """Run one engine until it is told to end; its exit status.

    Args:
        setup: how it runs.
        on_ready: is given the engine before it ticks for the first time.
        say: tells the supervisor something for people.

    Raises:
        StoreError: the database or a recording cannot be opened.
    """
    sys.setswitchinterval(0.001)
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    data = DataFolder(setup.data)
    data.create()
    clock = setup.clock()
    trouble = _Trouble()
    restored = None if setup.resumed else _restore_if_damaged(data, clock)
    records = Records(data, clock, trouble.take_brief, trouble.take_code)
    wall = WallTime(clock)
    history = records.history(wall.now)
    brief = records.first_brief()
    audio = AudioThread(lambda: _buses(setup, brief), clock.monotonic_s)
    audio.start()
    _wait_until_ready(audio)
    engine = _engine(setup, data, wall, history, brief, records, audio)
    trouble.engine = engine
    if restored is not None:
        engine.set_alarm("playout.restored", raised=True, at=f"{restored:%H:%M %d/%m/%Y}")
    emergencies = Emergencies(data, clock)
    talking = Talking(engine)
    commands = Commands(engine, emergencies, talking)
    server = commands.server = ControlServer(data, commands.handle)
    engine.after_tick.append(commands.after_tick)
    packages = PackagesJob(data)
    watch = SlowWatch(engine, data, clock, say)
    housekeeping = Housekeeping([*jobs_of(data, clock, packages), *watch.jobs], trouble.take_job)
    housekeeping.start()
    power = _power(engine, setup, talking)
    engine.after_tick.append(power.tick)
    notes = _alarm_notes(engine, data)
    engine.after_tick.append(lambda: notes.tick(has_hooks(engine.brief.settings.extra)))
    engine.after_tick.append(Rewiring(engine, setup, talking).tick)
    records.start()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _want_end(engine))
    on_ready(engine)
    engine.start()
    status = app.exec()
    try:
        server.close()
        housekeeping.close()
        packages.close()
        watch.close()
        emergencies.close()
        _put_away(engine)
    finally:
        power.close()  # last: nothing sounds any more
    return status


def _restore_if_damaged(data: DataFolder, clock: Clock) -> datetime | None:
    """Put the newest good backup back when the database is damaged; when that was made."""
    db, restored = open_sound(data, clock)
    db.conn.close()
    return local(restored.backup.at) if restored else None


def _want_end(engine: Engine) -> None:
    engine.end_wanted = "playout.ended"


def _power(engine: Engine, setup: Setup, talking: Talking) -> StationPower:
    """The switches of amplifiers and transmitters, following the engine's groups."""
    return StationPower(
        [WatchedGroup(group, talking) for group in engine.groups],
        engine.brief.settings.extra,
        lambda: engine.wall.now,
        engine.set_alarm,
        resumed=setup.resumed,
        keys=DataFolder(setup.data).keys,
        pilot_due=lambda zone, now: pilot_due(engine.brief.settings, zone, now),
    )


def _alarm_notes(engine: Engine, data: DataFolder) -> AlarmNotes:
    """Tells people away from the desk what is wrong, by a child that may wait for the network."""
    command = (sys.executable, "-m", "broadcast_desk", "alarm", "send", "--data", str(data.root))
    return AlarmNotes(
        command,
        lambda: engine.brief.settings.extra,
        lambda: dict(engine.alarms),
        lambda: engine.wall.now,
        lambda: engine.wall.mono_s,
        engine.set_alarm,
    )


class _Trouble:
    """Passes what the records thread says on to the engine, once there is one."""

    engine: Engine | None = None

    def take_brief(self, brief: Brief) -> None:
        if self.engine is not None:
            self.engine.take_brief(brief)

    def take_job(self, name: str, code: str) -> None:
        if self.engine is not None:
            self.engine.job_troubles[name] = code

    def take_code(self, code: str) -> None:
        if self.engine is not None:
            self.engine.trouble = code


def _engine(
    setup: Setup,
    data: DataFolder,
    wall: WallTime,
    history: History,
    brief: Brief,
    records: Records,
    audio: AudioThread,
) -> Engine:
    sessions = Sessions()
    loader = Loader(data, setup.clock())
    checkpoint = Checkpoint(data.run / "checkpoint.json")
    seen_from = checkpoint.last_alive_at or history.last_entry_at or wall.now
    groups = [
        ZoneGroup(bus.name, zones, bus, loader, wall, sessions, records.log, seen_from)
        for bus, zones in zip(audio.buses, _zone_groups(setup, brief).values(), strict=True)
    ]
    for group in groups:
        group.learn(history)
        group.state.stopped = bool(checkpoint.stopped_by)
    engine = Engine(wall, groups, audio, records, checkpoint, brief, setup.until)
    last = checkpoint.last_alive_at
    more = {"last_alive_at": last.isoformat()} if last else {}
    records.log(facts.playout(wall.now, "restarted" if setup.resumed else "started", **more))
    return engine


def _zone_groups(setup: Setup, brief: Brief) -> dict[tuple[str, ...], list[Zone]]:
    """Output names -> the zones they feed; all zones when the command line named the outputs."""
    if setup.outputs:
        return {setup.outputs: list(brief.zones)}
    groups: dict[tuple[str, ...], list[Zone]] = {}
    for zone in brief.zones:
        groups.setdefault(names_of(zone), []).append(zone)
    return groups


def _buses(setup: Setup, brief: Brief) -> Sequence[Bus]:
    settings = brief.settings
    return [
        Bus("+".join(zone.id for zone in zones), *open_group(outputs, zones, setup, settings))
        for outputs, zones in _zone_groups(setup, brief).items()
    ]


def _wait_until_ready(audio: AudioThread) -> None:
    while not audio.ready and audio.failed is None:
        audio.wait(5)
    if audio.failed is not None:
        raise audio.failed


def _put_away(engine: Engine) -> None:
    engine.audio.finish()
    engine.records.close()
    engine.checkpoint.close()
