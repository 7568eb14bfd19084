"""May this be aired, and until when? In words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from broadcast_desk.desk.i18n import translate
from broadcast_desk.desk.wording import day_text
from broadcast_desk.library.model import Approval, ProgrammeRow, State, Version


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer: one short head, one sentence, and its tone (well, need or nothing)."""

    head: str
    detail: str
    tone: str


def standing(version: Version, approval: Approval | None, today: date) -> Standing:
    """Whether the version may be aired on the local day `today`, and until when."""
    if version.state is State.ARCHIVED:
        return Standing(
            translate("Standing", "Đã cất, không phát nữa"),
            translate(
                "Standing",
                "Bản tin vẫn còn nguyên trong kho. Muốn phát lại, hãy sửa rồi gửi duyệt.",
            ),
            "",
        )
    if version.state is State.SUBMITTED:
        return Standing(
            translate("Standing", "Chưa được phát: đang chờ duyệt"),
            translate(
                "Standing", "Nội dung đã khóa. Khi được duyệt, bản tin vào lịch phát được ngay."
            ),
            "need",
        )
    if version.state is State.DRAFT or approval is None:
        return _draft(version)
    return _approved(version, approval, today)


def _draft(version: Version) -> Standing:
    head = translate("Standing", "Chưa được phát: còn là nháp")
    if version.draft.audio is None:
        return Standing(
            head, translate("Standing", "Chưa có âm thanh. Hãy mở ra soạn và tạo âm thanh."), "need"
        )
    return Standing(head, translate("Standing", "Nghe lại, rồi gửi duyệt khi đã ưng ý."), "need")


def _approved(version: Version, approval: Approval, today: date) -> Standing:
    first = version.draft.valid_from
    lasts = [day for day in (version.draft.valid_until, approval.valid_until) if day]
    last = min(lasts, default=None)
    who = _who(approval)
    if last is not None and last < today:
        return Standing(
            translate("Standing", "Đã hết hạn phát từ {day}").format(day=day_text(last)),
            who,
            "need",
        )
    if first is not None and first > today:
        return Standing(
            translate("Standing", "Được phát từ {day}").format(day=day_text(first)), who, "well"
        )
    if last is None:
        return Standing(translate("Standing", "Được phát, không ghi hạn"), who, "well")
    return Standing(
        translate("Standing", "Được phát đến hết {day}").format(day=day_text(last)), who, "well"
    )


def _who(approval: Approval) -> str:
    day = day_text(approval.approved_at.date())
    if approval.paper_number:
        return translate("Standing", "{name} duyệt ngày {day}, văn bản số {paper}.").format(
            name=approval.approved_by, day=day, paper=approval.paper_number
        )
    return translate("Standing", "{name} duyệt ngày {day}.").format(
        name=approval.approved_by, day=day
    )


def row_standing(row: ProgrammeRow, today: date) -> tuple[str, str]:
    """The word and tone a list shows for a programme."""
    if row.state is State.APPROVED and row.valid_until is not None and row.valid_until < today:
        return translate("Standing", "Hết hạn"), "need"
    if row.state is State.APPROVED:
        return translate("Standing", "Được phát"), "well"
    words = {
        State.DRAFT: translate("Standing", "Nháp"),
        State.SUBMITTED: translate("Standing", "Chờ duyệt"),
        State.ARCHIVED: translate("Standing", "Đã cất"),
    }
    tone = "need" if row.state is State.SUBMITTED else ""
    return words[row.state], tone
