-- What the checks asked about the value that a correction is to bring, and what was answered.

ALTER TABLE stat_correction ADD COLUMN questions text COLLATE "C" NULL;
ALTER TABLE stat_correction ADD COLUMN answer character varying(1000) COLLATE "C" NULL;

-- down

ALTER TABLE stat_correction DROP COLUMN answer;
ALTER TABLE stat_correction DROP COLUMN questions;
