"""Error types: what the world did to us, by code, so that any front end can say it in its language.

A `DeskError` is something an operator can act on: it carries a code and parameters, never prose.
`station.messages` turns the code into one Vietnamese or English line. Anything else that is raised
is our own bug and is left to reach the crash handler with its traceback.
"""

from __future__ import annotations

import errno


class DeskError(Exception):
    """The world's fault; the operator can act.

    Attributes:
        code: stable identifier, a key of the message tables in `resources/messages`.
        params: values for the placeholders of the message text.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        details = ", ".join(f"{key}={value!r}" for key, value in params.items())
        super().__init__(f"{code}({details})")
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        """Keep code and params when a child process hands the error back."""
        return (_rebuild, (type(self), self.code, self.params))


def _rebuild(kind: type[DeskError], code: str, params: dict[str, object]) -> DeskError:
    return kind(code, **params)


class InputError(DeskError):
    """Wrong or conflicting input; shown at the field it belongs to."""


class PackageError(DeskError):
    """A package that is damaged, unsigned, untrusted, too old or not for us."""


class SpeechError(DeskError):
    """No voice, a text no voice can read, or a voice that did not answer in time."""


class AudioError(DeskError):
    """A device that is gone or a file that cannot be decoded."""


class StoreError(DeskError):
    """The disk or the database: full, locked, corrupt, read-only or from a newer version."""


class PlayoutError(DeskError):
    """Playout cannot start, does not answer, or refuses a command."""


def store_error_from_os(error: OSError, path: object = "") -> StoreError:
    """Say what an `OSError` met while writing means to an operator.

    Args:
        error: what the operating system reported.
        path: the file or folder concerned, when `error.filename` does not say it.
    """
    where = str(error.filename or path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError("store.disk_full", path=where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError("store.read_only", path=where)
    return StoreError("store.io", path=where, reason=error.strerror or str(error))
