-- The desk, version 2: a webhook is told of changes after the one that the record had come to when it was made.
ALTER TABLE webhook ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
