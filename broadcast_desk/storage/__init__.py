"""The SQLite file: connections, transactions, migrations, backup (ground floor)."""

from broadcast_desk.storage.connection import Database, open_database, reading, writing

__all__ = ["Database", "open_database", "reading", "writing"]
