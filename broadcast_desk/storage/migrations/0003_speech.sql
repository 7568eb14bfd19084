-- The station's own lexicon entries; they beat the shipped ones. Written by the desk.
CREATE TABLE lexicon_entries (
    id INTEGER PRIMARY KEY,
    written TEXT NOT NULL,
    spoken TEXT NOT NULL,
    match TEXT NOT NULL DEFAULT 'word' CHECK (match IN ('word', 'pattern')),
    cues TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    UNIQUE (written, cues)
) STRICT;
