-- The channel's own id of a delivered message, so that a correction can take its place.

ALTER TABLE deliveries ADD COLUMN message text NOT NULL DEFAULT '';
COMMENT ON COLUMN deliveries.message IS 'The channel''s own id of the message: delivered, or to be replaced';
