"""Automatic approval of trusted issuers' programmes: off until a person sets a rule.

An emergency message is never approved without a person, whatever the rules say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.model import Draft, Priority, Version
from broadcast_desk.packages import rule_store, store
from broadcast_desk.packages.model import Issuer, Programme, SuggestedAiring
from broadcast_desk.packages.rule_store import AutoApproval
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import Database, reading, writing


def allows(
    rule: AutoApproval, issuer_key_id: str, draft: Draft, airings: Iterable[SuggestedAiring]
) -> bool:
    """Whether a rule approves a programme; pure.

    With hours, every suggested airing must lie within them, and there must be one.
    """
    if rule.issuer_key_id != issuer_key_id or draft.priority is Priority.EMERGENCY:
        return False
    if rule.topic and draft.topic != rule.topic and not draft.topic.startswith(f"{rule.topic}."):
        return False
    if draft.kind == "emergency":
        return False
    if rule.from_time is None or rule.until_time is None:
        return True
    times = [time.fromisoformat(airing.at) for airing in airings if airing.at]
    return bool(times) and all(rule.from_time <= at < rule.until_time for at in times)


def approve_if_allowed(
    library: Library,
    rules: Iterable[AutoApproval],
    issuer: Issuer,
    programme: Programme,
    version: Version,
) -> bool:
    """Submit and approve a version when a rule says so; the rule's author is the approver."""
    if version.draft.audio is None:
        return False
    for rule in rules:
        if allows(rule, issuer.key_id, programme.draft, programme.airings):
            library.submit(version.id, by=issuer.name)
            library.approve(version.id, by=rule.set_by, paper_number=f"AUTO-{rule.id}")
            return True
    return False


class AutoApprovals:
    """The station's rules of automatic approval."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> tuple[AutoApproval, ...]:
        """All rules."""
        with reading(self._db) as connection:
            return tuple(rule_store.auto_approvals(connection))

    def add(
        self,
        issuer_key_id: str,
        set_by: str,
        at: datetime,
        *,
        topic: str = "",
        hours: tuple[time, time] | None = None,
        schedules: bool = False,
    ) -> None:
        """Allow an issuer's programmes of a topic, suggested for certain hours, at once.

        Args:
            issuer_key_id: whose.
            set_by: who answers for it.
            at: now.
            topic: a topic or branch, "" is any.
            hours: local hours in which all suggested airings must lie.
            schedules: put the suggested airings into the timetable too.

        Raises:
            InputError: nobody stands for it, the issuer is unknown, or the hours are empty.
        """
        if not set_by.strip():
            raise InputError("package.not_confirmed")
        if hours is not None and hours[0] >= hours[1]:
            raise InputError("package.rule_hours")
        with writing(self._db) as connection:
            if store.issuer(connection, issuer_key_id) is None:
                raise InputError("package.no_such_key", key_id=issuer_key_id)
            first, last = hours or (None, None)
            rule = AutoApproval(
                issuer_key_id, topic, first, last, set_by.strip(), at, schedules=schedules
            )
            rule_store.insert_auto_approval(connection, rule)

    def remove(self, rule_id: int) -> None:
        """Drop a rule; what it approved stays approved."""
        with writing(self._db) as connection:
            rule_store.delete_auto_approval(connection, rule_id)
