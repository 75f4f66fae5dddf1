-- Version 2: how the claims that are held were laid out and blocked, so that a Dateline that does it otherwise does it
-- again for all of them before it changes anything.
CREATE TABLE fused (
  form INTEGER NOT NULL
) STRICT;
INSERT INTO fused VALUES (1);
