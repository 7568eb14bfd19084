from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast_desk.logbook import chain
from broadcast_desk.logbook.chain import GENESIS_SHA256, Row
from broadcast_desk.logbook.model import Flaw, Head

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts
data = st.dictionaries(texts, values | st.lists(values, max_size=3), max_size=4)
facts = st.lists(st.tuples(texts, texts, texts, data), min_size=1, max_size=12)


def chained(told: list[tuple[str, str, str, dict[str, object]]]) -> list[Row]:
    rows: list[Row] = []
    head = None
    for at, kind, airing_id, content in told:
        rows.append(chain.link(at, kind, airing_id, chain.canonical(content), head))
        head = Head(rows[-1].number, rows[-1].entry_sha256)
    return rows


@given(facts)
def test_a_chain_is_valid_and_ends_in_its_head(told):
    rows = chained(told)
    found = chain.walk(rows)
    assert found.valid
    assert found.count == len(told)
    assert found.head == Head(len(told), rows[-1].entry_sha256)


@given(facts)
def test_anybody_can_check_an_entry_with_a_json_library(told):
    previous = GENESIS_SHA256
    for row in chained(told):
        entry = {
            "airing_id": row.airing_id,
            "at": row.at,
            "data": json.loads(row.data),
            "kind": row.kind,
            "number": row.number,
            "previous_sha256": previous,
        }
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(line.encode()).hexdigest() == row.entry_sha256
        previous = row.entry_sha256


@given(facts, st.data())
def test_an_edit_of_any_field_is_found_where_it_is(told, draw):
    rows = chained(told)
    index = draw.draw(st.integers(0, len(rows) - 1))
    name = draw.draw(st.sampled_from(["at", "kind", "airing_id", "data", "previous_sha256"]))
    rows[index] = rows[index]._replace(**{name: getattr(rows[index], name) + " "})
    found = chain.walk(rows)
    assert (found.valid, found.first_bad, found.flaw) == (False, index + 1, Flaw.EDITED)
    assert found.count == index


@given(facts, st.data())
def test_a_rewritten_entry_breaks_the_chain_after_it(told, draw):
    rows = chained(told)
    index = draw.draw(st.integers(0, len(rows) - 1))
    head = Head(rows[index - 1].number, rows[index - 1].entry_sha256) if index else None
    row = rows[index]
    rows[index] = chain.link(row.at + "x", row.kind, row.airing_id, row.data, head)
    found = chain.walk(rows, [Head(len(told), chained(told)[-1].entry_sha256)])
    last = index == len(rows) - 1
    expected = (index + 1, Flaw.REPLACED) if last else (index + 2, Flaw.REORDERED)
    assert (found.first_bad, found.flaw) == expected


@given(facts, st.data())
def test_a_missing_entry_is_named(told, draw):
    rows = chained(told)
    head = Head(len(rows), rows[-1].entry_sha256)
    index = draw.draw(st.integers(0, len(rows) - 1))
    del rows[index]
    found = chain.walk(rows, [head])
    flaw = Flaw.TRUNCATED if index == len(rows) else Flaw.MISSING
    assert (found.valid, found.first_bad, found.flaw) == (False, index + 1, flaw)


def test_swapped_contents_are_found():
    rows = chained([("t", "k", str(i), {}) for i in range(4)])
    second, third = rows[1], rows[2]
    rows[1] = third._replace(number=2)
    rows[2] = second._replace(number=3)
    assert chain.walk(rows).first_bad == 2


def test_reordered_rows_are_found():
    rows = chained([("t", "k", str(i), {}) for i in range(4)])
    rows[1], rows[2] = rows[2], rows[1]
    assert chain.walk(rows).first_bad == 2


def test_an_empty_chain_is_valid_unless_something_is_known():
    assert chain.walk([]).valid
    found = chain.walk([], [Head(3, "ab")])
    assert (found.first_bad, found.flaw) == (1, Flaw.TRUNCATED)


def test_numbers_that_json_cannot_say_are_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        chain.canonical({"x": float("nan")})


def test_text_is_stored_in_nfc():
    assert chain.canonical({"t": "a\u0302"}) == '{"t":"â"}'
