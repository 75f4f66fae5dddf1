-- The desk, version 1: who works at the workbench, and what they keep there. Times are seconds since 1970, UTC.
-- Secrets that the server only has to recognise (passwords, sessions, tokens) stand here as hashes.

-- People who sign in. `password` is NULL where another service says who they are (`subject`: its issuer, a space, its
-- name for the person).
CREATE TABLE account (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL,
  key       TEXT NOT NULL UNIQUE,       -- the name in lower case
  role      TEXT NOT NULL,              -- reader, coder, reviewer, admin
  password  TEXT,                       -- argon2id, in PHC's form
  subject   TEXT UNIQUE,
  made      INTEGER NOT NULL,
  signed_in INTEGER
) STRICT;

-- Browsers that are signed in. `hash` is the SHA-256 of what their cookie holds.
CREATE TABLE session (
  hash    BLOB PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  made    INTEGER NOT NULL,
  seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

-- Programs that come in an account's name.
CREATE TABLE token (
  id      TEXT PRIMARY KEY,             -- t…
  hash    BLOB NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
  label   TEXT NOT NULL,
  scopes  TEXT NOT NULL,                -- read, code, review, admin, parted by spaces
  made    INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token_account ON token (account);

-- Who came in, or did not, and what was done to accounts.
CREATE TABLE audit (
  number  INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  who     TEXT NOT NULL,
  what    TEXT NOT NULL,
  about   TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;

-- Filters that somebody keeps. `account` is NULL where there were no accounts. `feed` is the SHA-256 of the token that
-- reads it as a feed.
CREATE TABLE search (
  id      TEXT PRIMARY KEY,             -- s…
  account INTEGER REFERENCES account ON DELETE CASCADE,
  name    TEXT NOT NULL,
  query   TEXT NOT NULL,                -- as in an address, after the question mark
  made    INTEGER NOT NULL,
  feed    BLOB UNIQUE
) STRICT, WITHOUT ROWID;

-- Addresses that are told of incidents that change. The secret signs what is sent, so it has to be known.
CREATE TABLE webhook (
  id      TEXT PRIMARY KEY,             -- w…
  account INTEGER REFERENCES account ON DELETE CASCADE,
  search  TEXT REFERENCES search ON DELETE CASCADE,
  url     TEXT NOT NULL,
  secret  TEXT NOT NULL,
  made    INTEGER NOT NULL,
  paused  TEXT                          -- why nothing is sent to it any more
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  number  INTEGER PRIMARY KEY,
  webhook TEXT NOT NULL REFERENCES webhook ON DELETE CASCADE,
  change  INTEGER NOT NULL,             -- of the record
  body    TEXT NOT NULL,
  made    INTEGER NOT NULL,
  tries   INTEGER NOT NULL DEFAULT 0,
  due     INTEGER,                      -- of the next try; NULL when done or given up
  status  INTEGER,                      -- the last answer's
  outcome TEXT NOT NULL DEFAULT 'waiting'
) STRICT;
CREATE INDEX delivery_due ON delivery (due) WHERE due IS NOT NULL;
CREATE INDEX delivery_webhook ON delivery (webhook, number);

-- How far something has come with the record's changes.
CREATE TABLE progress (
  what   TEXT PRIMARY KEY,
  change INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
