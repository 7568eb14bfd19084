"""What the view of sources and rules shows: a card each for keys, rules, feeds and refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.packages.cards import Act, add_row, listing
from broadcast_desk.desk.packages.source_operations import OwnKey
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import Card, line_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.desk.wording import day_text, moment_text, reason_text, topic_text
from broadcast_desk.packages.feed_store import FeedState
from broadcast_desk.packages.model import Issuer
from broadcast_desk.packages.quarantine import KEPT_DAYS, Refused
from broadcast_desk.packages.rule_store import AutoApproval
from broadcast_desk.station.clock import local


def issuers_card(
    issuers: Sequence[Issuer], now: datetime, add: Act, revoke: Callable[[Issuer], object]
) -> Card:
    """Whom the station trusts, and since when not."""
    card = listing(translate("Packages", "Nơi gửi tin cậy"))
    if not issuers:
        _say(card, translate("Packages", "Chưa có nơi gửi nào: chưa gói nào được nhận."))
    for number, issuer in enumerate(issuers):
        if issuer.revoked_at is not None:
            words = translate("Packages", "{name} · khóa {key} · đã thu hồi {at} · {why}")
            told = words.format(
                name=issuer.name,
                key=issuer.key_id,
                at=moment_text(issuer.revoked_at),
                why=issuer.revoked_why,
            )
            add_row(card, number, "octagon-x", "need", told.rstrip(" ·"))
            continue
        words = translate("Packages", "{name} · khóa {key} · {by} đã gọi điện đối chiếu")
        told = words.format(name=issuer.name, key=issuer.key_id, by=issuer.confirmed_by)
        good = issuer.good_at(now)
        if issuer.valid_until is not None:
            until = translate("Packages", "có giá trị đến {day}")
            told += " · " + until.format(day=day_text(local(issuer.valid_until).date()))
        button = Button(translate("Packages", "Thu hồi"), partial(revoke, issuer))
        icon, tone = ("shield-check", "well") if good else ("clock", "need")
        add_row(card, number, icon, tone, told, button)
    words = translate("Packages", "Thêm nơi gửi tin cậy")
    card.body.addLayout(line_of(Button(words, add, icon="shield-check"), None))
    return card


def own_keys_card(own: Sequence[OwnKey]) -> Card:
    """The station's own number, to be read to those who call."""
    card = listing(translate("Packages", "Khóa của đài: đọc cho nơi gọi điện hỏi"))
    for number, key in enumerate(own):
        add_row(card, number, "volume-2", "ink_muted", f"{key.name}: {key.digits}\n{key.words}")
    return card


def rules_card(
    rules: Sequence[AutoApproval],
    issuers: Sequence[Issuer],
    add: Act | None,
    remove: Callable[[AutoApproval], object],
) -> Card:
    """What may happen without a person: nothing, until somebody sets a rule.

    Args:
        rules: those that are set.
        issuers: everybody who was ever trusted, for their names.
        add: asks for a further rule; None while nobody is trusted.
        remove: drops one.
    """
    card = listing(translate("Packages", "Quy tắc tự duyệt"))
    words = (
        translate("Packages", "Tin khẩn cấp luôn phải có người duyệt, dù có quy tắc.")
        if rules
        else translate(
            "Packages", "Chưa có quy tắc: mọi chương trình đều chờ người duyệt và xếp lịch."
        )
    )
    _say(card, words)
    names = {issuer.key_id: issuer for issuer in issuers}
    for number, rule in enumerate(rules):
        issuer = names.get(rule.issuer_key_id)
        button = Button(translate("Packages", "Bỏ quy tắc"), partial(remove, rule))
        lost = issuer is None or issuer.revoked_at is not None
        told = rule_text(rule, issuer.name if issuer else rule.issuer_key_id)
        if lost:
            told += " · " + translate("Packages", "khóa đã thu hồi nên quy tắc không còn tác dụng")
        icon, tone = ("octagon-x", "need") if lost else ("badge-check", "ink_muted")
        add_row(card, number, icon, tone, told, button)
    if add is not None:
        button = Button(translate("Packages", "Thêm quy tắc"), add, icon="plus")
        card.body.addLayout(line_of(button, None))
    return card


def rule_text(rule: AutoApproval, issuer: str) -> str:
    """A rule in a sentence."""
    what = (
        translate("Packages", "chủ đề {topic}").format(topic=topic_text(rule.topic))
        if rule.topic
        else translate("Packages", "mọi chủ đề")
    )
    when = translate("Packages", "giờ nào cũng được")
    if rule.from_time is not None and rule.until_time is not None:
        words = translate("Packages", "giờ phát gợi ý từ {first} đến trước {last}")
        when = words.format(first=f"{rule.from_time:%H:%M}", last=f"{rule.until_time:%H:%M}")
    done = (
        translate("Packages", "tự duyệt và tự xếp lịch")
        if rule.schedules
        else translate("Packages", "tự duyệt, người xếp lịch")
    )
    words = translate("Packages", "{issuer}: {what}, {when}: {done} ({by} đặt {at})")
    return words.format(
        issuer=issuer, what=what, when=when, done=done, by=rule.set_by, at=moment_text(rule.set_at)
    )


def feeds_card(
    feeds: Sequence[FeedState], add: Act, poll: Act, remove: Callable[[str], object]
) -> Card:
    """The feeds that are followed, and how the last look at each went."""
    card = listing(translate("Packages", "Nguồn tin trên mạng (RSS)"))
    _say(
        card,
        translate(
            "Packages",
            "Máy tự xem và tải về. Gói phải đúng chữ ký; bản ghi thường vào kho, chưa duyệt.",
        ),
    )
    for number, feed in enumerate(feeds):
        button = Button(translate("Packages", "Thôi theo dõi"), partial(remove, feed.url))
        told = f"{feed.url}\n{_last_look(feed)}"
        icon, tone = ("triangle-alert", "need") if feed.failures else ("radio", "ink_muted")
        add_row(card, number, icon, tone, told, button)
    buttons = [Button(translate("Packages", "Thêm nguồn"), add, icon="plus")]
    if feeds:
        buttons.append(Button(translate("Packages", "Xem ngay"), poll, icon="download"))
    card.body.addLayout(line_of(*buttons, None))
    return card


def _last_look(feed: FeedState) -> str:
    if feed.checked_at is None:
        return translate("Packages", "chưa xem lần nào")
    at = moment_text(feed.checked_at)
    if not feed.failures:
        return translate("Packages", "xem lần cuối {at}, tốt").format(at=at)
    words = translate("Packages", "xem lần cuối {at}, không được ({n} lần liền), thử lại {next}")
    again = moment_text(feed.next_at) if feed.next_at else ""
    return words.format(at=at, n=feed.failures, next=again)


def quarantine_card(refused: Sequence[Refused]) -> Card:
    """What was refused, why, and until when it is kept."""
    card = listing(translate("Packages", "Bị từ chối, đang giữ để xem lại"))
    if not refused:
        _say(card, translate("Packages", "Không có gì bị từ chối trong 30 ngày qua."))
    words = translate("Packages", "{name} · {at} · giữ đến {day}")
    for number, entry in enumerate(refused):
        until = local(entry.at + timedelta(days=KEPT_DAYS)).date()
        head = words.format(name=entry.name, at=moment_text(entry.at), day=day_text(until))
        reasons = [reason_text(p.code, **p.params) for p in entry.problems]
        add_row(card, number, "package-x", "need", "\n".join((head, *dict.fromkeys(reasons))))
    return card


def _say(card: Card, words: str) -> None:
    card.body.addWidget(label(words, "muted", wrap=True))
