"""The mark of machine-made speech: Luật 134/2025/QH15, Article 11, in force from 1/3/2026.

The decree with the exact machine-readable form was not known when this was written (11/2026), so
the mark says all that a form could want: engine, voice, version, date, hash of the spoken text.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from broadcast_desk.speech.voices.protocol import Voice
from broadcast_desk.station.clock import local

LAW = "Luật 134/2025/QH15"
SPOKEN_LINE = "Bản tin sử dụng giọng đọc nhân tạo."


@dataclass(frozen=True, slots=True)
class AiMark:
    """Who spoke: a machine, and which.

    Attributes:
        date: local date of the synthesis, ISO 8601.
        text_sha256: of the spoken text (the reading) in UTF-8.
        fallback_from: the voice that should have spoken but could not, "" if the first choice did.
        fallback_code: why it could not, e.g. "speech.no_network".
    """

    engine: str
    voice: str
    version: str
    date: str
    text_sha256: str
    ai_generated: bool = True
    law: str = LAW
    fallback_from: str = ""
    fallback_code: str = ""

    def to_json(self) -> str:
        """The mark as the library and the log keep it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def to_tags(self) -> dict[str, str]:
        """The mark as Vorbis comments."""
        return {
            "AI_GENERATED": "yes",
            "AI_ENGINE": self.engine,
            "AI_VOICE": self.voice,
            "AI_VERSION": self.version,
            "AI_DATE": self.date,
            "AI_TEXT_SHA256": self.text_sha256,
            "AI_FALLBACK_FROM": self.fallback_from,
            "AI_FALLBACK_CODE": self.fallback_code,
            "AI_MARK": self.to_json(),
        }


def mark(
    voice: Voice,
    spoken_text: str,
    at: datetime,
    *,
    fallback_from: str = "",
    fallback_code: str = "",
) -> AiMark:
    """The mark of `spoken_text` spoken by `voice` at the instant `at`."""
    return AiMark(
        engine=voice.engine,
        voice=voice.name,
        version=voice.version,
        date=local(at).date().isoformat(),
        text_sha256=hashlib.sha256(spoken_text.encode("utf-8")).hexdigest(),
        fallback_from=fallback_from,
        fallback_code=fallback_code,
    )
