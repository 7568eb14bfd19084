-- Programmes (identities) and their versions (what can be heard). Written by the desk.
-- newest_id, state, kind and topic repeat the newest version's, so that lists need no search.
CREATE TABLE programmes (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    issuer TEXT NOT NULL DEFAULT '', -- '' is this station; else the issuer's name
    created_at TEXT NOT NULL,
    newest_id INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'draft',
    kind TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX programmes_by_state ON programmes (state);
CREATE INDEX programmes_by_topic ON programmes (topic);

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programmes(id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'submitted', 'approved', 'archived')),
    submitted_at TEXT NOT NULL DEFAULT '', -- once set, the content never changes
    title TEXT NOT NULL,
    kind TEXT NOT NULL,              -- key in resources/kinds.toml
    topic TEXT NOT NULL DEFAULT '',  -- key in resources/topics.toml (the plan's tree)
    field TEXT NOT NULL DEFAULT '',  -- lĩnh vực, Nghị định 49/2024 Art. 6
    language TEXT NOT NULL DEFAULT 'vi',
    priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'priority', 'emergency')),
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

CREATE INDEX versions_by_state ON versions (state);

-- An approval belongs to one version and to the hash of its text, reading and audio together.
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

CREATE UNIQUE INDEX approvals_in_force ON approvals (version_id) WHERE withdrawn_at = '';

-- Who moved a version from state to state, when and why.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES versions(id),
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,              -- submitted, approved, sent_back, withdrawn, archived
    why TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX decisions_of_version ON decisions (version_id);

CREATE TRIGGER versions_keep BEFORE UPDATE OF text, reading, audio_sha256, content_sha256
ON versions WHEN old.submitted_at <> '' AND (
    old.text, old.reading, old.audio_sha256, old.content_sha256
) IS NOT (new.text, new.reading, new.audio_sha256, new.content_sha256)
BEGIN SELECT RAISE(ABORT, 'a submitted version never changes'); END;
CREATE TRIGGER versions_stay BEFORE DELETE ON versions
BEGIN SELECT RAISE(ABORT, 'versions are never deleted'); END;

-- Folded text (no marks, đ as d) of each programme's newest version; rowid is the programme's id.
CREATE VIRTUAL TABLE programme_search USING fts5 (
    title, text, code, other, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
