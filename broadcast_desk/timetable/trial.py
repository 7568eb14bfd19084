"""An edit made whole, or only tried: what was there before it, and what is there after it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from broadcast_desk.storage import Database, writing
from broadcast_desk.timetable.model import Rules, Timetable
from broadcast_desk.timetable.store import TimetableStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edited(Generic[T]):
    """An edit with what it changed.

    Attributes:
        answer: what the edit itself returned.
        before, after: the timetable; rules_before, rules_after: the rules of the place.
    """

    answer: T
    before: Timetable
    after: Timetable
    rules_before: Rules
    rules_after: Rules


class _OnlyTriedError(Exception):
    """Leaves the transaction so that it is taken back."""


def edited(db: Database, edit: Callable[[], T], *, keep: bool) -> Edited[T]:
    """Run an edit of the timetable or of the rules in one transaction.

    Args:
        db: the station's database.
        edit: stores what it changes in it.
        keep: whether it stays; otherwise everything is taken back before this returns.

    Raises:
        InputError: the edit cannot work; nothing of it is stored.
        StoreError: it could not be stored.
    """
    store = TimetableStore(db)
    found: list[Edited[T]] = []
    with contextlib.suppress(_OnlyTriedError), writing(db):
        before, rules_before = store.timetable(), store.rules()
        answer = edit()
        found.append(Edited(answer, before, store.timetable(), rules_before, store.rules()))
        _stay(keep=keep)
    return found[0]


def _stay(*, keep: bool) -> None:
    if not keep:
        raise _OnlyTriedError
