"""What the packages page shows: a card for each thing that waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.theme import space
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, IconLabel, line_of, rule
from broadcast_desk.desk.widgets.labels import Chip, label
from broadcast_desk.desk.wording import (
    day_text,
    long_length_text,
    moment_text,
    reason_text,
    size_text,
)
from broadcast_desk.packages.drives import Offer
from broadcast_desk.packages.local import Found
from broadcast_desk.packages.model import Contents, ImportedPackage, Verification
from broadcast_desk.packages.quarantine import Refused
from broadcast_desk.packages.store import Notice
from broadcast_desk.packages.suggesting import Suggestion
from broadcast_desk.station.folding import nfc

MOST_TITLES = 6
Act = Callable[[], object]


def package_card(found: Verification, accept: Act) -> Card:
    """A package that was checked, with the button that takes it in when it may be."""
    card = Card(margin=2.5, spacing=1)
    contents = found.contents
    title = contents.title if contents and contents.title else found.path.name
    head = line_of(spacing=1.5)
    head.addWidget(label(title, "head", wrap=True), 1)
    head.addWidget(_verdict(found))
    card.body.addLayout(head)
    card.body.addWidget(label(_who(found), wrap=True))
    if contents is not None:
        card.body.addWidget(label(_what(contents, found), "muted", wrap=True))
    for problem in found.problems:
        row = line_of(IconLabel("circle-alert", "need"), spacing=1)
        row.addWidget(label(reason_text(problem.code, **problem.params), wrap=True), 1)
        card.body.addLayout(row)
    if found.accepted and not found.already_imported:
        words = translate("Packages", "Nhận gói này")
        button = Button(words, accept, icon="package-check", look="primary")
        card.body.addLayout(line_of(button, None))
    return card


def recording_card(found: Found, keep: Act, drop: Act) -> Card:
    """A plain recording: what could be worked out about it."""
    card = Card(margin=2.5, spacing=1)
    head = line_of(spacing=1.5)
    head.addWidget(label(found.title, "head", wrap=True), 1)
    head.addWidget(Chip(translate("Packages", "Bản ghi thường, chưa duyệt")))
    card.body.addLayout(head)
    day = day_text(found.day) if found.day else translate("Packages", "không rõ ngày")
    parts = [nfc(found.path.name), day, long_length_text(found.duration_s), found.artist]
    card.body.addWidget(label(" · ".join(part for part in parts if part), "muted", wrap=True))
    words = translate("Packages", "Xem lại và nhận…")
    card.body.addLayout(
        line_of(
            Button(words, keep, icon="pen-line", look="primary"),
            Button(translate("Packages", "Không nhận"), drop),
            None,
        )
    )
    return card


def offer_card(offer: Offer, show: Act, drop: Act) -> Card:
    """A drive that was plugged in: nothing is read further without consent."""
    card = Card(margin=2.5, spacing=1)
    words = translate("Packages", "USB {name}: {packages} gói, {recordings} bản ghi")
    told = words.format(
        name=offer.drive.root.name or str(offer.drive.root),
        packages=len(offer.packages),
        recordings=len(offer.recordings),
    )
    card.body.addWidget(label(told, "head", wrap=True))
    ask = translate(
        "Packages", "Kiểm tra những gì có trên USB này? Chưa bấm nhận thì chưa nhận gì."
    )
    card.body.addWidget(label(ask, "muted", wrap=True))
    card.body.addLayout(
        line_of(
            Button(translate("Packages", "Kiểm tra USB"), show, icon="search", look="primary"),
            Button(translate("Packages", "Bỏ qua"), drop),
            None,
        )
    )
    return card


def suggestions_card(
    suggestions: Sequence[Suggestion],
    schedule: Callable[[Suggestion], object],
    decline: Callable[[Suggestion], object],
) -> Card:
    """The airings that the centre suggests."""
    card = listing(translate("Packages", "Giờ phát Trung tâm gợi ý"))
    for number, one in enumerate(suggestions):
        at = moment_text(one.at) if one.at else translate("Packages", "giờ nào cũng được")
        words = f"{at} · {one.title} · {one.issuer}"
        buttons: list[QWidget] = []
        if one.at is not None:
            put = Button(translate("Packages", "Xếp vào lịch"), partial(schedule, one))
            buttons.append(put)
        buttons.append(Button(translate("Packages", "Bỏ qua"), partial(decline, one)))
        add_row(card, number, "calendar-days", "ink_muted", words, *buttons)
    return card


def notices_card(notices: Sequence[Notice], seen: Act) -> Card:
    """What a person should hear of: withdrawals, revoked keys, what the rules did."""
    card = listing(translate("Packages", "Tin cần biết"))
    for number, notice in enumerate(notices):
        told = f"{moment_text(notice.at)}: {reason_text(notice.code, **notice.params)}"
        add_row(card, number, "info", "need", told)
    button = Button(translate("Packages", "Đã đọc"), seen, icon="check")
    card.body.addLayout(line_of(button, None))
    return card


def history_card(imported: Sequence[ImportedPackage], refused: Sequence[Refused]) -> Card:
    """What was taken in and what was refused, with the reasons."""
    card = listing(translate("Packages", "Đã nhận và đã từ chối"))
    words = translate(
        "Packages", "{title}, số {serial}, {issuer}: đã nhận {n} chương trình lúc {at}"
    )
    for number, package in enumerate(imported):
        told = words.format(
            title=package.title or package.id,
            serial=package.serial,
            issuer=package.issuer,
            n=package.programmes,
            at=moment_text(package.imported_at),
        )
        add_row(card, number, "package-check", "well", told)
    for number, entry in enumerate(refused, len(imported)):
        reasons = "; ".join(reason_text(p.code, **p.params) for p in entry.problems)
        add_row(card, number, "package-x", "need", f"{entry.name}: {reasons}")
    return card


def listing(head: str) -> Card:
    """A card for a list of rows."""
    card = Card(margin=2, spacing=0)
    card.body.addWidget(label(head, "strong"))
    return card


def add_row(card: Card, number: int, icon: str, tone: str, words: str, *buttons: QWidget) -> None:
    """A row with an icon, words and buttons; a fine line above it, but not above the first."""
    if number:
        card.body.addWidget(rule())
    row = line_of(IconLabel(icon, tone), spacing=1.5)
    row.setContentsMargins(0, space(1), 0, space(1))
    row.addWidget(label(words, wrap=True), 1)
    for button in buttons:
        row.addWidget(button)
    card.body.addLayout(row)


def _verdict(found: Verification) -> Chip:
    if found.already_imported:
        return Chip(translate("Packages", "Đã nhận trước đây"))
    if found.accepted:
        return Chip(translate("Packages", "Nguyên vẹn, đúng chữ ký"), "well")
    return Chip(translate("Packages", "Không nhận được"), "need")


def _who(found: Verification) -> str:
    if found.issuer is not None:
        words = translate("Packages", "Do {name} ký, số {serial}.")
        serial = found.contents.serial if found.contents else "?"
        return words.format(name=found.issuer.name, serial=serial)
    if found.key_id:
        return translate("Packages", "Ký bằng khóa {key} mà đài chưa tin cậy.").format(
            key=found.key_id
        )
    return translate("Packages", "Không có chữ ký.")


def _what(contents: Contents, found: Verification) -> str:
    titles = [programme.draft.title for programme in contents.programmes]
    shown = "; ".join(titles[:MOST_TITLES])
    if len(titles) > MOST_TITLES:
        shown += "; …"
    parts = [
        translate("Packages", "{n} chương trình: {titles}").format(n=len(titles), titles=shown),
        size_text(found.bag.size_bytes) if found.bag else "",
    ]
    if contents.valid_until is not None:
        parts.append(
            translate("Packages", "có giá trị đến {day}").format(day=day_text(contents.valid_until))
        )
    if contents.withdrawals:
        parts.append(translate("Packages", "rút lại {n}").format(n=len(contents.withdrawals)))
    wishes = [a.at for programme in contents.programmes for a in programme.airings if a.at]
    if wishes:
        parts.append(
            translate("Packages", "đề nghị phát lúc {times}").format(
                times=", ".join(sorted(set(wishes)))
            )
        )
    return " · ".join(part for part in parts if part)
