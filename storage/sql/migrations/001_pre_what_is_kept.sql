-- Everything that is kept. Text sorts by code point, as it does in every other store.

CREATE TABLE facts (
    nr       bigint GENERATED ALWAYS AS IDENTITY,
    person   text COLLATE "C" NOT NULL,
    day      date NOT NULL,
    unit     text NOT NULL,
    path     text NOT NULL,
    language text NOT NULL,
    kind     text NOT NULL,
    fact     json NOT NULL,
    PRIMARY KEY (person, nr)
);
CREATE INDEX facts_by_day ON facts (day);
COMMENT ON TABLE facts IS 'What happened to a person, stamped; nr is the order in which facts were kept';

-- Room on each page lets a place move without touching its index.
CREATE TABLE places (
    person   text COLLATE "C" NOT NULL,
    flow     text COLLATE "C" NOT NULL,
    key      text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    place    bytea NOT NULL,
    via      text NOT NULL,
    acted    bigint NOT NULL,
    arrived  bigint NOT NULL,
    PRIMARY KEY (person, flow, key)
) WITH (fillfactor = 70);
COMMENT ON TABLE places IS 'Where a person is in a conversation; acted and arrived are positions in the order of events';

CREATE TABLE turns (
    digest bytea PRIMARY KEY,
    at     timestamptz NOT NULL
);
CREATE INDEX turns_by_time ON turns (at);
COMMENT ON TABLE turns IS 'Keyed digests of typed messages, for 24 hours';

CREATE TABLE people (
    id       text COLLATE "C" PRIMARY KEY,
    person   json NOT NULL,
    last_day date,
    changed  bigint NOT NULL
);
CREATE INDEX people_by_change ON people (changed);
CREATE INDEX people_by_last_day ON people (last_day) WHERE last_day IS NOT NULL;
COMMENT ON TABLE people IS 'The roster; changed is the number of the change that brought the row';

CREATE TABLE roster (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    changes  bigint NOT NULL DEFAULT 0,
    removals bigint NOT NULL DEFAULT 0
);
INSERT INTO roster DEFAULT VALUES;
COMMENT ON TABLE roster IS 'How often the roster changed; whoever changes it holds this row until the commit';

CREATE TABLE addresses (
    person  text COLLATE "C" PRIMARY KEY,
    address json NOT NULL
);
COMMENT ON TABLE addresses IS 'Where a person can be reached';

CREATE TABLE deliveries (
    source      text COLLATE "C" NOT NULL,
    occurrence  text COLLATE "C" NOT NULL,
    nth         integer NOT NULL,
    addressee   text COLLATE "C" NOT NULL,
    ref_flow    text NOT NULL,
    ref_key     text NOT NULL,
    ref_version integer NOT NULL,
    due         timestamptz NOT NULL,
    about       text,
    state       text NOT NULL,
    reason      text NOT NULL,
    attempts    integer NOT NULL,
    lease       timestamptz,
    PRIMARY KEY (source, occurrence, nth, addressee)
);
CREATE INDEX deliveries_owed ON deliveries (due, source, occurrence, nth, addressee) WHERE state = 'owed';
CREATE INDEX deliveries_sending ON deliveries (lease) WHERE state = 'sending';
COMMENT ON TABLE deliveries IS 'What is owed to whom, and what became of it';

CREATE TABLE registers (
    register text COLLATE "C" NOT NULL,
    id       text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    body     json NOT NULL,
    day      text COLLATE "C",
    PRIMARY KEY (register, id, revision)
);
COMMENT ON TABLE registers IS 'What officials write, every version; day is what a line of the access list goes by';

CREATE SEQUENCE positions;
COMMENT ON SEQUENCE positions IS 'The order of events; one number is drawn for each batch';

CREATE TABLE writers (
    id    uuid PRIMARY KEY,
    batch bigint NOT NULL,
    at    timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);
COMMENT ON TABLE writers IS 'The last batch each running Ethos committed, for when a commit gets no answer';
