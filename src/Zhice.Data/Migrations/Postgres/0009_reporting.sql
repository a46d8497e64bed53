-- Progress reports: who holds a draft, whole saves, reasons of a return one by one, queues of a million reports.

ALTER TABLE rep_report ADD COLUMN holder_id bigint;
ALTER TABLE rep_revision ADD COLUMN "from" date;
ALTER TABLE rep_revision ADD COLUMN "to" date;
ALTER TABLE rep_revision ADD COLUMN commitments text COLLATE "C";
UPDATE rep_revision v SET "from" = r."from", "to" = r."to", commitments = '' FROM rep_report r WHERE r.id = v.report_id;
ALTER TABLE rep_revision ALTER COLUMN "from" SET NOT NULL;
ALTER TABLE rep_revision ALTER COLUMN "to" SET NOT NULL;
ALTER TABLE rep_revision ALTER COLUMN commitments SET NOT NULL;
ALTER TABLE rep_step ADD COLUMN result integer;

CREATE TABLE rep_reason (
    step_id bigint NOT NULL,
    ordinal integer NOT NULL,
    commitment_id bigint,
    text character varying(1000) COLLATE "C" NOT NULL,
    CONSTRAINT pk_rep_reason PRIMARY KEY (step_id, ordinal),
    CONSTRAINT fk_rep_reason_step_id FOREIGN KEY (step_id) REFERENCES rep_step (id) ON DELETE RESTRICT
);

CREATE TABLE rep_key (
    account_id bigint NOT NULL,
    key character varying(200) COLLATE "C" NOT NULL,
    digest character varying(64) COLLATE "C" NOT NULL,
    report_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_rep_key PRIMARY KEY (account_id, key),
    CONSTRAINT fk_rep_key_report_id FOREIGN KEY (report_id) REFERENCES rep_report (id) ON DELETE RESTRICT
);

CREATE INDEX ix_rep_report_state_moved_at ON rep_report (state, moved_at);
CREATE INDEX ix_rep_report_holder_id ON rep_report (holder_id);

-- down

DROP INDEX ix_rep_report_holder_id;
DROP INDEX ix_rep_report_state_moved_at;
DROP TABLE rep_key;
DROP TABLE rep_reason;
ALTER TABLE rep_step DROP COLUMN result;
ALTER TABLE rep_revision DROP COLUMN commitments;
ALTER TABLE rep_revision DROP COLUMN "to";
ALTER TABLE rep_revision DROP COLUMN "from";
ALTER TABLE rep_report DROP COLUMN holder_id;
