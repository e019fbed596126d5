-- begin-alone: Have this transaction find slots by their keys, and be durable, whatever the server's settings.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';

-- hold-box: Hold a box alone, among all that use this database, until the transaction ends.
SELECT pg_advisory_xact_lock(722146604, hashtext($1));

-- count-segments: Say how many segments a box has.
SELECT coalesce(max(segment) + 1, 0) FROM slots WHERE box = $1;

-- heads-of-slots: Return the beginning of slots; no more of each is read.
SELECT segment, nr, substring(slot FROM 1 FOR $4) AS slot
FROM slots JOIN unnest($2::int[], $3::int[]) AS wanted (segment, nr) USING (segment, nr)
WHERE box = $1;

-- slots-of-segment: Return slots of a segment that lie side by side.
SELECT nr, slot FROM slots WHERE box = $1 AND segment = $2 AND nr >= $3 AND nr < $4;

-- write-slot: Write one slot, also one that was lost.
INSERT INTO slots (box, segment, nr, slot) VALUES ($1, $2, $3, $4)
ON CONFLICT (box, segment, nr) DO UPDATE SET slot = excluded.slot;

-- add-slots: Add slots to a segment.
INSERT INTO slots (box, segment, nr, slot)
SELECT $1, $2, nr, slot FROM unnest($3::int[], $4::bytea[]) AS added (nr, slot);

-- remove-segment: Remove all slots of a segment.
DELETE FROM slots WHERE box = $1 AND segment = $2;

-- tidy-slots: Take removed slots out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) slots;

-- boxes-with-slots: Name every box that has slots.
SELECT box FROM slots WHERE segment = 0 AND nr = 0;
