"""The `broadcast-desk` command: its sub-commands, loaded when used, and how errors end it."""

from __future__ import annotations

import contextlib
import importlib
import io
import itertools
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import click

from broadcast_desk.cli.help_page import HelpPage
from broadcast_desk.cli.session import Choices, data_option, language_option
from broadcast_desk.cli.usage import usage_line
from broadcast_desk.station.errors import DeskError, store_error_from_os
from broadcast_desk.station.messages import Language, say, say_error

COMMANDS = {
    "demo": "broadcast_desk.cli.demo:demo",
    "read": "broadcast_desk.cli.reading:read",
    "speak": "broadcast_desk.cli.speech:speak",
    "voice": "broadcast_desk.cli.voice:voice",
    "template": "broadcast_desk.cli.template:template",
    "lexicon": "broadcast_desk.cli.reading:lexicon",
    "station": "broadcast_desk.cli.station:station",
    "library": "broadcast_desk.cli.library:library",
    "package": "broadcast_desk.cli.package:package",
    "timetable": "broadcast_desk.cli.timetable:timetable",
    "playout": "broadcast_desk.cli.playout:playout",
    "now": "broadcast_desk.cli.playout:now",
    "stop": "broadcast_desk.cli.playout:stop",
    "emergency": "broadcast_desk.cli.playout:emergency",
    "clock": "broadcast_desk.cli.playout:clock",
    "mic": "broadcast_desk.cli.microphone:mic",
    "alarm": "broadcast_desk.cli.alarm:alarm",
    "outputs": "broadcast_desk.cli.outputs:outputs",
    "setting": "broadcast_desk.cli.outputs:setting",
    "simulate": "broadcast_desk.cli.simulate:simulate",
    "autostart": "broadcast_desk.cli.autostart:autostart",
    "logbook": "broadcast_desk.cli.logbook:logbook",
    "report": "broadcast_desk.cli.logbook:report",
    "housekeeping": "broadcast_desk.cli.housekeeping:housekeeping",
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
    _speak_utf8()
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")  # not for operators
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name.

    Returns:
        0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.
    """
    language = _language_of(arguments)
    click.Context.formatter_class = HelpPage if language == "vi" else click.HelpFormatter
    try:
        result = program.main(
            args=list(arguments), prog_name="broadcast-desk", standalone_mode=False
        )
        sys.stdout.flush()
    except click.UsageError as error:
        return _end(2, usage_line(error, language))
    except (click.Abort, KeyboardInterrupt):
        return _end(130, say("cli.interrupted", language))
    except DeskError as error:
        return _end(1, say_error(error, language))
    except UnicodeEncodeError:  # bytes on the command line that are no letters
        return _end(1, say("cli.bad_letters", language))
    except BrokenPipeError:  # the reader has gone, as with `| head -1`
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        return _end(1, say_error(store_error_from_os(error), language))
    except Exception:  # noqa: BLE001  (our own bug: keep the traceback, say where it is)
        return _end(1, say("cli.bug", language, path=_keep_traceback()))
    return result if isinstance(result, int) else 0


def _end(status: int, line: str) -> int:
    """Say in one line why the command ends with this status, if anyone still listens."""
    with contextlib.suppress(OSError):
        click.echo(" ".join(line.splitlines()), err=True)
    return status


def _drop_output() -> None:
    """Let what was not written go: else the interpreter tries again as it leaves, and complains."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _speak_utf8() -> None:
    """Write Vietnamese into pipes and files as UTF-8, whatever the system's old code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _language_of(arguments: Sequence[str]) -> Language:
    return "en" if "--lang=en" in arguments or _follows(arguments, "--lang", "en") else "vi"


def _follows(arguments: Sequence[str], option: str, value: str) -> bool:
    return any(a == option and b == value for a, b in itertools.pairwise(arguments))


def _keep_traceback() -> str:
    """The file that holds the traceback; the error in a word where no file can be written."""
    try:
        handle, name = tempfile.mkstemp(prefix="broadcast-desk-", suffix=".txt")
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123
            file.write(traceback.format_exc())
    except OSError:
        return repr(sys.exc_info()[1])
    return name
