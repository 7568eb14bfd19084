-- Programmes (identities) and their versions (what can be heard). Written by the desk.
CREATE TABLE programmes (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,              -- bulletin, recording, notice, signal, music ...
    topic TEXT NOT NULL DEFAULT '',  -- key in resources/topics.toml (the plan's tree)
    field TEXT NOT NULL DEFAULT '',  -- lĩnh vực, Nghị định 49/2024 Art. 6
    language TEXT NOT NULL DEFAULT 'vi',
    priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'priority', 'emergency')),
    issuer TEXT NOT NULL DEFAULT '', -- '' is this station; else the issuer's name
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programmes(id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'submitted', 'approved', 'archived')),
    text TEXT NOT NULL DEFAULT '',
    reading TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    document_number TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    voice TEXT NOT NULL DEFAULT '',       -- a person's name, or the engine's voice
    ai_mark TEXT NOT NULL DEFAULT '',     -- JSON: engine, voice, version, date, text hash
    original_sha256 TEXT NOT NULL DEFAULT '',
    audio_sha256 TEXT NOT NULL DEFAULT '',
    content_sha256 TEXT NOT NULL DEFAULT '', -- hash of text, reading and audio together
    duration_samples INTEGER NOT NULL DEFAULT 0,
    loudness_lufs REAL,
    true_peak_dbtp REAL,
    produced_on TEXT NOT NULL DEFAULT '',
    valid_from TEXT NOT NULL DEFAULT '',  -- local dates, '' is open
    valid_until TEXT NOT NULL DEFAULT '',
    rights TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    package_id TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    UNIQUE (programme_id, number)
) STRICT;

CREATE INDEX versions_of_programme ON versions (programme_id, number DESC);
CREATE INDEX versions_by_state ON versions (state);

CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES versions(id),
    content_sha256 TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    paper_number TEXT NOT NULL DEFAULT '',
    approved_at TEXT NOT NULL,
    valid_until TEXT NOT NULL DEFAULT '',
    withdrawn_at TEXT NOT NULL DEFAULT '',
    withdrawn_why TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX approvals_of_version ON approvals (version_id);

-- Folded text (no marks, đ as d); rowid is the programme's id.
CREATE VIRTUAL TABLE programme_search USING fts5 (
    title, text, code, tokenize = 'unicode61 remove_diacritics 2'
);
