"""Entries, cues, patterns, precedence, the station's store, and the TSV files."""

import pytest

from broadcast_desk.speech.lexicon import (
    Entry,
    Lexicon,
    LexiconStore,
    format_tsv,
    parse_tsv,
    shipped,
)
from broadcast_desk.speech.lexicon.tokens import Line, key_of
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.paths import resources_folder
from broadcast_desk.storage import open_database


def found(lexicon, text, at=0):
    result = lexicon.find(Line(text), at)
    return None if result is None else result.entry.spoken


def test_whole_words_longest_first():
    lexicon = Lexicon([Entry("KH", "kế hoạch"), Entry("KH&CN", "khoa học và công nghệ")])
    assert found(lexicon, "KH&CN") == "khoa học và công nghệ"
    assert found(lexicon, "KH mới") == "kế hoạch"
    assert found(lexicon, "KHX") is None
    assert found(lexicon, "KH5") is None


def test_small_letters_match_any_case_and_capitals_only_themselves():
    lexicon = Lexicon([Entry("wifi", "oai-phai"), Entry("TAC", "hiệp ước")])
    assert found(lexicon, "WiFi") == found(lexicon, "WIFI") == "oai-phai"
    assert found(lexicon, "tac") is None


def test_old_and_new_tone_placement_and_dashes_are_one():
    assert key_of("uỷ") == key_of("ủy")
    assert key_of("HOÀ") == "hòa"
    assert key_of("quý") == "quý"
    lexicon = Lexicon([Entry("Uỷ viên", "x"), Entry("KT-XH", "kinh tế")])
    assert found(lexicon, "Ủy viên") == "x"
    assert found(lexicon, "KT–XH") == "kinh tế"


def test_cues_decide_and_the_default_is_ambiguous():
    lexicon = Lexicon(
        [
            Entry("CT", "chỉ thị", cues=">#"),
            Entry("CT", "chủ tịch", cues="<đồng chí; >A"),
            Entry("CT", "công ty", cues="cổ phần"),
            Entry("CT", "chương trình"),
        ]
    )
    assert found(lexicon, "CT 05") == "chỉ thị"
    assert found(lexicon, "đồng chí CT", 2) == "chủ tịch"
    assert found(lexicon, "CT Xuân") == "chủ tịch"
    assert found(lexicon, "CT than cổ phần") == "công ty"
    assert lexicon.find(Line("CT mới"), 0).by == "nothing"
    assert lexicon.find(Line("CT 05"), 0).by == "line"


def test_an_entry_with_cues_only_is_silent_without_them():
    assert found(Lexicon([Entry("m", "mét", cues="<#")]), "m") is None
    assert found(Lexicon([Entry("m", "mét", cues="<#")]), "5m", 1) == "mét"


def test_patterns():
    lexicon = Lexicon(
        [Entry("QL#*", "quốc lộ # *", "pattern"), Entry("QL#", "quốc lộ #", "pattern")]
    )
    result = lexicon.find(Line("QL18A"), 0)
    assert result.captures == ("18", "A")
    assert lexicon.find(Line("QL18 đoạn"), 0).captures == ("18",)
    assert lexicon.find(Line("QL 18"), 0) is None


def test_the_station_beats_the_shipped_and_longer_beats_shorter():
    lexicon = Lexicon([Entry("BTC", "Bộ Tài chính"), Entry("BTC hội thi", "ban")]).with_station(
        [Entry("BTC", "ban tổ chức")]
    )
    assert found(lexicon, "BTC họp") == "ban tổ chức"
    assert found(lexicon, "BTC hội thi") == "ban"


def test_roles_and_units():
    lexicon = Lexicon([Entry("KH", "Kế hoạch", cues="@loại"), Entry("kg", "ki-lô-gam", cues="<#")])
    assert lexicon.role("@loại", "KH") == "Kế hoạch"
    assert lexicon.role("@cơ quan", "KH") == ""
    assert found(lexicon, "KH") is None
    assert lexicon.unit(Line("/kg"), 1).entry.spoken == "ki-lô-gam"
    assert lexicon.with_station([Entry("KH", "x", cues="@loại")]).role("@loại", "KH") == "x"


def test_tsv_goes_out_and_comes_back():
    entries = (Entry("QL#", "quốc lộ #", "pattern"), Entry("P.", "phường", "word", ">A", "ghi chú"))
    assert parse_tsv(format_tsv(entries)) == entries


@pytest.mark.parametrize(
    "line", ["một cột", "a\tb\tsai", "a\t", "#x\tb\tpattern", "a\tb #\tpattern", "a\tb\t\t\t\tthừa"]
)
def test_a_bad_line_is_named_by_its_number(line):
    with pytest.raises(SpeechError) as caught:
        parse_tsv(f"written\tspoken\nA\tb\n{line}\n")
    assert caught.value.params["line"] == 3


def test_shipped_files_parse_and_say_nothing_twice():
    seen = set()
    for path in sorted((resources_folder() / "lexicon").glob("*.tsv")):
        for entry in parse_tsv(path.read_text(encoding="utf-8")):
            assert (entry.written, entry.cues) not in seen, (path.name, entry)
            seen.add((entry.written, entry.cues))
    assert len(seen) > 1000
    assert len(shipped().entries) == len(seen)


@pytest.fixture
def store(tmp_path):
    db = open_database(tmp_path / "station.db")
    yield LexiconStore(db)
    db.conn.close()


def test_the_store_keeps_replaces_and_forgets(store):
    store.add(Entry("BTC", "ban tổ chức"))
    store.add(Entry("BTC", "Bộ Tài chính", note="đã hỏi"))
    store.add(Entry("BTC", "bê tông", cues=">đường"))
    assert [entry.spoken for entry in store.entries()] == ["Bộ Tài chính", "bê tông"]
    assert found(store.lexicon(), "BTC họp") == "Bộ Tài chính"
    assert store.remove("BTC", ">đường") == 1
    assert store.remove("BTC") == 1
    assert store.entries() == ()


def test_forgetting_what_is_not_there_is_refused(store):
    with pytest.raises(SpeechError, match=r"lexicon\.unknown"):
        store.remove("XYZ")


def test_all_or_none_are_kept(store):
    with pytest.raises(SpeechError):
        store.add_all([Entry("A", "b"), Entry("", "c")])
    assert store.entries() == ()


def test_a_cue_may_stand_anywhere_in_the_line():
    lexicon = Lexicon([Entry("K", "khá", "word", "~học lực"), Entry("K", "ca")])
    far = "học lực của các em năm nay là giỏi hoặc loại K"
    line = Line(far)
    assert lexicon.find(line, len(line) - 1).entry.spoken == "khá"
    line = Line(far.replace("học lực", "học hành"))
    assert lexicon.find(line, len(line) - 1).entry.spoken == "ca"
