-- older-facts: Count the facts of a kind whose day is before a date.
SELECT count(*) FROM facts WHERE day < $1 AND kind = $2;

-- dispose-facts: Remove the facts of a kind whose day is before a date, and count them.
WITH gone AS (DELETE FROM facts WHERE day < $1 AND kind = $2 RETURNING 1) SELECT count(*) FROM gone;

-- older-delivery: Count the deliveries that ended and were due before a date, in UTC.
SELECT count(*) FROM deliveries
WHERE state NOT IN ('owed', 'sending') AND (due AT TIME ZONE 'UTC')::date < $1;

-- dispose-delivery: Remove the deliveries that ended and were due before a date, in UTC, and count them.
WITH gone AS (
    DELETE FROM deliveries
    WHERE state NOT IN ('owed', 'sending') AND (due AT TIME ZONE 'UTC')::date < $1
    RETURNING 1
)
SELECT count(*) FROM gone;

-- older-place: Count the places of people whose last day is before a date.
SELECT count(*) FROM places WHERE person IN (SELECT id FROM people WHERE last_day < $1);

-- dispose-place: Remove the places of people whose last day is before a date, and count them.
WITH gone AS (
    DELETE FROM places WHERE person IN (SELECT id FROM people WHERE last_day < $1) RETURNING 1
)
SELECT count(*) FROM gone;

-- older-address: Count the addresses of people whose last day is before a date.
SELECT count(*) FROM addresses WHERE person IN (SELECT id FROM people WHERE last_day < $1);

-- dispose-address: Remove the addresses of people whose last day is before a date, and count them.
WITH gone AS (
    DELETE FROM addresses WHERE person IN (SELECT id FROM people WHERE last_day < $1) RETURNING 1
)
SELECT count(*) FROM gone;

-- older-person: Count the rows of the roster whose last day is before a date.
SELECT count(*) FROM people WHERE last_day < $1;

-- dispose-person: Remove the rows of the roster whose last day is before a date, and count them.
WITH counted AS (UPDATE roster SET removals = removals + 1),
     gone AS (DELETE FROM people WHERE last_day < $1 RETURNING 1)
SELECT count(*) FROM gone;

-- older-access: Count the lines of the access list whose day is before a date.
SELECT count(*)
FROM (SELECT DISTINCT ON (id) day FROM registers WHERE register = 'access' ORDER BY id, revision DESC) newest
WHERE day < to_char($1::date, 'YYYY-MM-DD');

-- dispose-access: Remove the lines of the access list whose day is before a date, and count them.
WITH old AS (
    SELECT id
    FROM (SELECT DISTINCT ON (id) id, day FROM registers WHERE register = 'access'
          ORDER BY id, revision DESC) newest
    WHERE day < to_char($1::date, 'YYYY-MM-DD')
), gone AS (
    DELETE FROM registers USING old WHERE register = 'access' AND registers.id = old.id
    RETURNING registers.id
)
SELECT count(DISTINCT id) FROM gone;

-- older-feedback: Count the texts of batches whose period, a quarter, ended before a date.
SELECT coalesce(sum(texts), 0)::bigint
FROM (SELECT max(json_array_length(body -> 'words')) AS texts FROM registers WHERE register = 'batch'
          AND CASE WHEN body ->> 'period' ~ '^[0-9]{4}-Q[1-4]$'
                   THEN make_date(left(body ->> 'period', 4)::int, right(body ->> 'period', 1)::int * 3, 1)
                        + interval '1 month' <= $1 END
      GROUP BY id) batches;

-- dispose-feedback: Remove the texts of batches whose period ended before a date, and count them.
WITH old AS (
    SELECT id, max(json_array_length(body -> 'words')) AS texts FROM registers WHERE register = 'batch'
        AND CASE WHEN body ->> 'period' ~ '^[0-9]{4}-Q[1-4]$'
                 THEN make_date(left(body ->> 'period', 4)::int, right(body ->> 'period', 1)::int * 3, 1)
                      + interval '1 month' <= $1 END
    GROUP BY id
), gone AS (
    UPDATE registers SET body = (SELECT json_object_agg(key, CASE key WHEN 'words' THEN '[]' ELSE value END)
                                 FROM json_each(body))
    FROM old WHERE register = 'batch' AND registers.id = old.id AND texts > 0
)
SELECT coalesce(sum(texts), 0)::bigint FROM old;

-- tidy-facts: Take removed facts out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) facts;

-- tidy-delivery: Take removed deliveries out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) deliveries;

-- tidy-place: Take removed places out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) places;

-- tidy-address: Take removed addresses out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) addresses;

-- tidy-person: Take removed rows of the roster out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) people;

-- tidy-access: Take removed lines of the access list out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) registers;

-- tidy-feedback: Take removed texts out of the table's pages and indexes now.
VACUUM (TRUNCATE FALSE) registers;
