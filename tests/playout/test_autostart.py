from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.playout.autostart import (
    TASK,
    UNIT,
    SystemdUnit,
    WindowsTask,
    playout_command,
    task_xml,
    unit_text,
)
from broadcast_desk.station.errors import PlayoutError

COMMAND = ("/opt/a b/python", "-m", "broadcast_desk", "playout", "--data", '/dữ liệu/50% "x" $y\\z')
TASK_SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}

SYSTEM = """#!{python}
import json, sys
from pathlib import Path
home = Path({home!r})
name = Path(sys.argv[0]).name
with (home / "asked").open("a", encoding="utf-8") as asked:
    asked.write(json.dumps([name, *sys.argv[1:]]) + "\\n")
for answer in json.loads((home / "answers.json").read_text(encoding="utf-8")):
    if answer[0] in " ".join([name, *sys.argv[1:]]):
        print(answer[2])
        sys.exit(answer[1])
"""


class System:
    """Programs of the operating system that note what they are asked, on the path."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.answer()
        for name in ("systemctl", "loginctl", "schtasks"):
            program = home / name
            program.write_text(SYSTEM.format(python=sys.executable, home=str(home)))
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")

    def answer(self, *answers: tuple[str, int, str]) -> None:
        """What they answer: (part of the command, exit status, output)."""
        import json

        (self.home / "answers.json").write_text(json.dumps(answers), encoding="utf-8")

    @property
    def asked(self) -> list[list[str]]:
        import json

        path = self.home / "asked"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]


@pytest.fixture
def system(tmp_path, monkeypatch):
    if sys.platform == "win32":
        pytest.skip("needs programs with a shebang line")
    home = tmp_path / "system"
    home.mkdir()
    return System(home, monkeypatch)


def test_the_unit_restarts_and_quotes():
    text = unit_text(COMMAND)
    (line,) = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    assert '"/opt/a b/python" "-m"' in line
    assert r'"/dữ liệu/50%% \"x\" $$y\\z"' in line
    assert "\nRestart=always\n" in text
    assert "\nWantedBy=default.target\n" in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_itself_finds_no_fault_with_the_unit(tmp_path):
    unit = tmp_path / UNIT
    unit.write_text(unit_text(("/bin/true", "a b%")), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True
    )
    assert UNIT not in checked.stderr, checked.stderr


@pytest.mark.parametrize("without_login", [True, False])
def test_the_task_is_well_formed_and_never_ends_it(without_login):
    root = ET.fromstring(
        task_xml(COMMAND, "XÃ\\Lan & Minh", without_login=without_login).encode("utf-16")
    )

    def text(path: str) -> str | None:
        return root.findtext(path, namespaces=TASK_SPACE)

    assert text("t:Actions/t:Exec/t:Command") == COMMAND[0]
    arguments = text("t:Actions/t:Exec/t:Arguments")
    assert arguments == subprocess.list2cmdline(COMMAND[1:])
    assert text("t:Settings/t:ExecutionTimeLimit") == "PT0S"
    assert text("t:Settings/t:DisallowStartIfOnBatteries") == "false"
    assert text("t:Settings/t:MultipleInstancesPolicy") == "IgnoreNew"
    assert text("t:Principals/t:Principal/t:UserId") == "XÃ\\Lan & Minh"
    assert text("t:Principals/t:Principal/t:RunLevel") == "LeastPrivilege"
    assert text("t:Settings/t:WakeToRun") == "true"
    assert text("t:Settings/t:StopIfGoingOnBatteries") == "false"
    assert text("t:Settings/t:RestartOnFailure/t:Interval") == "PT1M"
    assert 1 <= int(text("t:Settings/t:RestartOnFailure/t:Count") or 0) <= 255, "an unsignedByte"
    assert text("t:Triggers/t:TimeTrigger/t:Repetition/t:Interval") == "PT5M"
    assert root.find("t:Triggers/t:TimeTrigger/t:Repetition/t:Duration", TASK_SPACE) is None
    boots = root.find("t:Triggers/t:BootTrigger", TASK_SPACE) is not None
    assert boots is without_login
    logon = "S4U" if without_login else "InteractiveToken"
    assert text("t:Principals/t:Principal/t:LogonType") == logon


def test_the_command_names_this_python_and_the_whole_path():
    command = playout_command(Path("dữ liệu"))
    assert Path(command[0]).is_absolute()
    assert command[1:5] == ("-m", "broadcast_desk", "playout", "--data")
    assert command[5] == str(Path("dữ liệu").absolute())


def test_systemd_install_status_remove(system, tmp_path):
    system.answer(("is-active", 0, "active"), ("show-user", 0, "yes"))
    unit = SystemdUnit(tmp_path / "units")
    assert not unit.status().installed
    found = unit.install(COMMAND)
    assert (found.installed, found.running, found.without_login) == (True, True, True)
    assert Path(found.place).read_text(encoding="utf-8") == unit_text(COMMAND)
    words = [" ".join(asked) for asked in system.asked]
    assert f"systemctl --user enable {UNIT}" in words
    assert "loginctl enable-linger" in words
    assert not unit.remove().installed
    assert f"systemctl --user disable --now {UNIT}" in [" ".join(a) for a in system.asked]
    assert not unit.remove().installed, "removing twice does nothing"


def test_systemd_that_refuses_says_why(system, tmp_path):
    system.answer(("enable", 1, "Failed to connect to bus"))
    with pytest.raises(PlayoutError) as caught:
        SystemdUnit(tmp_path).install(COMMAND)
    assert caught.value.params["reason"] == "Failed to connect to bus"


def test_a_task_at_boot_when_we_may(system):
    system.answer(("/XML", 0, "<Task><BootTrigger/></Task>"), ("/NH", 0, '"x","n/a","Running"'))
    found = WindowsTask().install(COMMAND)
    assert (found.installed, found.running, found.without_login) == (True, True, True)
    created, *_ = system.asked
    assert created[:4] == ["schtasks", "/Create", "/TN", TASK]
    assert ["schtasks", "/Run", "/TN", TASK] in system.asked


def test_a_task_that_is_refused_twice(system):
    system.answer(("/Create", 1, "ERROR: Access is denied."))
    with pytest.raises(PlayoutError) as caught:
        WindowsTask().install(COMMAND)
    assert caught.value.params["reason"] == "ERROR: Access is denied."
    assert [asked[1] for asked in system.asked] == ["/Create", "/Create"]


def test_a_task_is_removed_when_it_is_there(system):
    system.answer(("/Query", 1, "not found"))
    assert not WindowsTask().remove().installed
    assert all(asked[1] == "/Query" for asked in system.asked)
    system.answer(("/Query", 0, "<Task/>"))
    WindowsTask().remove()
    assert ["schtasks", "/Delete", "/TN", TASK, "/F"] in system.asked


@pytest.mark.skipif(sys.platform != "linux", reason="systemd")
def test_the_commands(system, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    data = ["--data", str(tmp_path / "data")]
    system.answer(("is-active", 0, "active"), ("show-user", 0, "no"))
    assert run(["autostart", "status", *data]) == 0
    assert "chưa được đặt tự chạy" in capsys.readouterr().out
    assert run(["autostart", "install", *data]) == 0
    assert "khi có người đăng nhập" in capsys.readouterr().out
    unit = tmp_path / "config" / "systemd" / "user" / UNIT
    assert str(tmp_path / "data") in unit.read_text(encoding="utf-8")
    assert run(["autostart", "remove", *data, "--json"]) == 0
    assert '"installed": false' in capsys.readouterr().out
    assert not unit.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="systemd")
def test_without_systemd_it_is_refused_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert run(["autostart", "install", "--data", str(tmp_path / "data")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list((tmp_path / "config").rglob(UNIT)), "nothing half-installed"
