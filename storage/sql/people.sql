-- person: Return one row of the roster.
SELECT person FROM people WHERE id = $1;

-- roster-changes: Say how often the roster changed, and how often somebody was removed.
SELECT changes, removals FROM roster;

-- hold-roster: Keep others from changing the roster until the batch ends.
SELECT changes, removals FROM roster FOR UPDATE;

-- people-changed-since: Return the rows that a later change brought.
SELECT id, person FROM people WHERE changed > $1;

-- change-roster: Count one more change of the roster.
UPDATE roster SET changes = changes + 1 RETURNING changes;

-- hold-people: Return these rows of the roster and keep others from them until the batch ends.
SELECT id, person FROM people WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE;

-- add-people: Add rows to the roster; one that somebody else added meanwhile is not counted.
INSERT INTO people (id, person, last_day, changed)
SELECT id, person, last_day, $4 FROM unnest($1::text[], $2::json[], $3::date[]) AS new (id, person, last_day)
ON CONFLICT DO NOTHING;

-- change-people: Write rows of the roster that are held.
UPDATE people SET person = new.person, last_day = new.last_day, changed = $4
FROM unnest($1::text[], $2::json[], $3::date[]) AS new (id, person, last_day) WHERE people.id = new.id;

-- address: Return where a person can be reached.
SELECT address FROM addresses WHERE person = $1;

-- hold-addresses: Return these addresses and keep others from them until the batch ends.
SELECT person, address FROM addresses WHERE person = ANY ($1::text[]) ORDER BY person FOR UPDATE;

-- add-addresses: Add addresses; one that somebody else added meanwhile is not counted.
INSERT INTO addresses (person, address) SELECT * FROM unnest($1::text[], $2::json[]) ON CONFLICT DO NOTHING;

-- change-addresses: Write addresses that are held.
UPDATE addresses SET address = new.address
FROM unnest($1::text[], $2::json[]) AS new (person, address) WHERE addresses.person = new.person;

-- drop-addresses: Remove addresses that are held.
DELETE FROM addresses WHERE person = ANY ($1::text[]);
