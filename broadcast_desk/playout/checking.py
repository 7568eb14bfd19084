"""Whether a station's settings for sound paths, power, alarms and clock can be used; opens nothing.

For `doctor`, for the start of playout, and for whoever changes a setting.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from broadcast_desk.playout.joining import checked_crossfade_s
from broadcast_desk.playout.ntp import NtpRules
from broadcast_desk.playout.outputs.factory import check_name, names_of
from broadcast_desk.playout.outputs.shaping import shape_of
from broadcast_desk.playout.power import KeptSwitch, switch_from_text
from broadcast_desk.playout.talking import MicrophoneRules
from broadcast_desk.station.errors import DeskError, InputError
from broadcast_desk.station.settings import StationSettings

KEYS = (
    "power", "power_warm_up_s", "power_cool_down_s",
    "pilot", "pilot_hours",
    "microphone", "microphone_duck_db", "microphone_max_s",
    "alarm_email", "alarm_mqtt", "alarm_command", "alarm_after_s", "alarm_repeat_min",
    "ntp_servers", "ntp_warn_s", "ntp_hold_s",
    "crossfade_s",
)  # fmt: skip
"""The further settings (`StationSettings.extra`) that playout reads."""

ZONE_KEYS = ("power", "pilot", "pilot_hours")
"""Those that may be for one zone: KEY.ZONE."""

_NUMBERS = ("power_warm_up_s", "power_cool_down_s", "alarm_after_s", "alarm_repeat_min")
_MOST = 86_400.0


def setting_faults(settings: StationSettings) -> tuple[DeskError, ...]:
    """What cannot be used, each with a code and its parameters; empty when all is well."""
    found = []
    for check in _checks(settings):
        try:
            check()
        except DeskError as error:
            found.append(error)
    return tuple(found)


def with_setting(settings: StationSettings, key: str, value: str) -> StationSettings:
    """The settings with one of the further ones changed; an empty value takes it away.

    Raises:
        InputError: there is no such setting ("playout.setting_key"), or it cannot be used so.
    """
    name, dot, zone = key.partition(".")
    zones = {one.id for one in settings.zones}
    if name not in KEYS or (dot and (name not in ZONE_KEYS or zone not in zones)):
        raise InputError("playout.setting_key", key=key, known=", ".join(KEYS))
    extra = {**settings.extra, key: value.strip()}
    if not value.strip():
        del extra[key]
    changed = dataclasses.replace(settings, extra=extra)
    refuse_new_faults(settings, changed)
    return changed


def refuse_new_faults(before: StationSettings, after: StationSettings) -> None:
    """Refuse a change that makes something unusable; old faults do not stand in its way.

    Raises:
        DeskError: the first new fault.
    """
    old = {(fault.code, str(fault.params)) for fault in setting_faults(before)}
    for fault in setting_faults(after):
        if (fault.code, str(fault.params)) not in old:
            raise fault


def _checks(settings: StationSettings) -> Iterator[Callable[[], object]]:
    for zone in settings.zones:
        for name in names_of(zone):
            yield lambda name=name: check_name(name)  # type: ignore[misc]  # bound now
        yield lambda zone=zone: shape_of(zone, settings)  # type: ignore[misc]  # bound now
    for key, text in sorted(settings.extra.items()):
        if key.partition(".")[0] == "power" and text:
            yield lambda text=text: _check_switch(text)  # type: ignore[misc]  # bound now
    for key in _NUMBERS:
        yield lambda key=key: _check_number(settings, key)  # type: ignore[misc]  # bound now
    for one in ("alarm_email", "alarm_mqtt", "alarm_command"):
        if settings.extra.get(one, "").strip():
            yield lambda one=one: _check_hook(one, settings.extra[one])  # type: ignore[misc]  # bound now
    yield lambda: MicrophoneRules.of(settings)
    yield lambda: NtpRules.of(settings.extra)
    yield lambda: checked_crossfade_s(settings)


def _check_switch(text: str) -> None:
    switch = switch_from_text(text)
    if isinstance(switch, KeptSwitch):
        switch.close()


def _check_hook(key: str, text: str) -> None:
    from broadcast_desk.playout.alarm_hooks import hooks_of  # mail and MQTT: only where wanted

    hooks_of({key: text})


def _check_number(settings: StationSettings, key: str) -> None:
    text = settings.extra.get(key, "").strip()
    try:
        good = not text or 0 <= float(text) <= _MOST
    except ValueError:
        good = False
    if not good:
        raise InputError("playout.setting_number", key=key, text=text)
