"""Names of people: the family names of Việt Nam, and names cut down to initials.

Announcers avoid "cô L.": initials are said by the names of their letters, and always reported.
"""

from __future__ import annotations

import re

from broadcast_desk.speech.lexicon.tokens import Line
from broadcast_desk.speech.reading.letters import letter_name
from broadcast_desk.speech.reading.scanning import Manner, Said
from broadcast_desk.speech.reading.word_sets import word_set

FAMILIES = word_set(
    """
    nguyễn trần lê phạm hoàng huỳnh vũ võ đặng bùi đỗ hồ ngô dương lý phan trịnh đinh đào đoàn
    mai tô tạ hà cao lưu lương chu nông lò vi triệu tăng bàn đàm tống phùng quách kiều thái la
    từ trương vương hứa lâm lã nghiêm bế ninh khúc mạc giang chìu tằng lỷ phoóng sái doãn thân
    """
)
"""Family names, those of the peoples of Quảng Ninh's mountains among them."""

_INITIALS = re.compile(r"(?:[A-ZĐ]\.){2,3}[A-ZĐ](?!\w)|(?:[A-ZĐ]\.\s?){1,3}(?![^\W\d_])")


def initials(line: Line, at: int, manner: Manner) -> Said | None:
    """A name cut to initials ("cô L.", "bà T.H."): letters, and always a doubt."""
    del manner
    if len(line.words[at]) > 1 or not line.words[at].isupper():
        return None
    match = _INITIALS.match(line.text, line.starts[at])
    if match is None or not (line.key(at - 1) in _PERSONS or match[0].count(".") > 1):
        return None
    letters = [letter_name(letter) for letter in match[0] if letter.isalpha()]
    end = match.end()
    while line.text[end - 1].isspace():
        end -= 1
    final = end == len(line.text.rstrip())
    return Said(end - 1 if final else end, " ".join(letters), "initials")


_SEVERAL_INITIALS = re.compile(r"(?:[A-ZĐ]\.){2,3}[A-ZĐ]?(?!\w)|[A-ZĐ]\.[A-ZĐ](?![\w.])")


_NAME_FOLLOWS = re.compile(r"\s?[^\W\d_][^\W\d_]")


def several_initials(line: Line, at: int) -> Said | None:
    """Two or more initials in a row, before any of them is taken for a word ("H.T.K")."""
    match = _SEVERAL_INITIALS.match(line.text, line.starts[at])
    if match is None or _NAME_FOLLOWS.match(line.text, match.end()):
        return None
    names = " ".join(letter_name(letter) for letter in match[0] if letter.isalpha())
    end = match.end() - 1 if line.text[match.end() :].strip() == "" else match.end()
    return Said(end if match[0].endswith(".") else match.end(), names, "initials")


_PERSONS = word_set(
    """
    giáo sĩ sinh tế thị văn tên khoán chiến cô bà ông anh chị em cháu thầy bé bác chú dì cậu
    tượng can cáo nhân tên nạn họ
    """
)


def middle_initial(line: Line, at: int) -> Said | None:
    """A name in the middle cut to a letter ("Nguyễn Đ. Hùng"), or a place ("ở xã Đ.")."""
    if len(line.words[at]) > 1 or line.word(at + 1) != "." or not line.glued(at + 1):
        return None
    after = line.word(at + 2)
    person = line.key(at - 1) in FAMILIES and line.word(at - 1)[:1].isupper()
    person = person and after[:1].isupper() and len(after) > 1
    place = line.key(at - 1) in _PLACES and not (after[:1].isupper() or after.isdecimal())
    if not (person or place):
        return None
    end = line.ends[at + 1] if person else line.ends[at]
    return Said(end, letter_name(line.words[at]), "initials")


_PLACES = frozenset(("xã", "phường", "thôn", "bản", "tỉnh", "huyện", "làng", "trường"))
