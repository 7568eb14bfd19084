"""What is shipped for the library: topics, kinds, fields, the calendar and the seed bulletins."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.kinds import fields, kinds
from broadcast_desk.library.seeds import SeedBulletin, read_seed, seed_bulletins
from broadcast_desk.library.topics import PILLARS, pillar_of, topics
from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.reading import read
from broadcast_desk.station.folding import fold
from broadcast_desk.station.paths import resources_folder

SEEDS = [pytest.param(seed, id=seed.draft.code) for seed in seed_bulletins()]


def test_topics_are_a_tree_of_the_plan() -> None:
    keys = [topic.key for topic in topics()]
    assert len(set(keys)) == len(keys)
    for topic in topics():
        assert topic.branch == "" or keys.index(topic.branch) < keys.index(topic.key)
        assert topic.pillar in (*PILLARS, "")
        if topic.branch in PILLARS:
            assert topic.pillar == topic.branch
    assert {pillar_of(key) for key in keys} == {*PILLARS, ""}
    assert pillar_of("no such topic") == ""


def test_kinds_have_prefixes_of_their_own() -> None:
    prefixes = [kind.prefix for kind in kinds()]
    assert len(set(prefixes)) == len(prefixes)
    assert all(re.fullmatch("[A-Z]{2}", prefix) for prefix in prefixes)
    assert len({kind.key for kind in kinds()}) == len(kinds())


def test_fields_are_those_of_the_decree() -> None:
    assert len({field.key for field in fields()}) == len(fields()) >= 8


@pytest.mark.parametrize("seed", SEEDS)
class TestSeeds:
    def test_it_is_of_a_bulletins_length(self, seed: SeedBulletin) -> None:
        assert 80 <= len(seed.draft.text.split()) <= 250

    def test_its_facts_have_sources_with_dates(self, seed: SeedBulletin) -> None:
        assert seed.sources
        for source in seed.sources:
            assert source.what
            assert source.source
            assert isinstance(source.date, date)
            assert source.date <= seed.draft.produced_on  # type: ignore[operator]

    def test_every_year_it_speaks_of_is_in_its_sources(self, seed: SeedBulletin) -> None:
        known = " ".join(f"{s.what} {s.source} {s.date}" for s in seed.sources)
        known += f" {seed.draft.produced_on}"
        spoken = set(re.findall(r"\b(?:19|20)\d\d\b", seed.draft.text))
        assert {year for year in spoken if year not in known} == set()

    def test_it_lies_in_the_tree(self, seed: SeedBulletin) -> None:
        assert seed.draft.topic in {topic.key for topic in topics()}
        assert seed.draft.field in {field.key for field in fields()}
        assert seed.draft.kind in {kind.key for kind in kinds()}

    def test_it_can_be_read_aloud(self, seed: SeedBulletin) -> None:
        text = seed.draft.text
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(r"[\[\]{}<>*_#|\\]|https?:|\t|  ", text)
        sentences = [s for s in re.split(r"(?<=[.!?:;])\s+", text) if s]
        longest = max(sentences, key=lambda s: len(s.split()))
        assert len(longest.split()) <= 40, longest

    def test_the_reader_has_no_doubt_about_it(self, seed: SeedBulletin) -> None:
        reading = read(seed.draft.text, shipped())
        assert reading.doubts == ()
        stale = {notice.written for notice in reading.notices}
        assert stale <= {"mười nước ASEAN"}, "only where it is said to be wrong"


def test_the_subjects_of_the_plan_are_all_there() -> None:
    wanted = {
        *PILLARS, "covid", "identity", "identity.members", "identity.symbols",
        "identity.community", "events.anniversary", "events.summit", "province",
    }  # fmt: skip
    spoken = {part for s in seed_bulletins() for part in (s.draft.topic, pillar_of(s.draft.topic))}
    assert wanted <= spoken
    assert len(seed_bulletins()) >= 14


def test_codes_differ_and_the_library_takes_them_all(library: Library) -> None:
    for seed in seed_bulletins():
        library.add(seed.draft)
    assert library.count() == len(seed_bulletins())
    assert [row.code for row in library.find("sac day dien thoai")] == ["ASEAN-12"]


def test_no_sentence_is_taken_from_the_plan() -> None:
    plans = sorted((resources_folder().parent.parent / "shared" / "seeds").glob("*.txt"))
    if not plans:
        pytest.skip("the plan's text is not beside the checkout")
    spans = {span for plan in plans for span in _spans(plan.read_text(encoding="utf-8"))}
    for seed in seed_bulletins():
        assert not spans & set(_spans(seed.draft.text)), seed.draft.code


def _spans(text: str, words: int = 10) -> list[tuple[str, ...]]:
    """Every run of so many words, folded."""
    all_words = re.findall(r"\w+", fold(text))
    return [tuple(all_words[i : i + words]) for i in range(len(all_words) - words + 1)]


@pytest.mark.parametrize("content", ["no fence", "+++\ntitle = 'x'\n", ""])
def test_a_file_of_another_form_is_our_mistake(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.md"
    path.write_text(content, encoding="utf-8")
    with pytest.raises((ValueError, IndexError)):
        read_seed(path)


def test_every_day_of_the_calendar_says_where_it_is_from() -> None:
    text = (resources_folder() / "asean-calendar.toml").read_text(encoding="utf-8")
    events = tomllib.loads(text)["event"]
    assert len({event["key"] for event in events}) == len(events) >= 12
    for event in events:
        assert event["vi"]
        assert event["en"]
        assert event["source"]
        assert event["topic"] in {topic.key for topic in topics()}
        assert event["before"] >= 1
        assert event["after"] >= 1
        if isinstance(event["day"], str):
            month, day = event["day"].split("-")
            assert date(2028, int(month), int(day)) != date(2028, 2, 29)
        else:
            assert event["until"] >= event["day"]
    days = {event["day"] for event in events}
    assert {"08-08", "07-28", "10-26", "12-15", "02-24"} <= days
