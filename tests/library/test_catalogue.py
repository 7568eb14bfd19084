"""Versions, the way to approval, and what may sound."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest

from broadcast_desk.audio.model import Audio
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft, Priority, State, Version, content_hash
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import Database, writing

DRAFT = Draft(title="Ngày ASEAN", text="Kính thưa bà con!", topic="events.anniversary")


@pytest.fixture
def approved(library: Library, audio: Audio) -> Version:
    version = library.add(replace(DRAFT, audio=audio, reading="kính thưa bà con"))
    library.submit(version.id, "Lan")
    library.approve(version.id, "Chủ tịch Hùng", "12/PD")
    return library.version(version.id)


def refusal(call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    return caught.value.code


class TestAdding:
    def test_what_was_added_comes_back_whole(self, library: Library, audio: Audio) -> None:
        draft = Draft(
            title="Tên",
            code="X-1",
            kind="recording",
            topic="covid",
            field="disaster-epidemic",
            language="tày",
            priority=Priority.EMERGENCY,
            issuer="Trung tâm",
            text="Lời",
            reading="lời",
            source="Nguồn",
            document_number="1/KH",
            author="Ai",
            voice="Giọng",
            ai_mark="{}",
            audio=audio,
            produced_on=date(2026, 1, 2),
            valid_from=date(2026, 1, 3),
            valid_until=date(2026, 1, 4),
            rights="mọi quyền",
            note="ghi",
            package_id="p",
        )
        version = library.add(draft)
        assert version.draft == draft
        assert (version.number, version.state) == (1, State.DRAFT)
        assert version.content_sha256 == content_hash("Lời", "lời", audio.sha256)
        assert library.newest("X-1") == version

    def test_codes_count_by_kind_and_local_year(self, library: Library, clock) -> None:
        codes = [library.add(DRAFT).draft.code, library.add(DRAFT).draft.code]
        codes.append(library.add(replace(DRAFT, kind="notice")).draft.code)
        codes.append(library.add(replace(DRAFT, kind="something new")).draft.code)
        clock.instant = clock.instant.replace(month=12, day=31, hour=18)  # already 2027 here
        codes.append(library.add(DRAFT).draft.code)
        assert codes == [
            "BT-2026-0001",
            "BT-2026-0002",
            "TB-2026-0001",
            "CT-2026-0001",
            "BT-2027-0001",
        ]

    def test_a_chosen_code_is_counted_on_from(self, library: Library) -> None:
        library.add(replace(DRAFT, code="BT-2026-0041"))
        assert library.add(DRAFT).draft.code == "BT-2026-0042"

    def test_text_comes_in_as_nfc(self, library: Library) -> None:
        version = library.add(Draft(title=unicodedata.normalize("NFD", "Đồng bằng"), code="A"))
        assert version.draft.title == unicodedata.normalize("NFC", "Đồng bằng")

    @pytest.mark.parametrize(
        ("draft", "code"),
        [
            (Draft(title="  "), "library.no_title"),
            (Draft(title="x" * 301), "library.title_too_long"),
            (Draft(title="x", code="có dấu cách"), "library.bad_code"),
            (Draft(title="x", code="x" * 65), "library.bad_code"),
            (Draft(title="x", text="a\x00b"), "library.bad_characters"),
            (Draft(title="x", text="\ud800"), "library.bad_characters"),
            (
                Draft(title="x", valid_from=date(2026, 2, 2), valid_until=date(2026, 2, 1)),
                "library.dates",
            ),
        ],
    )
    def test_what_cannot_be_stored_is_refused_and_nothing_is(
        self, library: Library, draft: Draft, code: str
    ) -> None:
        assert refusal(library.add, draft) == code
        assert library.count() == 0

    def test_a_taken_code_is_refused(self, library: Library) -> None:
        library.add(replace(DRAFT, code="A"))
        assert refusal(library.add, replace(DRAFT, code=" A ")) == "library.code_taken"
        assert library.count() == 1

    def test_several_in_one_transaction_are_all_or_none(
        self, library: Library, db: Database
    ) -> None:
        with pytest.raises(InputError), writing(db):  # noqa: PT012  (the block is what is tested)
            library.add(replace(DRAFT, code="A"))
            library.add(replace(DRAFT, code="A"))
        assert library.count() == 0
        assert library.find("bà con") == []


class TestRevising:
    def test_a_fresh_draft_is_changed_in_place(self, library: Library) -> None:
        first = library.add(DRAFT)
        second = library.revise(first.draft.code, replace(DRAFT, title="Tên khác"))
        assert (second.id, second.number, second.draft.title) == (first.id, 1, "Tên khác")

    def test_the_code_and_issuer_stay(self, library: Library) -> None:
        first = library.add(replace(DRAFT, issuer="Trung tâm"))
        second = library.revise(first.draft.code, replace(DRAFT, code="ZZ", issuer="Ai đó"))
        assert (second.draft.code, second.draft.issuer) == (first.draft.code, "Trung tâm")

    def test_an_approved_version_stays_on_air_until_the_next_is_approved(
        self, library: Library, approved: Version
    ) -> None:
        changed = library.revise(
            approved.draft.code,
            replace(approved.draft, title="Đổi tên", priority=Priority.EMERGENCY),
        )
        assert (changed.number, changed.state) == (2, State.DRAFT)
        (airable,) = library.airables()
        assert (airable.version_id, airable.title) == (approved.id, "Ngày ASEAN")
        assert airable.priority is Priority.NORMAL
        row = library.find()[0]
        assert (row.number, row.state, row.approved_number) == (2, State.DRAFT, 1)

    @pytest.mark.parametrize("sent_back", [True, False])
    def test_what_was_submitted_never_changes(self, library: Library, *, sent_back: bool) -> None:
        first = library.add(DRAFT)
        library.submit(first.id)
        if sent_back:
            library.send_back(first.id, "Hùng", "sai ngày")
        second = library.revise(first.draft.code, replace(DRAFT, text="Khác"))
        assert second.number == 2
        old = library.version(first.id)
        assert (old.state, old.draft.text) == (State.ARCHIVED, DRAFT.text)

    def test_the_database_itself_keeps_submitted_content(
        self, library: Library, db: Database, approved: Version
    ) -> None:
        with pytest.raises(sqlite3.IntegrityError), writing(db) as connection:
            connection.execute("UPDATE versions SET text = 'khác' WHERE id = ?", (approved.id,))
        with pytest.raises(sqlite3.IntegrityError), writing(db) as connection:
            connection.execute("DELETE FROM versions")
        assert library.version(approved.id) == approved

    def test_an_unknown_code_is_refused(self, library: Library) -> None:
        assert refusal(library.revise, "không có", DRAFT) == "library.unknown_code"


class TestApproval:
    def test_it_is_bound_to_content_name_paper_and_day(
        self, library: Library, approved: Version, clock
    ) -> None:
        approval = library.approval_of(approved.id)
        assert approval is not None
        assert approval.content_sha256 == approved.content_sha256
        assert (approval.approved_by, approval.paper_number) == ("Chủ tịch Hùng", "12/PD")
        assert approval.approved_at == clock.now()
        assert [d.what for d in library.decisions(approved.id)] == ["submitted", "approved"]

    def test_every_step_needs_the_state_before_it(self, library: Library, audio: Audio) -> None:
        draft = library.add(replace(DRAFT, audio=audio)).id
        assert refusal(library.approve, draft, "Hùng") == "library.not_submitted"
        assert refusal(library.send_back, draft, "Hùng", "vì") == "library.not_submitted"
        assert refusal(library.withdraw, draft, "Hùng", "vì") == "library.not_approved"
        library.submit(draft)
        assert refusal(library.submit, draft) == "library.not_draft"
        library.approve(draft, "Hùng")
        assert refusal(library.approve, draft, "Hùng") == "library.not_submitted"
        library.archive(library.version(draft).draft.code)
        for step in (library.approve, library.submit):
            assert refusal(step, draft, "Hùng") in ("library.not_submitted", "library.not_draft")

    def test_nothing_to_hear_or_read_cannot_be_submitted(self, library: Library) -> None:
        version = library.add(Draft(title="Trống", text=" \n"))
        assert refusal(library.submit, version.id) == "library.nothing_inside"

    def test_without_audio_there_is_no_approval(self, library: Library) -> None:
        version = library.add(DRAFT)
        library.submit(version.id)
        assert refusal(library.approve, version.id, "Hùng") == "library.no_audio"
        assert library.version(version.id).state is State.SUBMITTED

    @pytest.mark.parametrize("damage", ["flip", "remove"])
    def test_damaged_audio_is_not_approved(
        self, library: Library, media: MediaStore, audio: Audio, damage: str
    ) -> None:
        version = library.add(replace(DRAFT, audio=audio))
        library.submit(version.id)
        path = media.path(audio.sha256)
        if damage == "flip":
            whole = bytearray(path.read_bytes())
            whole[len(whole) // 2] ^= 1
            path.write_bytes(whole)
        else:
            path.unlink()
        assert refusal(library.approve, version.id, "Hùng") == "library.audio_damaged"
        assert library.approval_of(version.id) is None

    def test_names_and_reasons_are_asked_for(self, library: Library, audio: Audio) -> None:
        version = library.add(replace(DRAFT, audio=audio))
        library.submit(version.id)
        assert refusal(library.approve, version.id, " ") == "library.no_name"
        assert refusal(library.send_back, version.id, "Hùng", " ") == "library.no_reason"
        past = date(2026, 8, 7)
        assert refusal(library.approve, version.id, "H", valid_until=past) == (
            "library.approval_past"
        )

    def test_a_version_sent_back_can_be_submitted_again(
        self, library: Library, audio: Audio
    ) -> None:
        version = library.add(replace(DRAFT, audio=audio))
        library.submit(version.id)
        assert library.send_back(version.id, "Hùng", "nghe lại").state is State.DRAFT
        library.submit(version.id)
        library.approve(version.id, "Hùng")
        assert [d.why for d in library.decisions(version.id)] == ["", "nghe lại", "", ""]


class TestMayAir:
    def test_what_was_approved_may(self, library: Library, approved: Version, clock) -> None:
        assert approved.draft.audio is not None
        library.may_air(
            approved.id, approved.content_sha256, approved.draft.audio.sha256, clock.now()
        )

    def test_another_content_or_audio_may_not(
        self, library: Library, approved: Version, clock
    ) -> None:
        audio = approved.draft.audio
        assert audio is not None
        wrong = "0" * 64
        for content, sound in ((wrong, audio.sha256), (approved.content_sha256, wrong)):
            assert refusal(library.may_air, approved.id, content, sound, clock.now()) == (
                "library.changed"
            )

    def test_a_text_changed_behind_our_back_may_not(
        self, library: Library, db: Database, approved: Version, clock
    ) -> None:
        with writing(db) as connection:
            connection.execute("DROP TRIGGER versions_keep")
            connection.execute("UPDATE versions SET text = text || '!'")
        audio = approved.draft.audio
        assert audio is not None
        assert (
            refusal(
                library.may_air, approved.id, approved.content_sha256, audio.sha256, clock.now()
            )
            == "library.changed"
        )

    def test_a_state_set_without_an_approval_may_not(
        self, library: Library, db: Database, audio: Audio, clock
    ) -> None:
        version = library.add(replace(DRAFT, audio=audio))
        with writing(db) as connection:
            connection.execute("UPDATE versions SET state = 'approved'")
        assert (
            refusal(library.may_air, version.id, version.content_sha256, audio.sha256, clock.now())
            == "library.not_approved"
        )
        assert library.airables() == ()

    @pytest.mark.parametrize("ended_by", ["withdraw", "archive"])
    def test_what_was_withdrawn_or_archived_may_not(
        self, library: Library, approved: Version, clock, ended_by: str
    ) -> None:
        if ended_by == "withdraw":
            assert library.withdraw(approved.id, "Hùng", "sai").state is State.SUBMITTED
        else:
            assert library.archive(approved.draft.code, "Hùng").state is State.ARCHIVED
        audio = approved.draft.audio
        assert audio is not None
        assert (
            refusal(
                library.may_air, approved.id, approved.content_sha256, audio.sha256, clock.now()
            )
            == "library.not_approved"
        )
        assert library.approval_of(approved.id) is None
        assert library.airables() == ()

    def test_validity_is_by_local_day_and_inclusive(
        self, library: Library, audio: Audio, clock
    ) -> None:
        version = library.add(
            replace(
                DRAFT,
                audio=audio,
                valid_from=date(2026, 8, 9),
                valid_until=date(2026, 8, 20),
            )
        )
        library.submit(version.id)
        library.approve(version.id, "Hùng", valid_until=date(2026, 8, 11))

        def verdict(at) -> str:
            try:
                library.may_air(version.id, version.content_sha256, audio.sha256, at)
            except InputError as error:
                return error.code
            return "may"

        evening = clock.now().replace(day=8, hour=16, minute=59)  # 23:59 on 8/8 in Vietnam
        assert verdict(evening) == "library.not_yet_valid"
        assert verdict(evening + timedelta(minutes=1)) == "may"
        assert verdict(evening + timedelta(days=3)) == "may"
        assert verdict(evening + timedelta(days=3, minutes=1)) == "library.expired"
        (airable,) = library.airables()
        assert (airable.valid_from, airable.valid_until) == (date(2026, 8, 9), date(2026, 8, 11))

    def test_an_unknown_version_may_not(self, library: Library, clock) -> None:
        assert refusal(library.may_air, 99, "", "", clock.now()) == "library.unknown_version"


def test_moving_words_between_text_and_reading_changes_the_hash() -> None:
    assert content_hash("ab", "c", "") != content_hash("a", "bc", "")
    assert content_hash("", "", "ab") != content_hash("ab", "", "")


def test_unused_media_goes_but_never_what_a_row_or_the_log_names(
    library: Library, media: MediaStore, approved: Version, mastered
) -> None:
    aired, unused = media.keep(mastered(550.0)), media.keep(mastered(660.0))
    (gone,) = library.remove_unused_media({aired.sha256}, age_s=0.0)
    assert gone == media.path(unused.sha256)
    assert media.verify(aired.sha256)
    assert approved.draft.audio is not None
    assert media.verify(approved.draft.audio.sha256)


def test_audio_that_rots_is_found(library: Library, media: MediaStore, approved: Version) -> None:
    assert library.damaged() == ()
    assert approved.draft.audio is not None
    media.path(approved.draft.audio.sha256).write_bytes(b"rot")
    assert [airable.code for airable in library.damaged()] == [approved.draft.code]


ADDER = """
import sys
from pathlib import Path
from broadcast_desk.library.catalogue import Library
from broadcast_desk.library.media import MediaStore
from broadcast_desk.library.model import Draft
from broadcast_desk.station.clock import SystemClock
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.storage import open_database
data = DataFolder(Path(sys.argv[1]))
library = Library(open_database(data.database), MediaStore(data), SystemClock())
for number in range(60):
    library.add(Draft(title="Tin", text=str(number)))
"""


def test_two_programs_adding_at_once_get_codes_of_their_own(
    library: Library, data: DataFolder
) -> None:
    adders = [subprocess.Popen([sys.executable, "-c", ADDER, str(data.root)]) for _ in range(2)]
    assert [adder.wait(timeout=60) for adder in adders] == [0, 0]
    numbers = sorted(int(row.code.rpartition("-")[2]) for row in library.find())
    assert numbers == list(range(1, 121))
