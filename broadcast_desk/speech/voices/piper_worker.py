"""The process that holds one Piper voice: `python -I piper_worker.py MODEL.onnx MODEL.onnx.json`.

Speaks the same language over its pipes as `espeak_worker`. A voice that cannot be loaded is an
answer, not a crash, so that the reason reaches the person.
"""

import json
import struct
import sys


class Engine:
    """A loaded voice."""

    def __init__(self, model: str, config: str) -> None:
        """Load it; whatever is wrong with the files is kept for the first answer."""
        from piper import PiperVoice

        self._voice = PiperVoice.load(model, config)

    def speak(self, text: str, rate: float) -> tuple[bytes, int]:
        """16-bit sound and its rate."""
        from piper import SynthesisConfig

        scale = self._voice.config.length_scale / rate
        chunks = list(self._voice.synthesize(text, SynthesisConfig(length_scale=scale)))
        return b"".join(c.audio_int16_bytes for c in chunks), self._voice.config.sample_rate


def main() -> None:
    """Answer requests until standard input ends."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    engine: Engine | None = None
    while len(head := source.read(4)) == 4:
        request = json.loads(source.read(struct.unpack(">I", head)[0]))
        sound, answer = b"", dict[str, object]()
        try:
            engine = engine or Engine(sys.argv[1], sys.argv[2])
            sound, rate_hz = engine.speak(request["text"], request["rate"])
            answer = {"ok": True, "rate_hz": rate_hz}
        except Exception as error:  # noqa: BLE001  (native libraries raise what they like)
            answer = {"ok": False, "reason": f"{type(error).__name__}: {error}"[:200]}
        raw = json.dumps({**answer, "bytes": len(sound)}).encode("utf-8")
        answers.write(struct.pack(">I", len(raw)) + raw + sound)
        answers.flush()


if __name__ == "__main__":
    main()
