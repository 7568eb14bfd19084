"""Báo động: by which ways people away from the desk are told, and whether a test reaches them."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout
from typing_extensions import override

from broadcast_desk.checkup.trying import Sent
from broadcast_desk.desk.i18n import language, translate
from broadcast_desk.desk.settings.group import Group, Outcome, text_of
from broadcast_desk.desk.settings.mail import PORTS, SCHEMES, MailWay
from broadcast_desk.desk.settings.operations import Secret
from broadcast_desk.desk.widgets.buttons import Button
from broadcast_desk.desk.widgets.cards import clear, rule
from broadcast_desk.desk.widgets.fields import NumberField
from broadcast_desk.desk.widgets.flow import flow_of
from broadcast_desk.desk.widgets.labels import label
from broadcast_desk.station.messages import say
from broadcast_desk.station.settings import StationSettings

EMAIL, MQTT, COMMAND = "alarm_email", "alarm_mqtt", "alarm_command"
AFTER, REPEAT = "alarm_after_s", "alarm_repeat_min"
USUAL_AFTER_S, USUAL_REPEAT_MIN = 20, 60


class AlarmsGroup(Group):
    """The ways of alarming.

    Signals:
        tried: a test is to be sent.
    """

    tried = Signal()

    def __init__(self) -> None:
        super().__init__(
            translate("Settings", "Báo động"),
            translate(
                "Settings",
                "Khi loa im, mất điện hay hết chỗ trên ổ đĩa mà không có ai ở bàn, máy báo cho "
                "những người này.",
            ),
        )
        self._mail = MailWay()
        self.to, self.server, self.user, self.password = (QLineEdit() for _ in range(4))
        self.safety = QComboBox()
        self.mqtt, self.command = QLineEdit(), QLineEdit()
        self.after, self.repeat = NumberField(), NumberField()
        self.test = Button(translate("Settings", "Gửi thử"), self.tried.emit, icon="send")
        self._results = QVBoxLayout()
        self._build()

    def _build(self) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(translate("Settings", "Để trống là giữ mật khẩu đang có"))
        self.to.setPlaceholderText("nguoi.truc@xa.vn, chu.tich@xa.vn")
        self.server.setPlaceholderText("smtp.xa.vn")
        self.mqtt.setPlaceholderText("mqtt://đài@máy-chủ:1883/bao-dong")
        words = {
            "smtp+starttls": translate("Settings", "STARTTLS, cổng {port}"),
            "smtps": translate("Settings", "TLS, cổng {port}"),
            "smtp": translate("Settings", "Không mã hóa, cổng {port}"),
        }
        for scheme in SCHEMES:
            self.safety.addItem(words[scheme].format(port=PORTS[scheme]), scheme)
        self.after.setRange(0, 3600)
        self.after.setSuffix(translate("Settings", " giây"))
        self.repeat.setRange(0, 24 * 60)
        self.repeat.setSuffix(translate("Settings", " phút"))
        self.body.addWidget(label(translate("Settings", "Thư điện tử"), "strong"))
        self.add_field(translate("Settings", "Gửi tới, cách nhau bằng dấu phẩy"), self.to)
        self.add_field(translate("Settings", "Máy chủ gửi thư"), self.server)
        self.add_field(translate("Settings", "Cách nối"), self.safety)
        self.add_field(translate("Settings", "Tên đăng nhập"), self.user)
        self.add_field(translate("Settings", "Mật khẩu"), self.password)
        self.body.addWidget(rule())
        self.body.addWidget(label(translate("Settings", "Cách khác"), "strong"))
        self.add_field(translate("Settings", "Máy chủ MQTT và chủ đề"), self.mqtt)
        self.add_field(translate("Settings", "Chạy một lệnh trên máy này"), self.command)
        self.body.addWidget(rule())
        self.add_field(translate("Settings", "Báo khi sự cố kéo dài hơn"), self.after)
        self.add_field(translate("Settings", "Chưa hết thì báo lại sau"), self.repeat)
        self.body.addLayout(flow_of(self.test))
        self.body.addLayout(self._results)

    @override
    def show_settings(self, settings: StationSettings) -> None:
        """Show what is stored; passwords are never shown."""
        extra = settings.extra
        self._mail = MailWay.of(extra.get(EMAIL, ""))
        self.to.setText(self._mail.to.replace(",", ", "))
        self.server.setText(self._mail.server)
        self.safety.setCurrentIndex(self.safety.findData(self._mail.scheme))
        self.user.setText(self._mail.user)
        self.password.clear()
        self.mqtt.setText(extra.get(MQTT, ""))
        self.command.setText(extra.get(COMMAND, ""))
        self.after.setValue(_number(extra.get(AFTER, ""), USUAL_AFTER_S))
        self.repeat.setValue(_number(extra.get(REPEAT, ""), USUAL_REPEAT_MIN))

    def mail(self) -> MailWay:
        """The mail as it stands here."""
        return MailWay(
            str(self.safety.currentData()),
            text_of(self.server),
            text_of(self.user),
            text_of(self.to),
            self._mail.more,
        )

    def secrets(self) -> tuple[Secret, ...]:
        """The password that was just written, if one was."""
        mail, written = self.mail(), self.password.text()
        return (Secret(f"smtp-{mail.host}.txt", written),) if written and mail.host else ()

    @override
    def applied_to(self, settings: StationSettings) -> StationSettings:
        """With these ways; a number nobody changed is not written down."""
        extra = {
            **settings.extra,
            EMAIL: self.mail().text,
            MQTT: text_of(self.mqtt),
            COMMAND: text_of(self.command),
        }
        for key, field, usual in (
            (AFTER, self.after, USUAL_AFTER_S),
            (REPEAT, self.repeat, USUAL_REPEAT_MIN),
        ):
            if field.value() != _number(settings.extra.get(key, ""), usual):
                extra[key] = str(field.value())
        return dataclasses.replace(settings, extra={k: v for k, v in extra.items() if v})

    def show_sent(self, results: tuple[Sent, ...]) -> None:
        """Say for each way whether the test went out."""
        clear(self._results)
        for sent in results:
            words = say(sent.code or "alarm.sent", language(), **sent.params)
            self._say(words, "need" if sent.code else "well")
        if not results:
            self._say(
                translate("Settings", "Chưa có cách báo nào: điền người nhận thư, MQTT hoặc lệnh."),
                "need",
            )

    def show_not_sent(self, words: str) -> None:
        """Say why nothing could be sent."""
        clear(self._results)
        self._say(words, "need")

    def show_sending(self) -> None:
        """Say that it is under way."""
        clear(self._results)
        self._say(translate("Settings", "Đang gửi"), "")

    def _say(self, words: str, tone: str) -> None:
        outcome = Outcome()
        self._results.addWidget(outcome)
        outcome.say(words, tone)


def _number(text: str, usual: int) -> int:
    try:
        return round(float(text))
    except ValueError:
        return usual
