-- lock-schema: Let one Ethos at a time look after the schema, until the transaction ends.
SELECT pg_advisory_xact_lock(7221466041);

-- schema-is-known: Tell whether this database has ever held an Ethos.
SELECT to_regclass('schema_migrations') IS NOT NULL;

-- make-schema-known: Make the tables that say which migrations ran and whom the database serves.
CREATE TABLE schema_migrations (name text COLLATE "C" PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE ethos (one boolean PRIMARY KEY DEFAULT true CHECK (one), mark text NOT NULL);

-- applied-migrations: Name the migrations that ran here.
SELECT name FROM schema_migrations ORDER BY name;

-- note-migration: Say that a migration ran.
INSERT INTO schema_migrations (name) VALUES ($1);

-- read-mark: Say whom this database serves.
SELECT mark FROM ethos;

-- write-mark: Keep whom this database serves.
INSERT INTO ethos (mark) VALUES ($1);
