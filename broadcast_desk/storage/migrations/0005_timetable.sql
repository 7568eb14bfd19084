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

-- One row an edit, never changed; taking an edit back is an edit too, which says what it takes back.
CREATE TABLE timetable_edits (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL CHECK (json_valid(before)),  -- the whole timetable as it was
    takes_back INTEGER REFERENCES timetable_edits(number)
) STRICT;

-- Running orders (khung chương trình) of the station's own. Written by the desk.
CREATE TABLE running_orders (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
