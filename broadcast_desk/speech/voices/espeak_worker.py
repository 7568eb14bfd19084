"""The process that holds libespeak-ng: a crash of native code costs a segment, not the program.

Run as a file, with nothing but the standard library, so that it is up within milliseconds:
`python -I -S espeak_worker.py LIBRARY DATA`. On standard input and output: a length as four bytes
(big-endian), then a JSON object; an answer is followed by as many bytes of 16-bit sound as it says.

The library remembers a little of what it spoke before (where its waves stood), and so the same
words sound slightly different after others. It is loaded anew for every segment, a millisecond, so
that a text always sounds the same, whatever was kept of it from before.
"""

import _ctypes
import ctypes
import json
import struct
import sys

_SYNCHRONOUS = 2
_UTF8 = 1
_CHARACTER = 1
_RATE, _PITCH = 1, 3
_OK = 0

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Engine:
    """libespeak-ng, initialised."""

    def __init__(self, library: str, data: str) -> None:
        """Load it.

        Raises:
            OSError: the library or its data cannot be loaded.
        """
        self._lib = ctypes.CDLL(library)
        self.rate_hz = self._lib.espeak_Initialize(_SYNCHRONOUS, 0, data.encode("utf-8"), 0)
        if self.rate_hz <= 0:
            raise OSError("espeak_Initialize failed")
        self._sound = bytearray()
        self._callback = _CALLBACK(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)
        self._lib.espeak_Info.restype = ctypes.c_char_p

    def version(self) -> str:
        """The library's own version number."""
        return str(self._lib.espeak_Info(None).decode("ascii", "replace"))

    def speak(self, text: str, voice: str, words_per_minute: int) -> bytes:
        """16-bit sound.

        Raises:
            OSError: the voice is unknown or the synthesis failed.
        """
        if self._lib.espeak_SetVoiceByName(voice.encode("ascii")) != _OK:
            raise OSError(f"no voice {voice}")
        self._lib.espeak_SetParameter(_RATE, words_per_minute, 0)
        self._sound.clear()
        raw = text.encode("utf-8", "replace") + b"\0"
        if self._lib.espeak_Synth(raw, len(raw), 0, _CHARACTER, 0, _UTF8, None, None) != _OK:
            raise OSError("espeak_Synth failed")
        return bytes(self._sound)

    def close(self) -> None:
        """Unload the library, and with it what it remembers."""
        self._lib.espeak_Terminate()
        if sys.platform == "win32":
            _ctypes.FreeLibrary(self._lib._handle)  # noqa: SLF001  (there is no other way)
        else:
            _ctypes.dlclose(self._lib._handle)  # noqa: SLF001  (there is no other way)

    def _take(self, samples: object, count: int, events: object) -> int:
        del events
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, count * 2)  # type: ignore[arg-type]  # pointer
        return 0


def main() -> None:
    """Answer requests until standard input ends."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    engine = Engine(sys.argv[1], sys.argv[2])
    while len(head := source.read(4)) == 4:
        request = json.loads(source.read(struct.unpack(">I", head)[0]))
        try:
            sound = engine.speak(request["text"], request["voice"], request["words_per_minute"])
            answer = {"ok": True, "rate_hz": engine.rate_hz, "version": engine.version()}
        except OSError as error:
            sound, answer = b"", {"ok": False, "reason": str(error)}
        raw = json.dumps({**answer, "bytes": len(sound)}).encode("utf-8")
        answers.write(struct.pack(">I", len(raw)) + raw + sound)
        answers.flush()
        engine.close()  # after the answer: nobody waits for it
        engine = Engine(sys.argv[1], sys.argv[2])


if __name__ == "__main__":
    main()
