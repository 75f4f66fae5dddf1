-- What became of a source's pages, the latest first.
CREATE INDEX page_ended ON page (source, ended) WHERE ended IS NOT NULL;
