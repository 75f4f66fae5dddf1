-- The desk, version 4: blind double coding. Two people code the same items, neither seeing what the other or the machine
-- made of them; then a third decides where they differ.
CREATE TABLE round (
  id   TEXT PRIMARY KEY,                -- d…
  name TEXT NOT NULL,
  by   TEXT NOT NULL,                   -- who made it
  made INTEGER NOT NULL                 -- seconds since 1970, UTC
) STRICT;
CREATE TABLE round_coder (
  round   TEXT NOT NULL REFERENCES round ON DELETE CASCADE,
  side    INTEGER NOT NULL,             -- 0 or 1
  account INTEGER REFERENCES account ON DELETE SET NULL,
  name    TEXT NOT NULL,
  PRIMARY KEY (round, side)
) STRICT;
CREATE TABLE round_item (
  round    TEXT NOT NULL REFERENCES round ON DELETE CASCADE,
  number   INTEGER NOT NULL,            -- counted from 1
  incident TEXT NOT NULL,               -- ids in the record, when the round was made
  claim    TEXT NOT NULL,
  coded_0  TEXT,                        -- what each coder made of it: JSON
  coded_1  TEXT,
  decision TEXT,                        -- what a third decided: JSON
  PRIMARY KEY (round, number)
) STRICT;
