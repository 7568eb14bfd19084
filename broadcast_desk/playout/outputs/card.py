"""A sound card, bound by its stable id: never another device unasked.

The card is opened with silence and joined to the bus when its clock is known, at the very sample
that is due, so neither a slow start nor a return after a loss moves anything on the bus. While it
plays, its clock paces the bus; while it does not, the computer's clock goes on where it left off.
"""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from pathlib import Path

import numpy as np

from broadcast_desk.audio.model import SAMPLE_RATE_HZ
from broadcast_desk.playout.outputs.sink_clock import SinkClock
from broadcast_desk.playout.outputs.sound_system import (
    CardRefusedError,
    CardStream,
    Device,
    SoundSystem,
)
from broadcast_desk.playout.ports import BLOCK, Block, Health, OutputReport, Pacer, Samples
from broadcast_desk.station.errors import StoreError
from broadcast_desk.storage.files import write_text

STALL_S = 0.2
"""A card that plays nothing for so long is lost."""

OPEN_LIMIT_S = 6.0
"""A card that was opened and does not begin to play in this time is opened anew."""

FIRST_LOOK_S = 1.0
"""The sound server may take so long to say what cards there are."""

REOPEN_S = 0.5
"""A card that is lost is looked for so often, beside the system's own word."""

APART = BLOCK
"""A card that follows another one is put right when they are 20 ms apart."""

MOST_WAITING = 50
"""Blocks a card may be behind when it does not pace the bus; older ones are lost."""

MOST_BEHIND = SAMPLE_RATE_HZ
"""A stream that is so far behind (the computer slept) is opened anew."""

LISTEN_EVERY_S = 0.5
"""How often is asked whether the card is heard."""

_log = logging.getLogger(__name__)


class Binding:
    """Which device an output is bound to: said by its name, or the default once it was found."""

    def __init__(self, device_id: str, memory: Path | None) -> None:
        self.device_id = device_id
        self._memory = memory
        if not device_id and memory is not None:
            self.device_id = _remembered(memory)

    def find(self, system: SoundSystem) -> Device | None:
        """The bound device, None while it is not there; binds to the default the first time."""
        if self.device_id:
            return system.find(self.device_id)
        default = system.default_device()
        if default is not None:
            self.device_id = default.device_id
            self._remember()
        return default

    def _remember(self) -> None:
        if self._memory is None:
            return
        try:
            write_text(self._memory, json.dumps({"device_id": self.device_id}) + "\n")
        except StoreError:
            _log.warning("card.binding_not_kept")


class Card:
    """An output to a sound card, and the pacer of its bus.

    Lives in the audio thread.

    Args:
        name: as on the command line.
        binding: the device.
        system: where devices are found and opened.
        began_s: monotonic instant of the bus's beginning.
        follows: what the bus goes by when it is not this card.
    """

    def __init__(
        self,
        name: str,
        binding: Binding,
        system: SoundSystem,
        began_s: float,
        follows: Pacer | None = None,
    ) -> None:
        self.name = name
        self.period_ms = system.period_ms
        self._binding = binding
        self._system = system
        self._follows = follows
        self._offset = -began_s * SAMPLE_RATE_HZ  # bus position = instant * rate + offset
        self._made = 0
        self._stream: CardStream | None = None
        self._clock = SinkClock()
        self._held = 0
        self._opened_s = 0.0
        self._look_again_s = began_s
        self._known_s = began_s + FIRST_LOOK_S
        self._changes = -1
        self._written = 0
        self._joined: int | None = None  # bus position minus stream sample, once joined
        self._skip = 0
        self._slips = 0
        self._waiting: deque[Samples] = deque()
        self._lost = 0
        self._reason = ""
        self._complaint = ""
        self._given = 0.0
        self._listen_s = 0.0
        self._detail = ""
        self._now_s = began_s

    # Pacer

    def service(self, now_s: float) -> None:
        """Open, watch, join or give up the card."""
        self._now_s = now_s
        self._system.service()
        if self._stream is None:
            changes, self._changes = self._changes, self._system.changes()
            if now_s >= self._look_again_s or changes != self._changes:
                self._open(now_s)
            return
        if not self._watch(now_s):
            return
        if self._joined is None:
            if self._clock.settled(now_s):
                self._join(now_s)
            else:
                self._fill_silence()
        else:
            self._keep_in_step(now_s)
        self._pass_on()
        self._listen(now_s)

    def samples_due(self, now_s: float) -> int:
        """As much as the card takes; by the clock while there is none."""
        if self._joined is not None and self._stream is not None:
            free = self._stream.free() - sum(len(part) for part in self._waiting)
            return self._made + max(0, free)
        return int(self.position_at(now_s)) + self._system.buffer + self._held

    def position_at(self, instant_s: float) -> float:
        """The bus position that is heard at a monotonic instant."""
        if self._follows is not None:
            return self._follows.position_at(instant_s)
        return instant_s * SAMPLE_RATE_HZ + self._offset

    def instant_of(self, position: float) -> float:
        """The monotonic instant at which a bus position is heard."""
        if self._follows is not None:
            return self._follows.instant_of(position)
        return (position - self._offset) / SAMPLE_RATE_HZ

    # Output

    def write(self, block: Block) -> None:
        """Take a block: to the card if it plays, else it is lost here."""
        if block.position != self._made:
            self._joined = None  # the bus left time out
        self._made = block.position + len(block.samples)
        if self._follows is not None:
            self.service(time.monotonic())
        if self._joined is None or self._stream is None:
            self._lost += len(block.samples) if block.samples.any() else 0
            return
        samples = block.samples * block.gain
        self._given = max(self._given, float(samples.max()))
        if self._skip:
            cut = min(self._skip, len(samples))
            samples, self._skip = samples[cut:], self._skip - cut
        if len(samples):
            self._waiting.append(samples.astype(np.float32, copy=False))
        self._pass_on()
        while len(self._waiting) > MOST_WAITING:
            self._lost += len(self._waiting.popleft())

    def report(self) -> OutputReport:
        """How it does."""
        if self._stream is None:
            health = Health.LOST if self._reason else Health.OPENING
        else:
            health = Health.GOOD if self._joined is not None else Health.OPENING
        latency_ms = 1000 * (self._written - self._clock.played + self._held) / SAMPLE_RATE_HZ
        return OutputReport(
            self.name,
            "card",
            health,
            self._lost,
            round(latency_ms, 1) if health is Health.GOOD else 0.0,
            self._reason if health is Health.LOST else self._complaint,
            self._detail or self._binding.device_id,
        )

    def close(self) -> None:
        """Close the card at once."""
        self._drop("playout.card_closed", self._now_s)
        self._look_again_s = float("inf")

    # Opening and losing

    def _open(self, now_s: float) -> None:
        self._look_again_s = now_s + REOPEN_S
        device = self._binding.find(self._system)
        if device is None:
            if now_s >= self._known_s:
                self._reason = "playout.card_gone" if self._binding.device_id else "playout.no_card"
            return
        self._detail = device.description
        try:
            stream = self._system.open(device)
        except CardRefusedError:
            self._reason = "playout.card_refused"
            return
        self._stream, self._opened_s, self._held = stream, now_s, stream.held
        self._clock = SinkClock(stream.held, stream.settle_s)
        self._written = 0
        self._joined, self._skip, self._slips = None, 0, 0
        self._waiting.clear()
        self._fill_silence()

    def _watch(self, now_s: float) -> bool:
        """Look at the card's clock; False when it was lost just now."""
        stream = self._stream
        assert stream is not None
        stream.service()
        reading = stream.reading()
        if reading is not None:
            self._clock.observe(*reading)
        trouble = stream.trouble()
        if trouble:
            self._drop(trouble, now_s)
        elif self._joined is not None and stream.free() > self._system.buffer + MOST_BEHIND:
            self._drop("playout.card_stalled", now_s)
            self._look_again_s = now_s
        elif self._clock.still_for_s(now_s) > STALL_S:
            self._stalled(now_s)
        elif not self._clock.played and now_s - self._opened_s > OPEN_LIMIT_S:
            self._drop("playout.card_silent", now_s)
        return self._stream is not None

    def _stalled(self, now_s: float) -> None:
        """It ran dry because the bus was held up, or it is lost."""
        assert self._stream is not None
        if self._written - self._clock.played < BLOCK and not self._stream.keeps_time:
            self._joined = None
            self._clock = SinkClock(self._held, self._stream.settle_s)
        else:
            self._drop("playout.card_stalled", now_s)

    def _drop(self, reason: str, now_s: float) -> None:
        """Stop the stream before the server can move it anywhere else."""
        stream, self._stream = self._stream, None
        if stream is None:
            return
        stream.close()
        self._reason, self._complaint = reason, ""
        self._joined = None
        self._waiting.clear()
        self._look_again_s = now_s + REOPEN_S
        self._changes = self._system.changes()
        _log.warning("card.lost %s %s", self.name, reason)

    def _listen(self, now_s: float) -> None:
        """Ask whether what the card was given is heard."""
        if self._stream is not None and now_s >= self._listen_s:
            self._listen_s = now_s + LISTEN_EVERY_S
            self._complaint = self._stream.complaint(self._given)
            self._given = 0.0

    # Joining the bus

    def _join(self, now_s: float) -> None:
        """Let the next bus block sound at the instant at which it is due, to the sample."""
        due_s = self.instant_of(self._made)
        assert self._stream is not None
        ahead = round(self._clock.sample_at(due_s)) - self._written
        if self._stream.keeps_time:
            if ahead < 0:  # it was filled ahead when it was plugged in: its time will come
                return
        elif ahead > self._system.buffer:
            self._fill_silence()
            return
        self._joined = self._made - (self._written + ahead)
        if ahead >= 0:
            self._waiting.append(np.zeros(ahead, np.float32))
        else:
            self._skip = -ahead
        self._reason = ""
        _log.info("card.joined %s after %.3f s", self.name, now_s - self._opened_s)

    def _keep_in_step(self, now_s: float) -> None:
        """Pace the bus by the card; put right what a slip, or another card's pace, has moved."""
        assert self._joined is not None
        heard = self._clock.sample_at(now_s) + self._joined
        wrong = round(heard - self.position_at(now_s))
        slipped = self._clock.slips != self._slips
        self._slips = self._clock.slips
        if slipped:
            _log.warning("card.slipped %s %+.1f ms", self.name, wrong * 1000 / SAMPLE_RATE_HZ)
        if slipped or (self._follows is not None and abs(wrong) > APART):
            if wrong > 0:
                self._waiting.appendleft(np.zeros(wrong, np.float32))
            else:
                self._skip -= wrong
            self._joined -= wrong
        if self._follows is None:
            self._offset = self._clock.offset + self._joined

    def _fill_silence(self) -> None:
        """Keep a stream going that has nothing to play yet."""
        assert self._stream is not None
        if self._stream.keeps_time:
            return
        free = self._stream.free() // BLOCK * BLOCK
        if free:
            self._send(np.zeros(free, np.float32))

    def _pass_on(self) -> None:
        """Give the card as much of what waits as it takes, at once."""
        room = self._stream.free() if self._stream is not None else 0
        parts: list[Samples] = []
        while self._waiting and room > 0:
            samples = self._waiting.popleft()
            parts.append(samples[:room])
            if room < len(samples):
                self._waiting.appendleft(samples[room:])
            room -= len(parts[-1])
        if parts:
            self._send(parts[0] if len(parts) == 1 else np.concatenate(parts))

    def _send(self, samples: Samples) -> None:
        if self._stream is None or not len(samples):
            return
        sent = self._stream.write(samples)
        self._written += sent
        self._lost += len(samples) - sent


def _remembered(memory: Path) -> str:
    try:
        return str(json.loads(memory.read_text(encoding="utf-8"))["device_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
