-- new-writer: Draw the name under which a running Ethos says what it has committed.
SELECT gen_random_uuid();

-- commit-durably: Make this session wait for the disk at every commit, should the server not ask for it.
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';

-- forget-old-writers: Remove the rows of those who have not written for a month.
DELETE FROM writers WHERE at < now() - interval '30 days';

-- begin-claiming: Begin a batch that claims: one at a time does, and it sees what those before it claimed.
BEGIN;
SELECT pg_advisory_xact_lock(7221466042);

-- open-batch: Write the batch's number on the writer's row, and draw its place in the order of events.
INSERT INTO writers (id, batch) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, at = excluded.at
RETURNING nextval('positions');

-- last-batch: Return the last batch a writer committed; waits for one whose commit is still under way.
SELECT batch FROM writers WHERE id = $1 FOR UPDATE;

-- close-writer: Remove the row of a writer that stops.
DELETE FROM writers WHERE id = $1;

-- take-longer: Let this batch take up to a minute, for it is big.
SET LOCAL statement_timeout = '60s';
SET LOCAL idle_in_transaction_session_timeout = '60s';
