"""0 done, 1 refused, 2 wrong usage; one line of reason, never a traceback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from broadcast_desk.cli.main import COMMANDS, run

WRONG_USAGE = [
    (["nosuch"], "nosuch", "no command"),
    (["library", "nosuch"], "nosuch", "no command"),
    (["library", "approve"], "CODE", "missing"),
    (["library", "approve", "A"], "--by", "missing"),
    (["library", "list", "--nope"], "--nope", "no option"),
    (["library", "list", "--limit", "0"], "--limit", "range"),
    (["library", "list", "--limit", "hai"], "--limit", "cannot be used"),
    (["library", "list", "--state", "zzz"], "draft, submitted", "must be one of"),
    (["library", "list", "thừa"], "thừa", "too much"),
    (["library", "add", "--title"], "--title", "lacks"),
    (["library", "add", "khong-co.txt"], "khong-co.txt", "no file"),
    (["library", "add", "."], ".", "folder"),
    (["library", "approve", "A", "--by", "x", "--until", "mai"], "mai", "not a day"),
    (["--data", __file__, "now"], "--data", "a file, not a folder"),
    (["playout", "--until", "mai"], "--until", "ISO 8601"),
    (["library", "add", __file__, "--text", __file__], "test_exit_status", "too much"),
]


@pytest.mark.parametrize(("arguments", "names", "english"), WRONG_USAGE)
def test_wrong_usage_is_two_and_one_line(
    refused: Callable[..., str], arguments: list[str], names: str, english: str
) -> None:
    said = refused(*arguments, status=2)
    assert said.startswith("Lệnh viết chưa đúng")
    assert names in said
    said = refused("--lang", "en", *arguments, status=2)
    assert said.startswith("The command is not written right")
    assert english in said


@pytest.mark.no_qt_log  # Qt says what it could not load
@pytest.mark.parametrize("command", [*COMMANDS])
def test_every_command_has_help(
    command: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("Cách viết: ")
    for english in ("Usage", "Options", "Commands", "Show this", "COMMAND"):
        assert english not in page
    assert run(["--lang", "en", command, "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: ")
    assert not data.exists()


@pytest.mark.parametrize(
    "arguments",
    [["now"], ["stop", "--by", "Lan"], ["emergency", "X", "--confirm"], ["emergency", "--end"]],
)
def test_without_playout_its_commands_say_so(
    refused: Callable[..., str], arguments: list[str]
) -> None:
    assert "chưa chạy" in refused(*arguments)
    assert "not running" in refused(*arguments, "--lang", "en")


def test_letters_that_are_none(refused: Callable[..., str]) -> None:
    assert "ký tự hỏng" in refused("station", "create", "--name", "\udcff")
    assert run(["station", "create", "--name", "Đài"]) == 0


def test_a_reader_that_leaves_early_is_no_fault(data: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "library", "topics"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (command.returncode, command.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_an_answer_that_cannot_be_written(data: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = subprocess.run(
            [sys.executable, "-m", "broadcast_desk", "library", "topics"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert command.returncode == 1
    assert command.stderr.decode().count("\n") == 1


def test_an_old_code_page_gets_vietnamese(data: Path) -> None:
    command = subprocess.run(
        [sys.executable, "-m", "broadcast_desk", "library", "topics"],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
    )
    assert "Kinh tế" in command.stdout.decode("utf-8")


class _Interrupted(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise KeyboardInterrupt


def test_control_c_is_one_line(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Interrupted()))
    capsys.readouterr()
    assert run(["library", "add", "--title", "x", "--text", "-"]) == 130
    (line,) = capsys.readouterr().err.split("\n")[1:-1]  # after the line that has ^C in it
    assert line.startswith("Đã dừng")
    assert run(["library", "show", "BT-1"]) == 1


def test_the_list_of_commands(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in COMMANDS)
