-- A data folder on its way into this database: nobody serves it until all of the folder has arrived.

CREATE TABLE moving (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    source  text NOT NULL,
    brought bigint NOT NULL DEFAULT 0,
    arrived timestamptz
);
COMMENT ON TABLE moving IS 'Which data folder is brought here, how much of it was, and when all was found to have arrived';
