-- Version 2.

-- How the claims that are held were laid out and blocked, so that a Dateline that does it otherwise does it
-- again for all of them before it changes anything.
CREATE TABLE fused (
  form INTEGER NOT NULL
) STRICT;
INSERT INTO fused VALUES (1);

-- Lists are found in an index alone, whatever they ask for; only what they show is read from the table.
DROP INDEX incident_day;
DROP INDEX incident_long;
DROP INDEX incident_country;
DROP INDEX incident_type;
DROP INDEX incident_family;
DROP INDEX incident_word;
DROP INDEX incident_killed;
CREATE INDEX incident_day ON incident (day, number, last_day, first_day, country, type, family, word, status, killed_best, lat, lon, long)
  WHERE until IS NULL;
CREATE INDEX incident_country ON incident (country, day, number, last_day, first_day, type, family, word, status, killed_best, lat, lon, long)
  WHERE until IS NULL;
CREATE INDEX incident_type ON incident (type, day, number, last_day, first_day, country, family, word, status, killed_best, lat, lon, long)
  WHERE until IS NULL;
CREATE INDEX incident_word ON incident (word, day, number, last_day, first_day, country, type, family, status, killed_best, lat, lon, long)
  WHERE until IS NULL;
CREATE INDEX incident_killed ON incident (killed_best, day, number, last_day, first_day, country, type, family, word, status, lat, lon, long)
  WHERE until IS NULL;
CREATE INDEX incident_deadliest ON incident (ifnull(killed_best, -1), number) WHERE until IS NULL;
CREATE INDEX incident_long ON incident (day, number, last_day) WHERE until IS NULL AND long;

-- Words are numbered by day first and then by incident: what they find comes in order of time.
DELETE FROM incident_words;
INSERT INTO incident_words (rowid, words)
SELECT (CASE WHEN i.first_day IS NULL THEN 0 ELSE i.first_day + 8388608 END << 38) | i.number,
       (i.body ->> 'evidence') || char(10) || ifnull(i.place, '') || char(10) || ifnull(i.admin1, '') || char(10) || ifnull(
         (SELECT group_concat(side.value ->> 'name', char(10)) FROM
           (SELECT value FROM json_each(i.body, '$.side_a') UNION ALL SELECT value FROM json_each(i.body, '$.side_b')) side), '')
FROM incident i WHERE i.until IS NULL;
