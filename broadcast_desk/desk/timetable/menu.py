"""What can be done to one occurrence, as its menu and as proposals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from PySide6.QtWidgets import QMenu, QWidget

from broadcast_desk.desk import icons, theme
from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.timetable.edits import (
    Edit,
    alone,
    moved_always,
    moved_once,
    one_after_the_other,
    time_of,
)
from broadcast_desk.desk.timetable.sessions import Standing, WeekSession
from broadcast_desk.desk.timetable.trial import Option, Proposal
from broadcast_desk.desk.timetable.week import Tried
from broadcast_desk.desk.wording import day_text, long_length_text, weekday_text
from broadcast_desk.timetable.model import ExceptionKind, Item, Slot, SlotException


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the menu calls."""

    edit: Callable[[], object]
    skip: Callable[[], object]
    move: Callable[[], object]
    replace: Callable[[], object]
    restore: Callable[[], object]
    order: Callable[[], object] | None
    remove: Callable[[], object]


def menu_of(parent: QWidget, session: WeekSession, deeds: Deeds) -> QMenu:
    """The menu of an occurrence; only what can be done."""
    menu = QMenu(parent)
    there = session.standing in (Standing.SOUNDS, Standing.EMPTY)
    shown: list[tuple[bool, str, str, Callable[[], object]]] = [
        (True, translate("Menu", "Sửa khung giờ"), "pen-line", deeds.edit),
        (there, translate("Menu", "Bỏ lần này"), "x", deeds.skip),
        (there, translate("Menu", "Dời lần này"), "calendar-days", deeds.move),
        (there, translate("Menu", "Thay nội dung lần này"), "file-text", deeds.replace),
        (
            session.differs is not None,
            translate("Menu", "Trở lại như mọi lần"),
            "undo-2",
            deeds.restore,
        ),
    ]
    if deeds.order is not None:
        words = translate("Menu", "Xếp thứ tự bản tin ưu tiên")
        shown.append((True, words, "chevron-up", deeds.order))
    for possible, words, icon, deed in shown:
        if possible:
            _add(menu, words, icon, deed)
    menu.addSeparator()
    _add(menu, translate("Menu", "Bỏ khung giờ khỏi lịch"), "trash-2", deeds.remove)
    return menu


def _add(menu: QMenu, words: str, icon: str, deed: Callable[[], object]) -> None:
    dress = theme.current()
    picture = icons.icon(icon, dress.colour("accent"), dress.colour("ink_muted"), dress.px(20), 0)
    action = menu.addAction(picture, words)
    action.triggered.connect(lambda _checked=False: deed())


def _when(day: date, minutes: int) -> str:
    return f"{weekday_text(day)} {minutes // 60:02d}:{minutes % 60:02d}"


def put(slot: Slot, tried: Tried, day: date, items: tuple[Item, ...]) -> Proposal:
    """What dragging or stretching a session by hand may mean.

    Args:
        slot: of the session.
        tried: where the hand put it.
        day: the local day it was put on.
        items: of the occurrence when it already had others than its slot.
    """
    session = tried.session
    starts = time_of(tried.starts_min)
    if tried.length_min is None:
        once = Edit(exceptions=(moved_once(slot, session.of, day, starts, items),))
    else:
        once = alone(slot, session.of, day, starts, tried.length_min * 60.0)
    always = moved_always(slot, session.day, day, starts) if tried.moved else slot
    options = [Option(translate("Deed", "Chỉ lần này"), once)] if slot.rrule else []
    if always is not None:
        if tried.length_min is not None:
            always = replace(always, length_s=tried.length_min * 60.0)
        options.append(Option(translate("Deed", "Mọi lần"), Edit(slots=(always,))))
    return Proposal(
        _put_words(tried, day),
        tuple(options or [Option("", once)]),
        day,
        translate("Deed", "Đã đổi “{name}”.").format(name=slot.name),
    )


def _put_words(tried: Tried, day: date) -> str:
    session = tried.session
    said = translate("Deed", "“{name}”: từ {before} sang {after}").format(
        name=session.name,
        before=_when(session.day, session.starts_min),
        after=_when(day, tried.starts_min),
    )
    if not tried.moved:
        said = translate("Deed", "“{name}”, {when}").format(
            name=session.name, when=_when(session.day, session.starts_min)
        )
    if tried.length_min is None:
        return said
    length = long_length_text(tried.length_min * 60)
    return translate("Deed", "{what}, dài nhất {length}").format(what=said, length=length)


def moved(slot: Slot, session: WeekSession, day: date, at: time) -> Proposal:
    """Moving one occurrence by its form, also to a day of another week."""
    minutes = at.hour * 60 + at.minute
    words = translate("Deed", "“{name}”: từ {before} sang {after}").format(
        name=session.name,
        before=_when(session.day, session.starts_min),
        after=_when(day, minutes),
    )
    option = Option("", Edit(exceptions=(moved_once(slot, session.of, day, at),)))
    done = translate("Deed", "Đã dời một lần của “{name}”.").format(name=slot.name)
    return Proposal(words, (option,), day, done, reason=True)


def skipped(slot: Slot, session: WeekSession) -> Proposal:
    """Letting one occurrence out."""
    exception = SlotException(slot.id, session.of, ExceptionKind.SKIP)
    words = translate("Deed", "Bỏ một lần của “{name}”: {when}").format(
        name=session.name, when=_when(session.day, session.starts_min)
    )
    done = translate("Deed", "Đã bỏ một lần của “{name}”.").format(name=slot.name)
    return Proposal(
        words, (Option("", Edit(exceptions=(exception,))),), session.day, done, reason=True
    )


def replaced(slot: Slot, session: WeekSession, items: tuple[Item, ...]) -> Proposal:
    """Other contents for one occurrence."""
    moved_too = session.differs is ExceptionKind.MOVE
    exception = SlotException(slot.id, session.of, ExceptionKind.REPLACE, items=items)
    if moved_too:
        starts = time_of(session.starts_min)
        exception = moved_once(slot, session.of, session.day, starts, items)
    words = translate("Deed", "Thay nội dung một lần của “{name}”: {when}").format(
        name=session.name, when=_when(session.day, session.starts_min)
    )
    done = translate("Deed", "Đã thay nội dung một lần của “{name}”.").format(name=slot.name)
    return Proposal(
        words, (Option("", Edit(exceptions=(exception,))),), session.day, done, reason=True
    )


def restored(slot: Slot, session: WeekSession) -> Proposal:
    """Letting an occurrence be like the others again."""
    words = translate("Deed", "“{name}” ngày {day} trở lại như mọi lần").format(
        name=session.name, day=day_text(session.of)
    )
    done = translate("Deed", "“{name}” lại phát như mọi lần.").format(name=slot.name)
    edit = Edit(unexcepted=((str(slot.id), session.of),))
    return Proposal(words, (Option("", edit),), session.of, done)


def removed(slot: Slot) -> Proposal:
    """Taking a slot out of the timetable."""
    words = translate("Deed", "Bỏ “{name}” khỏi lịch, từ nay không phát nữa").format(name=slot.name)
    done = translate("Deed", "Đã bỏ “{name}” khỏi lịch.").format(name=slot.name)
    return Proposal(words, (Option("", Edit(removed=(str(slot.id),))),), None, done)


def ordered(slots: Sequence[Slot], sessions: Sequence[WeekSession]) -> Proposal | None:
    """Letting clashing sessions sound one after the other; None when they already do."""
    known = {str(slot.id): slot for slot in slots}
    first = min(session.starts_min for session in sessions)
    exceptions = one_after_the_other(
        [(known[s.slot_id], s.of, s.length_s) for s in sessions],
        time_of(first),
        sessions[0].day,
    )
    if not exceptions:
        return None
    words = translate("Deed", "Phát theo thứ tự: {names}").format(
        names=", ".join(f"“{session.name}”" for session in sessions)
    )
    edit = Edit(exceptions=exceptions)
    done = translate("Deed", "Đã xếp thứ tự các buổi ưu tiên.")
    return Proposal(words, (Option("", edit),), sessions[0].day, done, reason=True)
