"""The few calls of libpulse that playout uses, by ctypes; the library is the system's own.

Names, numbers and structures are those of PulseAudio's public headers, whose ABI is fixed since
libpulse 0.9.15 (pulse/def.h, introspect.h, sample.h, stream.h); PipeWire brings the same library.
"""

from __future__ import annotations

import ctypes
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_int,
    c_int64,
    c_long,
    c_size_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)

CONTEXT_READY, CONTEXT_FAILED, CONTEXT_TERMINATED = 4, 5, 6
NO_FLAGS, NO_AUTOSPAWN = 0, 1
STREAM_READY, STREAM_FAILED, STREAM_TERMINATED = 2, 3, 4
FLOAT32LE = 5
SEEK_RELATIVE = 0
UNSET = 0xFFFFFFFF
VOLUME_NORM = 0x10000
DONT_MOVE, PEAK_DETECT, ADJUST_LATENCY = 0x0200, 0x0800, 0x2000
EARLY_REQUESTS, START_UNMUTED = 0x4000, 0x10000
MASK_SINK, MASK_SINK_INPUT, MASK_SERVER = 0x0001, 0x0004, 0x0080


class SampleSpec(Structure):
    """pa_sample_spec."""

    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class ChannelMap(Structure):
    """pa_channel_map."""

    _fields_ = (("channels", c_uint8), ("map", c_int * 32))


class Volume(Structure):
    """pa_cvolume."""

    _fields_ = (("channels", c_uint8), ("values", c_uint32 * 32))


class BufferAttr(Structure):
    """pa_buffer_attr, in bytes."""

    _fields_ = (
        ("maxlength", c_uint32),
        ("tlength", c_uint32),
        ("prebuf", c_uint32),
        ("minreq", c_uint32),
        ("fragsize", c_uint32),
    )


class TimingInfo(Structure):
    """pa_timing_info."""

    _fields_ = (
        ("seconds", c_long),
        ("microseconds", c_long),
        ("synchronized", c_int),
        ("sink_usec", c_uint64),
        ("source_usec", c_uint64),
        ("transport_usec", c_uint64),
        ("playing", c_int),
        ("write_index_corrupt", c_int),
        ("write_index", c_int64),
        ("read_index_corrupt", c_int),
        ("read_index", c_int64),
    )


class SinkInfo(Structure):
    """The beginning of pa_sink_info."""

    _fields_ = (
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("spec", SampleSpec),
        ("map", ChannelMap),
        ("owner_module", c_uint32),
        ("volume", Volume),
        ("mute", c_int),
        ("monitor_source", c_uint32),
        ("monitor_source_name", c_char_p),
    )


class SinkInputInfo(Structure):
    """The beginning of pa_sink_input_info."""

    _fields_ = (
        ("index", c_uint32),
        ("name", c_char_p),
        ("owner_module", c_uint32),
        ("client", c_uint32),
        ("sink", c_uint32),
        ("spec", SampleSpec),
        ("map", ChannelMap),
        ("volume", Volume),
        ("buffer_usec", c_uint64),
        ("sink_usec", c_uint64),
        ("resample_method", c_char_p),
        ("driver", c_char_p),
        ("mute", c_int),
        ("proplist", c_void_p),
        ("corked", c_int),
    )


class ServerInfo(Structure):
    """The beginning of pa_server_info."""

    _fields_ = (
        ("user_name", c_char_p),
        ("host_name", c_char_p),
        ("server_version", c_char_p),
        ("server_name", c_char_p),
        ("spec", SampleSpec),
        ("default_sink_name", c_char_p),
    )


OnSink = CFUNCTYPE(None, c_void_p, POINTER(SinkInfo), c_int, c_void_p)
OnSinkInput = CFUNCTYPE(None, c_void_p, POINTER(SinkInputInfo), c_int, c_void_p)
OnServer = CFUNCTYPE(None, c_void_p, POINTER(ServerInfo), c_void_p)
OnEvent = CFUNCTYPE(None, c_void_p, c_int, c_uint32, c_void_p)

_P = c_void_p
_CALLS: dict[str, tuple[object, tuple[object, ...]]] = {
    "pa_mainloop_new": (_P, ()),
    "pa_mainloop_get_api": (_P, (_P,)),
    "pa_mainloop_iterate": (c_int, (_P, c_int, _P)),
    "pa_proplist_new": (_P, ()),
    "pa_proplist_free": (None, (_P,)),
    "pa_proplist_sets": (c_int, (_P, c_char_p, c_char_p)),
    "pa_context_new_with_proplist": (_P, (_P, c_char_p, _P)),
    "pa_context_connect": (c_int, (_P, c_char_p, c_int, _P)),
    "pa_context_get_state": (c_int, (_P,)),
    "pa_context_disconnect": (None, (_P,)),
    "pa_context_unref": (None, (_P,)),
    "pa_context_subscribe": (_P, (_P, c_int, _P, _P)),
    "pa_context_set_subscribe_callback": (None, (_P, OnEvent, _P)),
    "pa_context_get_server_info": (_P, (_P, OnServer, _P)),
    "pa_context_get_sink_info_list": (_P, (_P, OnSink, _P)),
    "pa_context_get_sink_input_info_list": (_P, (_P, OnSinkInput, _P)),
    "pa_context_set_sink_input_volume": (_P, (_P, c_uint32, POINTER(Volume), _P, _P)),
    "pa_context_set_sink_input_mute": (_P, (_P, c_uint32, c_int, _P, _P)),
    "pa_operation_unref": (None, (_P,)),
    "pa_stream_new_with_proplist": (_P, (_P, c_char_p, POINTER(SampleSpec), _P, _P)),
    "pa_stream_connect_playback": (
        c_int,
        (_P, c_char_p, POINTER(BufferAttr), c_int, POINTER(Volume), _P),
    ),
    "pa_stream_connect_record": (c_int, (_P, c_char_p, POINTER(BufferAttr), c_int)),
    "pa_stream_get_state": (c_int, (_P,)),
    "pa_stream_get_index": (c_uint32, (_P,)),
    "pa_stream_is_suspended": (c_int, (_P,)),
    "pa_stream_writable_size": (c_size_t, (_P,)),
    "pa_stream_readable_size": (c_size_t, (_P,)),
    "pa_stream_write": (c_int, (_P, c_char_p, c_size_t, _P, c_int64, c_int)),
    "pa_stream_peek": (c_int, (_P, POINTER(_P), POINTER(c_size_t))),
    "pa_stream_drop": (c_int, (_P,)),
    "pa_stream_update_timing_info": (_P, (_P, _P, _P)),
    "pa_stream_get_timing_info": (POINTER(TimingInfo), (_P,)),
    "pa_stream_disconnect": (c_int, (_P,)),
    "pa_stream_unref": (None, (_P,)),
}


def load() -> ctypes.CDLL | None:
    """The library with its calls declared; None where it is not installed."""
    try:
        library = ctypes.CDLL("libpulse.so.0")
        for name, (result, arguments) in _CALLS.items():
            call = getattr(library, name)
            call.restype, call.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library
