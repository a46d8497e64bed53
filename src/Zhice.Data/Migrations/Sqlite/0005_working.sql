-- Working on obligations: states, break-down, progress reports with their ways, evidence with its versions and uses.

CREATE TABLE "ev_evidence" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ev_evidence" PRIMARY KEY,
    "organisation_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "effective_from" TEXT NOT NULL,
    "effective_to" TEXT NULL,
    "disclosure" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_by" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_ev_evidence_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_office_duty" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_rep_office_duty" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "step" INTEGER NOT NULL,
    "deputy_of" INTEGER NULL,
    "from" TEXT NOT NULL,
    "until" TEXT NULL,
    CONSTRAINT "fk_rep_office_duty_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_rep_office_duty_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_office_steps" (
    "organisation_id" INTEGER NOT NULL CONSTRAINT "pk_rep_office_steps" PRIMARY KEY,
    "review" INTEGER NOT NULL,
    "sign_off" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_rep_office_steps_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ev_version" (
    "evidence_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "file_name" TEXT NULL,
    "media_type" TEXT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NULL,
    "sm3" TEXT NULL,
    "reference" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_ev_version" PRIMARY KEY ("evidence_id", "number"),
    CONSTRAINT "fk_ev_version_evidence_id" FOREIGN KEY ("evidence_id") REFERENCES "ev_evidence" ("id") ON DELETE RESTRICT
);

CREATE TABLE "work_rules" (
    "programme_id" INTEGER NOT NULL CONSTRAINT "pk_work_rules" PRIMARY KEY,
    "choose_until" TEXT NULL,
    "warn_days" INTEGER NOT NULL,
    "silent_days" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_work_rules_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_report" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_rep_report" PRIMARY KEY,
    "obligation_id" INTEGER NOT NULL,
    "programme_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_by" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "moved_at" TEXT NULL,
    "submitted_at" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_rep_report_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "work_extension" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_work_extension" PRIMARY KEY AUTOINCREMENT,
    "obligation_id" INTEGER NOT NULL,
    "from" TEXT NULL,
    "to" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_work_extension_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "work_item" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_work_item" PRIMARY KEY,
    "obligation_id" INTEGER NOT NULL,
    "commitment_id" INTEGER NULL,
    "parent_id" INTEGER NULL,
    "given_by" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "unit" TEXT NULL,
    "person_id" INTEGER NULL,
    "start" TEXT NULL,
    "due" TEXT NULL,
    "status" INTEGER NOT NULL,
    "blocker" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "status_at" TEXT NULL,
    "withdrawn_at" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_work_item_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_work_item_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_work_item_parent_id" FOREIGN KEY ("parent_id") REFERENCES "work_item" ("id") ON DELETE RESTRICT
);

CREATE TABLE "work_state" (
    "obligation_id" INTEGER NOT NULL CONSTRAINT "pk_work_state" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "result" INTEGER NOT NULL,
    "not_applicable_reason" TEXT NULL,
    "choice" INTEGER NOT NULL,
    "choice_reason" TEXT NULL,
    "chosen_at" TEXT NULL,
    "extended_to" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_work_state_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ev_use" (
    "report_id" INTEGER NOT NULL,
    "evidence_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "commitment_id" INTEGER NULL,
    "reused" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_ev_use" PRIMARY KEY ("report_id", "evidence_id"),
    CONSTRAINT "fk_ev_use_evidence_id" FOREIGN KEY ("evidence_id") REFERENCES "ev_evidence" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_ev_use_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_commitment" (
    "report_id" INTEGER NOT NULL,
    "commitment_id" INTEGER NOT NULL,
    CONSTRAINT "pk_rep_commitment" PRIMARY KEY ("report_id", "commitment_id"),
    CONSTRAINT "fk_rep_commitment_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_revision" (
    "report_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "narrative" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "result" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_rep_revision" PRIMARY KEY ("report_id", "number"),
    CONSTRAINT "fk_rep_revision_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_rep_step" PRIMARY KEY AUTOINCREMENT,
    "report_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "for" INTEGER NULL,
    "at" TEXT NOT NULL,
    "reasons" TEXT NULL,
    CONSTRAINT "fk_rep_step_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_ev_evidence_organisation_id" ON "ev_evidence" ("organisation_id");
CREATE INDEX "ix_ev_use_evidence_id" ON "ev_use" ("evidence_id");
CREATE INDEX "ix_ev_version_sha256" ON "ev_version" ("sha256");
CREATE INDEX "ix_rep_office_duty_account_id" ON "rep_office_duty" ("account_id");
CREATE INDEX "ix_rep_office_duty_organisation_id" ON "rep_office_duty" ("organisation_id");
CREATE INDEX "ix_rep_report_obligation_id" ON "rep_report" ("obligation_id");
CREATE INDEX "ix_rep_report_organisation_id_state" ON "rep_report" ("organisation_id", "state");
CREATE INDEX "ix_rep_report_programme_id_state" ON "rep_report" ("programme_id", "state");
CREATE INDEX "ix_rep_step_report_id" ON "rep_step" ("report_id");
CREATE INDEX "ix_work_extension_obligation_id" ON "work_extension" ("obligation_id");
CREATE INDEX "ix_work_item_obligation_id" ON "work_item" ("obligation_id");
CREATE INDEX "ix_work_item_organisation_id_due" ON "work_item" ("organisation_id", "due");
CREATE INDEX "ix_work_item_person_id" ON "work_item" ("person_id");
CREATE INDEX "ix_work_state_programme_id" ON "work_state" ("programme_id");

-- down

DROP TABLE rep_step;
DROP TABLE rep_revision;
DROP TABLE rep_commitment;
DROP TABLE ev_use;
DROP TABLE work_state;
DROP TABLE work_item;
DROP TABLE work_extension;
DROP TABLE rep_report;
DROP TABLE work_rules;
DROP TABLE ev_version;
DROP TABLE rep_office_steps;
DROP TABLE rep_office_duty;
DROP TABLE ev_evidence;
