-- Version 3.

-- Rows of the actor and outlet files as people wrote them for this record. None is altered: the last one of an actor or
-- outlet, by its time, is the one that holds.
CREATE TABLE edit (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  book TEXT NOT NULL CHECK (book IN ('actors', 'outlets')),
  -- Id of the actor or outlet.
  of TEXT NOT NULL,
  -- The row in JSON; NULL where the files' own row holds again.
  body TEXT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  since INTEGER NOT NULL REFERENCES change
) STRICT;
CREATE INDEX edit_of ON edit (book, of, at, id);
