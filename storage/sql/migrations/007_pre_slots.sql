-- Answers without a name, sealed, in slots that all look alike.

CREATE TABLE slots (
    box     text COLLATE "C" NOT NULL,
    segment integer NOT NULL,
    nr      integer NOT NULL,
    slot    bytea NOT NULL,
    PRIMARY KEY (box, segment, nr)
);
-- Noise cannot be made smaller, and what is kept as it is can be read in part.
ALTER TABLE slots ALTER COLUMN slot SET STORAGE EXTERNAL;
COMMENT ON TABLE slots IS 'The mailbox: slots of noise, some of them full; only who holds the key of the box can tell which';
