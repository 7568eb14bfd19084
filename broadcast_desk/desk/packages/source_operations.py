"""What the view of sources and rules asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from broadcast_desk.desk.packages.operations import key_text
from broadcast_desk.desk.packages.scheduling import Scheduling
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.packages import keys, quarantine
from broadcast_desk.packages.approving import AutoApprovals
from broadcast_desk.packages.feed import FeedReport, Feeds
from broadcast_desk.packages.feed_store import FeedState
from broadcast_desk.packages.keys import PUBLIC_SUFFIX, Issuers
from broadcast_desk.packages.model import Issuer
from broadcast_desk.packages.quarantine import Refused
from broadcast_desk.packages.rule_store import AutoApproval


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The station's own key, whose number others ask for over the telephone.

    Attributes:
        digits: six groups of digits.
        words: the same as they are read aloud.
    """

    name: str
    key_id: str
    digits: str
    words: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Whom the station trusts, what may happen without a person, which feeds, what was refused."""

    issuers: tuple[Issuer, ...]
    trusted: tuple[Issuer, ...]
    own: tuple[OwnKey, ...]
    rules: tuple[AutoApproval, ...]
    feeds: tuple[FeedState, ...]
    refused: tuple[Refused, ...]
    inbox: Path


@dataclass(frozen=True, slots=True)
class RuleAnswers:
    """A rule as a person described it; see `AutoApprovals.add`."""

    issuer_key_id: str
    topic: str
    hours: tuple[time, time] | None
    schedules: bool
    set_by: str


def sources(rooms: Rooms) -> Sources:
    """Look at everything that packages may come from, and at what may become of them."""
    issuers = Issuers(rooms.db)
    return Sources(
        issuers=tuple(issuers.all()),
        trusted=tuple(issuers.trusted(rooms.clock.now())),
        own=tuple(_own_keys(rooms)),
        rules=AutoApprovals(rooms.db).all(),
        feeds=_feeds(rooms).all(),
        refused=tuple(quarantine.refused(rooms.data))[::-1],
        inbox=rooms.data.inbox,
    )


def _own_keys(rooms: Rooms) -> list[OwnKey]:
    """Read from the public files, so that no password is asked for."""
    found = []
    for path in keys.own_keys(rooms.data.keys):
        public = path.with_suffix(PUBLIC_SUFFIX)
        if public.is_file():
            text = key_text(public)
            key_id = keys.key_id_of(keys.parse_public_key(text))
            digits, words = keys.fingerprint(text), keys.fingerprint_words(text)
            found.append(OwnKey(keys.issuer_name(path), key_id, digits, words))
    return found


def _feeds(rooms: Rooms) -> Feeds:
    return Feeds(rooms.library, rooms.media, Issuers(rooms.db), rooms.data, rooms.clock)


def add_rule(rooms: Rooms, rule: RuleAnswers) -> None:
    """Let programmes of an issuer be approved, and perhaps scheduled, without a person.

    Raises:
        InputError: the key is not known any more, or the hours are empty.
    """
    AutoApprovals(rooms.db).add(
        rule.issuer_key_id,
        rule.set_by,
        rooms.clock.now(),
        topic=rule.topic,
        hours=rule.hours,
        schedules=rule.schedules,
    )


def remove_rule(rooms: Rooms, rule: AutoApproval) -> None:
    """Drop a rule; what it approved stays approved."""
    AutoApprovals(rooms.db).remove(rule.id)


def add_feed(rooms: Rooms, url: str) -> None:
    """Follow a feed.

    Raises:
        InputError: it is no web address.
    """
    _feeds(rooms).add(url)


def remove_feed(rooms: Rooms, url: str) -> None:
    """Stop following a feed; what came from it stays."""
    _feeds(rooms).remove(url)


def poll(rooms: Rooms) -> FeedReport:
    """Look at every feed now, then do what the station's own rules allow."""
    report = _feeds(rooms).poll(even_if_early=True)
    Scheduling(rooms.library, rooms.db, rooms.clock).follow()
    return report
