-- What stands in the way of whom, found without reading all states and pieces.
-- What a changed calendar moved beside due days: answers of letters, submissions, rungs; and what a letter's step did where its state stayed.

ALTER TABLE cal_move ADD COLUMN kind integer NOT NULL DEFAULT 0;
ALTER TABLE cal_move ADD COLUMN letter_id bigint NULL;
ALTER TABLE cal_move ADD COLUMN programme_id bigint NULL;
ALTER TABLE cal_move ADD COLUMN rung integer NULL;
ALTER TABLE cal_move ADD COLUMN days integer NULL;

ALTER TABLE sup_letter_step ADD COLUMN act integer NOT NULL DEFAULT 0;

-- Only a clock that goes on again says nothing.
UPDATE sup_letter_step SET act = 2 WHERE state = 1 AND words = '';

CREATE INDEX ix_work_state_obligation_id ON work_state (obligation_id) WHERE blocker IS NOT NULL;
CREATE INDEX ix_work_item_obligation_id_id ON work_item (obligation_id, id) WHERE blocker IS NOT NULL;

-- down

DROP INDEX ix_work_item_obligation_id_id;
DROP INDEX ix_work_state_obligation_id;

ALTER TABLE sup_letter_step DROP COLUMN act;
ALTER TABLE cal_move DROP COLUMN days;
ALTER TABLE cal_move DROP COLUMN rung;
ALTER TABLE cal_move DROP COLUMN programme_id;
ALTER TABLE cal_move DROP COLUMN letter_id;
ALTER TABLE cal_move DROP COLUMN kind;
