"""Finding by words, with and without marks; any query is safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft, State
from broadcast_desk.library.search import match_words
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    data = DataFolder(tmp_path_factory.mktemp("shelf"))
    data.create()
    db = open_database(data.database)
    with closing(db.conn):
        library = Library(db, MediaStore(data), SystemClock())
        library.add(
            Draft(
                title="Lúa đồng bằng sông Hồng",
                code="A-1",
                topic="economic.trade",
                text="Được mùa, ĐƯỢC GIÁ.",
                author="Nguyễn Văn Đạt",
                source="Báo Quảng Ninh",
            )
        )
        library.add(Draft(title="Phòng chống bão", code="A-2", kind="notice", topic="economic"))
        library.add(Draft(title="Đông Nam Á", code="A-3", topic="economical", issuer="Trung tâm"))
        yield library


def codes(rows: object) -> list[str]:
    return [row.code for row in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dong bang", ["A-1"]),
        ("đồng bằng", ["A-1"]),
        ("ĐỒNG BẰNG", ["A-1"]),
        ("dong", ["A-3", "A-1"]),
        ("bang dong", ["A-1"]),
        ("song ho", ["A-1"]),  # the last word may be unfinished
        ("song ho ", []),  # unless a blank ends it
        ("son hong", []),  # only the last
        ("duoc gia", ["A-1"]),
        ("nguyen van dat", ["A-1"]),
        ("bao quang ninh", ["A-1"]),
        ("A-2", ["A-2"]),
        ("bão lụt", []),
        ("", ["A-3", "A-2", "A-1"]),
        ("   ", ["A-3", "A-2", "A-1"]),
        ("!!!", []),
        ('"dong" OR bao', []),
        ("title:dong", []),
        ("dong*", ["A-3", "A-1"]),
        ("NOT dong", []),
        ("'; DROP TABLE programmes; --", []),
    ],
)
def test_words_are_found_without_marks(shelf: Library, query: str, found: list[str]) -> None:
    assert codes(shelf.find(query)) == found
    assert shelf.count(query) == len(found)


def test_filters_narrow(shelf: Library) -> None:
    assert codes(shelf.find(topic="economic")) == ["A-2", "A-1"]  # the branch, not "economical"
    assert codes(shelf.find(topic="economic.trade")) == ["A-1"]
    assert codes(shelf.find(kind="notice")) == ["A-2"]
    assert codes(shelf.find(issuer="")) == ["A-2", "A-1"]
    assert codes(shelf.find(issuer="Trung tâm")) == ["A-3"]
    assert codes(shelf.find(state=State.DRAFT, topic="economic.trade")) == ["A-1"]
    assert codes(shelf.find("dong", state="approved")) == []
    assert codes(shelf.find("dong", topic="economic")) == ["A-1"]


def test_pages_follow_each_other(shelf: Library) -> None:
    assert codes(shelf.find(limit=2)) == ["A-3", "A-2"]
    assert codes(shelf.find(limit=2, offset=2)) == ["A-1"]


def test_words_side_by_side_come_first_and_no_page_loses_any(library: Library) -> None:
    for number in range(7):
        text = "bằng lăng đồng tiền" if number % 2 else "đồng bằng"
        library.add(Draft(title=f"{number}", code=f"C-{number}", text=text))
    wanted = ["C-6", "C-4", "C-2", "C-0", "C-5", "C-3", "C-1"]
    assert codes(library.find("dong bang")) == wanted
    for size in range(1, 9):
        pages = [library.find("dong bang", limit=size, offset=at) for at in range(0, 16, size)]
        assert [code for page in pages for code in codes(page)] == wanted
    assert library.count("dong bang") == 7


def test_a_topic_with_wildcards_is_only_a_name(shelf: Library) -> None:
    assert shelf.find(topic="[ab]") == []


def test_a_change_is_found_by_its_new_words_only(library: Library) -> None:
    version = library.add(Draft(title="Cũ", code="B", text="lời xưa"))
    library.revise("B", replace(version.draft, title="Mới", text="lời nay"))
    assert codes(library.find("loi nay")) == ["B"]
    assert library.find("loi xua") == []


@given(st.text(max_size=80))
def test_no_query_breaks_the_search(shelf: Library, query: str) -> None:
    rows = shelf.find(query)
    assert shelf.count(query) == len(rows)


@given(st.text(alphabet='"*()^:-+{}NOTANDORnear ,.đĐ\x00', max_size=40))
def test_no_operator_gets_through(shelf: Library, query: str) -> None:
    shelf.find(query)
    match = match_words(query)
    assert match is None or re.fullmatch(r'("\w+" ?)+\*?', match.everything)


@given(
    st.lists(
        st.sampled_from(["lua", "dong", "bang", "song", "hong", "duoc", "mua", "gia"]), min_size=1
    )
)
def test_any_words_of_a_text_find_it(shelf: Library, words: list[str]) -> None:
    assert "A-1" in codes(shelf.find(" ".join(words)))
