"""Wrong usage in the operator's language: click says it in English, and on three lines."""

from __future__ import annotations

import re

import click

from broadcast_desk.station.messages import Language, say

_PATTERNS = (
    (r"No such command '(?P<name>.*)'\.", "cli.no_command"),
    (r"Got unexpected extra arguments? \((?P<name>.*)\)", "cli.extra_argument"),
    (r"Missing command\.", "cli.missing_command"),
)
_VALUE_PATTERNS = (
    (r"'?(?P<value>.*?)'? is not a valid .*", "cli.bad_value"),
    (r"(?P<value>.*) is not in the range (?P<range>.*)\.", "cli.out_of_range"),
    (r"'(?P<value>.*)' does not match the formats? (?P<range>.*)\.", "cli.bad_day"),
    (r"\S+ '(?P<value>.*)' does not exist\.", "cli.no_file"),
    (r"\S+ '(?P<value>.*)' is a directory\.", "cli.is_folder"),
    (r"\S+ '(?P<value>.*)' is a file\.", "cli.is_file"),
    (r"\S+ '(?P<value>.*)' is not (?:read|writ)able\.", "cli.not_readable"),
)


def usage_line(error: click.UsageError, language: Language) -> str:
    """What is wrong with the command line, and where to read how it is written: one line.

    Args:
        error: what click found.
        language: the operator's.
    """
    command = error.ctx.command_path if error.ctx is not None else "broadcast-desk"
    return say("cli.usage", language, what=_what(error, language), command=command)


def _what(error: click.UsageError, language: Language) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("cli.no_option", language, name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return say("cli.missing", language, name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return say("cli.parameter", language, name=_name(error.param), why=_why(error, language))
    if isinstance(error, click.BadOptionUsage):
        return say("cli.option_value", language, name=error.option_name)
    return _translated(error.message, _PATTERNS, language)


def _name(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name if parameter is not None else "?"


def _why(error: click.BadParameter, language: Language) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return say("cli.choice", language, choices=", ".join(str(one) for one in kind.choices))
    return _translated(error.message, _VALUE_PATTERNS, language)


def _translated(message: str, patterns: tuple[tuple[str, str], ...], language: Language) -> str:
    for pattern, code in patterns:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return say(code, language, **found.groupdict())
    return " ".join(message.split())
