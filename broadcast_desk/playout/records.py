"""The one thread of playout that talks to the database: writes facts, makes the brief anew.

Nothing here is on the audio path. A locked or damaged database delays the log and keeps the old
brief; the engine goes on. Facts that cannot be stored yet wait in memory and in
`run/unlogged.jsonl`, from which the next start stores them.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.logbook.model import Fact, Kind
from broadcast_desk.logbook.store import Logbook
from broadcast_desk.playout.brief import Brief, make_brief
from broadcast_desk.playout.clock_sanity import DOUBT, ClockSanity, of_log
from broadcast_desk.playout.past import Past
from broadcast_desk.playout.settled import FAR, KeptOut
from broadcast_desk.station.clock import Clock, from_text, local, to_text
from broadcast_desk.station.errors import DeskError, StoreError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, open_database
from broadcast_desk.storage.files import write_text

POLL_S = 0.5
"""How often the database is asked whether anybody changed it."""

REST_S = 60.0
"""So long after something was aired the plan is made anew, from what was really heard.

Not at once, so that a session that runs is left alone, and not only at the next edit, which may
come in the middle of a session that depends on it.
"""

RETRY_S = 2.0

_log = logging.getLogger(__name__)


@dataclass
class History:
    """What the log tells a starting engine.

    Attributes:
        settled: airings that are over.
        kept_out: of these, what was missed or refused after its planned instant.
        open: airings that were on air when the log ended, and when their content began.
        sessions: (zones, session, instant) of what began to sound.
        last_entry_at: the newest entry noted by a clock that was believed, None: there is none.
    """

    settled: set[str] = field(default_factory=set)
    kept_out: dict[str, KeptOut] = field(default_factory=dict)
    open: dict[str, datetime] = field(default_factory=dict)
    sessions: list[tuple[tuple[str, ...], str, datetime]] = field(default_factory=list)
    last_entry_at: datetime | None = None


class Records:
    """Log writer and plan reader of one playout.

    Args:
        data: the station's folder.
        clock: for the plan's day.
        on_brief: called with every new brief, in this object's thread.
        on_trouble: called with a message code ("" when all is well again), in this thread.
        db: the open database, None opens it.
    """

    def __init__(
        self,
        data: DataFolder,
        clock: Clock,
        on_brief: Callable[[Brief], None],
        on_trouble: Callable[[str], None],
        db: Database | None = None,
    ) -> None:
        self._data = data
        self._clock = clock
        self._on_brief = on_brief
        self._on_trouble = on_trouble
        self._db = db or open_database(data.database)
        self._library = Library(self._db, MediaStore(data), clock)
        self._logbook = Logbook(self._db)
        self._waiting: deque[Fact] = deque(_read_unlogged(self._unlogged))
        self._wake = threading.Event()
        self._closing = False
        self._seen = (-1, -1)
        self._version = 0
        self._past = Past(self._logbook)
        self._since: datetime | None = None
        self.sanity = ClockSanity()
        self._aired_s: float | None = None
        self._sounding: set[str] = set()
        self._believed: tuple[datetime, float] | None = None
        self._trouble = ""
        self._brief: Brief | None = None
        self._thread = threading.Thread(target=self._run, name="records", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether the thread does its work."""
        return self._thread.is_alive()

    @property
    def _unlogged(self) -> Path:
        return self._data.run / "unlogged.jsonl"

    def history(self, now: datetime) -> History:
        """What happened lately; asked once, before the thread is started."""
        self._leave_out_stored()
        self._store_waiting()
        self._sounding.clear()  # of the run before
        history = History()
        self.sanity, entries, last = of_log(self._logbook, now)
        for entry in entries:
            try:
                _learn(history, entry.fact)
            except (ValueError, TypeError):  # data that is none; `verify` names it too
                self._logbook.unreadable.add(entry.number)
        history.last_entry_at = self._since = last
        return history

    def first_brief(self) -> Brief:
        """The brief to begin with; asked once, before the thread is started.

        When what the database holds is nonsense beyond single rows it is an empty one, and the
        thread tries again and again: an emergency can sound all the same.

        Raises:
            StoreError: the database cannot be read.
        """
        try:
            self._seen = self._state_of_database()
            self._version += 1
            return self._make_brief()
        except StoreError:
            raise
        except Exception:  # noqa: BLE001  (whatever it is: playout must be there)
            _log.exception("records.no_brief")
            self._seen = (-1, -1)
            return Brief(0, local(self._now()).date())

    def start(self) -> None:
        """Begin to write facts and to watch the database."""
        self._thread.start()

    def log(self, *facts: Fact) -> None:
        """Store facts soon, in order; never waits.

        What is noted by a clock in doubt says so, and has the time that a clock that was right
        before would show now, if there was one.
        """
        shown = self._clock.now()
        doubt = self.sanity.doubt(shown)
        if doubt:
            facts = tuple(_doubtful(fact, doubt, self._now() - shown) for fact in facts)
        self._waiting.extend(facts)
        self._wake.set()

    def close(self) -> None:
        """Store what waits and stop."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(15.0)

    def _run(self) -> None:
        while not self._closing:
            self._wake.wait(POLL_S)
            self._wake.clear()
            if not self.work() and not self._closing:
                self._wake.wait(RETRY_S)
        if self._attempt(self._store_waiting):
            self._keep_unlogged()

    def work(self) -> bool:
        """Store what waits and look for changes, once; whether both went well."""
        troubles = [self._attempt(self._store_waiting), self._attempt(self._look)]
        self._tell(next(filter(None, troubles), ""))
        if any(troubles):
            self._keep_unlogged()
        return not any(troubles)

    def _attempt(self, work: Callable[[], None]) -> str:
        """Message code of what went wrong, "" when nothing did."""
        try:
            work()
        except DeskError as error:
            return error.code
        except (ValueError, KeyError, TypeError) as error:  # what the database holds is nonsense
            if self._trouble != "store.corrupt":
                _log.error("records.unreadable %s", repr(error))
            return "store.corrupt"
        return ""

    def _tell(self, code: str) -> None:
        if code != self._trouble:
            self._trouble = code
            self._on_trouble(code)

    def _store_waiting(self) -> None:
        if not self._waiting:
            return
        facts = list(self._waiting)
        self._logbook.append_all(facts)
        for fact in facts:
            self._follow(fact)
            self._waiting.popleft()
        with contextlib.suppress(OSError):  # what is in the log is not stored again anyway
            self._unlogged.unlink()

    def _follow(self, fact: Fact) -> None:
        if not fact.airing_id:
            return
        self._aired_s = self._clock.monotonic_s()
        if fact.kind in (Kind.STARTED, Kind.RESUMED):
            self._sounding.add(fact.airing_id)
        elif fact.kind is Kind.ENDED:
            self._sounding.discard(fact.airing_id)

    def _leave_out_stored(self) -> None:
        """Of the facts that waited on the disk, those are in the log whose file outlived them."""
        if not self._waiting:
            return
        since = min(fact.at for fact in self._waiting)
        stored = {_mark(entry.fact) for entry in self._logbook.entries(since)}
        self._waiting = deque(fact for fact in self._waiting if _mark(fact) not in stored)

    def _keep_unlogged(self) -> None:
        if not self._waiting:
            return
        lines = [json.dumps(_to_json(fact), ensure_ascii=False) for fact in list(self._waiting)]
        with contextlib.suppress(StoreError):
            write_text(self._unlogged, "\n".join(lines) + "\n")

    def _look(self) -> None:
        state = self._state_of_database()
        if state == self._seen and not self._rested():
            return
        self._version += 1
        brief = self._make_brief()
        self._seen, self._aired_s = state, None
        self._on_brief(brief)

    def _rested(self) -> bool:
        """Whether something was aired since the last brief, and nothing for a while."""
        if self._sounding:
            return False
        return self._aired_s is not None and self._clock.monotonic_s() - self._aired_s >= REST_S

    def _make_brief(self) -> Brief:
        """The brief as of now, with the days since the last one, or since the end of the log."""
        now = self._now()
        brief = make_brief(self._db, self._library, now, self._version, self._since, self._past)
        if self._logbook.unreadable:
            held_out = (*brief.held_out, *(f"log {n}" for n in sorted(self._logbook.unreadable)))
            brief = dataclasses.replace(brief, held_out=held_out)
        if self._since is None or now > self._since:
            self._since = now
        if self._brief is not None:
            brief = brief.keeping(self._brief, now)
        self._brief = brief
        return brief

    def _now(self) -> datetime:
        """The instant to plan for: the clock's, or what it would be while it cannot be believed.

        A clock that falls back to 1970 in the middle of a session must not change the plan.
        """
        now, mono_s = self._clock.now(), self._clock.monotonic_s()
        if not self.sanity.doubt(now):
            self._believed = now, mono_s
        elif self._believed is not None:
            then, then_s = self._believed
            return then + timedelta(seconds=mono_s - then_s)
        return now

    def _state_of_database(self) -> tuple[int, int]:
        """Changes when another program committed, or when a new local day began."""
        return data_version(self._db), local(self._now()).date().toordinal()


def data_version(db: Database) -> int:
    """SQLite's counter of commits by others.

    Raises:
        StoreError: the database cannot be read.
    """
    import sqlite3

    from broadcast_desk.storage.connection import store_error

    try:
        return int(db.conn.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.Error as error:
        raise store_error(error) from error


def _learn(history: History, fact: Fact) -> None:
    name = fact.airing_id
    if not name:
        return
    if fact.kind in (Kind.STARTED, Kind.RESUMED):
        offset = timedelta(seconds=float(fact.data.get("offset_s") or 0.0))
        history.open[name] = fact.at - offset
        zones = tuple(str(zone) for zone in fact.data.get("zones") or ())
        history.sessions.append((zones, str(fact.data.get("session_id", "")), fact.at))
        history.kept_out.pop(name, None)
        history.settled.discard(name)
    elif fact.kind is Kind.ENDED:
        began = history.open.pop(name, None)
        if fact.data.get("reason") == "playout.emergency" and began is not None:
            history.open[name] = began
        elif began is not None and fact.at < began - FAR:
            return  # a clock that was ahead had begun it: it is still to come
        else:
            history.settled.add(name)
    elif fact.kind in (Kind.MISSED, Kind.REFUSED):
        history.open.pop(name, None)
        history.settled.add(name)
        planned_at = fact.data.get("planned_at")
        if isinstance(planned_at, str) and from_text(planned_at) <= fact.at:
            history.kept_out[name] = KeptOut(from_text(planned_at), fact.at)


def _doubtful(fact: Fact, doubt: str, off_by: timedelta) -> Fact:
    data = {**fact.data, DOUBT: doubt}
    if off_by:
        data["clock_showed"] = to_text(fact.at)
    return dataclasses.replace(fact, at=fact.at + off_by, data=data)


def _mark(fact: Fact) -> tuple[str, Kind, str, str]:
    """What tells one fact from another."""
    return to_text(fact.at), fact.kind, fact.airing_id, json.dumps(fact.data, sort_keys=True)


def _to_json(fact: Fact) -> dict[str, object]:
    return {
        "at": to_text(fact.at),
        "kind": str(fact.kind),
        "airing_id": fact.airing_id,
        "data": fact.data,
    }


def _read_unlogged(path: Path) -> list[Fact]:
    """The facts that waited; lines that cannot be read are kept in a file beside it."""
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    found: list[Fact] = []
    unreadable: list[str] = []
    for line in filter(str.strip, lines):
        try:
            row = json.loads(line)
            fact = Fact(
                from_text(row["at"]), Kind(row["kind"]), row["airing_id"], dict(row["data"])
            )
        except (ValueError, KeyError, TypeError):
            unreadable.append(line)
        else:
            found.append(fact)
    if unreadable:
        _log.error("records.unlogged_unreadable %d", len(unreadable))
        with (
            contextlib.suppress(OSError),
            path.with_name("unlogged-unreadable.jsonl").open(
                "a", encoding="utf-8", errors="surrogateescape"
            ) as kept,
        ):
            kept.writelines(f"{line}\n" for line in unreadable)
    return found
