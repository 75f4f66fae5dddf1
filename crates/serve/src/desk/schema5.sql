-- The desk, version 5: an alert tells of a search's changes or of rises in it, at once or gathered, by webhook or e-mail.
-- `url` begins with https:// for a webhook, with mailto: for e-mail.
ALTER TABLE webhook RENAME TO alert;
ALTER TABLE delivery RENAME COLUMN webhook TO alert;
DROP INDEX delivery_webhook;
CREATE INDEX delivery_alert ON delivery (alert, number);
ALTER TABLE alert ADD COLUMN tells TEXT NOT NULL DEFAULT 'changes';  -- changes, rise_by_day, rise_by_week
ALTER TABLE alert ADD COLUMN often TEXT NOT NULL DEFAULT 'at_once';  -- at_once, daily, weekly
ALTER TABLE alert ADD COLUMN hour INTEGER NOT NULL DEFAULT 6;        -- of the day, UTC
ALTER TABLE alert ADD COLUMN rate REAL NOT NULL DEFAULT 0.001;       -- of false alarms
ALTER TABLE alert ADD COLUMN next INTEGER NOT NULL DEFAULT 0;        -- when it is looked at again: seconds since 1970
ALTER TABLE alert ADD COLUMN risen INTEGER NOT NULL DEFAULT 0;       -- day of the last rise told, since 1970-01-01
