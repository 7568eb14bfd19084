"""A slot in Vietnamese words: when, where, what, and what happens when it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.wording import day_text, long_length_text, topic_text
from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.model import (
    FixedItem,
    Item,
    MissedRule,
    OpeningItem,
    RelayItem,
    Rule,
    SelectorItem,
    Slot,
)
from broadcast_desk.timetable.recurrence import parse

WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


def slot_sentence(slot: Slot, zones: Sequence[Zone], titles: Mapping[str, str]) -> str:
    """The whole rule of a slot in one or two sentences."""
    what = "; ".join(item_text(item, titles) for item in slot.items)
    parts = [
        translate("Slot", "{days} lúc {time}, {zones}").format(
            days=days_text(slot), time=f"{slot.starts:%H:%M}", zones=zones_text(slot, zones)
        )
    ]
    if slot.length_s is not None:
        parts.append(
            translate("Slot", "dài nhất {length}").format(length=long_length_text(slot.length_s))
        )
    sentence = "{when}: {what}. {missed}".format(
        when=", ".join(parts), what=what, missed=missed_text(slot)
    )
    if slot.priority is Priority.PRIORITY:
        sentence += " " + translate("Slot", "Được ưu tiên trong buổi.")
    if slot.priority is Priority.EMERGENCY:
        sentence += " " + translate("Slot", "Phát ở mức khẩn cấp.")
    return sentence


def days_text(slot: Slot) -> str:
    """On which days a slot occurs."""
    if not slot.rrule:
        return translate("Slot", "Một lần, ngày {day}").format(day=day_text(slot.valid_from))
    try:
        rule = parse(slot.rrule)
    except InputError:
        return slot.rrule
    if rule.other or rule.nth or rule.interval != 1:
        return translate("Slot", "Theo lịch riêng ({rule})").format(rule=slot.rrule)
    if rule.frequency == "MONTHLY" and rule.month_days:
        days = ", ".join(str(day) for day in sorted(rule.month_days))
        return translate("Slot", "Ngày {days} hằng tháng").format(days=days)
    if rule.frequency == "YEARLY":
        return translate("Slot", "Hằng năm")
    return weekdays_text(rule.weekdays if rule.frequency == "WEEKLY" else EVERY_DAY)


def weekdays_text(weekdays: frozenset[int]) -> str:
    """Days of the week in words; Monday is 0."""
    if weekdays in (frozenset(), EVERY_DAY):
        return translate("Slot", "Hằng ngày")
    if weekdays == WORKDAYS:
        return translate("Slot", "Từ thứ hai đến thứ sáu")
    names = [QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat) for day in sorted(weekdays)]
    return translate("Slot", "Mỗi {days}").format(days=", ".join(names))


def zones_text(slot: Slot, zones: Sequence[Zone]) -> str:
    """Where a slot sounds."""
    if not slot.zones or {zone.id for zone in zones} <= set(slot.zones):
        return translate("Slot", "mọi cụm loa")
    names = {zone.id: zone.name for zone in zones}
    return ", ".join(names.get(zone, zone) for zone in slot.zones)


def item_text(item: Item, titles: Mapping[str, str]) -> str:
    """What one item of a slot sounds."""
    match item:
        case FixedItem(code=code):
            return translate("Slot", "phát “{title}”").format(title=titles.get(code, code))
        case OpeningItem():
            return translate("Slot", "lời chào có ngày tháng")
        case RelayItem():
            return translate("Slot", "tiếp sóng {title} trong {length}").format(
                title=item.title or item.url, length=long_length_text(item.length_s)
            )
        case SelectorItem():
            return _selector_text(item)


def _selector_text(item: SelectorItem) -> str:
    topic = topic_text(item.topic)
    about = translate("Slot", " về {topic}").format(topic=topic) if item.topic else ""
    words = {
        Rule.NEWEST_UNAIRED: translate("Slot", "bản tin mới nhất chưa phát"),
        Rule.ROTATE: translate("Slot", "xoay vòng, bản lâu chưa phát nhất"),
        Rule.NOTICES: translate("Slot", "các thông báo còn hạn"),
    }
    if item.rule == Rule.REBROADCAST:
        of = item.of or translate("Slot", "này")
        if item.days_back == 1:
            return translate("Slot", "phát lại buổi {of} hôm trước").format(of=of)
        return translate("Slot", "phát lại buổi {of} của {days} ngày trước").format(
            of=of, days=item.days_back
        )
    return words[Rule(item.rule)] + about


def missed_text(slot: Slot) -> str:
    """What happens after a power cut."""
    return {
        MissedRule.SKIP: translate("Slot", "Lỡ giờ thì bỏ qua."),
        MissedRule.JOIN: translate("Slot", "Có điện lại giữa buổi thì phát tiếp từ chỗ đang tới."),
        MissedRule.LATE: translate(
            "Slot", "Lỡ giờ không quá {length} thì phát muộn cả bài."
        ).format(length=long_length_text(slot.late_within_s)),
    }[slot.missed_rule]
