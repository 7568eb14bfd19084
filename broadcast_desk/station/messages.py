"""The texts of messages, by code: `resources/messages/<room>.toml`, Vietnamese and English.

Rooms raise codes with parameters; only the front ends (desk, command line) turn them into words.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from typing import Literal

from broadcast_desk.station.errors import DeskError
from broadcast_desk.station.paths import resources_folder

Language = Literal["vi", "en"]


@functools.cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All message texts: code -> {"vi": ..., "en": ...}."""
    texts: dict[str, Mapping[str, str]] = {}
    for path in sorted((resources_folder() / "messages").glob("*.toml")):
        texts.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return texts


def say(code: str, /, language: Language = "vi", **params: object) -> str:
    """The one-line text of `code` with its parameters filled in.

    A code without a text is shown as it is rather than hiding the event.
    """
    entry = catalogue().get(code)
    if entry is None:
        details = ", ".join(f"{key}={value}" for key, value in params.items())
        return f"{code} ({details})" if details else code
    return entry[language].format(**params)


def say_error(error: DeskError, language: Language = "vi") -> str:
    """The one-line text of an error."""
    return say(error.code, language, **error.params)
