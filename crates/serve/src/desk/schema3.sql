-- The desk, version 3: incidents that somebody set aside in a queue, until these change.
CREATE TABLE skip (
  account  INTEGER REFERENCES account ON DELETE CASCADE,  -- NULL where there are no accounts
  incident TEXT NOT NULL,
  row      INTEGER NOT NULL,                              -- of the record's table of incidents
  at       INTEGER NOT NULL                               -- seconds since 1970, UTC
) STRICT;
CREATE INDEX skip_account ON skip (account, incident);
