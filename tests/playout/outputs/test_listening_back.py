from __future__ import annotations

from broadcast_desk.playout.outputs.listening_back import UNHEARD_ASKS, ListeningBack

FULL = 65_536


def told(listening: ListeningBack, level: float, asks: int = UNHEARD_ASKS, **what: object) -> str:
    answer = ""
    for _ in range(asks):
        facts = {"muted": False, "volume": FULL, "shared": False} | what
        answer = listening.judge(level, **facts)
    return answer


def test_what_sounds_is_heard():
    listening = ListeningBack(FULL)
    listening.hear(0.3)
    assert told(listening, 0.3) == ""


def test_sound_that_never_arrives_is_noticed_after_three_seconds():
    listening = ListeningBack(FULL)
    for _ in range(25):
        listening.hear(0.0)
    assert told(listening, 0.3, UNHEARD_ASKS - 1) == ""
    assert told(listening, 0.3, 1) == "playout.card_unheard"
    listening.hear(0.2)
    assert told(listening, 0.3, 1) == ""


def test_silence_is_not_missed():
    listening = ListeningBack(FULL)
    for _ in range(25):
        listening.hear(0.0)
    assert told(listening, 0.0, 20) == ""


def test_mute_volume_and_company_are_said():
    listening = ListeningBack(FULL)
    assert told(listening, 0.0, 1, muted=True) == "playout.card_muted"
    assert told(listening, 0.0, 1, volume=FULL // 2) == "playout.card_turned"
    assert told(listening, 0.0, 1, volume=FULL * 2) == "playout.card_turned"
    assert told(listening, 0.0, 1, volume=FULL - 100) == ""
    assert told(listening, 0.0, 1, shared=True) == "playout.card_shared"
