-- life: Return the facts of a person, oldest first, then their places by flow and key, as of one moment.
SELECT nr, day, unit, path, language, fact, NULL AS flow, NULL AS key, NULL AS revision,
       NULL AS place, NULL AS via, NULL AS acted, NULL AS arrived
FROM facts WHERE person = $1
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, flow, key, revision, place, via, acted, arrived
FROM places WHERE person = $1
ORDER BY flow NULLS FIRST, key, nr;

-- facts-between: Return the facts of these days, in no order; nr says in which they were kept.
SELECT nr, person, day, unit, path, language, fact FROM facts WHERE day BETWEEN $1 AND $2;

-- keep-facts: Add facts, in the order given.
INSERT INTO facts (person, day, unit, path, language, kind, fact)
SELECT person, day, unit, path, language, kind, fact
FROM unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::json[])
     WITH ORDINALITY AS new (person, day, unit, path, language, kind, fact, nth)
ORDER BY nth;

-- hold-places: Return these places and keep others from them until the batch ends.
SELECT person, flow, key, revision, place, via, acted, arrived
FROM places
JOIN unnest($1::text[], $2::text[], $3::text[]) AS wanted (person, flow, key) USING (person, flow, key)
ORDER BY person, flow, key
FOR UPDATE OF places;

-- add-places: Add places; one that somebody else added meanwhile is passed over, and so not counted.
INSERT INTO places (person, flow, key, revision, place, via, acted, arrived)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bytea[], $6::text[],
                     $7::bigint[], $8::bigint[])
ON CONFLICT DO NOTHING;

-- change-places: Write places that are held.
UPDATE places SET (revision, place, via, acted, arrived)
    = (new.revision, new.place, new.via, new.acted, new.arrived)
FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bytea[], $6::text[], $7::bigint[],
            $8::bigint[]) AS new (person, flow, key, revision, place, via, acted, arrived)
WHERE (places.person, places.flow, places.key) = (new.person, new.flow, new.key);

-- hold-turns: Return when these messages were heard, and keep others from them until the batch ends.
SELECT digest, at FROM turns WHERE digest = ANY ($1::bytea[]) ORDER BY digest FOR UPDATE;

-- add-turns: Remember messages; one that somebody else remembered meanwhile is not counted.
INSERT INTO turns (digest, at) SELECT * FROM unnest($1::bytea[], $2::timestamptz[]) ON CONFLICT DO NOTHING;

-- change-turns: Remember messages again whose 24 hours were over.
UPDATE turns SET at = new.at
FROM unnest($1::bytea[], $2::timestamptz[]) AS new (digest, at) WHERE turns.digest = new.digest;

-- forget-turns: Forget messages heard until an instant, those that nobody holds.
DELETE FROM turns WHERE digest IN (SELECT digest FROM turns WHERE at <= $1 FOR UPDATE SKIP LOCKED);
