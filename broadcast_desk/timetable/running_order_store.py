"""The station's own running orders in the database."""

from __future__ import annotations

import json

from broadcast_desk.station.errors import InputError
from broadcast_desk.storage import Database, writing
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

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> tuple[RunningOrder, ...]:
        """All, the station's own first."""
        rows = self._db.execute("SELECT value FROM running_orders ORDER BY name").fetchall()
        own = tuple(order_from_json(json.loads(row["value"])) for row in rows)
        taken = {order.name for order in own}
        return own + tuple(order for order in shipped() if order.name not in taken)

    def named(self, name: str) -> RunningOrder:
        """One of them.

        Raises:
            InputError: there is none of that name.
        """
        return find(self.all(), name)

    def keep(self, order: RunningOrder) -> None:
        """Store a running order, in the place of one of its name.

        Raises:
            InputError: it cannot work.
            StoreError: it could not be stored.
        """
        check_order(order)
        value = json.dumps(order_to_json(order), ensure_ascii=False)
        with writing(self._db) as connection:
            connection.execute(
                "INSERT INTO running_orders (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (order.name, value),
            )

    def remove(self, name: str) -> None:
        """Take out one of the station's own; a shipped one of that name is back.

        Raises:
            InputError: the station has none of that name.
            StoreError: it could not be stored.
        """
        with writing(self._db) as connection:
            found = connection.execute("DELETE FROM running_orders WHERE name = ?", (name,))
            if not found.rowcount:
                raise InputError("timetable.template", name=name)
