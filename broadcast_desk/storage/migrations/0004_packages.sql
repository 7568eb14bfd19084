-- Whom we trust, and what was imported. Written by the desk.
CREATE TABLE issuers (
    key_id TEXT PRIMARY KEY,         -- as minisign prints it
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    valid_from TEXT NOT NULL DEFAULT '',   -- instants, '' is open
    valid_until TEXT NOT NULL DEFAULT '',
    revoked_at TEXT NOT NULL DEFAULT '',
    revoked_why TEXT NOT NULL DEFAULT '',
    confirmed_by TEXT NOT NULL DEFAULT '', -- who compared the fingerprint
    added_at TEXT NOT NULL
) STRICT;

CREATE TABLE packages (
    id TEXT PRIMARY KEY,             -- the package's own identifier
    issuer_key_id TEXT NOT NULL REFERENCES issuers(key_id),
    serial INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    tagmanifest_sha256 TEXT NOT NULL UNIQUE,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL DEFAULT '',
    UNIQUE (issuer_key_id, serial)
) STRICT;

-- What each package brought: the issuer's code, ours, and where it came from before.
CREATE TABLE package_programmes (
    package_id TEXT NOT NULL REFERENCES packages(id),
    issuer TEXT NOT NULL,            -- who issued it first
    issuer_code TEXT NOT NULL,
    code TEXT NOT NULL,              -- code in this library
    version_id INTEGER NOT NULL REFERENCES versions(id),
    audio_sha256 TEXT NOT NULL DEFAULT '', -- of the file as signed
    airings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(airings)), -- what the issuer suggests
    origin TEXT NOT NULL DEFAULT '' CHECK (origin = '' OR json_valid(origin)),
    PRIMARY KEY (package_id, code)
) STRICT;

CREATE INDEX package_programmes_of_issuer ON package_programmes (issuer, issuer_code);

-- What a person should hear of: withdrawals, revoked keys, automatic approvals.
CREATE TABLE package_notices (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    code TEXT NOT NULL,              -- a message code
    params TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(params)),
    seen_at TEXT NOT NULL DEFAULT ''
) STRICT;

-- Whose packages may be approved without a person; none by default.
CREATE TABLE auto_approvals (
    id INTEGER PRIMARY KEY,
    issuer_key_id TEXT NOT NULL REFERENCES issuers(key_id),
    topic TEXT NOT NULL DEFAULT '',  -- a topic or branch, '' is any
    from_time TEXT NOT NULL DEFAULT '', -- suggested airings only within these local hours
    until_time TEXT NOT NULL DEFAULT '',
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL
) STRICT;

-- The centre's feeds, and how far each has been read.
CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    checked_at TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE feed_entries (
    url TEXT NOT NULL REFERENCES feeds(url) ON DELETE CASCADE,
    guid TEXT NOT NULL,
    result TEXT NOT NULL,            -- imported, local, refused
    at TEXT NOT NULL,
    PRIMARY KEY (url, guid)
) STRICT;
