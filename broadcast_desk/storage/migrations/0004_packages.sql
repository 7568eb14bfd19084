-- Whom we trust, and what was imported. Written by the desk.
CREATE TABLE issuers (
    key_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    valid_from TEXT NOT NULL DEFAULT '',
    valid_until TEXT NOT NULL DEFAULT '',
    revoked_at TEXT NOT NULL DEFAULT '',
    confirmed_by TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE packages (
    id TEXT PRIMARY KEY,             -- the package's own identifier
    issuer_key_id TEXT NOT NULL REFERENCES issuers(key_id),
    serial INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    tagmanifest_sha256 TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL DEFAULT '',
    UNIQUE (issuer_key_id, serial)
) STRICT;
