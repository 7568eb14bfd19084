-- Slots recur; each row is one slot as JSON (timetable.store). Edits are versioned. Written by the desk.
CREATE TABLE slots (
    id TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

CREATE TABLE slot_exceptions (
    slot_id TEXT NOT NULL REFERENCES slots(id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (slot_id, day)
) STRICT;

CREATE TABLE timetable_edits (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL CHECK (json_valid(before))  -- the whole timetable as it was
) STRICT;
