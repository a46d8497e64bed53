-- The status fact by which a decision chose an organisation, so that its obligation can name it.

ALTER TABLE prog_decision_member ADD COLUMN status_id bigint;

-- down

ALTER TABLE prog_decision_member DROP COLUMN status_id;
