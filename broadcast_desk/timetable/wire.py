"""A day plan as JSON values, for scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from broadcast_desk.station.clock import local
from broadcast_desk.station.messages import Language
from broadcast_desk.timetable.effect import Effect
from broadcast_desk.timetable.model import Cue, DayPlan, Recorded, Remark
from broadcast_desk.timetable.power import PowerSpan
from broadcast_desk.timetable.wording import reason, tell


def plan_to_json(plan: DayPlan, language: Language = "vi") -> dict[str, Any]:
    """The day with its cues in order and its remarks, the serious ones first."""
    return {
        "day": plan.day.isoformat(),
        "cues": [cue_to_json(cue, language) for cue in plan.cues],
        "remarks": [remark_to_json(remark, language) for remark in plan.remarks],
    }


def power_to_json(spans: Iterable[PowerSpan]) -> list[dict[str, str]]:
    """When the power of each zone is on; instants are local with their offset."""
    return [
        {
            "zone": span.zone,
            "on_at": local(span.on_at).isoformat(timespec="seconds"),
            "off_at": local(span.off_at).isoformat(timespec="seconds"),
        }
        for span in spans
    ]


def cue_to_json(cue: Cue, language: Language = "vi") -> dict[str, Any]:
    """One cue; instants are local with their offset, exact to the microsecond."""
    return {
        "id": cue.id,
        "slot": cue.slot_id,
        "session": cue.session_id,
        "zones": list(cue.zones),
        "starts_at": local(cue.starts_at).isoformat(timespec="microseconds"),
        "ends_at": local(cue.ends_at).isoformat(timespec="microseconds"),
        **_content(cue),
        "priority": str(cue.priority),
        "missed_rule": str(cue.missed_rule),
        "volume": cue.volume,
        "warm_up_s": cue.warm_up_s,
        "fades": cue.fades,
        "because": cue.because,
        "reason": reason(cue, language),
    }


def _content(cue: Cue) -> dict[str, Any]:
    content = cue.content
    if isinstance(content, Recorded):
        return {
            "source": "recorded",
            "code": content.code,
            "title": content.title,
            "version": content.version_id,
            "content_sha256": content.content_sha256,
            "audio_sha256": content.audio_sha256,
            "duration_samples": content.duration_samples,
        }
    fallback = content.fallback.code if content.fallback else None
    return {
        "source": "relay",
        "url": content.url,
        "title": content.title,
        "fallback": fallback,
    }


def remark_to_json(remark: Remark, language: Language = "vi") -> dict[str, Any]:
    """A remark, with its text for people."""
    return {
        "code": remark.code,
        "slot": remark.slot_id,
        "serious": remark.serious,
        "params": dict(remark.params),
        "text": tell(remark, language),
    }


def effect_to_json(found: Effect, language: Language = "vi") -> dict[str, Any]:
    """What an edit changes, day by day; days without a change are left out."""
    return {
        "to_confirm": [slot.id for slot in found.to_confirm],
        "days": [
            {
                "day": day.plan.day.isoformat(),
                "added": [cue_to_json(cue, language) for cue in day.added],
                "removed": [cue_to_json(cue, language) for cue in day.removed],
                "remarks": [
                    remark_to_json(remark, language) for remark in (*day.remarks, *day.conflicts)
                ],
            }
            for day in found.days
            if day.added or day.removed or day.remarks or day.conflicts
        ],
    }
