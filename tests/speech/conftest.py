"""A station with a data folder, and bulletins to speak."""

import dataclasses

import pytest

from broadcast_desk.speech.lexicon import shipped
from broadcast_desk.speech.rendering import render
from broadcast_desk.station.paths import DataFolder
from broadcast_desk.station.settings import StationSettings

BULLETIN = (
    "Thông báo lịch tiêm chủng\n"
    "Ủy ban nhân dân xã thông báo: sáng mai, trạm y tế tiêm vắc xin cho trẻ em dưới năm tuổi.\n"
    "Đề nghị các gia đình đưa trẻ đến đúng giờ. Xin trân trọng cảm ơn."
)


@pytest.fixture
def data(tmp_path):
    """A fresh data folder."""
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def offline_settings():
    """A station that speaks without the network."""
    return dataclasses.replace(
        StationSettings(name="Đài truyền thanh xã An Bình"), voice_order=("espeak-vi-north",)
    )


@pytest.fixture
def rendered(data, offline_settings, tmp_path):
    """Render a text with the station's usual voice: `rendered(text, rate=1.2)`."""

    def make(text=BULLETIN, work="work", **choices):
        folder = tmp_path / work
        folder.mkdir(exist_ok=True)
        choices.setdefault("settings", offline_settings)
        return render(text, data=data, lexicon=shipped(), work=folder, **choices)

    return make
