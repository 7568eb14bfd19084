"""Errors carry codes; the operating system's mean something to an operator."""

from __future__ import annotations

import errno
import pickle

import pytest

from broadcast_desk.station.errors import (
    AudioError,
    DeskError,
    InputError,
    PackageError,
    PlayoutError,
    SpeechError,
    StoreError,
    store_error_from_os,
)
from broadcast_desk.station.messages import say, say_error


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "store.disk_full"),
        (errno.EDQUOT, "store.disk_full"),
        (errno.EACCES, "store.read_only"),
        (errno.EROFS, "store.read_only"),
        (errno.EIO, "store.io"),
    ],
)
def test_what_the_system_reports_becomes_advice(number: int, code: str) -> None:
    error = store_error_from_os(OSError(number, "reason", "/đài/tệp"))
    assert isinstance(error, StoreError)
    assert error.code == code
    assert error.params["path"] == "/đài/tệp"
    assert "/đài/tệp" in say_error(error)


def test_the_path_given_is_used_when_the_error_names_none() -> None:
    assert store_error_from_os(OSError(errno.EIO, "x"), "ổ D").params["path"] == "ổ D"


@pytest.mark.parametrize(
    "kind", [InputError, PackageError, SpeechError, AudioError, StoreError, PlayoutError]
)
def test_an_error_survives_the_way_out_of_a_child_process(kind: type[DeskError]) -> None:
    error = pickle.loads(pickle.dumps(kind("some.code", code="A", path="ổ D")))
    assert type(error) is kind
    assert (error.code, error.params) == ("some.code", {"code": "A", "path": "ổ D"})


def test_texts_are_filled_in_both_languages() -> None:
    assert say("store.locked") != say("store.locked", "en")
    assert say("library.code_taken", "en", code="A-1").startswith("There is already")


def test_a_code_without_a_text_is_shown_rather_than_hidden() -> None:
    assert say("no.such_code", "vi", a=1) == "no.such_code (a=1)"
