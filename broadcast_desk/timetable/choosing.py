"""What each item of a session becomes on the day: programmes, with the reason of each. Pure.

Sessions are filled in order of time, so that what the morning took is no longer "not yet aired" in
the evening. What has already sounded in a session stays what it was when the day is planned again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.library.model import Airable, Priority
from broadcast_desk.station.clock import local
from broadcast_desk.timetable.guards import content_refusal
from broadcast_desk.timetable.instants import instant_of, samples_at
from broadcast_desk.timetable.model import (
    Content,
    FixedItem,
    Item,
    Mode,
    OpeningItem,
    Recorded,
    Relay,
    RelayItem,
    Remark,
    Rule,
    Rules,
    SelectorItem,
)
from broadcast_desk.timetable.searching import Searches, asked_of, words_of
from broadcast_desk.timetable.sessions import ENDLESS, Session, clock_text, remark, samples_in
from broadcast_desk.timetable.shelves import Filter
from broadcast_desk.timetable.view import Heard, LibraryView

RULES = {rule.value: rule for rule in Rule}
MOST_PROGRAMMES = 500
"""How many programmes one selector may bring into one session."""


NOTHING = timedelta()
REASONS = {rule: f"timetable.because_{rule.value.replace('-', '_')}" for rule in Rule}

_Choices = Iterator[tuple[Airable, dict[str, str]]]


class Piece(NamedTuple):
    """One content of a session, with the length it wants.

    Attributes:
        number: unique in the session, part of the cue's id.
        length: samples.
        cut: it ends before its content is over, because its item says at most how long.
    """

    number: str
    content: Content
    length: int
    because: str
    params: tuple[tuple[str, str], ...] = ()
    cut: bool = False


@dataclass
class _Filling:
    """One session while its items become pieces."""

    session: Session
    heard: tuple[Heard, ...]
    shift: timedelta
    pieces: list[Piece] = field(default_factory=list)
    at: int = 0

    def left(self) -> int:
        length = self.session.length
        return ENDLESS if length is None else max(0, length - self.at)

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.at += piece.length


class Chooser:
    """Fills the sessions of one local day, one after the other, in order of time.

    Args:
        view: what may be chosen, and what has sounded.
        day: the local day.
        rules: of the place and the station.
        starting: ids of the sessions that begin on another day at a time written HH:MM.
    """

    def __init__(
        self,
        view: LibraryView,
        day: date,
        rules: Rules,
        starting: Callable[[date, str], Sequence[str]],
    ) -> None:
        self._starting = starting
        self._view, self._day, self._rules = view, day, rules
        self._special = rules.special(day)
        self._searches = Searches(view, day)
        self._heard = view.heard_on(day)
        self._loose = sorted(
            (heard for session in self._heard.values() for heard in session),
            key=lambda heard: (heard.at, heard.code),
        )
        self._known = None if view.known_until is None else samples_at(day, view.known_until)
        self.remarks: list[Remark] = []

    def fill(self, session: Session) -> list[Piece]:
        """The pieces of a session, in order; what is left out is remarked."""
        heard = self._heard.get(session.id, ())
        shift = NOTHING
        if heard:
            shift = max(NOTHING, heard[0].at - instant_of(self._day, session.start))
        if self._loose:
            self._take_loose(instant_of(self._day, session.start))
        filling = _Filling(session, heard, shift)
        for number, item in enumerate(session.items):
            self._become(filling, number, item)
        if not session.items:
            self._say(filling, "no_items", serious=True)
        return filling.pieces

    def filler(self, session: Session) -> Recorded | None:
        """The music that fills what is left of a session's length."""
        code = session.slot.filler
        if not code:
            return None
        airable = self._view.newest(code, self._day)
        if airable is None or self._suppressed(airable):
            self.remarks.append(remark(session.slot, "no_filler", code=code))
            return None
        return self._view.content(airable)

    def _say(
        self,
        filling: _Filling,
        code: str,
        /,
        *,
        serious: bool = False,
        more: Iterable[tuple[str, str]] = (),
        **params: object,
    ) -> None:
        at = clock_text(filling.session.start)
        self.remarks.append(
            remark(filling.session.slot, code, serious=serious, more=more, at=at, **params)
        )

    def _become(self, filling: _Filling, number: int, item: Item) -> None:
        match item:
            case RelayItem():
                self._relay(filling, number, item)
            case FixedItem():
                self._fixed(filling, number, item)
            case OpeningItem():
                self._opening(filling, number, item)
            case SelectorItem():
                self._selector(filling, number, item)

    # What each kind of item becomes

    def _relay(self, filling: _Filling, number: int, item: RelayItem) -> None:
        length = round(item.length_s * SAMPLE_RATE_HZ)
        if length <= 0 or not item.url.strip():
            self._say(filling, "relay_empty", serious=True, title=item.title or item.url)
            return
        fallback = None
        if item.fallback_code:
            airable = self._view.newest(item.fallback_code, self._day)
            if airable is None:
                self._say(filling, "no_fallback", code=item.fallback_code)
            else:
                fallback = self._view.content(airable)
        content = Relay(item.url, item.title or item.url, fallback)
        filling.add(
            Piece(str(number), content, length, "timetable.because_relay", (("url", item.url),))
        )

    def _fixed(self, filling: _Filling, number: int, item: FixedItem) -> None:
        airable = self._pinned(filling, {item.code}) or self._airable(filling, item.code)
        if airable is None:
            return
        most = samples_in(item.max_length_s)
        if airable.duration_samples > most:
            self._say(filling, "cut_to_length", code=item.code, most_s=f"{item.max_length_s:g}")
        self._put(
            filling, str(number), airable, "timetable.because_fixed", {"code": item.code}, most
        )

    def _opening(self, filling: _Filling, number: int, item: OpeningItem) -> None:
        dated = f"{item.code}-{self._day:%Y%m%d}"
        airable = self._view.newest(dated, self._day)
        if airable is None:
            airable = self._view.newest(item.code, self._day)
            code = "opening_undated" if airable else "opening_missing"
            self._say(filling, code, serious=airable is None, code=dated)
        if airable is not None:
            self._put(
                filling, str(number), airable, "timetable.because_opening", {"code": airable.code}
            )

    def _selector(self, filling: _Filling, number: int, item: SelectorItem) -> None:
        rule = RULES.get(item.rule)
        if rule is None:
            self._say(filling, "no_rule", serious=True, rule=item.rule)
            return
        before = len(filling.pieces)
        for sub, (airable, params) in enumerate(self._choices(filling, rule, item)):
            if len(filling.pieces) > before and item.between:
                self._sting(filling, f"{number}.{sub}s", item.between)
            self._put(filling, f"{number}.{sub}", airable, REASONS[rule], params)
        if len(filling.pieces) == before:
            self._nothing_chosen(filling, number, item)

    def _nothing_chosen(self, filling: _Filling, number: int, item: SelectorItem) -> None:
        serious = item.rule != Rule.NOTICES and not item.else_code
        self._say(filling, f"nothing_{_word(item.rule)}", serious=serious, filter=words_of(item))
        if item.else_code:
            airable = self._airable(filling, item.else_code)
            if airable is not None:
                self._put(
                    filling,
                    str(number),
                    airable,
                    "timetable.because_else",
                    {"code": item.else_code},
                )

    def _sting(self, filling: _Filling, number: str, code: str) -> None:
        airable = self._view.newest(code, self._day)
        if airable is not None:
            self._put(filling, number, airable, "timetable.because_sting", {"code": code})

    # One programme

    def _put(
        self,
        filling: _Filling,
        number: str,
        airable: Airable,
        because: str,
        params: Mapping[str, str],
        most: int = ENDLESS,
    ) -> None:
        if self._suppressed(airable) and filling.session.slot.priority is not Priority.EMERGENCY:
            solemn = self._solemn(airable)
            if solemn is None:
                self._say(filling, "mourning", code=airable.code, kind=airable.kind)
                return
            airable, because = solemn, "timetable.because_mourning"
            params = {"why": self._special.why if self._special else ""}
        length = min(airable.duration_samples, most)
        piece = Piece(
            number,
            self._view.content(airable),
            length,
            because,
            tuple(params.items()),
            cut=length < airable.duration_samples,
        )
        if self._will_sound(filling, airable, length):
            self._searches.take(airable.code)
        filling.add(piece)

    def _suppressed(self, airable: Airable) -> bool:
        if self._special is None:
            return False
        return content_refusal(self._rules, self._day, airable.code, airable.kind) is not None

    def _solemn(self, airable: Airable) -> Airable | None:
        special = self._special
        if airable.kind != "signal" or special is None or special.mode is not Mode.MOURNING:
            return None
        return self._view.newest(special.signal_code, self._day)

    def _airable(self, filling: _Filling, code: str) -> Airable | None:
        airable = self._view.newest(code, self._day)
        if airable is None:
            why, params = self._why_not(code)
            self._say(filling, why, serious=True, code=code, more=params.items())
        return airable

    def _why_not(self, code: str) -> tuple[str, dict[str, str]]:
        versions = self._view.versions(code)
        if not versions:
            state = self._view.states.get(code, "")
            return ("not_approved" if state else "missing"), {"state": state} if state else {}
        newest = versions[0]
        if newest.valid_from is not None and newest.valid_from > self._day:
            return "not_yet_valid", {"from_day": newest.valid_from.isoformat()}
        assert newest.valid_until is not None
        return "expired", {"until": newest.valid_until.isoformat()}

    # What has sounded already

    def _take_loose(self, before: datetime) -> None:
        """Count as aired what really sounded today before a session begins."""
        while self._loose and self._loose[0].at < before:
            self._searches.take(self._loose.pop(0).code)

    def _fact(self, filling: _Filling) -> Heard | None:
        if not filling.heard:
            return None
        due = instant_of(self._day, filling.session.start + filling.at)
        wanted = {due, due + filling.shift}
        return next((heard for heard in filling.heard if heard.at in wanted), None)

    def _pinned(self, filling: _Filling, codes: set[str] | None = None) -> Airable | None:
        """The very content that sounded at this place, when it still may."""
        heard = self._fact(filling)
        if heard is None or (codes is not None and heard.code not in codes):
            return None
        return next(
            (
                airable
                for airable in self._view.versions(heard.code)
                if airable.content_sha256 == heard.content_sha256 and airable.valid_on(self._day)
            ),
            None,
        )

    def _will_sound(self, filling: _Filling, airable: Airable, length: int) -> bool:
        """Whether it counts as aired for what is chosen later today."""
        known = self._known
        if known is None or filling.session.start + filling.at + length > known:
            return True
        return any(heard.code == airable.code for heard in filling.heard)

    # What selectors choose

    def _choices(self, filling: _Filling, rule: Rule, item: SelectorItem) -> _Choices:
        if rule is Rule.REBROADCAST:
            return self._rebroadcast(filling, item)
        if rule is Rule.NOTICES:
            return self._notices(filling, item)
        return self._one_by_one(filling, rule, item)

    def _one_by_one(self, filling: _Filling, rule: Rule, item: SelectorItem) -> _Choices:
        asked = asked_of(rule, item)
        chosen = {p.content.code for p in filling.pieces if isinstance(p.content, Recorded)}
        for _ in range(item.count if item.count > 0 else MOST_PROGRAMMES):
            most = min(asked.most, filling.left())
            airable = self._pinned(filling) if filling.heard else None
            airable = airable or self._searches.next(asked, item, most, chosen)
            if airable is None or airable.code in chosen:
                return  # the same is not said twice in one session
            chosen.add(airable.code)
            yield airable, {"filter": asked.words, "last": self._searches.last_text(airable.code)}

    def _notices(self, filling: _Filling, item: SelectorItem) -> _Choices:
        shelf = self._searches.shelves.get(Rule.NOTICES, Filter.of(item))
        left = min(samples_in(item.max_length_s), filling.left())
        seen: set[str] = set()
        for _, airable in shelf.walk(self._searches.ordinal, left):
            newest = self._view.newest(airable.code, self._day) is airable
            if not newest or airable.code in seen:
                continue
            if airable.duration_samples > left:
                self._say(filling, "notice_left_out", code=airable.code, title=airable.title)
                continue
            left -= airable.duration_samples
            seen.add(airable.code)
            yield airable, {"priority": f"timetable.priority_{airable.priority}"}
            if len(seen) == (item.count if item.count > 1 else MOST_PROGRAMMES):
                return

    def _rebroadcast(self, filling: _Filling, item: SelectorItem) -> _Choices:
        day = self._day - timedelta(days=max(1, item.days_back))
        wanted = Filter.of(item)
        total, most = 0, samples_in(item.max_length_s)
        for heard in self._session_to_repeat(filling.session, item, day):
            airable = self._view.newest(heard.code, self._day)
            if airable is None:
                why, params = self._why_not(heard.code)
                self._say(filling, why, code=heard.code, more=params.items())
            elif airable.kind == "signal" and item.kind != "signal":
                continue  # the session that repeats has its own tune
            elif (
                wanted == Filter() or wanted.passes(airable)
            ) and total + airable.duration_samples <= most:
                total += airable.duration_samples
                yield airable, {"day": day.strftime("%d/%m/%Y"), "of": item.of}

    def _session_to_repeat(
        self, session: Session, item: SelectorItem, day: date
    ) -> Sequence[Heard]:
        sessions = self._view.sessions_of(day)
        if not item.of:
            return sessions.get(f"{session.slot.id}/{day.isoformat()}", ())
        named = [sessions[name] for name in self._starting(day, item.of) if name in sessions]
        began = [
            heard
            for _, heard in sorted(sessions.items())
            if heard and f"{local(heard[0].at):%H:%M}" == item.of
        ]
        return next((heard for heard in (*named, *began) if heard), ())


def _word(rule: str) -> str:
    return rule.replace("-", "_")
