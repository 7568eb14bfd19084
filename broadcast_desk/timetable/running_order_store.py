"""The station's own running orders in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from broadcast_desk.station.clock import Clock, SystemClock
from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import Database, writing
from broadcast_desk.timetable.history_store import History
from broadcast_desk.timetable.running_order import (
    RunningOrder,
    check_order,
    find,
    order_from_json,
    order_to_json,
    shipped,
)


class RunningOrders:
    """The station's own running orders, and the shipped ones it has not replaced."""

    def __init__(self, db: Database, clock: Clock | None = None) -> None:
        self._db = db
        self._history = History(db, clock or SystemClock())

    def all(self) -> tuple[RunningOrder, ...]:
        """All, the station's own first."""
        own = tuple(order_from_json(value) for value in self.own())
        taken = {order.name for order in own}
        return own + tuple(order for order in shipped() if order.name not in taken)

    def own(self) -> list[dict[str, Any]]:
        """The station's own as JSON values, by name."""
        rows = self._db.execute("SELECT value FROM running_orders ORDER BY name").fetchall()
        return [json.loads(row["value"]) for row in rows]

    def named(self, name: str) -> RunningOrder:
        """One of them.

        Raises:
            InputError: there is none of that name.
        """
        return find(self.all(), name)

    def keep(self, orders: Sequence[RunningOrder], by: str = "") -> None:
        """Store running orders as one edit, each in the place of one of its name.

        Raises:
            InputError: one of them cannot work; nothing is stored.
            StoreError: they could not be stored.
        """
        for order in orders:
            check_order(order)
        new = {order.name: order_to_json(order) for order in orders}
        with writing(self._db):
            before = self.own()
            self._history.record(by, f"order {', '.join(new)}", {"orders": before})
            kept = [value for value in before if value["name"] not in new]
            self.put_back([*kept, *new.values()])

    def put_back(self, values: Sequence[dict[str, Any]]) -> None:
        """Let the station's own be these, written as `own` gave them; no edit is noted."""
        with writing(self._db) as connection:
            connection.execute("DELETE FROM running_orders")
            connection.executemany(
                "INSERT INTO running_orders (name, value) VALUES (?, ?)",
                [(v["name"], json.dumps(v, ensure_ascii=False)) for v in values],
            )

    def remove(self, name: str, by: str = "") -> None:
        """Take out one of the station's own; a shipped one of that name is back.

        Raises:
            InputError: the station has none of that name.
            StoreError: it could not be stored.
        """
        with writing(self._db):
            before = self.own()
            kept = [value for value in before if value["name"] != name]
            if len(kept) == len(before):
                raise InputError("timetable.template", name=name)
            self._history.record(by, f"unorder {name}", {"orders": before})
            self.put_back(kept)
