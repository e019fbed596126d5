-- delivery: Return one delivery.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries WHERE source = $1 AND occurrence = $2 AND nth = $3 AND addressee = $4;

-- deliveries-of-source: Return the deliveries of a source, and of one occurrence when it is named, by key.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries WHERE source = $1 AND ($2::text IS NULL OR occurrence = $2)
ORDER BY source, occurrence, nth, addressee;

-- known-addressees: Return who has any delivery of a source and occurrence.
SELECT DISTINCT addressee FROM deliveries WHERE source = $1 AND occurrence = $2;

-- deliveries-to: Return every delivery to one person, by key.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries WHERE addressee = $1
ORDER BY source, occurrence, nth;

-- tally-of-deliveries: Count the deliveries in each state.
SELECT state, count(*) AS count FROM deliveries GROUP BY state;

-- lapsed-deliveries: Return what is being sent although its lease is over, by key.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries WHERE state = 'sending' AND lease <= $1
ORDER BY source, occurrence, nth, addressee;

-- hold-deliveries: Return these deliveries and keep others from them until the batch ends.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries
JOIN unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS wanted (source, occurrence, nth, addressee)
     USING (source, occurrence, nth, addressee)
ORDER BY source, occurrence, nth, addressee
FOR UPDATE OF deliveries;

-- hold-owed: Return what may leave now, oldest due first, one to each person nobody is writing to; and hold it.
SELECT source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state, reason,
       attempts, lease, message
FROM deliveries AS owed
WHERE state = 'owed' AND due <= $1
  AND addressee NOT IN (SELECT addressee FROM deliveries WHERE state = 'sending')
  AND NOT EXISTS (
      SELECT FROM deliveries AS before
      WHERE before.state = 'owed' AND before.addressee = owed.addressee
        AND (before.due, before.source, before.occurrence, before.nth)
            < (owed.due, owed.source, owed.occurrence, owed.nth)
  )
ORDER BY due, source, occurrence, nth, addressee
LIMIT $2
FOR UPDATE OF owed SKIP LOCKED;

-- add-deliveries: Add deliveries; one that somebody else added meanwhile is not counted.
INSERT INTO deliveries (source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about,
                        state, reason, attempts, lease, message)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[],
                     $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::int[],
                     $13::timestamptz[], $14::text[])
ON CONFLICT DO NOTHING;

-- change-deliveries: Write deliveries that are held.
UPDATE deliveries SET (ref_flow, ref_key, ref_version, due, about, state, reason, attempts, lease, message)
    = (new.ref_flow, new.ref_key, new.ref_version, new.due, new.about, new.state, new.reason,
       new.attempts, new.lease, new.message)
FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[],
            $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::int[], $13::timestamptz[],
            $14::text[])
     AS new (source, occurrence, nth, addressee, ref_flow, ref_key, ref_version, due, about, state,
             reason, attempts, lease, message)
WHERE (deliveries.source, deliveries.occurrence, deliveries.nth, deliveries.addressee)
    = (new.source, new.occurrence, new.nth, new.addressee);
