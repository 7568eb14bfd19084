"""What centres suggest to be aired when, and what became of it: advice, until somebody decides.

The timetable is another room: whoever accepts gives the means to put a programme into it. Rules set
by a person may accept for trusted issuers; never an emergency, and never with a confirmation that a
person must give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.model import Draft, Priority, State
from broadcast_desk.packages import rule_store, store, suggestion_store
from broadcast_desk.packages.approving import allows
from broadcast_desk.packages.model import SuggestedAiring
from broadcast_desk.packages.suggestion_store import Decision, NewestArrival
from broadcast_desk.station.clock import STATION_ZONE, Clock, local
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import Database, reading, writing


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One airing that a centre suggests and nobody has decided on.

    Attributes:
        code: of the programme, in this library.
        wish: as the centre wrote it.
        at: the next instant that fits, None when the centre named no hour.
        refused: message code of why the station's rules could not accept it, "" when they did not
            try.
    """

    code: str
    title: str
    issuer: str
    issuer_key_id: str
    package_id: str
    wish: SuggestedAiring
    at: datetime | None
    priority: Priority
    state: State
    draft: Draft
    imported_at: datetime
    refused: str = ""


Put = Callable[[Suggestion, str], str]
"""Puts a suggestion into the timetable for somebody; the id of the slot that was made."""

Take = Callable[[str, str], None]
"""Takes the slot of that id out of the timetable when it holds only the programme of that code."""


def next_instant(
    wish: SuggestedAiring, now: datetime, first: date | None, last: date | None
) -> datetime | None:
    """When a suggested airing can next sound, None when its time is over; pure.

    Args:
        wish: with an hour.
        now: aware.
        first: local day from which the programme is valid, None is open.
        last: last such day.
    """
    today = local(now).date()
    at = time.fromisoformat(wish.at)
    if wish.on is not None:
        found = datetime.combine(wish.on, at, STATION_ZONE)
    else:
        day = max(today, first or today)
        found = datetime.combine(day, at, STATION_ZONE)
        if found <= now:
            found += timedelta(days=1)
    day = found.date()
    if found <= now or (first is not None and day < first) or (last is not None and day > last):
        return None
    return found


class Suggestions:
    """The suggested airings of one station."""

    def __init__(self, library: Library, db: Database, clock: Clock) -> None:
        self._library = library
        self._db = db
        self._clock = clock

    def waiting(self) -> tuple[Suggestion, ...]:
        """What can still be aired as suggested and is not decided, by time."""
        with reading(self._db) as connection:
            arrivals = tuple(suggestion_store.newest_arrivals(connection))
            decisions = {(d.code, d.on, d.at): d for d in suggestion_store.decisions(connection)}
        found = [one for arrival in arrivals for one in self._of(arrival, decisions)]
        unsaid = datetime.max.replace(tzinfo=STATION_ZONE)
        return tuple(sorted(found, key=lambda one: (one.at or unsaid, one.code)))

    def _of(
        self,
        newest: NewestArrival,
        decisions: dict[tuple[str, date | None, str], Decision],
    ) -> Iterator[Suggestion]:
        arrival, now = newest.arrival, self._clock.now()
        version = self._library.newest(arrival.code)
        if version.state is State.ARCHIVED:
            return
        draft = version.draft
        for wish in dict.fromkeys(arrival.airings):
            decided = decisions.get((arrival.code, wish.on, wish.at))
            if decided is not None and not decided.refused:
                continue
            at = next_instant(wish, now, draft.valid_from, draft.valid_until) if wish.at else None
            if wish.at and at is None:
                continue
            yield Suggestion(
                code=arrival.code,
                title=draft.title,
                issuer=arrival.issuer,
                issuer_key_id=newest.issuer_key_id,
                package_id=arrival.package_id,
                wish=wish,
                at=at,
                priority=draft.priority,
                state=version.state,
                draft=draft,
                imported_at=newest.imported_at,
                refused=decided.refused if decided else "",
            )

    def accept(self, suggestion: Suggestion, put: Put, by: str) -> str:
        """Put a suggestion into the timetable.

        Returns:
            The id of the slot.

        Raises:
            InputError: an emergency, no hour, or what the timetable refuses; nothing was changed.
        """
        if suggestion.priority is Priority.EMERGENCY:
            raise InputError("package.suggestion_emergency", code=suggestion.code)
        if suggestion.at is None:
            raise InputError("package.suggestion_no_hour", code=suggestion.code)
        with writing(self._db):
            slot_id = put(suggestion, by)
            self._decide(suggestion, by, slot_id=slot_id)
        return slot_id

    def decline(self, suggestion: Suggestion, by: str) -> None:
        """Never offer a suggestion again."""
        self._decide(suggestion, by)

    def accept_by_rules(self, put: Put) -> tuple[Suggestion, ...]:
        """Accept what the station's rules allow of approved programmes; tell a person of each.

        What the timetable refuses (quiet hours, another programme at that time) is left for a
        person, who is told why. Returns what was accepted.
        """
        with reading(self._db) as connection:
            rules = [rule for rule in rule_store.auto_approvals(connection) if rule.schedules]
        return tuple(
            one
            for one in (self.waiting() if rules else ())
            if not one.refused and self._accept_by_rules(one, rules, put)
        )

    def _accept_by_rules(
        self, one: Suggestion, rules: Iterable[rule_store.AutoApproval], put: Put
    ) -> bool:
        if one.state is not State.APPROVED or one.at is None:
            return False
        rule = next((rule for rule in rules if _covers(rule, one)), None)
        if rule is None:
            return False
        named = {"code": one.code, "issuer": one.issuer, "at": _told(one.at)}
        with writing(self._db) as connection:
            try:
                self.accept(one, put, rule.set_by)
            except InputError as error:
                self._decide(one, rule.set_by, refused=error.code)
                message = "package.notice_not_scheduled"
                store.insert_notice(connection, self._clock.now(), message, **named)
                return False
            store.insert_notice(connection, self._clock.now(), "package.notice_scheduled", **named)
        return True

    def _decide(
        self, suggestion: Suggestion, by: str, *, slot_id: str = "", refused: str = ""
    ) -> None:
        decision = Decision(
            code=suggestion.code,
            on=suggestion.wish.on,
            at=suggestion.wish.at,
            decided_by=by,
            decided_at=self._clock.now(),
            slot_id=slot_id,
            refused=refused,
        )
        with writing(self._db) as connection:
            suggestion_store.put_decision(connection, decision)

    def take_off_withdrawn(self, take: Take) -> tuple[str, ...]:
        """Take slots made of suggestions out of the timetable when their programme is archived.

        Returns:
            The ids of the slots that are gone.
        """
        with reading(self._db) as connection:
            made = [d for d in suggestion_store.decisions(connection) if d.slot_id]
        gone = [d for d in made if self._library.newest(d.code).state is State.ARCHIVED]
        for decision in gone:
            with writing(self._db) as connection:
                take(decision.slot_id, decision.code)
                suggestion_store.forget_slot(connection, decision.code, decision.slot_id)
        return tuple(decision.slot_id for decision in gone)


def _covers(rule: rule_store.AutoApproval, one: Suggestion) -> bool:
    """Whether a rule accepts this very airing: only of packages that came after it was set."""
    return rule.set_at <= one.imported_at and allows(
        rule, one.issuer_key_id, one.draft, (one.wish,)
    )


def _told(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"
