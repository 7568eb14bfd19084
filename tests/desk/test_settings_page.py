"""Thiết lập: every group is kept, refused where it cannot work, and tried where it can be."""

import os
from datetime import time

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel

from broadcast_desk.audio import tunes
from broadcast_desk.desk import restoring
from broadcast_desk.desk.changes import Kind
from broadcast_desk.desk.first_start import RestoredDialog, TroubleDialog
from broadcast_desk.desk.settings.backups import RestoreDialog
from broadcast_desk.desk.settings.mail import MailWay
from broadcast_desk.desk.settings.page import SettingsPage
from broadcast_desk.desk.timetable.item_forms import RelayForm
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.speech.template import of_station
from broadcast_desk.station.errors import InputError, StoreError
from broadcast_desk.station.settings import RelaySource
from broadcast_desk.storage.settings import load_settings
from tests.fakes.mail_server import PASSWORD, mail_server

from .conftest import SETTINGS, WITHIN_MS, StillClock


@pytest.fixture
def page(context, show, qtbot):
    made = show(SettingsPage(context))
    qtbot.waitUntil(lambda: made.station.name.text() == SETTINGS.name, timeout=WITHIN_MS)
    return made


@pytest.fixture
def saved(page, qtbot, rooms):
    """Saves the page and gives what is stored then."""

    def save():
        page.message.hide()
        page.save()
        qtbot.waitUntil(lambda: "Đã lưu" in page.message.text, timeout=WITHIN_MS)
        return load_settings(rooms.db)

    return save


def refused(page, qtbot):
    """Saves the page and gives the sentence that says why it cannot be."""
    page.save()
    qtbot.waitUntil(lambda: bool(page.message.text), timeout=WITHIN_MS)
    return page.message.text


def test_settings_are_stored(page, saved, rooms):
    page.station.name.setText("Đài mới")
    page.rules.quiet.setText("19:00-05:00; 11:30-13:30")
    stored = saved()
    assert stored.name == "Đài mới"
    assert stored.quiet_hours[0].start == time(19)
    assert rooms.timetable.undo().what == "place"
    assert load_settings(rooms.db).quiet_hours == SETTINGS.quiet_hours
    assert load_settings(rooms.db).name == "Đài mới"


def test_nothing_changes_when_nothing_was_changed(page, saved):
    assert saved() == SETTINGS


def test_what_is_being_written_survives_a_row_of_the_log(page, qtbot, context):
    row = page.speakers.zones[0].ways.rows[0]
    page.station.name.setText("Đang sửa dở")
    context.changes.tell_everything()  # playout wrote something
    qtbot.waitUntil(lambda: not context.tasks._asked, timeout=WITHIN_MS)
    assert page.station.name.text() == "Đang sửa dở"
    assert page.speakers.zones[0].ways.rows[0] is row


def test_shorter_quiet_hours_are_not_stored_in_passing(page, qtbot, rooms):
    page.rules.quiet.setText("20:00-03:00")
    said = refused(page, qtbot)
    assert "Lịch phát" in said
    assert "Cụm loa khu 1, Cụm loa khu 2" in said
    assert load_settings(rooms.db).quiet_hours == SETTINGS.quiet_hours


def test_a_wrong_time_is_said_and_nothing_is_stored(page, qtbot, rooms):
    page.rules.quiet.setText("tối đến sáng")
    assert "giờ" in refused(page, qtbot)
    assert load_settings(rooms.db).quiet_hours == SETTINGS.quiet_hours


def test_the_programme_template_is_edited(page, saved, qtbot, rooms):
    page.template.opening.setText("Đây là {name}.")
    page.template.tune.setCurrentIndex(1)
    page.template.preset.setCurrentIndex(page.template.preset.findData("indoor"))
    page.template.ai_line.setChecked(True)
    page.template.pauses["paragraph_ms"].setValue(1.3)
    stored = of_station(saved())
    assert (stored.opening, stored.preset) == ("Đây là {name}.", "indoor")
    assert stored.tune == tunes.names()[0]
    assert stored.ai_line
    assert (stored.pauses.paragraph_ms, stored.pauses.sentence_ms) == (1300, 400)
    page.template.opening.setText("Đây là {mayor}.")
    assert "mayor" in refused(page, qtbot)
    assert of_station(load_settings(rooms.db)) == stored


# Loa


def test_zones_keep_their_ids_and_get_outputs_volume_and_delay(page, saved):
    first, second = page.speakers.zones
    first.name.setText("Loa một")
    first.volume.setValue(65)
    first.delay.setValue(120)
    first.ways.add("air-check")
    page.speakers.add_zone()
    third = page.speakers.zones[2]
    third.name.setText("Loa ba")
    row = third.ways.rows[0]
    row.way.setCurrentIndex(row.way.findData("icecast"))
    assert row.address.isVisibleTo(row)
    row.address.setText("icecast://source@127.0.0.1:8000/loa")
    zones = saved().zones
    assert [zone.id for zone in zones] == ["khu-1", "khu-2", "khu-3"]
    assert (zones[0].name, zones[0].volume, zones[0].delay_ms) == ("Loa một", 65, 120)
    assert zones[0].output == "default;air-check"
    assert zones[2].output == "icecast://source@127.0.0.1:8000/loa"
    assert "chạy lại" in page.message.text  # playout opens outputs when it starts
    second_now = page.speakers.zones[1]
    second_now.away.click()
    assert [zone.id for zone in page.settings().zones] == ["khu-1", "khu-3"]
    assert second.zone_id == "khu-2"


def test_an_output_that_cannot_be_is_refused_in_words(page, qtbot, rooms):
    row = page.speakers.zones[0].ways.rows[0]
    row.way.setCurrentIndex(row.way.findData("rtp"))
    row.address.setText("rtp://không phải")
    assert "RTP" in refused(page, qtbot)
    assert load_settings(rooms.db) == SETTINGS


def test_a_card_that_was_pulled_stays_chosen(page, saved, context, rooms, qtbot):
    row = page.speakers.zones[0].ways.add("card:da-rut")
    assert "không thấy trên máy" in row.way.currentText()
    assert saved().zones[0].output == "default;card:da-rut"


def test_a_tone_that_cannot_sound_says_why_beside_it(page, qtbot):
    row = page.speakers.zones[0].ways.add("card:khong-co")
    row.test.click()
    assert "Đang phát tiếng thử" in row.outcome.text
    qtbot.waitUntil(lambda: row.test.isEnabled(), timeout=60_000)
    assert "hãy" in row.outcome.text or "yên lặng" in row.outcome.text


# Tiếp sóng


def test_relays_are_kept_for_the_timetable(page, saved):
    page.relays.add_source()
    row = page.relays.rows[0]
    row.name.setText("Thời sự Đài tỉnh")
    row.url.setText("http://127.0.0.1:8000/thoi-su")
    page.relays.add_source()  # an empty row is nothing
    assert saved().relays == (RelaySource("Thời sự Đài tỉnh", "http://127.0.0.1:8000/thoi-su"),)


@pytest.mark.parametrize("url", ["", "không phải địa chỉ"])
def test_a_relay_without_an_address_is_refused(page, qtbot, rooms, url):
    page.relays.add_source()
    page.relays.rows[0].name.setText("Đài tỉnh")
    page.relays.rows[0].url.setText(url)
    assert "http://" in refused(page, qtbot)
    assert load_settings(rooms.db) == SETTINGS


def test_a_relay_is_listened_to_on_the_spot(page, qtbot, tmp_path):
    sound = tmp_path / "relay.wav"
    at = np.arange(48_000 * 8) / 48_000
    soundfile.write(sound, 0.5 * np.sin(at * 2764), 48_000)
    page.relays.add_source()
    row = page.relays.rows[0]
    row.url.setText(f"file://{sound}")
    row.test.click()
    qtbot.waitUntil(lambda: "Đang" not in row.outcome.text, timeout=60_000)
    assert "hãy kiểm tra" in row.outcome.text  # only live sources; a file is none
    assert not page.relays.player.isVisibleTo(page)


# Giọng đọc


def test_a_voice_is_heard_before_it_is_chosen(page, qtbot, saved):
    qtbot.waitUntil(lambda: page.voices.voice.count() > 1, timeout=WITHIN_MS)
    south = page.voices.voice.findData("espeak-vi-south")
    page.voices.voice.setCurrentIndex(south)
    page.voices.test.click()
    qtbot.waitUntil(lambda: page.voices.player.isVisibleTo(page.voices), timeout=60_000)
    stored = saved()
    assert stored.voice_order[0] == "espeak-vi-south"


# Người trực


def test_people_hold_what_they_may_do(page, saved):
    page.people.add_person()
    row = page.people.rows[-1]
    row.name.setText("Lê Thị Mới")
    row.roles["approver"].setChecked(True)
    page.people.rows[0].name.setText("Nguyễn Thị Soạn")
    people = {person.name: person.roles for person in saved().operators}
    assert people["Lê Thị Mới"] == ("writer", "operator", "approver")
    assert people["Trần Văn Duyệt"] == ("approver",)
    assert page.people.operator.findText("Lê Thị Mới") >= 0
    page.people._remove(page.people.rows[-1])
    assert "Lê Thị Mới" not in [person.name for person in page.settings().operators]


def test_two_of_one_name_are_refused(page, qtbot):
    page.people.rows[1].name.setText(page.people.rows[0].name.text())
    assert "phân biệt" in refused(page, qtbot)
    QSettings().remove("operator")


# Báo động


@pytest.mark.parametrize(
    "text",
    [
        "smtp+starttls://dai%20xa@smtp.xa.vn:587?to=a@xa.vn,b@xa.vn",
        "smtps://dai@xa.vn@smtp.xa.vn:465?to=a@xa.vn&from=dai%40xa.vn",
        "smtp://smtp.xa.vn:2525?to=a@xa.vn",
        "",
    ],
)
def test_the_mail_setting_survives_its_fields(text):
    assert MailWay.of(MailWay.of(text).text) == MailWay.of(text)
    assert MailWay.of(text).text == text


def test_a_test_of_the_alarm_arrives(page, qtbot, tmp_path, saved, data):
    with mail_server(tmp_path) as server:
        page.alarms._mail = MailWay(more=f"&ca={server.certificate}")
        page.alarms.to.setText("nguoi.truc@xa.vn")
        page.alarms.server.setText(f"127.0.0.1:{server.port}")
        page.alarms.user.setText("dai")
        page.alarms.password.setText(PASSWORD)
        page.alarms.test.click()
        qtbot.waitUntil(lambda: bool(server.mails), timeout=60_000)
        assert SETTINGS.name in server.mails[0]["Subject"]
    kept = data.keys / "smtp-127.0.0.1.txt"
    assert kept.read_text(encoding="utf-8") == PASSWORD
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    assert "to=nguoi.truc@xa.vn" in saved().extra["alarm_email"]
    assert page.alarms.password.text() == ""
    assert PASSWORD not in saved().extra["alarm_email"]


def test_without_a_way_the_test_says_what_to_fill_in(page, qtbot):
    page.alarms.test.click()
    qtbot.waitUntil(lambda: page.alarms.test.isEnabled(), timeout=WITHIN_MS)
    said = [outcome.text for outcome in page.alarms.findChildren(type(page.voices.outcome))]
    assert any("MQTT" in text for text in said)


# Sao lưu


def test_a_copy_is_made_now_and_shown(page, qtbot, data):
    page.backups.now.click()
    qtbot.waitUntil(lambda: "Đã sao lưu" in page.backups.outcome.text, timeout=WITHIN_MS)
    assert len(list(data.backups.glob("station-*.db"))) == 1
    qtbot.waitUntil(lambda: bool(ways_back(page)), timeout=WITHIN_MS)


def ways_back(page):
    return [b for b in page.backups.findChildren(Button) if b.text() == "Trở về bản này"]


def test_data_and_audio_go_to_a_stick(page, qtbot, add, tmp_path):
    add("Ngày ASEAN")
    page.backups.copy_to_asked.emit(tmp_path / "usb")
    qtbot.waitUntil(lambda: "Đã chép" in page.backups.outcome.text, timeout=WITHIN_MS)
    assert list((tmp_path / "usb").glob("station-*.db"))
    assert list((tmp_path / "usb" / "media").glob("*/*/*"))
    page.backups.folder_chosen.emit(tmp_path / "empty")
    qtbot.waitUntil(lambda: "Đã chép" not in page.backups.outcome.text, timeout=WITHIN_MS)


def test_going_back_says_what_it_means_and_does_it(page, qtbot, data, rooms, context, monkeypatch):
    page.backups.now.click()
    qtbot.waitUntil(lambda: bool(ways_back(page)), timeout=WITHIN_MS)
    page.station.name.setText("Tên nhầm")
    page.save()
    qtbot.waitUntil(lambda: load_settings(rooms.db).name == "Tên nhầm", timeout=WITHIN_MS)
    ended = []
    monkeypatch.setattr("broadcast_desk.desk.restoring.QCoreApplication.exit", ended.append)
    ways_back(page)[0].click()
    dialog = page.findChild(RestoreDialog)
    assert not ended
    dialog.act.click()
    assert ended == [restoring.RESTORE]
    context.tasks.close()
    rooms.close()
    done = restoring.restore_wanted(data, StillClock())
    del rooms.__dict__["db"]
    assert load_settings(rooms.db).name == SETTINGS.name
    assert done.moved_to is not None
    shown = RestoredDialog(done)
    qtbot.addWidget(shown)
    assert str(done.moved_to) in "".join(label.text() for label in shown.findChildren(QLabel))


def test_damaged_data_offer_the_way_back_where_there_is_one(dressed, qtbot):
    damaged = TroubleDialog(StoreError("store.corrupt", path="x", reason="y"))
    other = TroubleDialog(InputError("settings.exists", path="x"))
    for dialog in (damaged, other):
        qtbot.addWidget(dialog)
    assert damaged.back.isVisibleTo(damaged)
    assert not other.back.isVisibleTo(other)


def test_a_page_can_be_opened_on_a_group(page):
    page.open_on("backups")
    assert page.places.currentWidget().isAncestorOf(page.backups)
    assert Kind.SETTINGS in page.shows


def test_a_kept_relay_is_chosen_in_the_timetable(dressed, show):
    form = show(RelayForm((), (RelaySource("Đài tỉnh", "http://127.0.0.1:8000/tinh"),)))
    form.known.setCurrentIndex(1)
    form.known.activated.emit(1)
    item = form.item()
    assert (item.title, item.url) == ("Đài tỉnh", "http://127.0.0.1:8000/tinh")
    assert not RelayForm(()).known.isVisible()
