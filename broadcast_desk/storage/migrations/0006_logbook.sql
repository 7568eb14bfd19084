-- As-run facts: append-only, hash-chained. Written by playout.
CREATE TABLE log_entries (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    airing_id TEXT NOT NULL DEFAULT '',
    data TEXT NOT NULL CHECK (json_valid(data)),
    previous_sha256 TEXT NOT NULL,
    entry_sha256 TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX log_entries_of_airing ON log_entries (airing_id) WHERE airing_id <> '';
CREATE INDEX log_entries_by_time ON log_entries (at);

CREATE TRIGGER log_entries_keep BEFORE UPDATE ON log_entries
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;
CREATE TRIGGER log_entries_stay BEFORE DELETE ON log_entries
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;
