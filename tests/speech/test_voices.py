import base64
import contextlib
import dataclasses
import http.server
import json
import os
import signal
import socket
import sys
import threading
import time

import numpy as np
import psutil
import pytest

from broadcast_desk.audio import ffmpeg
from broadcast_desk.speech.rendering import render
from broadcast_desk.speech.voices import Segment, available, google
from broadcast_desk.speech.voices.espeak import EspeakVoice
from broadcast_desk.speech.voices.google import GoogleVoice
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.settings import StationSettings

WORDS = Segment("Kính chào bà con nhân dân.")

# eSpeak NG


@pytest.fixture
def espeak():
    voice = EspeakVoice("north")
    yield voice
    voice.close()


def test_the_three_accents_sound_different():
    sounds = []
    for accent in ("north", "central", "south"):
        voice = EspeakVoice(accent)
        pcm = voice.speak(WORDS)
        voice.close()
        assert 1 < pcm.duration_s < 4
        assert np.abs(pcm.samples).max() > 3000
        sounds.append(pcm.samples.tobytes())
    assert len(set(sounds)) == 3


def test_the_rate_is_followed(espeak):
    usual, fast, slow = (
        espeak.speak(dataclasses.replace(WORDS, rate=r)).duration_s for r in (1, 1.5, 0.6)
    )
    assert fast == pytest.approx(usual / 1.5, rel=0.15)
    assert slow == pytest.approx(usual / 0.6, rel=0.15)


def test_one_process_speaks_all_segments_and_ends(espeak):
    espeak.speak(WORDS)
    pid = espeak.worker.pid
    espeak.speak(Segment("Câu thứ hai."))
    assert espeak.worker.pid == pid
    espeak.close()
    assert not psutil.pid_exists(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_crash_costs_one_try(espeak):
    first = espeak.speak(WORDS)
    os.kill(espeak.worker.pid, signal.SIGKILL)
    again = espeak.speak(WORDS)
    assert np.array_equal(first.samples, again.samples)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP is POSIX")
@pytest.mark.parametrize("sign", ["SIGKILL", "SIGSTOP"])
def test_an_engine_that_dies_or_hangs_in_the_middle_costs_one_segments_retry(
    rendered, monkeypatch, sign
):
    monkeypatch.setattr("broadcast_desk.speech.voices.espeak._TIMEOUT_S", 1.0)
    spoken, struck = [], []
    usual = EspeakVoice.speak

    def speak(self, segment):
        spoken.append(segment.text)
        if len(spoken) == 3:
            struck.append(self.worker.pid)
            os.kill(self.worker.pid, getattr(signal, sign))
        return usual(self, segment)

    monkeypatch.setattr(EspeakVoice, "speak", speak)
    text = "\n".join(f"Câu số {n} của bản tin." for n in range(6))
    result = rendered(text)
    assert (result.voice, result.fallback_from, len(spoken)) == ("espeak-vi-north", "", 6)
    assert not psutil.pid_exists(struck[0])
    monkeypatch.undo()
    again = rendered(text, work="again")
    assert again.mastered.path.read_bytes() == result.mastered.path.read_bytes()


def test_a_voice_that_dies_every_time_is_given_up():
    voice = EspeakVoice("north", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(SpeechError) as refused:
        voice.speak(WORDS)
    assert refused.value.code == "speech.voice_crashed"


def test_a_voice_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr("broadcast_desk.speech.voices.espeak._TIMEOUT_S", 0.2)
    voice = EspeakVoice("north", [sys.executable, "-c", "import time; time.sleep(600)"])
    voice.check()
    pid = voice.worker.pid
    with pytest.raises(SpeechError) as refused:
        voice.speak(WORDS)
    assert refused.value.code == "speech.voice_hangs"
    assert not psutil.pid_exists(pid)
    assert voice.worker.pid is None


def test_a_voice_that_talks_nonsense_is_given_up():
    voice = EspeakVoice("north", [sys.executable, "-c", "print('x' * 100)"])
    with pytest.raises(SpeechError):
        voice.speak(WORDS)


@pytest.mark.parametrize(
    "text", ["\0", "<speak>", "[[a]]", "&amp;", "a" * 5000, "\ud800", "😀", "ngày 1\nmai"]
)
def test_no_text_kills_the_engine(espeak, text):
    espeak.speak(WORDS)
    pid = espeak.worker.pid
    espeak.speak(Segment(text))
    assert espeak.worker.pid == pid


def test_voices_come_in_the_stations_order(data):
    settings = StationSettings(voice_order=("espeak-vi-south", "none", "gtts"))
    names = [voice.name for voice in available(data, settings)]
    assert names[:2] == ["espeak-vi-south", "gtts"]
    assert set(names) == {"espeak-vi-south", "espeak-vi-north", "espeak-vi-central", "gtts"}


# gTTS: the real library against servers of our own


@pytest.fixture(autouse=True)
def fresh_standing():
    google.standing.forget()
    yield
    google.standing.forget()


@contextlib.contextmanager
def service(answer):
    """A server in Google's place; `answer(number)` gives status and body of a request."""
    requests = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            requests.append(self.path)
            try:
                status, body = answer(len(requests))
            except ConnectionResetError:  # close it with nothing said
                return
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", requests
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def use_service(monkeypatch):
    """Let gTTS ask our server, and take the network for there."""

    def use(address):
        monkeypatch.setattr("gtts.tts._translate_url", lambda **_: address)
        monkeypatch.setattr(google, "_knock", lambda answered: answered.set())
        monkeypatch.setenv("no_proxy", "*")

    return use


def spoken_body():
    tone = ["-f", "lavfi", "-i", "sine=f=300:d=1", "-ar", "24000", "-f", "mp3", "-"]
    mp3 = ffmpeg.run(["-v", "error", *tone]).stdout
    return b'[["wrb.fr","jQ1olc","[\\"' + base64.b64encode(mp3) + b'\\"]",null]]\n'


def test_gtts_answers_become_sound(use_service):
    body = spoken_body()
    with service(lambda _: (200, body)) as (address, requests):
        use_service(address)
        voice = GoogleVoice()
        voice.check()
        assert voice.speak(WORDS).duration_s == pytest.approx(1, abs=0.15)
        assert voice.speak(dataclasses.replace(WORDS, rate=1.5)).duration_s < 0.8
    assert len(requests) == 2


def test_too_many_requests_are_backed_off_from_and_then_left_alone(use_service):
    waits = []
    with service(lambda _: (429, b"")) as (address, requests):
        use_service(address)
        voice = GoogleVoice(wait=waits.append)
        with pytest.raises(SpeechError) as refused:
            voice.speak(WORDS)
        assert refused.value.code == "speech.service_busy"
        assert (len(requests), waits) == (3, [1.0, 2.0])
        with pytest.raises(SpeechError):
            GoogleVoice(wait=waits.append).check()
        assert len(requests) == 3


def test_a_service_that_stays_busy_is_asked_less_and_less(use_service, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(google.time, "monotonic", lambda: now[0])
    asked_at = []
    with service(lambda _: (429, b"")) as (address, requests):
        use_service(address)
        voice = GoogleVoice(wait=lambda _: None)
        for now[0] in range(1, 4 * 3600, 60):
            before = len(requests)
            with pytest.raises(SpeechError):
                voice.speak(WORDS)
            if len(requests) > before:
                asked_at.append(round(now[0] / 60))
        assert asked_at == [0, 10, 30, 70, 130, 190]


def test_a_service_that_drips_is_given_up_in_time(use_service, monkeypatch, data, tmp_path):
    """Every byte comes within the limit of a read, and the whole would take minutes."""
    monkeypatch.setattr(google, "SEGMENT_TIMEOUT_S", 1.5)

    class Dripping(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.2)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    use_service(f"http://127.0.0.1:{server.server_address[1]}")
    began = time.monotonic()
    try:
        with pytest.raises(SpeechError) as refused:
            GoogleVoice().speak(WORDS)
    finally:
        server.shutdown()
        server.server_close()
    assert refused.value.code == "speech.no_network"
    assert time.monotonic() - began < 1.5 + 5  # the bound, and a busy machine


def test_no_more_requests_at_once_than_the_voice_says(use_service, data, tmp_path):
    from broadcast_desk.speech.lexicon import shipped

    body, now, most = spoken_body(), [], []

    def answer(number):
        now.append(number)
        most.append(len(now))
        time.sleep(0.1)
        now.remove(number)
        return 200, body

    with service(answer) as (address, requests):
        use_service(address)
        text = "\n".join(f"Câu số {n} của bản tin." for n in range(8))
        done = render(text, settings=StationSettings(), data=data, lexicon=shipped(), work=tmp_path)
    assert done.voice == "gtts"
    assert len(requests) == 8
    assert 2 <= max(most) <= GoogleVoice.parallel


def test_a_connection_that_is_reset_counts_as_no_network(use_service):
    def reset(_):
        raise ConnectionResetError

    with service(reset) as (address, _):
        use_service(address)
        with pytest.raises(SpeechError) as refused:
            GoogleVoice().speak(WORDS)
    assert refused.value.code == "speech.no_network"


def test_a_service_that_recovers_is_used(use_service):
    body = spoken_body()
    with service(lambda number: (429, b"") if number == 1 else (200, body)) as (address, _):
        use_service(address)
        assert GoogleVoice(wait=lambda _: None).speak(WORDS).duration_s > 0.8


@pytest.mark.parametrize("body", [b"<html>portal</html>", b'jQ1olc","[\\"AAAA\\"]'])
def test_an_answer_without_sound_is_an_error(use_service, body):
    with service(lambda _: (200, body + b"\n")) as (address, _):
        use_service(address)
        with pytest.raises(SpeechError):
            GoogleVoice().speak(WORDS)


@contextlib.contextmanager
def hanging_proxy(monkeypatch):
    """The way to the network accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, address)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        yield


def test_a_network_that_hangs_is_noticed_within_three_seconds(monkeypatch, data, tmp_path):
    from broadcast_desk.speech.lexicon import shipped

    with hanging_proxy(monkeypatch):
        began = time.monotonic()
        with pytest.raises(SpeechError) as refused:
            GoogleVoice().check()
        assert refused.value.code == "speech.no_network"
        assert time.monotonic() - began < 3 + 2  # the bound, and a busy machine
        result = render(
            "Kính chào bà con.",
            settings=StationSettings(),
            data=data,
            lexicon=shipped(),
            work=tmp_path,
        )
    assert (result.voice, result.fallback_from) == ("espeak-vi-north", "gtts")
    assert result.fallback_code == "speech.no_network"


def test_no_network_at_all_is_learnt_once(monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    knocks = []
    knock = google._knock
    monkeypatch.setattr(google, "_knock", lambda answered: (knocks.append(1), knock(answered)))
    for _ in range(3):
        with pytest.raises(SpeechError):
            GoogleVoice().check()
    assert len(knocks) == 1


def test_a_bulletin_has_one_voice_even_when_the_network_goes_in_the_middle(
    use_service, data, tmp_path
):
    from broadcast_desk.speech.lexicon import shipped

    body = spoken_body()
    with service(lambda number: (200, body) if number <= 2 else (500, b"")) as (address, requests):
        use_service(address)
        result = render(
            "Câu một.\nCâu hai.\nCâu ba.\nCâu bốn.\nCâu năm.",
            settings=StationSettings(),
            data=data,
            lexicon=shipped(),
            work=tmp_path,
        )
    assert len(requests) >= 3
    assert result.voice == "espeak-vi-north"
    assert result.fallback_from == "gtts"
    assert json.loads(result.ai_mark)["voice"] == "espeak-vi-north"


def test_what_gtts_spoke_once_needs_no_network(use_service, data, tmp_path):
    from broadcast_desk.speech.lexicon import shipped

    choices = {"settings": StationSettings(), "data": data, "lexicon": shipped(), "work": tmp_path}
    body = spoken_body()
    with service(lambda _: (200, body)) as (address, _):
        use_service(address)
        assert render("Kính chào bà con.", **choices).voice == "gtts"
    google.standing.refuse("speech.no_network", 60)
    assert render("Kính chào bà con.", **choices).voice == "gtts"
    assert render("Câu khác.", **choices).voice == "espeak-vi-north"


def test_the_same_words_sound_the_same_whatever_was_spoken_before():
    voice = EspeakVoice("north")
    words = [Segment("Xin cảm ơn bà con."), Segment("Đề nghị các gia đình đến đúng giờ.")]
    sounds = [voice.speak(segment).samples for segment in (*words, *words, words[1])]
    voice.close()
    assert np.array_equal(sounds[0], sounds[2])
    assert np.array_equal(sounds[1], sounds[3])
    assert np.array_equal(sounds[1], sounds[4])
