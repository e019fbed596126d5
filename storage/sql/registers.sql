-- versions: Return every version of an entry, oldest first.
SELECT revision, body FROM registers WHERE register = $1 AND id = $2 ORDER BY revision;

-- newest-version: Return the newest version of an entry.
SELECT revision, body FROM registers WHERE register = $1 AND id = $2 ORDER BY revision DESC LIMIT 1;

-- newest-entries: Return the newest version of every entry of a register, by id.
SELECT DISTINCT ON (id) id, revision, body FROM registers WHERE register = $1 ORDER BY id, revision DESC;

-- count-versions: Say how many versions these entries have.
SELECT register, id, max(revision) AS revision
FROM registers JOIN unnest($1::text[], $2::text[]) AS wanted (register, id) USING (register, id)
GROUP BY register, id;

-- add-versions: Add versions; one that somebody else wrote meanwhile is not counted.
INSERT INTO registers (register, id, revision, body, day)
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::json[], $5::text[]) ON CONFLICT DO NOTHING;
