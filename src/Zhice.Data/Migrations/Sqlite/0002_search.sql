-- Full text over tasks and commitments: pairs of characters made by Zhice.Records, separated by spaces. Contentless: the words
-- themselves stand in prog_task and prog_commitment; rowid is 2 × the task's key, or 2 × the commitment's key + 1.

CREATE VIRTUAL TABLE search_programme USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");

-- down

DROP TABLE search_programme;
