"""The programme template: what stands around the bulletin, as the station wants it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from broadcast_desk.audio import tunes
from broadcast_desk.audio.shaping import PRESETS, PresetName
from broadcast_desk.speech.ai_mark import SPOKEN_LINE
from broadcast_desk.speech.segments import LONGEST_PAUSE_MS, PAUSE_STEP_MS, USUAL, Pauses
from broadcast_desk.station.errors import SpeechError
from broadcast_desk.station.settings import StationSettings

SETTING = "programme_template"
"""Key of `StationSettings.extra` under which the station keeps its template as TOML."""


@dataclass(frozen=True, slots=True)
class Template:
    """What is heard before, between and after.

    Attributes:
        tune: signal tune at the beginning, "" for none.
        opening: spoken first; `{name}`, `{commune}`, `{province}` are the station's. "" for none.
        sting: sound between items (items are separated by a line of three or more dashes or
            asterisks), "" for none.
        closing: spoken last, "" for none.
        closing_tune: music at the very end, "" for none.
        ai_line: spoken before the closing when a machine speaks, "" for none.
        preset: "outdoor" (horn loudspeakers), "indoor" or "none".
        tune_level_lu: music against speech.
        pauses: the silences, in TOML a table `[pauses]`.
    """

    tune: str = ""
    opening: str = ""
    sting: str = ""
    closing: str = ""
    closing_tune: str = ""
    ai_line: str = ""
    preset: PresetName = "outdoor"
    tune_level_lu: float = -2.0
    pauses: Pauses = USUAL


def from_toml(text: str) -> Template:
    """The template written as TOML (`tune = "..."`); what is absent is left out of the programme.

    Raises:
        SpeechError: not TOML, an unknown key or a wrong value ("speech.bad_template").
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SpeechError("speech.bad_template", reason=str(error)) from error
    if values.get("ai_line") is True:
        values["ai_line"] = SPOKEN_LINE
    given = values.pop("pauses", {})
    for key, value in values.items():
        _check(key, value)
    return Template(**values, pauses=_pauses(given))


def from_file(path: Path) -> Template:
    """The template in a TOML file.

    Raises:
        SpeechError: as `from_toml`, or the file cannot be read.
    """
    try:
        return from_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SpeechError("speech.bad_template", reason=path.name) from error


def to_toml(template: Template) -> str:
    """The template as TOML, without what it leaves out; `from_toml` takes it back."""
    plain = {**asdict(Template()), **asdict(USUAL)}
    own, pauses = asdict(template), asdict(template.pauses)
    del own["pauses"]
    lines = [_line(key, value) for key, value in own.items() if value != plain[key]]
    changed = [_line(key, value) for key, value in pauses.items() if value != plain[key]]
    return "".join([*lines, *(["[pauses]\n", *changed] if changed else [])])


def _line(key: str, value: str | float) -> str:
    return f"{key} = {_toml(value)}\n"


def _toml(value: str | float) -> str:
    """A TOML value; TOML's basic strings are written like JSON's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def checked(template: Template, settings: StationSettings) -> Template:
    """The template, if a bulletin of this station can be made with it.

    Raises:
        SpeechError: a wrong value, or a spoken line with an unknown `{place}`.
        AudioError: there is no sound of such a name.
    """
    for name in (template.tune, template.sting, template.closing_tune):
        if name:
            tunes.path(name)
    from_toml(to_toml(template))
    filled(template, settings)
    return template


def with_template(settings: StationSettings, template: Template) -> StationSettings:
    """The settings with this template as the station's own.

    Raises:
        SpeechError, AudioError: as `checked`.
    """
    text = to_toml(checked(template, settings))
    return replace(settings, extra={**settings.extra, SETTING: text})


def of_station(settings: StationSettings) -> Template:
    """The station's own template; the plain bulletin when it has none.

    Raises:
        SpeechError: what the station stored is no template.
    """
    return from_toml(settings.extra.get(SETTING, ""))


def filled(template: Template, settings: StationSettings) -> Template:
    """The template with the station's names in its spoken lines.

    Raises:
        SpeechError: a spoken line has an unknown `{place}`.
    """
    names = {
        "name": settings.name,
        "commune": settings.commune,
        "province": settings.province,
    }
    try:
        return replace(
            template,
            opening=template.opening.format(**names),
            closing=template.closing.format(**names),
        )
    except (KeyError, IndexError, ValueError) as error:
        raise SpeechError("speech.bad_template", reason=str(error)) from error


def _check(key: str, value: Any) -> None:  # noqa: ANN401  (whatever TOML holds)
    kinds: dict[str, type | tuple[type, ...]] = {field.name: str for field in fields(Template)}
    kinds["tune_level_lu"] = (int, float)
    if key not in kinds or not isinstance(value, kinds[key]):
        raise SpeechError("speech.bad_template", reason=key)
    if key == "preset" and value not in PRESETS:
        raise SpeechError("speech.bad_template", reason=f"preset = {value}")


def _pauses(values: Any) -> Pauses:  # noqa: ANN401  (whatever TOML holds)
    names = {field.name for field in fields(Pauses)}
    if not isinstance(values, dict):
        raise SpeechError("speech.bad_template", reason="pauses")
    for key, value in values.items():
        if key not in names or not _is_pause(value):
            raise SpeechError("speech.bad_template", reason=f"pauses: {key} = {value}")
    return Pauses(**values)


def _is_pause(value: Any) -> bool:  # noqa: ANN401  (whatever TOML holds)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and 0 <= value <= LONGEST_PAUSE_MS and value % PAUSE_STEP_MS == 0
