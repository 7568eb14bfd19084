"""What the demo broadcasts: the seed bulletins, a local notice, and the plan's own text."""

from __future__ import annotations

import re
from pathlib import Path

from broadcast_desk.library.model import Draft
from broadcast_desk.library.seeds import seed_bulletins
from broadcast_desk.station.folding import fold, nfc
from broadcast_desk.station.paths import resources_folder

NOTICE = Draft(
    title="Thông báo tổng vệ sinh đường làng",
    code="TB-DEMO",
    kind="notice",
    field="culture-society",
    text=(
        "Thông báo của Ủy ban nhân dân xã.\n"
        "Từ 7h00 đến 9h30 ngày 28/11, toàn xã tổng vệ sinh đường làng, ngõ xóm. "
        "Mời bà con mang theo chổi và cuốc, tập trung tại nhà văn hóa thôn."
    ),
    author="Ban biên tập",
)

PLAN_CODE = "KH-DEMO"
_WORDS_WANTED = 160


def own_drafts() -> list[Draft]:
    """The bulletins the station writes itself: the shipped seeds and a local notice."""
    drafts = [seed.draft for seed in seed_bulletins()]
    plan = plan_draft()
    return [*drafts, NOTICE, *([plan] if plan else [])]


def plan_draft() -> Draft | None:
    """A bulletin from the real text of the plan; None when its folder is not beside the checkout.

    The text is read at run time and never part of the program.
    """
    folder = resources_folder().parent.parent / "shared" / "seeds"
    for path in sorted(folder.glob("*.txt")):
        lines = _section(path)
        if lines:
            return Draft(
                title="Kế hoạch của tỉnh và hệ thống loa truyền thanh cơ sở",
                code=PLAN_CODE,
                kind="article",
                text="\n".join(lines),
                source="Kế hoạch số 159/KH-UBND",
                document_number="159/KH-UBND",
                author="Ủy ban nhân dân tỉnh",
            )
    return None


def _section(path: Path) -> list[str]:
    """The plan's lines on grassroots loudspeakers, up to a bulletin's length."""
    lines = [nfc(line.strip()) for line in path.read_text(encoding="utf-8").splitlines()]
    heads = [i for i, line in enumerate(lines) if "he thong thong tin co so" in fold(line)]
    if not heads:
        return []
    section: list[str] = []
    for line in lines[heads[0] :]:
        if section and re.match(r"\d+\.", line):
            break
        section.append(line)
        if sum(len(part.split()) for part in section) >= _WORDS_WANTED:
            break
    return section
