"""The `broadcast-desk` command: its sub-commands, loaded when used, and how errors end it."""

from __future__ import annotations

import importlib
import itertools
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from broadcast_desk.cli.session import Choices, data_option, language_option
from broadcast_desk.station.clock import STATION_ZONE
from broadcast_desk.station.errors import DeskError, store_error_from_os
from broadcast_desk.station.messages import Language, say, say_error

COMMANDS = {
    "demo": "broadcast_desk.cli.demo:demo",
    "read": "broadcast_desk.cli.reading:read",
    "speak": "broadcast_desk.cli.speech:speak",
    "voice": "broadcast_desk.cli.voice:voice",
    "lexicon": "broadcast_desk.cli.reading:lexicon",
    "station": "broadcast_desk.cli.station:station",
    "library": "broadcast_desk.cli.library:library",
    "package": "broadcast_desk.cli.package:package",
    "timetable": "broadcast_desk.cli.timetable:timetable",
    "playout": "broadcast_desk.cli.playout:playout",
    "now": "broadcast_desk.cli.playout:now",
    "stop": "broadcast_desk.cli.playout:stop",
    "emergency": "broadcast_desk.cli.playout:emergency",
    "simulate": "broadcast_desk.cli.playout:simulate",
    "autostart": "broadcast_desk.cli.autostart:autostart",
    "logbook": "broadcast_desk.cli.logbook:logbook",
    "report": "broadcast_desk.cli.logbook:report",
    "doctor": "broadcast_desk.cli.doctor:doctor",
    "backup": "broadcast_desk.cli.backup:backup",
    "restore": "broadcast_desk.cli.backup:restore",
}
"""Sub-command -> where it is defined. Imported on use, so that `read` does not load Qt."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all sub-commands."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The sub-command, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_LazyGroup, invoke_without_command=True)
@data_option
@language_option
@click.version_option(package_name="broadcast-desk")
@click.pass_context
def program(context: click.Context) -> None:
    """Bàn phát thanh: soạn, duyệt, xếp lịch và phát bản tin của đài truyền thanh cấp xã."""
    if context.invoked_subcommand is None:
        from broadcast_desk.desk.main import open_desk

        choices = context.ensure_object(Choices)
        sys.exit(open_desk(choices.root, choices.language))


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name.

    Returns:
        0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.
    """
    language = _language_of(arguments)
    try:
        result = program.main(
            args=list(arguments), prog_name="broadcast-desk", standalone_mode=False
        )
    except click.UsageError as error:
        error.show()
        return 2
    except click.Abort:
        return 130
    except DeskError as error:
        click.echo(say_error(error, language), err=True)
        return 1
    except BrokenPipeError:
        return 1
    except OSError as error:
        click.echo(say_error(store_error_from_os(error), language), err=True)
        return 1
    except Exception:  # noqa: BLE001  (our own bug: keep the traceback, say where it is)
        click.echo(say("cli.bug", language, path=_keep_traceback()), err=True)
        return 1
    return result if isinstance(result, int) else 0


def _language_of(arguments: Sequence[str]) -> Language:
    return "en" if "--lang=en" in arguments or _follows(arguments, "--lang", "en") else "vi"


def _follows(arguments: Sequence[str], option: str, value: str) -> bool:
    return any(a == option and b == value for a, b in itertools.pairwise(arguments))


def _keep_traceback() -> Path:
    stamp = datetime.now(STATION_ZONE).strftime("%Y%m%d-%H%M%S")
    path = Path(tempfile.gettempdir()) / f"broadcast-desk-{stamp}.txt"
    path.write_text(traceback.format_exc(), encoding="utf-8")
    return path
