"""The real command in its own data folder, and what must be true however it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broadcast_desk.cli.main import run

COMMAND = [sys.executable, "-m", "broadcast_desk"]
BULLETIN = "Kính thưa bà con. Hôm nay, các nước ASEAN họp bàn việc giữ biển sạch.\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that commands use unless told otherwise; not made yet."""
    folder = tmp_path / "đài xã"
    monkeypatch.setenv("BROADCAST_DESK_DATA", str(folder))
    return folder


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    """A bulletin as people write it."""
    path = tmp_path / "bản tin.txt"
    path.write_text(BULLETIN, encoding="utf-8")
    return path


@pytest.fixture
def ask(data: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs a command with --json, which must succeed with one JSON document, and returns it."""

    def asked(*arguments: str) -> Any:
        capsys.readouterr()
        status = run([*arguments, "--json"])
        answer = capsys.readouterr()
        assert status == 0, answer.err
        return json.loads(answer.out)

    return asked


@pytest.fixture
def refused(data: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command that must fail with one line of reason, and returns that line."""

    def asked(*arguments: str, status: int = 1) -> str:
        capsys.readouterr()
        assert run(list(arguments)) == status
        answer = capsys.readouterr()
        assert answer.out == ""
        assert len(answer.err.splitlines()) == 1, answer.err
        assert "broadcast-desk-" not in answer.err, "our own bug"
        return answer.err

    return asked


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the command as a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        process = subprocess.Popen(
            [*COMMAND, *arguments], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, **options
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()
