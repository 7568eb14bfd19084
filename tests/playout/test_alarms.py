"""Alarms reach people: real mail servers, a real broker, a real command; never too often."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from broadcast_desk.playout.alarm_hooks import HookFailed, Note, hooks_of
from broadcast_desk.playout.alarms import HOOK_FAILED, MOST_AN_HOUR, NoteRules, Notes
from broadcast_desk.station.errors import InputError
from broadcast_desk.station.settings import StationSettings, Zone
from broadcast_desk.storage.settings import save_settings
from tests.fakes.broker import broker as broker  # the fixture
from tests.fakes.mail_server import PASSWORD, mail_server
from tests.fakes.stations import MadeStation
from tests.playout.outputs.conftest import free_port, wait_until

NOTE = Note(
    "Đài xã Đông Ngũ", "[Đài xã Đông Ngũ] Mất loa", "05:30 24/11: mất cạc âm thanh\n", ("a",)
)
RULES = NoteRules(20.0, 3600.0)
KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read() + b'\\n')"


@pytest.mark.parametrize(("scheme", "safety"), [("smtp+starttls", "starttls"), ("smtps", "tls")])
def test_a_mail_goes_out_through_a_server_with_password_and_tls(scheme, safety, tmp_path):
    with mail_server(tmp_path, safety) as server:
        (tmp_path / "smtp-localhost.txt").write_text(PASSWORD, encoding="utf-8")
        url = (
            f"{scheme}://dai@localhost:{server.port}?to=a@x.vn,b@y.vn&from=dai@x.vn"
            f"&ca={server.certificate}"
        )
        (hook,) = hooks_of({"alarm_email": url}, tmp_path)
        hook.send(NOTE)
        (mail,) = server.mails
        assert (mail["subject"], mail["to"]) == (NOTE.subject, "a@x.vn, b@y.vn")
        assert mail.get_content().strip() == NOTE.body.strip()
        (tmp_path / "smtp-localhost.txt").write_text("sai", encoding="utf-8")
        with pytest.raises(HookFailed) as caught:
            hook.send(NOTE)
        assert caught.value.code == "playout.alarm_password", caught.value.detail


def test_a_server_that_nobody_vouches_for_gets_no_password(tmp_path):
    with mail_server(tmp_path, "starttls") as server:
        (tmp_path / "smtp-localhost.txt").write_text(PASSWORD, encoding="utf-8")
        url = f"smtp+starttls://dai@localhost:{server.port}?to=a@x.vn"
        (hook,) = hooks_of({"alarm_email": url}, tmp_path)
        with pytest.raises(HookFailed) as caught:
            hook.send(NOTE)
    assert caught.value.code == "playout.alarm_email_failed"
    assert not server.mails


def test_a_mail_server_that_is_not_there():
    (hook,) = hooks_of({"alarm_email": f"smtp://localhost:{free_port()}?to=a@x.vn"})
    with pytest.raises(HookFailed):
        hook.send(NOTE)


def test_a_note_over_mqtt(broker):
    broker.listen("dai/bao-dong")
    (hook,) = hooks_of({"alarm_mqtt": f"mqtt://127.0.0.1:{broker.port}/dai/bao-dong"})
    hook.send(NOTE)
    wait_until(lambda: broker.heard)
    assert json.loads(broker.heard[0][1])["subject"] == NOTE.subject


def test_a_command_gets_the_note(tmp_path):
    kept = tmp_path / "kept"
    (hook,) = hooks_of({"alarm_command": f'{sys.executable} -c "{KEEP}" {kept}'})
    hook.send(NOTE)
    assert json.loads(kept.read_text(encoding="utf-8"))["raised"] == ["a"]
    (hook,) = hooks_of({"alarm_command": f"{sys.executable} -c exit(3)"})
    with pytest.raises(HookFailed, match="exit 3"):
        hook.send(NOTE)


@pytest.mark.parametrize(
    "extra",
    [{"alarm_email": "smtp://host"}, {"alarm_email": "http://host?to=a@x.vn"},
     {"alarm_email": "smtp://host?to=nobody"}, {"alarm_email": "smtp://host:x?to=a@x.vn"},
     {"alarm_mqtt": "mqtt://host"}, {"alarm_command": '"open'}],
)  # fmt: skip
def test_settings_that_cannot_be(extra):
    with pytest.raises(InputError):
        hooks_of(extra)


def test_an_alarm_is_told_when_it_lasts_and_once_more_when_it_is_over():
    notes = Notes()
    assert notes.due({"x": 5.0}, 100.0, RULES) == ((), ())
    assert notes.due({"x": 25.0}, 120.0, RULES) == (("x",), ())
    assert notes.due({"x": 500.0}, 600.0, RULES) == ((), ())
    assert notes.due({}, 700.0, RULES) == ((), ("x",))
    assert notes.due({}, 701.0, RULES) == ((), ())


def test_a_flapping_alarm_is_told_once_an_hour():
    notes, told = Notes(), 0
    for minute in range(180):
        raised, _ = notes.due({"x": 30.0} if minute % 2 else {}, minute * 60.0, RULES)
        told += len(raised)
    assert told == 3


def test_never_more_than_so_many_an_hour_and_none_about_itself():
    notes, told = Notes(), 0
    for second in range(3500):
        alarms = {f"alarm-{second}": 30.0, HOOK_FAILED: 60.0}
        raised, cleared = notes.due(alarms, float(second), RULES)
        assert HOOK_FAILED not in raised
        told += bool(raised or cleared)
    assert told == MOST_AN_HOUR


@pytest.fixture
def commanded(station: MadeStation, tmp_path: Path) -> tuple[Callable[..., object], Path]:
    kept = tmp_path / "kept"
    script = tmp_path / "keep.py"
    script.write_text(KEEP, encoding="utf-8")
    zones = (Zone("khu-1", "Khu 1", "null;icecast://sai"),)
    extra = {"alarm_command": f"{sys.executable} {script} {kept}", "alarm_after_s": "0"}
    save_settings(station.db, replace(StationSettings(), zones=zones, extra=extra))

    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "broadcast_desk", *arguments, "--data", str(station.data.root)],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return run, kept


def test_the_command_line_tries_every_way(commanded):
    run, kept = commanded
    done = run("alarm", "test")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stderr
    assert json.loads(kept.read_text(encoding="utf-8"))["subject"].endswith("Thử báo động")


def test_a_real_playout_tells_of_an_output_that_is_wrong(commanded, station):
    run, kept = commanded
    with subprocess.Popen(
        [sys.executable, "-m", "broadcast_desk", "playout", "--data", str(station.data.root)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as playout:  # fmt: skip
        try:
            wait_until(kept.exists, 60)
            time.sleep(3.0)
            now = run("now")
        finally:
            playout.terminate()
        _, said = playout.communicate(timeout=30)
    assert playout.returncode == 0
    assert "icecast://" in said, "the start names each setting that is wrong"
    told = json.loads(kept.read_text(encoding="utf-8").splitlines()[0])
    assert "playout.output_setting" in told["raised"]
    assert "doctor" in told["body"]
    assert "doctor" in now.stdout
