"""`broadcast-desk library`, from outside."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from broadcast_desk.cli.main import run
from broadcast_desk.library.seeds import seed_bulletins

Ask = Callable[..., Any]


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BROADCAST_DESK_DATA", str(tmp_path / "station"))
    return tmp_path


@pytest.fixture
def ask(station: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command with --json and returns its facts."""

    def asked(*arguments: str) -> Any:
        assert run(["library", *arguments, "--json"]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return asked


@pytest.fixture
def refused(station: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command that must fail with one line of reason, and returns that line."""

    def asked(*arguments: str) -> str:
        capsys.readouterr()
        assert run(["library", *arguments]) == 1
        answer = capsys.readouterr()
        assert answer.out == ""
        assert answer.err.count("\n") == 1
        return answer.err

    return asked


def tone(path: Path) -> Path:
    seconds = np.arange(3 * 44100) / 44100
    soundfile.write(path, 0.05 * np.sin(2 * np.pi * 440 * seconds), 44100)
    return path


def test_a_bulletin_goes_from_file_to_approved(ask: Ask, station: Path) -> None:
    text = station / "lời.txt"
    text.write_text("\ufeffBà con đồng bằng.", encoding="utf-8")
    (added,) = ask(
        "add", "--title", "Tin", "--text", str(text), "--audio", str(tone(station / "a.wav")),
        "--topic", "covid", "--until", "2099-01-31",
    )  # fmt: skip
    code = added["code"]
    assert (added["state"], added["valid_until"]) == ("draft", "2099-01-31")
    assert added["audio"]["duration_samples"] == pytest.approx(3 * 48_000, abs=480)
    assert added["audio"]["loudness_lufs"] == pytest.approx(-16.0, abs=0.5)
    assert [row["code"] for row in ask("search", "dong", "bang")] == [code]
    ask("submit", code, "--by", "Lan")
    (approved,) = ask("approve", code, "--by", "Hùng", "--paper", "7/PD")
    assert approved["state"] == "approved"
    shown = ask("show", code)
    assert shown["text"] == "Bà con đồng bằng."
    assert shown["versions"][0]["approval"]["paper_number"] == "7/PD"
    assert [d["by"] for d in shown["versions"][0]["decisions"]] == ["Lan", "Hùng"]
    (withdrawn,) = ask("withdraw", code, "--by", "Hùng", "--why", "sai số")
    assert withdrawn["state"] == "submitted"
    (back,) = ask("send-back", code, "--by", "Hùng", "--why", "sai số")
    assert back["state"] == "draft"
    (archived,) = ask("archive", code)
    assert archived["state"] == "archived"
    assert ask("list", "--state", "approved") == []


def test_text_comes_from_standard_input(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Xin chào".encode())))
    (added,) = ask("add", "--title", "Tin", "--text", "-")
    assert ask("show", added["code"])["text"] == "Xin chào"


def test_seeds_are_added_once(ask: Ask) -> None:
    assert len(ask("add", "--seeds")) == len(seed_bulletins())
    assert ask("add", "--seeds") == []


def test_a_revision_is_a_new_version(ask: Ask, station: Path) -> None:
    ask("add", "--title", "Một", "--code", "A", "--text", str(_text(station)))
    ask("submit", "A")
    (revised,) = ask("add", "--revise", "--code", "A", "--title", "Hai")
    assert (revised["number"], revised["title"]) == (2, "Hai")
    assert [version["number"] for version in ask("show", "A")["versions"]] == [2, 1]


def test_people_get_lines(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    ask("add", "--title", "Một", "--code", "A")
    assert run(["library", "list"]) == 0
    assert capsys.readouterr().out == "A  1  bản nháp  0:00  Một\n"
    assert run(["library", "list", "--lang", "en"]) == 0
    assert "draft" in capsys.readouterr().out
    assert run(["library", "show", "A"]) == 0
    assert run(["library", "topics"]) == 0
    assert "Kinh tế" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "--title", " "], "chưa có tên"),
        (["add", "--title", "x", "--topic", "no"], "chủ đề"),
        (["add", "--title", "x", "--kind", "no"], "loại"),
        (["add", "--title", "x", "--code", "a b"], "Mã"),
        (["show", "no"], "no"),
        (["submit", "no"], "no"),
        (["approve", "no", "--by", "Hùng"], "no"),
    ],
)
def test_bad_input_is_one_line(
    refused: Callable[..., str], arguments: list[str], words: str
) -> None:
    assert words in refused(*arguments)


def test_audio_that_is_none_stores_nothing(
    ask: Ask, refused: Callable[..., str], station: Path
) -> None:
    fake = station / "giả.mp3"
    fake.write_text("đây không phải âm thanh", encoding="utf-8")
    refused("add", "--title", "x", "--audio", str(fake))
    assert ask("list") == []
    kept = [p for p in (station / "station" / "media").rglob("*") if p.is_file()]
    assert kept == []


def test_a_text_in_another_encoding_is_taken_as_it_is_meant(ask: Ask, station: Path) -> None:
    text = station / "cũ.txt"
    text.write_bytes("Bà con".encode("utf-16"))
    (added,) = ask("add", "--title", "x", "--text", str(text))
    assert ask("show", added["code"])["text"] == "Bà con"


def test_what_is_no_text_is_said(refused: Callable[..., str], station: Path) -> None:
    binary = station / "cũ.txt"
    binary.write_bytes(b"MZ\0\0" + bytes(100))
    assert "bị hỏng" in refused("add", "--title", "x", "--text", str(binary))


def test_wrong_usage_is_two(station: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["library", "approve", "A"]) == 2
    assert run(["library", "list", "--limit", "0"]) == 2


def test_a_bulletin_is_spoken_into_its_draft(ask: Ask, station: Path) -> None:
    (added,) = ask("add", "--title", "Tin", "--text", str(_text(station)))
    (spoken,) = ask("speak", added["code"], "--voice", "espeak-vi-north")
    assert (spoken["version_id"], spoken["number"]) == (added["version_id"], 1)
    assert spoken["audio"]["duration_samples"] > 48_000
    assert spoken["voice"] == "espeak-vi-north"
    assert "mùng tám tháng tám" in ask("show", added["code"])["reading"]


def _text(folder: Path) -> Path:
    path = folder / "lời.txt"
    path.write_text("Ngày 8/8 là Ngày ASEAN. Kính chào bà con.", encoding="utf-8")
    return path
