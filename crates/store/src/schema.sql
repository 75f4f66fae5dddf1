-- The record, version 1. Rows that hold for a time carry `since` and `until`: the changes that made and ended
-- them (`until` NULL: still so). Nothing that was ever told is overwritten, so any past state can be read again.

-- Who changed what, when and why. Every other table points here.
CREATE TABLE change (
  number INTEGER PRIMARY KEY,
  at     TEXT NOT NULL,                 -- RFC 3339, UTC, milliseconds
  who    TEXT NOT NULL,
  what   TEXT NOT NULL,                 -- ingest, judge, recode, merge, remove, fuse
  why    TEXT NOT NULL DEFAULT ''
) STRICT;

-- Raw bytes as they were read, each once, deflated. `bytes` is NULL where they were lawfully removed.
CREATE TABLE raw (
  number INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  size   INTEGER NOT NULL,
  bytes  BLOB
) STRICT;

-- A report, one row a version of its text.
CREATE TABLE report (
  number    INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,       -- r…
  key       TEXT NOT NULL,              -- what tells that a report is seen again: its address, own id, or path
  version   INTEGER NOT NULL,
  raw       INTEGER NOT NULL REFERENCES raw,
  name      TEXT NOT NULL,
  title     TEXT,
  outlet    TEXT,
  kind      TEXT,                       -- state, party, independent
  url       TEXT,
  published TEXT,
  language  TEXT,
  received  TEXT NOT NULL,
  given     TEXT NOT NULL,              -- what came with the page, for coding it again: JSON
  coded     BLOB,                       -- the contract's JSON, deflated; NULL where removed
  sketch    BLOB,                       -- what tells copies
  coder     TEXT NOT NULL DEFAULT '',   -- what coded it
  since     INTEGER NOT NULL REFERENCES change,
  until     INTEGER REFERENCES change,
  removed   TEXT                        -- why it was lawfully removed
) STRICT;
CREATE UNIQUE INDEX report_key ON report (key, version);
CREATE INDEX report_raw ON report (raw);
CREATE INDEX report_day ON report (published, outlet) WHERE until IS NULL;

-- One event as one report coded it. Never edited: another coding makes another row.
CREATE TABLE claim (
  number   INTEGER PRIMARY KEY,
  id       TEXT NOT NULL,               -- c…
  report   INTEGER NOT NULL REFERENCES report,
  body     TEXT NOT NULL,               -- the contract's event: JSON
  account  BLOB NOT NULL,               -- the same laid out for comparison
  incident INTEGER,                     -- the incident that holds it now
  since    INTEGER NOT NULL REFERENCES change,
  until    INTEGER REFERENCES change
) STRICT;
CREATE UNIQUE INDEX claim_id ON claim (id, since);
CREATE INDEX claim_report ON claim (report);
CREATE INDEX claim_incident ON claim (incident) WHERE until IS NULL;

-- A claim's id before its report was coded again, or changed, and the id of what took its place.
CREATE TABLE claim_alias (
  old TEXT PRIMARY KEY,
  new TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where live claims are looked for: two that share a block are compared, if one of them is in it widely.
CREATE TABLE block (
  block INTEGER NOT NULL,
  wide  INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  PRIMARY KEY (block, wide, claim)
) STRICT, WITHOUT ROWID;

-- How likely two live claims are one incident, where that is likely at all; both ways round.
CREATE TABLE edge (
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  likelihood REAL NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- A sum over many events, as a report states it.
CREATE TABLE tally (
  number INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report,
  body   TEXT NOT NULL,                 -- the contract's tally: JSON
  since  INTEGER NOT NULL REFERENCES change,
  until  INTEGER REFERENCES change
) STRICT;
CREATE INDEX tally_report ON tally (report);

-- Lasting ids of incidents.
CREATE TABLE name (
  number INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,          -- i…
  now    INTEGER REFERENCES name        -- the incident that it was merged into
) STRICT;

-- Which id led to which incident, and when.
CREATE TABLE lead (
  name  INTEGER NOT NULL REFERENCES name,
  "into" INTEGER NOT NULL REFERENCES name,
  since INTEGER NOT NULL REFERENCES change,
  until INTEGER REFERENCES change,
  PRIMARY KEY ("into", name, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_name ON lead (name) WHERE until IS NULL;

-- Which incident held which claim, and when.
CREATE TABLE member (
  incident INTEGER NOT NULL REFERENCES name,
  claim    INTEGER NOT NULL REFERENCES claim,
  since    INTEGER NOT NULL REFERENCES change,
  until    INTEGER REFERENCES change,
  PRIMARY KEY (incident, claim, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_claim ON member (claim);

-- What an incident's claims and judgements come to under the default rule: one row a version.
CREATE TABLE incident (
  number      INTEGER PRIMARY KEY,
  incident    INTEGER NOT NULL REFERENCES name,
  type        TEXT NOT NULL,
  family      TEXT NOT NULL,
  status      TEXT NOT NULL,
  word        TEXT NOT NULL,
  day         INTEGER NOT NULL,         -- first_day, or the least number: what lists are in order of
  first_day   INTEGER,                  -- days since 1970-01-01
  last_day    INTEGER,
  long        INTEGER NOT NULL,         -- whether it spans more than 31 days
  month       INTEGER,                  -- twelve times the year, plus 0 for January …, of the first day
  country     TEXT,
  admin1      TEXT,
  place       TEXT,
  lat         REAL,
  lon         REAL,
  radius_km   REAL,
  killed_low  INTEGER,
  killed_best INTEGER,
  killed_high INTEGER,
  reports     INTEGER NOT NULL,
  voices      INTEGER NOT NULL,
  confidence  REAL NOT NULL,
  body        TEXT NOT NULL,            -- all published values: JSON
  since       INTEGER NOT NULL REFERENCES change,
  until       INTEGER REFERENCES change
) STRICT;
CREATE INDEX incident_version ON incident (incident, since);
CREATE INDEX incident_since ON incident (since);
CREATE INDEX incident_until ON incident (until) WHERE until IS NOT NULL;
CREATE INDEX incident_day ON incident (day, number) WHERE until IS NULL;
CREATE INDEX incident_long ON incident (day, number, last_day) WHERE until IS NULL AND long;
CREATE INDEX incident_country ON incident (country, day, number) WHERE until IS NULL;
CREATE INDEX incident_type ON incident (type, day, number) WHERE until IS NULL;
CREATE INDEX incident_family ON incident (family, day, number) WHERE until IS NULL;
CREATE INDEX incident_word ON incident (word, day, number) WHERE until IS NULL;
CREATE INDEX incident_killed ON incident (killed_best, number) WHERE until IS NULL;

-- What lists look incidents up by as they stand now: `a ` and an actor's id or folded name, `o ` and an outlet's
-- folded name, `p ` and the folded name of a place or first-order area.
CREATE TABLE incident_key (
  key      TEXT NOT NULL,
  day      INTEGER NOT NULL,
  incident INTEGER NOT NULL,            -- a row of `incident`
  sides    INTEGER NOT NULL,            -- of actors: 1 side a, 2 side b, 3 both
  PRIMARY KEY (key, day, incident)
) STRICT, WITHOUT ROWID;

-- Where they are, and their words.
CREATE VIRTUAL TABLE incident_box USING rtree (number, min_lat, max_lat, min_lon, max_lon);
CREATE VIRTUAL TABLE incident_words USING fts5 (words, content = '', contentless_delete = 1);

-- How many incidents stand now, and how many dead they have, by month, country and type. Kept true by the triggers.
CREATE TABLE month_type (
  month   INTEGER NOT NULL,             -- the least number where no day is known
  country TEXT NOT NULL,                -- '' where none is known
  type    TEXT NOT NULL,
  count   INTEGER NOT NULL,
  killed  INTEGER NOT NULL,
  PRIMARY KEY (month, country, type)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER incident_begins AFTER INSERT ON incident WHEN NEW.until IS NULL AND NEW.word <> 'retracted'
BEGIN
  INSERT INTO month_type VALUES
    (ifnull(NEW.month, -9223372036854775808), ifnull(NEW.country, ''), NEW.type, 1, ifnull(NEW.killed_best, 0))
  ON CONFLICT DO UPDATE SET count = count + 1, killed = killed + excluded.killed;
END;
CREATE TRIGGER incident_ends AFTER UPDATE OF until ON incident
  WHEN OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD.word <> 'retracted'
BEGIN
  UPDATE month_type SET count = count - 1, killed = killed - ifnull(OLD.killed_best, 0)
  WHERE month = ifnull(OLD.month, -9223372036854775808) AND country = ifnull(OLD.country, '') AND type = OLD.type;
  DELETE FROM month_type
  WHERE count = 0 AND month = ifnull(OLD.month, -9223372036854775808) AND country = ifnull(OLD.country, '')
    AND type = OLD.type;
END;

-- Corrections by people.
CREATE TABLE judgement (
  number INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE,          -- j…
  at     TEXT NOT NULL,
  who    TEXT NOT NULL,
  why    TEXT NOT NULL,
  ruling TEXT NOT NULL,                 -- JSON
  since  INTEGER NOT NULL REFERENCES change,
  until  INTEGER REFERENCES change      -- withdrawn
) STRICT;
-- The claims that they name.
CREATE TABLE judged (
  claim     TEXT NOT NULL,              -- its id
  judgement INTEGER NOT NULL REFERENCES judgement,
  PRIMARY KEY (claim, judgement)
) STRICT, WITHOUT ROWID;
