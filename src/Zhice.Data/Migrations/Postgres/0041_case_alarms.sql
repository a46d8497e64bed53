-- The first yellow and the first red day of a case, and by what they were counted.

ALTER TABLE svc_case ADD COLUMN yellow_on date;
ALTER TABLE svc_case ADD COLUMN red_on date;
ALTER TABLE svc_case ADD COLUMN alarm_basis character varying(16) COLLATE "C" NOT NULL DEFAULT '';

CREATE INDEX ix_svc_case_yellow_on_red_on_id_office_id ON svc_case (yellow_on, red_on, id, office_id) WHERE phase >= 1 AND phase <= 5;

-- down

DROP INDEX ix_svc_case_yellow_on_red_on_id_office_id;
ALTER TABLE svc_case DROP COLUMN alarm_basis;
ALTER TABLE svc_case DROP COLUMN red_on;
ALTER TABLE svc_case DROP COLUMN yellow_on;
