"""The neighbours that settle what a number is: date words, counted nouns, document nouns."""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.word_sets import word_set

DATE_CUES = word_set(
    """
    ngày sáng chiều tối trưa đêm hôm nay mai qua trước từ đến vào dịp lễ kỷ kỉ niệm khánh
    hạn tới hết sau mùng mồng rằm khoảng nhân mừng tết nhật cn là kể
    """
)
HOLIDAY_CUES = frozenset(("lễ", "dịp", "nghỉ", "niệm", "mừng", "tết", "nữ", "giáo", "hội"))
DOCUMENT_NOUNS = word_set(
    """
    định quyết nghị thư lệnh thị báo hoạch luật văn trình cáo sắc án luận dẫn số: nđ qđ
    tt kh ct nq cv tb bc
    """
) - {"báo"}
COUNTED = word_set(
    """
    nước hộ xã thôn bản phường tỉnh thành huyện quận khu tổ chỉ tiêu đại học lớp trường
    người ca mẫu phiếu dự công cơ đơn tiêu trụ thành đội nhà cán đảng đồng bị vị sản cháu em
    trẻ bà phụ giáo viên thửa con cây doanh hợp điểm nhiệm nội ý trạm máy loa cụm ha sào mét
    km kg tấn số diện dân tổng quãng lượng khối chiều thời đoạn giờ thìa muỗng cốc chén ống
    gói liều quả bài câu môn ngành địa quốc đài hồ thủ tục phần suất mức giá chi thể cấp bộ
    sở phòng ban trận bàn thắng giải huy tiết sản tuần suốt lít nhu kế học hội thôn/bản chủ sĩ
    lao ứng ủy thí tuyến cầu phố ruộng ao cụ kinh vụ
    """
)
_FRACTION_BEFORE = word_set(
    """
    đạt được hơn gần chiếm bằng còn có mất giảm tăng trên dưới khoảng tỷ lệ tỉ ít tối quá
    uống pha thêm bớt bón phân hoàn với hóa hoá độ lực áp điểm thứ hạng bậc binh trang vòng
    """
)
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")


def counted_after(line: Line, at: int, position: int) -> bool:
    """Whether a counted noun or a unit follows `position`."""
    del at
    match = _NEXT_WORD.match(line.text, position)
    return match is not None and match[1].lower() in COUNTED


def fraction_before(line: Line, at: int) -> bool:
    """Whether the word before announces a share rather than a day."""
    before = line.key(at - 2) if line.key(at - 1) == ":" else line.key(at - 1)
    of_two = line.word(at - 2) == "/" and "lệ" in line.before(at, 6)
    return of_two or before in _FRACTION_BEFORE
