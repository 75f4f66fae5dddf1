-- What `dateline sql` reads: views whose names and columns last. docs/store.md has a line for each.
CREATE TEMP VIEW incidents AS
SELECT n.id, i.type, i.family, i.status, i.word,
       date(i.first_day * 86400, 'unixepoch') AS first_day, date(i.last_day * 86400, 'unixepoch') AS last_day,
       i.country, i.admin1, i.place, i.lat, i.lon, i.radius_km, i.killed_low, i.killed_best, i.killed_high,
       i.reports, i.voices, i.confidence, c.at AS changed, i.body
FROM main.incident i JOIN main.name n ON n.number = i.incident JOIN main.change c ON c.number = i.since
WHERE i.until IS NULL;
CREATE TEMP VIEW reports AS
SELECT r.id, r.name, r.version, w.sha256, r.title, r.outlet, r.kind, r.url, r.published, r.language, r.received,
       r.until IS NOT NULL AS superseded, r.removed
FROM main.report r JOIN main.raw w ON w.number = r.raw;
CREATE TEMP VIEW claims AS
SELECT c.id, n.id AS incident, r.id AS report, c.body ->> 'type' AS type, c.body ->> '$.time.start' AS first_day,
       c.body ->> '$.time.end' AS last_day, c.body ->> '$.place.name' AS place, c.body ->> '$.place.country' AS country,
       c.body ->> '$.evidence.text' AS evidence, c.body ->> 'confidence' AS confidence, c.body
FROM main.claim c JOIN main.report r ON r.number = c.report LEFT JOIN main.name n ON n.number = c.incident
WHERE c.until IS NULL;
CREATE TEMP VIEW figures AS
SELECT c.id AS claim, n.id AS incident, r.id AS report, h.value ->> 'what' AS what, h.value ->> 'who' AS who,
       h.value ->> 'low' AS low, h.value ->> 'high' AS high, h.value ->> '$.said_by.text' AS said_by,
       h.value ->> 'stance' AS stance, h.value ->> 'text' AS words
FROM main.claim c JOIN main.report r ON r.number = c.report LEFT JOIN main.name n ON n.number = c.incident,
     json_each(c.body, '$.harm') h
WHERE c.until IS NULL;
CREATE TEMP VIEW tallies AS
SELECT r.id AS report, r.outlet, r.published, t.body ->> 'counts' AS counts, t.body ->> 'low' AS low,
       t.body ->> 'high' AS high, t.body ->> 'by' AS by_whom, t.body ->> 'against' AS against,
       t.body ->> 'area' AS area, t.body ->> 'since' AS since, t.body ->> 'until' AS until,
       t.body ->> '$.said_by.text' AS said_by, t.body ->> 'text' AS words
FROM main.tally t JOIN main.report r ON r.number = t.report
WHERE t.until IS NULL;
CREATE TEMP VIEW judgements AS
SELECT j.id, j.at, j.who, j.why, j.ruling, j.until IS NOT NULL AS withdrawn FROM main.judgement j;
CREATE TEMP VIEW edits AS
SELECT e.id, e.book, e.of, e.body, e.at, e.who, e.why FROM main.edit e;
CREATE TEMP VIEW changes AS
SELECT number, at, who, what, why FROM main.change;
CREATE TEMP VIEW months AS
SELECT CASE WHEN month >= 0 THEN printf('%04d-%02d', month / 12, month % 12 + 1) END AS month,
       nullif(country, '') AS country, type, count, killed FROM main.month_type;
