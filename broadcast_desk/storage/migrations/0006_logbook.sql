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

CREATE INDEX log_entries_of_code ON log_entries (json_extract(data, '$.code'), at)
    WHERE kind = 'started';

-- Each entry continues the chain: next number, hash of the one before.
CREATE TRIGGER log_entries_follow BEFORE INSERT ON log_entries
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM log_entries)
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;

-- The newest entry, kept beside the chain so that cutting off its end is noticed.
CREATE TABLE log_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    entry_sha256 TEXT NOT NULL
) STRICT;

CREATE TRIGGER log_head_follows AFTER INSERT ON log_entries
BEGIN
    INSERT INTO log_head (id, number, entry_sha256) VALUES (1, NEW.number, NEW.entry_sha256)
    ON CONFLICT (id) DO UPDATE SET number = excluded.number, entry_sha256 = excluded.entry_sha256;
END;

CREATE TRIGGER log_head_stays BEFORE DELETE ON log_head
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;
