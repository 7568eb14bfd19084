"""What building a package in the desk asks of the rooms; plain functions that run in a worker."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from broadcast_desk.desk.packages.operations import key_text
from broadcast_desk.desk.rooms import Rooms
from broadcast_desk.library.model import State
from broadcast_desk.packages import keys
from broadcast_desk.packages.building import Particulars, build
from broadcast_desk.packages.forwarding import forwardable
from broadcast_desk.packages.keys import PUBLIC_SUFFIX, fingerprint
from broadcast_desk.packages.lists import find_list, read_list
from broadcast_desk.packages.model import Programme, Withdrawal
from broadcast_desk.station.clock import local
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage.files import write_text

SERIALS = "last-serials.json"


@dataclass(frozen=True, slots=True)
class Workbench:
    """What a package can be made of here.

    Attributes:
        programmes: code and title of what is approved.
        key: the file of the station's own key, None when there is none yet.
        fingerprint: its number, to be read aloud over the telephone; "" without a key.
        serial: the next number.
    """

    programmes: tuple[tuple[str, str], ...]
    key: Path | None
    fingerprint: str
    serial: int


def workbench(rooms: Rooms) -> Workbench:
    """What is there to build from."""
    rows = rooms.library.find(state=State.APPROVED, limit=1000)
    own = keys.own_keys(rooms.data.keys)
    public = own[0].with_suffix(PUBLIC_SUFFIX) if own else None
    text = key_text(public) if public is not None and public.is_file() else ""
    return Workbench(
        programmes=tuple((row.code, row.title) for row in rows),
        key=own[0] if own else None,
        fingerprint=fingerprint(text) if text else "",
        serial=_next_serial(rooms, own[0].stem if own else ""),
    )


def make_key(rooms: Rooms, issuer: str, password: str) -> keys.Key:
    """Make the station's own signing key.

    Raises:
        InputError: there is one of that name.
    """
    return keys.create_key(rooms.data.keys, issuer, password=password)


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants to be built.

    Attributes:
        codes: approved programmes of the library.
        listed: programmes of a list with recordings beside it.
        until: last day on which stations may take the package in, None is open.
        withdrawn: codes that are taken back.
        why: why they are.
    """

    codes: tuple[str, ...]
    serial: int
    title: str = ""
    password: str = ""
    listed: tuple[Programme, ...] = ()
    until: date | None = None
    withdrawn: tuple[str, ...] = ()
    why: str = ""

    @property
    def count(self) -> int:
        """How many programmes go in."""
        return len(self.codes) + len(self.listed)


def read_listing(_: Rooms, path: Path) -> tuple[Programme, ...]:
    """The programmes of a CSV or XLSX list, or of the one list in a folder.

    Raises:
        InputError: it cannot be read, or a line of it is not understood.
    """
    return tuple(read_list(find_list(path) if path.is_dir() else path))


def build_package(rooms: Rooms, order: Order, target: Path, key_path: Path) -> Path:
    """Build and sign a package.

    Raises:
        InputError: nothing was chosen, or something that no station would accept.
        PackageError: the key's password is wrong.
    """
    if not order.count and not order.withdrawn:
        raise InputError("package.nothing_chosen")
    key = keys.load_key(key_path, password=order.password)
    items: list[Programme] = list(order.listed)
    if order.codes:
        items += forwardable(order.codes, rooms.library, rooms.media, rooms.db)
    particulars = Particulars(
        title=order.title,
        valid_until=order.until,
        withdrawals=tuple(Withdrawal(code, order.why) for code in order.withdrawn),
    )
    now = rooms.clock.now()
    made = build(items, target, key, order.serial, particulars, created_at=now)
    known = _serials(rooms)
    known[key_path.stem] = max(order.serial, known.get(key_path.stem, 0))
    write_text(rooms.data.keys / SERIALS, json.dumps(known, ensure_ascii=False))
    return made


def _serials(rooms: Rooms) -> dict[str, int]:
    with suppress(OSError, ValueError):
        text = (rooms.data.keys / SERIALS).read_text(encoding="utf-8")
        return {str(name): int(number) for name, number in json.loads(text).items()}
    return {}


def _next_serial(rooms: Rooms, key_name: str) -> int:
    """One more than the last; numbers begin with the day, so that a lost note does no harm."""
    today = local(rooms.clock.now()).date()
    return max(int(f"{today:%y%m%d}01"), _serials(rooms).get(key_name, 0) + 1)
