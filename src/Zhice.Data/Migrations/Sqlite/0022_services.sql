-- Services: applicants and who acts for them, cases with their actions, materials, timers, opinions and stays, certificates, registers with their full text, ratings without names.

CREATE TABLE "svc_applicant" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_applicant" PRIMARY KEY,
    "kind" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "credit_code" TEXT NULL,
    "contact" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL
);

CREATE TABLE "svc_rating" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_rating" PRIMARY KEY,
    "item" TEXT NOT NULL,
    "office_id" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "words" TEXT NULL,
    "on" TEXT NOT NULL,
    "answer_by" TEXT NULL,
    "answer" TEXT NULL,
    "answered_on" TEXT NULL,
    "receipt" TEXT NOT NULL,
    CONSTRAINT "fk_svc_rating_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_case" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_case" PRIMARY KEY,
    "number" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "item_version" INTEGER NOT NULL,
    "office_id" INTEGER NOT NULL,
    "applicant_id" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "phase" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "handler" INTEGER NULL,
    "due_on" TEXT NULL,
    "submitted_on" TEXT NULL,
    "decided_on" TEXT NULL,
    "decision" TEXT NULL,
    "rated" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_svc_case_applicant_id" FOREIGN KEY ("applicant_id") REFERENCES "svc_applicant" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_case_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_member" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_member" PRIMARY KEY AUTOINCREMENT,
    "applicant_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_svc_member_applicant_id" FOREIGN KEY ("applicant_id") REFERENCES "svc_applicant" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_action" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_action" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "party" INTEGER NOT NULL,
    "by" INTEGER NULL,
    "organisation_id" INTEGER NULL,
    "at" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "signature" TEXT NULL,
    CONSTRAINT "fk_svc_action_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_certificate" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_certificate" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "edition" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "issued_at" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "ended_at" TEXT NULL,
    "end" INTEGER NULL,
    "end_reason" TEXT NULL,
    CONSTRAINT "fk_svc_certificate_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_material" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_material" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "material" TEXT NOT NULL,
    "sha256" TEXT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NULL,
    "size" INTEGER NOT NULL,
    "promised" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "removed_at" TEXT NULL,
    "in_order" INTEGER NULL,
    "remark" TEXT NULL,
    "checked_by" INTEGER NULL,
    CONSTRAINT "fk_svc_material_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_register" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_register" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "office_id" INTEGER NOT NULL,
    "values" TEXT NOT NULL,
    "entered_on" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "ended_on" TEXT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_svc_register_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_register_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_reviewer" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_reviewer" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NULL,
    "account_id" INTEGER NULL,
    "answered_at" TEXT NULL,
    CONSTRAINT "fk_svc_reviewer_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_stay" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_stay" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "ended_on" TEXT NOT NULL,
    CONSTRAINT "fk_svc_stay_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_timer" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_timer" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "due_at" TEXT NOT NULL,
    "fired_at" TEXT NULL,
    "acted" INTEGER NOT NULL,
    CONSTRAINT "fk_svc_timer_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_svc_case_applicant_id" ON "svc_case" ("applicant_id");

CREATE INDEX "ix_svc_case_item_subject" ON "svc_case" ("item", "subject");

CREATE INDEX "ix_svc_case_office_id_phase_due_on" ON "svc_case" ("office_id", "phase", "due_on");

CREATE INDEX "ix_svc_certificate_ended_at" ON "svc_certificate" ("ended_at");

CREATE INDEX "ix_svc_material_case_id" ON "svc_material" ("case_id");

CREATE INDEX "ix_svc_member_account_id_applicant_id" ON "svc_member" ("account_id", "applicant_id");

CREATE INDEX "ix_svc_member_applicant_id" ON "svc_member" ("applicant_id");

CREATE INDEX "ix_svc_rating_office_id_on" ON "svc_rating" ("office_id", "on");

CREATE INDEX "ix_svc_register_item_subject" ON "svc_register" ("item", "subject");

CREATE INDEX "ix_svc_reviewer_account_id" ON "svc_reviewer" ("account_id");

CREATE INDEX "ix_svc_reviewer_case_id" ON "svc_reviewer" ("case_id");

CREATE INDEX "ix_svc_reviewer_organisation_id" ON "svc_reviewer" ("organisation_id");

CREATE INDEX "ix_svc_stay_item_step_days" ON "svc_stay" ("item", "step", "days");

CREATE INDEX "ix_svc_timer_due_at" ON "svc_timer" ("due_at") WHERE fired_at IS NULL;

CREATE UNIQUE INDEX "ix_svc_action_case_id_key" ON "svc_action" ("case_id", "key");

CREATE UNIQUE INDEX "ix_svc_action_case_id_sequence" ON "svc_action" ("case_id", "sequence");

CREATE UNIQUE INDEX "ix_svc_applicant_credit_code" ON "svc_applicant" ("credit_code");

CREATE UNIQUE INDEX "ix_svc_case_number" ON "svc_case" ("number");

CREATE UNIQUE INDEX "ix_svc_certificate_case_id" ON "svc_certificate" ("case_id") WHERE ended_at IS NULL;

CREATE UNIQUE INDEX "ix_svc_certificate_case_id_edition" ON "svc_certificate" ("case_id", "edition");

CREATE UNIQUE INDEX "ix_svc_certificate_code" ON "svc_certificate" ("code");

CREATE UNIQUE INDEX "ix_svc_rating_receipt" ON "svc_rating" ("receipt");

CREATE UNIQUE INDEX "ix_svc_register_case_id" ON "svc_register" ("case_id");

CREATE UNIQUE INDEX "ix_svc_timer_case_id_sequence_kind" ON "svc_timer" ("case_id", "sequence", "kind");

CREATE VIRTUAL TABLE search_register USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");

-- down

DROP TABLE search_register;
DROP TABLE svc_timer;
DROP TABLE svc_stay;
DROP TABLE svc_reviewer;
DROP TABLE svc_register;
DROP TABLE svc_material;
DROP TABLE svc_certificate;
DROP TABLE svc_action;
DROP TABLE svc_member;
DROP TABLE svc_case;
DROP TABLE svc_rating;
DROP TABLE svc_applicant;
