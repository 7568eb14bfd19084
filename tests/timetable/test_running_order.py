"""Running orders: filled, the station's own, and files that hold none."""

from __future__ import annotations

from datetime import date

import pytest

from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings
from broadcast_desk.storage import open_database
from broadcast_desk.timetable.model import FixedItem, OpeningItem, RelayItem, SelectorItem
from broadcast_desk.timetable.running_order import (
    Gap,
    RunningOrder,
    fill,
    named,
    opening_code,
    opening_words,
    order_from_json,
    order_to_json,
    read_orders,
    shipped,
)
from broadcast_desk.timetable.running_order_store import RunningOrders

OWN = RunningOrder(
    "buoi-sang",
    "Buổi sáng",
    (
        FixedItem("NHAC-HIEU"),
        Gap("tin", SelectorItem("newest-unaired", count=2)),
        Gap("thông báo"),
        FixedItem("KET"),
    ),
    "CAT",
    "Đài",
)
FILE = """
[[order]]
name = "toi"
title = "Buổi tối"
parts = [{ type = "fixed", code = "A" }, { gap = "tin" }]
"""


def test_gaps_take_what_they_are_given_with_a_sting_between():
    items = fill(OWN, {"thông báo": [FixedItem("TB")]})
    assert items == (
        FixedItem("NHAC-HIEU"), SelectorItem("newest-unaired", count=2), FixedItem("CAT"),
        FixedItem("TB"), FixedItem("KET"),
    )  # fmt: skip
    assert fill(OWN, {"tin": [], "thông báo": [FixedItem("TB")]})[1] == FixedItem("TB")


@pytest.mark.parametrize("fills", [{}, {"thông báo": [FixedItem("TB")], "lạ": []}])
def test_a_gap_that_is_empty_or_not_there_is_named(fills):
    with pytest.raises(InputError, match=r"timetable\.template_gap"):
        fill(OWN, fills)


def test_every_shipped_order_can_be_filled():
    for order in shipped():
        relay = [RelayItem("https://a.vn", 60.0)]
        fills = {p.name: relay for p in order.parts if isinstance(p, Gap) and p.item is None}
        assert fill(order, fills)
        assert order_from_json(order_to_json(order)) == order
        assert named(order.name) == order
        assert order.source


def test_the_stations_own_stand_before_the_shipped_and_replace_them(tmp_path):
    orders = RunningOrders(open_database(tmp_path / "station.db"))
    orders.keep((OWN,))
    mine = RunningOrder("asean", "ASEAN của đài", (FixedItem("A"),))
    orders.keep((mine,))
    assert RunningOrders(open_database(tmp_path / "station.db")).named("buoi-sang") == OWN
    assert orders.named("asean") == mine
    assert len(orders.all()) == len(shipped()) + 1
    orders.remove("asean")
    assert orders.named("asean") == named("asean")
    for name in ("asean", "không có"):
        with pytest.raises(InputError, match=r"timetable\.template\b"):
            orders.remove(name)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (RunningOrder("", "x", (FixedItem("A"),)), "timetable.template_file"),
        (RunningOrder("a", "x", ()), "timetable.template_file"),
        (RunningOrder("a", "x", (Gap("tin"), Gap("tin"))), "timetable.template_file"),
        (RunningOrder("a", "x", (FixedItem(""),)), "timetable.no_code"),
        (RunningOrder("a", "x", (Gap("t", RelayItem("vov", 5.0)),)), "timetable.relay_address"),
    ],
)
def test_an_order_that_cannot_work_is_refused(tmp_path, order, code):
    orders = RunningOrders(open_database(tmp_path / "station.db"))
    with pytest.raises(InputError) as refused:
        orders.keep((order,))
    assert refused.value.code == code
    assert orders.all() == shipped()


def test_a_file_of_orders(tmp_path):
    path = tmp_path / "khung.toml"
    path.write_text("\ufeff" + FILE, encoding="utf-8")
    (order,) = read_orders(path)
    assert order.gaps == ("tin",)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"order = 5", b"[[order]]\nname = 'a'",
        b"[[order]]\nname = 'a'\ntitle = 'b'\nparts = [5]",
        b"[[order]]\nname = 'a'\ntitle = 'b'\nparts = [{ type = 'x' }]",
        b"[[order]]\nname = 'a'\ntitle = 'b'\nparts = []",
        b"x" * 2_000_000,
    ],
)  # fmt: skip
def test_a_file_that_holds_none_is_refused(tmp_path, content):
    path = tmp_path / "khung.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_orders(path)
    assert refused.value.code in {"timetable.template_file", "timetable.unreadable"}


def test_no_file(tmp_path):
    with pytest.raises(InputError, match=r"timetable\.template_file"):
        read_orders(tmp_path / "không có.toml")


def test_the_opening_says_the_date():
    item = OpeningItem("LOI", "Đây là {station}. Hôm nay là {date}.")
    words = opening_words(item, StationSettings(name="Đài Quan Lạn"), date(2026, 11, 24))
    assert words == "Đây là Đài Quan Lạn. Hôm nay là thứ Ba, ngày 24 tháng 11 năm 2026."
    assert opening_code(item, date(2026, 11, 24)) == "LOI-20261124"
