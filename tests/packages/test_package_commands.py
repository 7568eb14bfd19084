from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from broadcast_desk.cli.main import run
from broadcast_desk.packages.keys import fingerprint_words
from broadcast_desk.station.messages import catalogue
from broadcast_desk.station.paths import DataFolder

CENTRE = "Trung tâm Truyền thông tỉnh"


@pytest.fixture
def centre(tmp_path, tones, capsys):
    """A centre's key and a package of a list, made by the commands; now is the real clock."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    shutil.copy(tones / "tone.mp3", folder / "bản tin.mp3")
    text = "Mã,Tên chương trình,Tệp,Giờ phát\nA1,Bản tin số một,bản tin.mp3,05:30\n"
    (folder / "ds.csv").write_text(text, encoding="utf-8")
    data = ["--data", str(tmp_path / "centre")]
    assert run(["package", "keygen", CENTRE, "--json", *data]) == 0
    key = json.loads(capsys.readouterr().out)
    out = tmp_path / "goi.zip"
    build = ["package", "build", str(folder), "-o", str(out), "--serial", "1", "--json", *data]
    assert run(build) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 1
    return key, out


@pytest.fixture
def data(tmp_path):
    return ["--data", str(tmp_path / "station")]


def test_from_key_to_import(centre, data, capsys):
    key, package = centre
    assert run(["package", "import", str(package), *data]) == 1
    assert "khóa lạ" in capsys.readouterr().err
    words = fingerprint_words(Path(key["public"]).read_text())
    trust = ["package", "trust", key["public"], CENTRE, "--confirmed-by", "Bà Lan"]
    for unheard in ([], ["--fingerprint", " "]):
        assert run([*trust, *unheard, *data]) == 1
        said = capsys.readouterr()
        assert "gọi điện" in said.err
        assert key["fingerprint"][:5] not in said.out + said.err  # what is shown would be copied
    assert run([*trust, "--fingerprint", "12345", *data]) == 1
    assert "KHÔNG" in capsys.readouterr().err
    assert run([*trust[:4], "--fingerprint", words, *data]) == 1  # nobody's name
    capsys.readouterr()
    assert run(["package", "issuers", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run([*trust, "--fingerprint", words, *data]) == 0
    capsys.readouterr()
    assert run(["package", "verify", str(package), "--json", *data]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["bag"], facts["accepted"], facts["serial"]) == ("valid", True, 1)
    assert run(["package", "inspect", str(package), *data]) == 0
    assert "A1  Bản tin số một  (05:30)" in capsys.readouterr().out
    assert run(["package", "import", str(package), "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == ["A1"]
    assert run(["package", "import", str(package), *data]) == 0
    assert "không có gì thay đổi" in capsys.readouterr().out
    assert run(["package", "list", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)[0]["issuer"] == CENTRE
    assert run(["package", "revoke", key["key_id"], "--why", "mất máy", *data]) == 0
    assert run(["package", "verify", str(package), *data]) == 1
    assert "thu hồi" in capsys.readouterr().err


def test_verify_says_what_bagit_says_of_any_bag(tmp_path, data, capsys):
    import bagit

    (tmp_path / "bag").mkdir()
    (tmp_path / "bag/a.txt").write_text("x")
    bagit.make_bag(str(tmp_path / "bag"))
    assert run(["package", "verify", str(tmp_path / "bag"), "--json", *data]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert (facts["bag"], facts["bag_reasons"]) == ("valid", [])
    assert {"package.unsigned"} <= {problem["code"] for problem in facts["problems"]}
    (tmp_path / "bag/data/a.txt").write_text("y")
    assert run(["package", "verify", str(tmp_path / "bag"), "--json", *data]) == 1
    facts = json.loads(capsys.readouterr().out)
    assert (facts["bag"], facts["bag_reasons"]) == ("invalid", ["hash_mismatch: data/a.txt"])


def test_inbox_and_local_audio(centre, data, tones, capsys):
    key, package = centre
    trusting = ["--confirmed-by", "Bà Lan", "--fingerprint", key["fingerprint"]]
    assert run(["package", "trust", key["public"], CENTRE, *trusting, *data]) == 0
    folder = DataFolder(Path(data[1]))
    shutil.copy(package, folder.inbox)
    assert run(["package", "inbox", *data]) == 0
    assert run(["package", "inbox", "--json", *data]) == 0
    out = capsys.readouterr().out
    facts = json.loads(out[out.index("{") :])
    assert facts["imported"][0]["accepted"] == ["A1"]
    assert run(["package", "import", str(tones / "tone.ogg"), "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)["duration_s"] == pytest.approx(1.5, abs=0.15)


def test_what_was_guessed_of_a_recording_is_shown_and_corrected(data, tones, tmp_path, capsys):
    path = tmp_path / "ban_tin 20-11-2026.mp3"
    shutil.copy(tones / "tone.mp3", path)
    assert run(["package", "inspect", str(path), "--json", *data]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["title"], facts["produced_on"]) == ("ban tin 20-11-2026", "2026-11-20")
    assert run(["package", "inspect", str(path), *data]) == 0
    assert "20/11/2026" in capsys.readouterr().out
    said = ["--title", "Bản tin sáng", "--date", "21/11/2026", "--voice", "Cô Hoa"]
    assert run(["package", "import", str(path), *said, "--json", *data]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["title"], facts["produced_on"]) == ("Bản tin sáng", "2026-11-21")


def test_rules_and_feeds_are_kept(centre, data, capsys):
    key, _ = centre
    trusting = ["--confirmed-by", "Bà Lan", "--fingerprint", key["fingerprint"]]
    assert run(["package", "trust", key["public"], CENTRE, *trusting, *data]) == 0
    rule = ["package", "auto", "add", key["key_id"], "--hours", "05:00-18:00", "--by", "Chủ tịch"]
    assert run([*rule, *data]) == 0
    capsys.readouterr()
    assert run(["package", "auto", "list", "--json", *data]) == 0
    assert json.loads(capsys.readouterr().out)[0]["hours"] == "05:00-18:00"
    assert run(["package", "auto", "remove", "1", *data]) == 0
    assert run(["package", "feed", "add", "https://example.org/feed.xml", *data]) == 0
    assert "https://example.org/feed.xml" in capsys.readouterr().out
    assert run(["package", "feed", "add", "file:///etc/passwd", *data]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "khong-co.zip"],
        ["import", "khong-co.zip"],
        ["build", "-o", "x.zip", "--serial", "1"],
        ["revoke", "0000"],
    ],
)
def test_refusals_are_one_clear_line(arguments, data, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["package", *arguments, *data]) == 1
    said = capsys.readouterr().err.strip()
    assert said
    assert "package." not in said
    assert "Traceback" not in said


def test_every_code_has_a_text_in_both_languages():
    root = Path(__file__).parents[2] / "broadcast_desk"
    sources = [*(root / "packages").glob("*.py"), *(root / "cli/package").glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    codes = set(re.findall(r'"(package\.[a-z_]+)"', text))
    bag = (root / "packages/bag.py").read_text(encoding="utf-8")
    keys = re.findall(r'(?:wrong|strict|report)\(\s*"([a-z_]+)"', bag)
    codes |= {f"package.bag_{key}" for key in keys}
    assert len(codes) > 100
    missing = {code for code in codes if set(catalogue().get(code, ())) != {"vi", "en"}}
    assert not missing
