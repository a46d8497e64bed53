-- The tables of organisations, documents, programmes, accounts and audit, as ZhiceDb maps them.

CREATE TABLE "acc_account" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_acc_account" PRIMARY KEY,
    "login" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NULL,
    "failed_attempts" INTEGER NOT NULL,
    "locked_until" TEXT NULL,
    "closed" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "audit_entry" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_audit_entry" PRIMARY KEY AUTOINCREMENT,
    "at" TEXT NOT NULL,
    "by" INTEGER NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" BLOB NOT NULL,
    "sequence" INTEGER NULL,
    "hash" BLOB NULL
);

CREATE TABLE "org_division" (
    "code" TEXT NOT NULL,
    "valid_from" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "parent_code" TEXT NULL,
    "valid_to" TEXT NULL,
    "unverified" INTEGER NOT NULL,
    CONSTRAINT "pk_org_division" PRIMARY KEY ("code", "valid_from")
);

CREATE TABLE "org_organisation" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_org_organisation" PRIMARY KEY,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "english_name" TEXT NULL,
    "kind" INTEGER NOT NULL,
    "parent_id" INTEGER NULL,
    "path" TEXT NOT NULL,
    "division_code" TEXT NULL,
    "level" INTEGER NULL,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "ordinal" INTEGER NOT NULL,
    "unverified" INTEGER NOT NULL,
    CONSTRAINT "fk_org_organisation_parent_id" FOREIGN KEY ("parent_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "org_status" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_org_status" PRIMARY KEY,
    "division_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "demonstration" INTEGER NOT NULL
);

CREATE TABLE "acc_session" (
    "key" TEXT NOT NULL CONSTRAINT "pk_acc_session" PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "started_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "device" TEXT NOT NULL,
    CONSTRAINT "fk_acc_session_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);

CREATE TABLE "acc_grant" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_acc_grant" PRIMARY KEY AUTOINCREMENT,
    "account_id" INTEGER NOT NULL,
    "role" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "granted_at" TEXT NOT NULL,
    "revoked_at" TEXT NULL,
    CONSTRAINT "fk_acc_grant_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_acc_grant_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "org_alias" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_org_alias" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    CONSTRAINT "fk_org_alias_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "policy_document" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_policy_document" PRIMARY KEY,
    "title" TEXT NOT NULL,
    "year" INTEGER NULL,
    "issuer" TEXT NULL,
    "document_number" TEXT NULL,
    "issued_on" TEXT NULL,
    "published_on" TEXT NULL,
    "kind" TEXT NOT NULL,
    "disclosure" INTEGER NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_digest" TEXT NOT NULL,
    "file_size" INTEGER NOT NULL,
    "text_digest" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "coverage" REAL NOT NULL,
    "task_count" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "imported_by" INTEGER NOT NULL,
    "imported_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_policy_document_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_programme" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_programme" PRIMARY KEY,
    "year" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_prog_programme_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "policy_correction" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_policy_correction" PRIMARY KEY AUTOINCREMENT,
    "document_id" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "undoes" INTEGER NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_policy_correction_document_id" FOREIGN KEY ("document_id") REFERENCES "policy_document" ("id") ON DELETE RESTRICT
);

CREATE TABLE "policy_reading" (
    "document_id" INTEGER NOT NULL CONSTRAINT "pk_policy_reading" PRIMARY KEY,
    "text" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "parse" TEXT NOT NULL,
    "parser" TEXT NOT NULL,
    "parsed_at" TEXT NOT NULL,
    CONSTRAINT "fk_policy_reading_document_id" FOREIGN KEY ("document_id") REFERENCES "policy_document" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_publication" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_publication" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "document_id" INTEGER NOT NULL,
    "text_digest" TEXT NOT NULL,
    "corrections" INTEGER NOT NULL,
    "as_of" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "added" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "withdrawn" INTEGER NOT NULL,
    CONSTRAINT "fk_prog_publication_document_id" FOREIGN KEY ("document_id") REFERENCES "policy_document" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_publication_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_report_duty" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_report_duty" PRIMARY KEY AUTOINCREMENT,
    "programme_id" INTEGER NOT NULL,
    "document_id" INTEGER NOT NULL,
    "due" TEXT NULL,
    "to" TEXT NULL,
    "who" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "quote_end" INTEGER NOT NULL,
    "quote_start" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    CONSTRAINT "fk_prog_report_duty_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_target" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_target" PRIMARY KEY AUTOINCREMENT,
    "programme_id" INTEGER NOT NULL,
    "document_id" INTEGER NOT NULL,
    "task_id" INTEGER NULL,
    "commitment_id" INTEGER NULL,
    "what" TEXT NOT NULL,
    "comparator" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "unit" TEXT NOT NULL,
    "growth" INTEGER NOT NULL,
    "due" TEXT NULL,
    "quote_end" INTEGER NOT NULL,
    "quote_start" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    CONSTRAINT "fk_prog_target_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_task" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_task" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "document_id" INTEGER NOT NULL,
    "source_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "number" TEXT NULL,
    "section" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "publication_id" INTEGER NOT NULL,
    "withdrawn_by" INTEGER NULL,
    "due_kind" TEXT NOT NULL,
    "due_on" TEXT NULL,
    "due_words" TEXT NULL,
    CONSTRAINT "fk_prog_task_document_id" FOREIGN KEY ("document_id") REFERENCES "policy_document" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_task_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_assignment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_assignment" PRIMARY KEY AUTOINCREMENT,
    "task_id" INTEGER NOT NULL,
    "commitment_id" INTEGER NULL,
    "organisation_id" INTEGER NULL,
    "name_as_written" TEXT NOT NULL,
    "role" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "withdrawn_by" INTEGER NULL,
    CONSTRAINT "fk_prog_assignment_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_assignment_task_id" FOREIGN KEY ("task_id") REFERENCES "prog_task" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_measure" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_measure" PRIMARY KEY,
    "task_id" INTEGER NOT NULL,
    "source_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "scope" INTEGER NOT NULL,
    "withdrawn_by" INTEGER NULL,
    "quote_end" INTEGER NOT NULL,
    "quote_start" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    CONSTRAINT "fk_prog_measure_task_id" FOREIGN KEY ("task_id") REFERENCES "prog_task" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_commitment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_commitment" PRIMARY KEY,
    "measure_id" INTEGER NOT NULL,
    "task_id" INTEGER NOT NULL,
    "source_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "withdrawn_by" INTEGER NULL,
    "due_kind" TEXT NOT NULL,
    "due_on" TEXT NULL,
    "due_words" TEXT NULL,
    "quote_end" INTEGER NOT NULL,
    "quote_start" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    CONSTRAINT "fk_prog_commitment_measure_id" FOREIGN KEY ("measure_id") REFERENCES "prog_measure" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_decision" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_decision" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "measure_id" INTEGER NOT NULL,
    "rule_id" INTEGER NULL,
    "reason" INTEGER NOT NULL,
    "subject" TEXT NULL,
    "level" INTEGER NULL,
    "note" TEXT NULL,
    "decided_by" INTEGER NULL,
    "decided_at" TEXT NULL,
    "withdrawn_by" INTEGER NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_prog_decision_measure_id" FOREIGN KEY ("measure_id") REFERENCES "prog_measure" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_decision_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_obligation" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_obligation" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "task_id" INTEGER NOT NULL,
    "measure_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "role" INTEGER NOT NULL,
    "basis" INTEGER NOT NULL,
    "rule_id" INTEGER NULL,
    "status_id" INTEGER NULL,
    "decision_id" INTEGER NULL,
    "as_of" TEXT NOT NULL,
    "publication_id" INTEGER NOT NULL,
    "withdrawn_by" INTEGER NULL,
    CONSTRAINT "fk_prog_obligation_measure_id" FOREIGN KEY ("measure_id") REFERENCES "prog_measure" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_obligation_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_obligation_publication_id" FOREIGN KEY ("publication_id") REFERENCES "prog_publication" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_rule" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_prog_rule" PRIMARY KEY,
    "measure_id" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "full_words" TEXT NULL,
    "must" INTEGER NULL,
    "ordinal" INTEGER NOT NULL,
    "withdrawn_by" INTEGER NULL,
    "quote_end" INTEGER NOT NULL,
    "quote_start" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    CONSTRAINT "fk_prog_rule_measure_id" FOREIGN KEY ("measure_id") REFERENCES "prog_measure" ("id") ON DELETE RESTRICT
);

CREATE TABLE "prog_decision_member" (
    "decision_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    CONSTRAINT "pk_prog_decision_member" PRIMARY KEY ("decision_id", "organisation_id"),
    CONSTRAINT "fk_prog_decision_member_decision_id" FOREIGN KEY ("decision_id") REFERENCES "prog_decision" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_prog_decision_member_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_acc_account_login" ON "acc_account" ("login");
CREATE INDEX "ix_acc_grant_account_id" ON "acc_grant" ("account_id");
CREATE INDEX "ix_acc_grant_organisation_id" ON "acc_grant" ("organisation_id");
CREATE INDEX "ix_acc_session_account_id" ON "acc_session" ("account_id");
CREATE UNIQUE INDEX "ix_audit_entry_sequence" ON "audit_entry" ("sequence");
CREATE INDEX "ix_audit_entry_subject" ON "audit_entry" ("subject");
CREATE INDEX "ix_org_alias_name" ON "org_alias" ("name");
CREATE INDEX "ix_org_alias_organisation_id" ON "org_alias" ("organisation_id");
CREATE INDEX "ix_org_division_parent_code" ON "org_division" ("parent_code");
CREATE UNIQUE INDEX "ix_org_organisation_code" ON "org_organisation" ("code");
CREATE INDEX "ix_org_organisation_division_code" ON "org_organisation" ("division_code");
CREATE INDEX "ix_org_organisation_parent_id" ON "org_organisation" ("parent_id");
CREATE INDEX "ix_org_organisation_path" ON "org_organisation" ("path");
CREATE INDEX "ix_org_status_division_code" ON "org_status" ("division_code");
CREATE INDEX "ix_org_status_name_division_code" ON "org_status" ("name", "division_code");
CREATE UNIQUE INDEX "ix_policy_correction_document_id_ordinal" ON "policy_correction" ("document_id", "ordinal");
CREATE INDEX "ix_policy_document_disclosure_year" ON "policy_document" ("disclosure", "year");
CREATE INDEX "ix_policy_document_file_digest" ON "policy_document" ("file_digest");
CREATE INDEX "ix_policy_document_owner_id" ON "policy_document" ("owner_id");
CREATE INDEX "ix_prog_assignment_organisation_id" ON "prog_assignment" ("organisation_id");
CREATE INDEX "ix_prog_assignment_task_id" ON "prog_assignment" ("task_id");
CREATE INDEX "ix_prog_commitment_measure_id" ON "prog_commitment" ("measure_id");
CREATE INDEX "ix_prog_commitment_task_id" ON "prog_commitment" ("task_id");
CREATE INDEX "ix_prog_decision_measure_id" ON "prog_decision" ("measure_id");
CREATE INDEX "ix_prog_decision_programme_id" ON "prog_decision" ("programme_id");
CREATE INDEX "ix_prog_decision_member_organisation_id" ON "prog_decision_member" ("organisation_id");
CREATE INDEX "ix_prog_measure_task_id" ON "prog_measure" ("task_id");
CREATE INDEX "ix_prog_obligation_measure_id" ON "prog_obligation" ("measure_id");
CREATE INDEX "ix_prog_obligation_organisation_id_programme_id" ON "prog_obligation" ("organisation_id", "programme_id");
CREATE INDEX "ix_prog_obligation_publication_id" ON "prog_obligation" ("publication_id");
CREATE INDEX "ix_prog_obligation_task_id" ON "prog_obligation" ("task_id");
CREATE INDEX "ix_prog_programme_owner_id" ON "prog_programme" ("owner_id");
CREATE INDEX "ix_prog_programme_year" ON "prog_programme" ("year");
CREATE INDEX "ix_prog_publication_document_id" ON "prog_publication" ("document_id");
CREATE INDEX "ix_prog_publication_programme_id_document_id" ON "prog_publication" ("programme_id", "document_id");
CREATE INDEX "ix_prog_report_duty_programme_id_document_id" ON "prog_report_duty" ("programme_id", "document_id");
CREATE INDEX "ix_prog_rule_measure_id" ON "prog_rule" ("measure_id");
CREATE INDEX "ix_prog_target_programme_id_document_id" ON "prog_target" ("programme_id", "document_id");
CREATE INDEX "ix_prog_target_task_id" ON "prog_target" ("task_id");
CREATE INDEX "ix_prog_task_document_id" ON "prog_task" ("document_id");
CREATE INDEX "ix_prog_task_programme_id_ordinal" ON "prog_task" ("programme_id", "ordinal");

-- down

DROP TABLE prog_decision_member;
DROP TABLE prog_rule;
DROP TABLE prog_obligation;
DROP TABLE prog_decision;
DROP TABLE prog_commitment;
DROP TABLE prog_measure;
DROP TABLE prog_assignment;
DROP TABLE prog_task;
DROP TABLE prog_target;
DROP TABLE prog_report_duty;
DROP TABLE prog_publication;
DROP TABLE policy_reading;
DROP TABLE policy_correction;
DROP TABLE prog_programme;
DROP TABLE policy_document;
DROP TABLE org_alias;
DROP TABLE acc_grant;
DROP TABLE acc_session;
DROP TABLE org_status;
UPDATE org_organisation SET parent_id = NULL; -- SQLite empties a table before it drops it, and the rows hold one another
DROP TABLE org_organisation;
DROP TABLE org_division;
DROP TABLE audit_entry;
DROP TABLE acc_account;
