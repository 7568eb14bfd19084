"""The demo's steps: each is announced, timed, and its figures kept for `summary.json`."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from broadcast_desk.station.messages import Language, say
from broadcast_desk.storage.files import write_text

_LINE = 90
"""Lists longer than this are printed one item a line."""


@dataclass
class Step:
    """One step of the demo.

    Attributes:
        figures: what it made, as JSON values.
        wrong: what is not as it should be; empty when all is well.
    """

    name: str
    figures: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    took_s: float = 0.0

    def note(self, **figures: object) -> None:
        """Keep figures of what was made."""
        self.figures.update(figures)

    def require(self, holds: bool, what: str) -> None:
        """Record `what` as wrong unless it holds."""
        if not holds:
            self.wrong.append(what)


@dataclass
class Stage:
    """All steps so far, and where the story is told."""

    language: Language
    steps: list[Step] = field(default_factory=list)

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Announce a step, time it, and print what it made."""
        step = Step(name)
        self.steps.append(step)
        began = time.monotonic()
        click.echo(f"{len(self.steps):2}. {say(f'demo.{name}', self.language)}")
        try:
            yield step
        finally:
            step.took_s = round(time.monotonic() - began, 3)
        for key, value in step.figures.items():
            click.echo(f"      {key}: {_short(value)}")
        for wrong in step.wrong:
            click.echo(f"      {say('demo.wrong', self.language)}: {wrong}")
        click.echo(f"      {step.took_s:.1f} s")

    @property
    def wrong(self) -> list[str]:
        """Everything that is not as it should be, with its step."""
        return [f"{step.name}: {what}" for step in self.steps for what in step.wrong]

    def write_summary(self, path: Path, **more: object) -> None:
        """Write `summary.json`: every step with its figures, and whether all was well."""
        summary = {
            "ok": not self.wrong,
            "wrong": self.wrong,
            **more,
            "steps": [
                {"step": s.name, "took_s": s.took_s, "wrong": s.wrong, **s.figures}
                for s in self.steps
            ],
        }
        write_text(path, json.dumps(summary, ensure_ascii=False, indent=2, default=str) + "\n")


def _short(value: object) -> str:
    if isinstance(value, list):
        parts = [_short(item) for item in value]
        inline = ", ".join(parts)
        return inline if len(inline) <= _LINE else "".join(f"\n        - {p}" for p in parts)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_short(item)}" for key, item in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
