-- Lists of addresses: their pages belong to a source of origin `list`, which is never asked itself and is there once a list was
-- fetched, and wait in the state `listed` until a list that names them is fetched.
CREATE INDEX page_listed ON page (host, due) WHERE state = 'listed';
-- Whether it is a picture that a page shows: that is not coded, and counts for no source.
ALTER TABLE page ADD COLUMN picture INTEGER NOT NULL DEFAULT 0;
