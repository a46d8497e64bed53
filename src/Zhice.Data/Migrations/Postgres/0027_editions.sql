-- The document whose place a publication took in its programme, as a new edition of the same orders.

ALTER TABLE prog_publication ADD COLUMN replaces_id bigint;

-- down

ALTER TABLE prog_publication DROP COLUMN replaces_id;
