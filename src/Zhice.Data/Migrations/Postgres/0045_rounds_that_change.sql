-- Rounds change their days, give one office longer, and are withdrawn; a program that sends a return twice under one key sends it once.

ALTER TABLE stat_collection ADD COLUMN withdrawn_at timestamp with time zone;
ALTER TABLE stat_collection ADD COLUMN withdrawn_reason character varying(1000) COLLATE "C";
ALTER TABLE stat_return ADD COLUMN locks_on date;
ALTER TABLE stat_return ADD COLUMN extension_reason character varying(1000) COLLATE "C";
ALTER TABLE stat_return ADD COLUMN request_key character varying(300) COLLATE "C";

DROP INDEX ix_stat_collection_form_period_owner_id;
CREATE UNIQUE INDEX ix_stat_collection_form_period_owner_id ON stat_collection (form, period, owner_id) WHERE withdrawn_at IS NULL;

-- down

DROP INDEX ix_stat_collection_form_period_owner_id;
DELETE FROM stat_dispute WHERE return_id IN (SELECT r.id FROM stat_return r JOIN stat_collection c ON c.id = r.collection_id WHERE c.withdrawn_at IS NOT NULL);
DELETE FROM stat_return WHERE collection_id IN (SELECT id FROM stat_collection WHERE withdrawn_at IS NOT NULL);
DELETE FROM stat_collection WHERE withdrawn_at IS NOT NULL;
CREATE UNIQUE INDEX ix_stat_collection_form_period_owner_id ON stat_collection (form, period, owner_id);
ALTER TABLE stat_return DROP COLUMN request_key;
ALTER TABLE stat_return DROP COLUMN extension_reason;
ALTER TABLE stat_return DROP COLUMN locks_on;
ALTER TABLE stat_collection DROP COLUMN withdrawn_reason;
ALTER TABLE stat_collection DROP COLUMN withdrawn_at;
