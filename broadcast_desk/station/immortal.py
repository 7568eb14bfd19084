"""None, True and False that no extension can use up, as Python itself has them from 3.12 on.

PySide6 6.12.0 is built with the macros of Python 3.12, where `Py_RETURN_NONE` and its sisters no
longer count. On 3.11 each void call into Qt therefore takes one reference of None away, and each
`emit` one of True. At zero Python ends the process ("none_dealloc"). Measured: the desk on the page
"Hôm nay" loses 628 a second of 85,000, playout without a card 50 a second of 21,000: minutes.
"""

from __future__ import annotations

import ctypes
import sys

SPARE = 1 << 48
"""So many references more than are ever taken away: a million a second for eight years."""


def keep_singletons() -> None:
    """Give the singletons references to spare; does nothing where they are immortal already."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    if sys.maxsize < SPARE:
        return  # a count of 32 bits has no room; there is no PySide6 for it either
    for one in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(one))  # the count is an object's first field
        if count.value < SPARE:
            count.value += SPARE
