-- Full text over tasks and commitments: pairs of characters made by Zhice.Records, as a tsvector without positions. The words
-- themselves stand in prog_task and prog_commitment; id is 2 × the task's key, or 2 × the commitment's key + 1.

CREATE TABLE search_programme (
    id bigint NOT NULL CONSTRAINT pk_search_programme PRIMARY KEY,
    tokens tsvector NOT NULL
);
CREATE INDEX ix_search_programme_tokens ON search_programme USING gin (tokens);

-- down

DROP TABLE search_programme;
