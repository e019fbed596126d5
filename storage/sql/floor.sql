-- new-name: Draw the name under which a running Ethos asks for the floor.
SELECT gen_random_uuid();

-- take-floor: Take the floor for some seconds or hold it longer; no row while another process has it.
INSERT INTO floor (holder, until) VALUES ($1, clock_timestamp() + $2 * interval '1 second')
ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE floor.holder = excluded.holder OR floor.until <= clock_timestamp()
RETURNING one;
