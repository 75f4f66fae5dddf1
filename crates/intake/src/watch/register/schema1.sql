-- Who watches: a process each. A lock on a file beside this one tells whether it lives.
CREATE TABLE worker (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    began INTEGER NOT NULL
);

-- Times are milliseconds since 1970, UTC.
CREATE TABLE source (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    -- file: of sources.toml; added: by hand; part: of the source `parent`, which is an index of sitemaps
    origin TEXT NOT NULL,
    parent INTEGER REFERENCES source (number) ON DELETE CASCADE,
    body TEXT NOT NULL,
    address TEXT NOT NULL,
    -- where to ask next, when a redirect led on; its host; redirects so far
    ask TEXT NOT NULL,
    host TEXT NOT NULL,
    hops INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    held INTEGER,
    paused TEXT,
    etag TEXT,
    modified TEXT,
    digest TEXT,
    asked INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    last_success INTEGER,
    last_failure INTEGER,
    wrong TEXT,
    failures INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX source_due ON source (host, due);

CREATE TABLE page (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- in its one form; for a file its path
    address TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL,
    ask TEXT NOT NULL,
    host TEXT NOT NULL,
    -- what the source says of it: an entry as JSON
    told TEXT NOT NULL,
    -- waiting, or how it ended: done, same (as `own`, which is done), refused, failed
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    held INTEGER,
    -- whether a process ended while it held the page: the record may have it already
    doubt INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    hops INTEGER NOT NULL DEFAULT 0,
    found INTEGER NOT NULL,
    ended INTEGER,
    status INTEGER,
    own TEXT,
    etag TEXT,
    modified TEXT,
    digest TEXT,
    wrong TEXT
) STRICT;
CREATE INDEX page_due ON page (host, due) WHERE state = 'waiting' AND held IS NULL;
CREATE INDEX page_held ON page (held) WHERE held IS NOT NULL;
CREATE INDEX page_digest ON page (host, digest) WHERE digest IS NOT NULL;
CREATE INDEX page_own ON page (own) WHERE own IS NOT NULL;
CREATE INDEX page_source ON page (source) WHERE state = 'waiting';

-- Hosts, each asked by one process at a time, and not before `next`.
CREATE TABLE host (
    host TEXT PRIMARY KEY,
    next INTEGER NOT NULL DEFAULT 0,
    held INTEGER,
    until INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    wrong TEXT,
    -- whether it was never asked: where it stands was not allowed
    refused INTEGER NOT NULL DEFAULT 0,
    -- robots.txt as it was read at `robots_at`; before `robots_until` it is not read again
    robots BLOB,
    robots_until INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What came of pages, a source and a day.
CREATE TABLE yield (
    source INTEGER NOT NULL,
    day TEXT NOT NULL,
    found INTEGER NOT NULL DEFAULT 0,
    taken INTEGER NOT NULL DEFAULT 0,
    same INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    -- pages without text, and those taken in without a day of their own
    empty INTEGER NOT NULL DEFAULT 0,
    undated INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, day)
) STRICT;
