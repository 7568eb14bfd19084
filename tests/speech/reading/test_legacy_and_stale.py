import unicodedata

import pytest

from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.speech.reading.legacy import detect
from broadcast_desk.speech.reading.stale import stale_facts
from broadcast_desk.station.messages import catalogue

TEXT = "ủy ban nhân dân xã thông báo lịch tiêm phòng, đề nghị bà con thực hiện"
TCVN3 = "ñy ban nh©n d©n x· th«ng b¸o lÞch tiªm phßng, ®Ò nghÞ bµ con thùc hiÖn"
VNI = "uûy ban nhaân daân xaõ thoâng baùo lòch tieâm phoøng, ñeà nghò baø con thöïc hieän"


@pytest.mark.parametrize(("legacy", "name"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_legacy_text_is_converted_with_a_notice(legacy, name):
    reading = read(legacy, shipped())
    assert unicodedata.normalize("NFC", reading.text) == TEXT
    assert [notice.code for notice in reading.notices] == [f"reading.encoding.{name}"]


@pytest.mark.parametrize(
    "text",
    [TEXT, "Café à la crème, s'il vous plaît, déjà vu", "Ngày 5/6 tại Hà Nội", "×÷×÷×÷×÷×÷"],
)
def test_other_text_is_not_taken_for_legacy(text):
    assert detect(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("quảng bá tại 10 quốc gia ASEAN", "asean_members"),
        ("mười nước ASEAN", "asean_members"),
        ("Tầm nhìn Cộng đồng ASEAN 2025", "vision_2025"),
        ("Đài truyền thanh cấp huyện", "district"),
        ("Bộ Thông tin và Truyền thông", "ministry_information"),
        ("Sở TT&TT", "department_information"),
        ("phường, thị trấn", "town"),
        ("63 tỉnh, thành phố", "provinces"),
        ("huyện Vân Đồn", "special_zone"),
        ("huyện đảo Cô Tô", "special_zone"),
        ("huyện Ba Chẽ", "district"),
        ("TP.Hạ Long", "city"),
        ("Công an huyện", "district"),
        ("Ủy ban Dân tộc", "ministry_ethnic"),
        ("Ban Tuyên giáo Tỉnh ủy", "propaganda"),
        ("giai đoạn 2021 - 2025", "period"),
    ],
)
def test_stale_facts_are_noticed_with_source_and_date_and_not_changed(text, code):
    (notice,) = read(text, shipped()).notices
    assert notice.code == f"reading.stale.{code}"
    assert notice.source
    assert "2025-01-01" < notice.as_of < "2026-02-01"
    assert text[notice.start : notice.end] == notice.written


def test_eleven_members_are_no_news():
    now = "11 nước ASEAN, Tầm nhìn 2045, phường Hạ Long, đặc khu Cô Tô, giai đoạn 2026-2030"
    assert not read(now, shipped()).notices


def test_every_notice_has_a_text():
    codes = {fact.code for fact in stale_facts()}
    codes |= {"reading.invisible", "reading.encoding.tcvn3", "reading.encoding.vni"}
    assert codes <= set(catalogue())
