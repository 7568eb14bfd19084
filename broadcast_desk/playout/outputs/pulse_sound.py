"""Sound cards through PulseAudio (or PipeWire in its place), asked directly.

A stream is bound to its sink by the server itself (`DONT_MOVE`): when the sink goes, the stream
ends, and not a sample sounds elsewhere. Its time goes on while it runs dry, so a computer that was
held up loses what came too late and nothing moves. The server says when a sample is heard. When it
dies, it is looked for in the same process.

Everything runs in the audio thread: the server is served without waiting, `service()` by
`service()`.
"""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs import libpulse as pa
from broadcast_desk.playout.outputs.listening_back import ListeningBack
from broadcast_desk.playout.outputs.sound_system import CardRefusedError, Device
from broadcast_desk.playout.ports import BLOCK, Samples

RETRY_S = 0.25
"""A server that is gone is looked for so often."""

REFRESH_S = 0.25
"""What the server says about its sinks is asked for at most so often."""

ASK_TIME_S = 0.2
"""How often the server is asked what is heard now; at the beginning at every look."""

FIRST_S = 3.0

PEAKS_HZ = 10
_FRAME_BYTES = 4
_MOST_ROUNDS = 64

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sink:
    """What the server says of a sink; `volume` is its own scale, 65536 is 100 %."""

    device: Device
    index: int
    monitor: str
    muted: bool
    volume: int


@dataclass(frozen=True, slots=True)
class SinkInput:
    """A stream that plays on a sink."""

    index: int
    sink: int
    corked: bool
    muted: bool
    volume: int


class PulseSound:
    """The sound system of a PulseAudio server.

    Args:
        library: libpulse, with its calls declared.
    """

    period_ms: tuple[int, ...] = (80,)
    buffer = SAMPLE_RATE_HZ * 260 // 1000

    def __init__(self, library: ctypes.CDLL) -> None:
        self.library = library
        self.sinks: dict[str, Sink] = {}
        self.inputs: dict[int, SinkInput] = {}
        self._changes = 0
        self._default = ""
        self._loop = library.pa_mainloop_new()
        self._context: int | None = None
        self._ready = False
        self._first = True
        self._retry_s = 0.0
        self._stale = False
        self._refresh_s = 0.0
        self._new_sinks: dict[str, Sink] = {}
        self._new_inputs: dict[int, SinkInput] = {}
        self._on_sink = pa.OnSink(self._take_sink)
        self._on_input = pa.OnSinkInput(self._take_input)
        self._on_server = pa.OnServer(self._take_server)
        self._on_event = pa.OnEvent(self._take_event)
        self._connect()

    @property
    def context(self) -> int | None:
        """The connection, None while there is none."""
        return self._context if self._ready else None

    def service(self) -> None:
        """Pass on and take in what is there; look for a server that is gone."""
        if self._context is None:
            if time.monotonic() < self._retry_s:
                return
            self._connect()
        self.iterate()
        state = self.library.pa_context_get_state(self._context) if self._context else 0
        if state == pa.CONTEXT_READY:
            if not self._ready:
                self._begin()
            elif self._stale and time.monotonic() >= self._refresh_s:
                self._refresh()
        elif state in (pa.CONTEXT_FAILED, pa.CONTEXT_TERMINATED):
            self._give_up()

    def iterate(self) -> None:
        """Let libpulse send and receive, without waiting."""
        for _ in range(_MOST_ROUNDS):
            if self.library.pa_mainloop_iterate(self._loop, 0, None) <= 0:
                return

    def changes(self) -> int:
        """Grows with every change of the list of sinks."""
        return self._changes

    def default_device(self) -> Device | None:
        """The server's default sink."""
        return self.find(self._default)

    def find(self, device_id: str) -> Device | None:
        """The sink of that name."""
        sink = self.sinks.get(device_id)
        return sink.device if sink else None

    def open(self, device: Device) -> PulseStream:
        """Open a stream that stays on the sink.

        Raises:
            CardRefusedError: the server does not take it.
        """
        if self.context is None:
            raise CardRefusedError(device.device_id)
        return PulseStream(self, self.sinks[device.device_id])

    def proplist(self, **properties: str) -> int:
        """A list of properties; whoever asks frees it."""
        made: int = self.library.pa_proplist_new()
        for name, value in properties.items():
            key = name.replace("_", ".").encode()
            self.library.pa_proplist_sets(made, key, value.encode())
        return made

    def forget(self, operation: int | None) -> bool:
        """Let go of an operation whose end nobody waits for; False when it was refused."""
        if operation:
            self.library.pa_operation_unref(operation)
        return bool(operation)

    def _connect(self) -> None:
        names = self.proplist(application_name="Broadcast Desk", application_id="broadcast-desk")
        api = self.library.pa_mainloop_get_api(self._loop)
        self._context = self.library.pa_context_new_with_proplist(api, b"Broadcast Desk", names)
        self.library.pa_proplist_free(names)
        flags = pa.NO_FLAGS if self._first else pa.NO_AUTOSPAWN
        self._first = False
        if self.library.pa_context_connect(self._context, None, flags, None) < 0:
            self._give_up()

    def _give_up(self) -> None:
        if self._ready:
            _log.warning("sound_server.lost")
        if self._context is not None:
            self.library.pa_context_disconnect(self._context)
            self.library.pa_context_unref(self._context)
        self._context, self._ready = None, False
        self._retry_s = time.monotonic() + RETRY_S
        self.sinks, self.inputs = {}, {}
        self._changes += 1

    def _begin(self) -> None:
        self._ready = True
        _log.info("sound_server.connected")
        self.library.pa_context_set_subscribe_callback(self._context, self._on_event, None)
        mask = pa.MASK_SINK | pa.MASK_SINK_INPUT | pa.MASK_SERVER
        self.forget(self.library.pa_context_subscribe(self._context, mask, None, None))
        self._refresh()

    def _refresh(self) -> None:
        self._stale = False
        self._refresh_s = time.monotonic() + REFRESH_S
        self._new_sinks, self._new_inputs = {}, {}
        library, context = self.library, self._context
        self.forget(library.pa_context_get_server_info(context, self._on_server, None))
        self.forget(library.pa_context_get_sink_input_info_list(context, self._on_input, None))
        self.forget(library.pa_context_get_sink_info_list(context, self._on_sink, None))
        self.iterate()

    # what the server says; called from `iterate`

    def _take_event(self, context: int, kind: int, index: int, _: int) -> None:
        del context, kind, index
        self._stale = True

    def _take_server(self, context: int, info: ctypes._Pointer[pa.ServerInfo], _: int) -> None:
        del context
        if info:
            self._default = (info.contents.default_sink_name or b"").decode("utf-8", "replace")

    def _take_sink(
        self, context: int, info: ctypes._Pointer[pa.SinkInfo], end: int, _: int
    ) -> None:
        del context
        if end or not info:
            self._changes += set(self.sinks) != set(self._new_sinks)
            self.sinks = self._new_sinks
            return
        sink = info.contents
        name = sink.name.decode("utf-8", "replace")
        self._new_sinks[name] = Sink(
            Device(name, (sink.description or b"").decode("utf-8", "replace")),
            sink.index,
            (sink.monitor_source_name or b"").decode("utf-8", "replace"),
            bool(sink.mute),
            max(sink.volume.values[: sink.volume.channels], default=0),
        )

    def _take_input(
        self, context: int, info: ctypes._Pointer[pa.SinkInputInfo], end: int, _: int
    ) -> None:
        del context
        if end or not info:
            self.inputs = self._new_inputs
            return
        one = info.contents
        self._new_inputs[one.index] = SinkInput(
            one.index,
            one.sink,
            bool(one.corked),
            bool(one.mute),
            max(one.volume.values[: one.volume.channels], default=0),
        )


class PulseStream:
    """A stream to one sink, at full volume, that the server may not move."""

    keeps_time = True
    settle_s = 0.25
    held = 0

    def __init__(self, system: PulseSound, sink: Sink) -> None:
        self._system = system
        self._library = system.library
        self._name = sink.device.device_id
        self._reading: tuple[float, int] | None = None
        self._stamp = (0, 0)
        self._opened_s = time.monotonic()
        self._ask_s = 0.0
        self._trouble = ""
        self._listening = ListeningBack(sink.volume)
        self._peaks: int | None = None
        self._stream: int | None = self._connect(sink)

    def service(self) -> None:
        """Take in what the server says, ask what is heard now."""
        if self._stream is None:
            return
        state = self._library.pa_stream_get_state(self._stream)
        if self._system.context is None:
            self._trouble = "playout.card_gone"
        elif state in (pa.STREAM_FAILED, pa.STREAM_TERMINATED):
            gone = self._name not in self._system.sinks or self._reading is not None
            self._trouble = "playout.card_gone" if gone else "playout.card_refused"
        elif state == pa.STREAM_READY:
            self._read_time()

    def reading(self) -> tuple[float, int] | None:
        """When how much had been heard, as the server said last."""
        return self._reading

    def free(self) -> int:
        """How many samples the server asks for."""
        if (
            self._stream is None
            or self._library.pa_stream_get_state(self._stream) != pa.STREAM_READY
        ):
            return 0
        size: int = self._library.pa_stream_writable_size(self._stream)
        return 0 if size == ctypes.c_size_t(-1).value else size // _FRAME_BYTES

    def write(self, samples: Samples) -> int:
        """Pass samples on."""
        if self._stream is None:
            return 0
        data = samples.astype("<f4", copy=False).tobytes()
        failed = self._library.pa_stream_write(
            self._stream, data, len(data), None, 0, pa.SEEK_RELATIVE
        )
        self._system.iterate()
        return 0 if failed < 0 else len(samples)

    def trouble(self) -> str:
        """Why the stream is over, "" while it plays."""
        return self._trouble

    def complaint(self, level: float) -> str:
        """What keeps it from being heard: the sink's volume, other sound on it, a dead monitor."""
        sink = self._system.sinks.get(self._name)
        if sink is None or self._stream is None:
            return ""
        self._read_peaks()
        own = self._library.pa_stream_get_index(self._stream)
        self._keep_own_volume(own)
        shared = any(
            one.sink == sink.index and one.index != own and not one.corked
            for one in self._system.inputs.values()
        )
        return self._listening.judge(level, sink.muted, sink.volume, shared)

    def close(self) -> None:
        """Silence the stream at once."""
        for stream in (self._stream, self._peaks):
            if stream is not None:
                self._library.pa_stream_disconnect(stream)
                self._library.pa_stream_unref(stream)
        self._stream = self._peaks = None
        self._system.iterate()

    def _connect(self, sink: Sink) -> int:
        names = self._system.proplist(media_name="On air", media_role="production")
        spec = pa.SampleSpec(pa.FLOAT32LE, SAMPLE_RATE_HZ, 1)
        stream: int | None = self._library.pa_stream_new_with_proplist(
            self._system.context, b"On air", ctypes.byref(spec), None, names
        )
        self._library.pa_proplist_free(names)
        # The whole reserve waits in the server, where it is ours alone; the sink holds 40 ms more.
        # (`ADJUST_LATENCY` would leave part of it to a sink that others may ask to hold less.)
        size = PulseSound.buffer * _FRAME_BYTES
        attr = pa.BufferAttr(pa.UNSET, size, 0, 2 * BLOCK * _FRAME_BYTES, pa.UNSET)
        full = pa.Volume(1)
        full.values[0] = pa.VOLUME_NORM
        flags = pa.DONT_MOVE | pa.EARLY_REQUESTS | pa.START_UNMUTED
        name = self._name.encode()
        if not stream or self._library.pa_stream_connect_playback(
            stream, name, ctypes.byref(attr), flags, ctypes.byref(full), None
        ):
            raise CardRefusedError(self._name)
        self._peaks = self._connect_monitor(sink)
        self._system.iterate()
        return stream

    def _connect_monitor(self, sink: Sink) -> int | None:
        """Listen to what the sink really plays: a peak ten times a second."""
        names = self._system.proplist(media_name="Listening back")
        spec = pa.SampleSpec(pa.FLOAT32LE, PEAKS_HZ, 1)
        stream: int | None = self._library.pa_stream_new_with_proplist(
            self._system.context, b"Listening back", ctypes.byref(spec), None, names
        )
        self._library.pa_proplist_free(names)
        if not stream:
            return None
        attr = pa.BufferAttr(pa.UNSET, pa.UNSET, pa.UNSET, pa.UNSET, 5 * _FRAME_BYTES)
        flags = pa.DONT_MOVE | pa.PEAK_DETECT | pa.ADJUST_LATENCY
        self._library.pa_stream_connect_record(
            stream, sink.monitor.encode(), ctypes.byref(attr), flags
        )
        return stream

    def _read_time(self) -> None:
        now_s = time.monotonic()
        info = self._library.pa_stream_get_timing_info(self._stream)
        if info:
            self._take_timing(info.contents, now_s)
        if now_s >= self._ask_s:
            self._ask_s = now_s + (ASK_TIME_S if now_s > self._opened_s + FIRST_S else 0.0)
            operation = self._library.pa_stream_update_timing_info(self._stream, None, None)
            self._system.forget(operation)
            self._system.iterate()

    def _take_timing(self, info: pa.TimingInfo, now_s: float) -> None:
        stamp = (info.seconds, info.microseconds)
        if stamp == self._stamp or info.read_index_corrupt:
            return
        self._stamp = stamp
        age_s = time.time() - (info.seconds + info.microseconds / 1e6)
        if not 0 <= age_s < 1.0:  # the clock was stepped in between
            return
        heard = info.read_index // _FRAME_BYTES
        played = heard - round(info.sink_usec * SAMPLE_RATE_HZ / 1e6)
        self._reading = (now_s - age_s, played)

    def _read_peaks(self) -> None:
        stream, library = self._peaks, self._library
        if stream is None or library.pa_stream_get_state(stream) != pa.STREAM_READY:
            return
        data, size = ctypes.c_void_p(), ctypes.c_size_t()
        while library.pa_stream_readable_size(stream) > 0:
            if library.pa_stream_peek(stream, ctypes.byref(data), ctypes.byref(size)) < 0:
                return
            if not size.value:
                return
            if data.value:
                count = size.value // _FRAME_BYTES
                found = ctypes.cast(data, ctypes.POINTER(ctypes.c_float))[:count]
                self._listening.hear(max(found))
            library.pa_stream_drop(stream)

    def _keep_own_volume(self, own: int) -> None:
        """Turn the stream up again when something turned it down: its level is the station's."""
        mine = self._system.inputs.get(own)
        context = self._system.context
        if mine is None or context is None:
            return
        if mine.muted:
            self._order(self._library.pa_context_set_sink_input_mute, context, own, 0)
        if mine.volume != pa.VOLUME_NORM:
            full = pa.Volume(1)
            full.values[0] = pa.VOLUME_NORM
            call = self._library.pa_context_set_sink_input_volume
            self._order(call, context, own, ctypes.byref(full))

    def _order(self, call: Callable[..., int | None], *arguments: object) -> None:
        self._system.forget(call(*arguments, None, None))
        self._system.iterate()
