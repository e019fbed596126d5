-- Which one of several replicas begins messages now, so that the rate is one for all of them.

CREATE TABLE floor (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    holder uuid NOT NULL,
    until  timestamptz NOT NULL
) WITH (fillfactor = 10);
COMMENT ON TABLE floor IS 'The running Ethos that may begin messages, and until when by the clock of this server';
