-- is-half-moved: Tell whether a data folder is on its way into this database.
SELECT EXISTS (SELECT FROM moving WHERE arrived IS NULL);

-- read-move: Say which data folder is brought here, how much of it was, and when all had arrived.
SELECT source, brought, arrived FROM moving;

-- holds-anything: Tell whether anything is kept here.
SELECT EXISTS (SELECT FROM people) OR EXISTS (SELECT FROM addresses) OR EXISTS (SELECT FROM facts)
    OR EXISTS (SELECT FROM places) OR EXISTS (SELECT FROM turns) OR EXISTS (SELECT FROM deliveries)
    OR EXISTS (SELECT FROM registers) OR EXISTS (SELECT FROM slots);

-- others-connected: Tell whether an Ethos is using this database.
SELECT EXISTS (SELECT FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'ethos');

-- begin-move: Say which data folder is brought here from now on, unless one is already.
INSERT INTO moving (source) VALUES ($1) ON CONFLICT DO NOTHING;

-- note-brought: Say that more of the folder was brought; nothing changes when somebody else brought it.
UPDATE moving SET brought = $3 WHERE source = $1 AND brought = $2 AND arrived IS NULL;

-- continue-positions: Have the order of events go on from a number at least.
SELECT setval('positions', GREATEST($1, last_value + 1), false) FROM positions;

-- end-move: Say that all has arrived.
UPDATE moving SET arrived = now() WHERE source = $1 AND arrived IS NULL;

-- all-people: Return the whole roster.
SELECT id, person, last_day FROM people;

-- all-addresses: Return every address.
SELECT person, address FROM addresses;

-- all-facts: Return every fact; those of one person together, oldest first.
SELECT nr, person, day, unit, path, language, kind, fact FROM facts ORDER BY person, nr;

-- all-places: Return every place.
SELECT person, flow, key, revision, place, via, acted, arrived FROM places;

-- all-turns: Return every message heard lately.
SELECT digest, at FROM turns;

-- all-deliveries: Return every delivery.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries;

-- all-versions: Return every version of every entry.
SELECT register, id, revision, body, day FROM registers;

-- all-slots: Return every slot of the mailbox.
SELECT box, segment, nr, slot FROM slots;
