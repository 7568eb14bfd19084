-- Settings that desk and playout share; one JSON value a row. Written by the desk.
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
