-- Version 4.

-- How far archives were read, so that reading goes on there. No part of the record: it says nothing of what was reported.
CREATE TABLE taken (
  file   TEXT PRIMARY KEY,              -- its path
  print  TEXT NOT NULL,                 -- what tells that it is still the same file, up to there
  part   INTEGER NOT NULL,              -- which of the files in it, counted from 0
  offset INTEGER NOT NULL,              -- byte of the file
  within INTEGER NOT NULL               -- unpacked bytes behind it
) STRICT, WITHOUT ROWID;
