"""A slot in Vietnamese words: when, where, what, and what happens when it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale

from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.wording import day_text, kind_text, long_length_text, topic_text
from broadcast_desk.library.kinds import fields
from broadcast_desk.library.model import Priority
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import Zone
from broadcast_desk.timetable.model import (
    FixedItem,
    Item,
    MissedRule,
    OpeningItem,
    OverrunRule,
    RelayItem,
    Rule,
    SelectorItem,
    Slot,
)
from broadcast_desk.timetable.recurrence import Recurrence, parse

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
    if slot.length_s is not None and slot.overrun_rule is OverrunRule.FINISH:
        sentence += " " + translate("Slot", "Quá giờ thì phát hết bài đang phát.")
    if slot.length_s is not None and slot.overrun_rule is OverrunRule.PUSH:
        sentence += " " + translate("Slot", "Quá giờ thì phát hết, buổi sau lùi lại.")
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
    said = _rule_text(rule) or translate("Slot", "Theo lịch riêng ({rule})").format(rule=slot.rrule)
    if slot.valid_until is not None:
        last = day_text(slot.valid_until)
        return translate("Slot", "{days} đến hết {last}").format(days=said, last=last)
    return said


def _rule_text(rule: Recurrence) -> str:
    """A rule in words; "" for one that words would not help."""
    plain = not (rule.other or rule.positions or rule.months or rule.year_days)
    if not plain or rule.count is not None or rule.until is not None:
        return ""
    texts = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    return texts[rule.frequency](rule)


def _daily(rule: Recurrence) -> str:
    if rule.weekdays or rule.month_days:
        return ""
    if rule.interval == 1:
        return weekdays_text(EVERY_DAY)
    return translate("Slot", "Cách {n} ngày một lần").format(n=rule.interval)


def _weekly(rule: Recurrence) -> str:
    if rule.month_days:
        return ""
    days = weekdays_text(rule.weekdays)
    if rule.interval == 1:
        return days
    return translate("Slot", "{days}, cách {n} tuần một lần").format(days=days, n=rule.interval)


def _monthly(rule: Recurrence) -> str:
    if rule.weekdays or bool(rule.nth) == bool(rule.month_days):
        return ""
    said = _nth_text(rule) if rule.nth else _month_days_text(rule)
    if rule.interval == 1 or not said:
        return said
    return translate("Slot", "{days}, cách {n} tháng một lần").format(days=said, n=rule.interval)


def _month_days_text(rule: Recurrence) -> str:
    if rule.month_days == frozenset({-1}):
        return translate("Slot", "Ngày cuối tháng")
    if min(rule.month_days) < 0:
        return ""
    days = ", ".join(str(day) for day in sorted(rule.month_days))
    return translate("Slot", "Ngày {days} hằng tháng").format(days=days)


def _nth_text(rule: Recurrence) -> str:
    places = {
        1: translate("Slot", "{day} thứ nhất hằng tháng"),
        2: translate("Slot", "{day} thứ hai hằng tháng"),
        3: translate("Slot", "{day} thứ ba hằng tháng"),
        4: translate("Slot", "{day} thứ tư hằng tháng"),
        -1: translate("Slot", "{day} cuối cùng hằng tháng"),
    }
    if len(rule.nth) > 1:
        return ""
    weekday, number = next(iter(rule.nth))
    if number not in places:
        return ""
    return places[number].format(day=QLocale().dayName(weekday + 1))


def _yearly(rule: Recurrence) -> str:
    bare = not (rule.weekdays or rule.nth or rule.month_days) and rule.interval == 1
    return translate("Slot", "Hằng năm") if bare else ""


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
    if item.rule == Rule.REBROADCAST:
        of = item.of or translate("Slot", "này")
        if item.days_back == 1:
            return translate("Slot", "phát lại buổi {of} hôm trước").format(of=of)
        return translate("Slot", "phát lại buổi {of} của {days} ngày trước").format(
            of=of, days=item.days_back
        )
    words = {
        Rule.NEWEST_UNAIRED: translate("Slot", "bản tin mới nhất chưa phát"),
        Rule.ROTATE: translate("Slot", "xoay vòng, bản lâu chưa phát nhất"),
        Rule.NOTICES: translate("Slot", "các thông báo còn hạn"),
    }
    return ", ".join([words[Rule(item.rule)] + _about(item), *_conditions(item)])


def _about(item: SelectorItem) -> str:
    topic = topic_text(item.topic)
    return translate("Slot", " về {topic}").format(topic=topic) if item.topic else ""


def _conditions(item: SelectorItem) -> list[str]:
    said = []
    if item.issuer:
        said.append(translate("Slot", "của {issuer}").format(issuer=item.issuer))
    if item.kind:
        said.append(translate("Slot", "loại {kind}").format(kind=kind_text(item.kind)))
    if item.field:
        names = {f.key: f.name_en if language() == "en" else f.name_vi for f in fields()}
        said.append(
            translate("Slot", "lĩnh vực {field}").format(field=names.get(item.field, item.field))
        )
    if item.count > 1:
        said.append(translate("Slot", "{n} bài").format(n=item.count))
    if item.max_length_s is not None:
        length = long_length_text(item.max_length_s)
        said.append(translate("Slot", "dài nhất {length}").format(length=length))
    if item.rest_days:
        said.append(translate("Slot", "không lặp trong {n} ngày").format(n=item.rest_days))
    return said


def missed_text(slot: Slot) -> str:
    """What happens after a power cut."""
    return {
        MissedRule.SKIP: translate("Slot", "Lỡ giờ thì bỏ qua."),
        MissedRule.JOIN: translate("Slot", "Có điện lại giữa buổi thì phát tiếp từ chỗ đang tới."),
        MissedRule.LATE: translate(
            "Slot", "Lỡ giờ không quá {length} thì phát muộn cả bài."
        ).format(length=long_length_text(slot.late_within_s)),
    }[slot.missed_rule]
