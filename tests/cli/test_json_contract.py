"""--json: exactly one JSON document on standard output, all else on standard error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from broadcast_desk.cli.main import program, run
from broadcast_desk.packages.keys import fingerprint

ANSWERS = [
    ["read", "{text}"],
    ["speak", "{text}", "-o", "{folder}/tin.flac"],
    ["station", "show"],
    ["library", "list"],
    ["library", "search", "bien", "sach"],
    ["library", "show", "A"],
    ["library", "topics"],
    ["library", "submit", "A"],
    ["library", "approve", "A", "--by", "Hùng"],
    ["timetable", "add", "Sáng", "--start", "05:30", "--item", "A"],
    ["timetable", "list"],
    ["timetable", "plan"],
    ["timetable", "plan", "--days", "3"],
    ["package", "keygen", "Đài"],
    ["package", "build", "-o", "{folder}/goi.zip", "--serial", "7", "--item", "A"],
    ["package", "trust", "{public}", "Đài", "--confirmed-by", "Lan", "--fingerprint", "{heard}"],
    ["package", "issuers"],
    ["package", "inspect", "{folder}/goi.zip"],
    ["package", "verify", "{folder}/goi.zip"],
    ["package", "import", "{folder}/goi.zip"],
    ["package", "list"],
    ["package", "inbox"],
    ["package", "feed", "list"],
    ["package", "auto", "list"],
    ["logbook", "list"],
    ["logbook", "export", "-o", "{folder}/log.csv"],
    ["logbook", "verify"],
    ["report", "asean", "--year", "2026", "-o", "{folder}/bc"],
    ["voice", "list"],
    ["lexicon", "list"],
    ["backup"],
    ["restore", "--list"],
    ["library", "archive", "A"],
]


def test_every_answer_is_one_document(
    ask: Callable[..., Any], bulletin: Path, tmp_path: Path, data: Path
) -> None:
    ask("station", "create", "--name", "Đài xã")
    ask("library", "add", str(bulletin), "--code", "A")
    for written in ANSWERS:
        public = next((data / "keys").glob("*.pub"), "") if (data / "keys").is_dir() else ""
        heard = fingerprint(public.read_text("utf-8")) if public else ""
        names = {"text": bulletin, "folder": tmp_path, "public": public, "heard": heard}
        answer = ask(*(word.format(**names) for word in written))
        assert isinstance(answer, dict | list), written


@pytest.mark.no_qt_log  # a computer without sound
def test_doctor_answers_with_a_document_whatever_it_finds(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["doctor", "--json"])
    findings = json.loads(capsys.readouterr().out)
    checks = [finding["check"] for finding in findings]
    assert checks[:5] == ["database", "contents", "disk", "clock", "devices"]
    assert status == (1 if any(finding["verdict"] == "bad" for finding in findings) else 0)
    assert run(["doctor"]) == status
    assert len(capsys.readouterr().out.splitlines()) == len(findings)


def test_what_fails_leaves_standard_output_empty(refused: Callable[..., str]) -> None:
    for arguments in (["library", "show", "X"], ["now"], ["library", "submit", "X"]):
        refused(*arguments, "--json")


def commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Every command below this one that can be given, with its name."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for sub in command.list_commands(context):
        below = command.get_command(context, sub)
        assert below is not None, sub
        yield from commands(f"{name} {sub}", below)


@pytest.mark.no_qt_log  # Qt says what it could not load
def test_every_command_takes_a_folder_and_a_language() -> None:
    for name, command in commands("broadcast-desk", program):
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--data", "--lang"} <= options, name
        assert command.help, name
        assert re.search(r"[à-ỹ]", command.help), f"{name}: help is Vietnamese"
