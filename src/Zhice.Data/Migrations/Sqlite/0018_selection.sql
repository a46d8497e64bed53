-- Selection: calls, applications with their materials, score sheets, objections, awards and the statuses that stand for them. A status may be held by an institution.

ALTER TABLE "org_status" ADD COLUMN "holder" TEXT NULL;

CREATE TABLE "sel_call" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_call" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "holder" INTEGER NOT NULL,
    "levels" TEXT NOT NULL,
    "opens_on" TEXT NOT NULL,
    "closes_on" TEXT NOT NULL,
    "quota" INTEGER NOT NULL,
    "valid_from" TEXT NULL,
    "terms" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "publicity_from" TEXT NULL,
    "publicity_to" TEXT NULL,
    "tie_reason" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_sel_call_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_application" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_application" PRIMARY KEY,
    "call_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "division_code" TEXT NOT NULL,
    "applicant" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "was_returned" INTEGER NOT NULL,
    "supplement_by" TEXT NULL,
    "score" INTEGER NULL,
    "rank" INTEGER NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sel_application_call_id" FOREIGN KEY ("call_id") REFERENCES "sel_call" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sel_application_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_award" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_award" PRIMARY KEY AUTOINCREMENT,
    "application_id" INTEGER NOT NULL,
    "status_id" INTEGER NULL,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "revoked_on" TEXT NULL,
    "revoke_reason" TEXT NULL,
    "revoked_by" INTEGER NULL,
    CONSTRAINT "fk_sel_award_application_id" FOREIGN KEY ("application_id") REFERENCES "sel_application" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sel_award_status_id" FOREIGN KEY ("status_id") REFERENCES "org_status" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_material" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_material" PRIMARY KEY AUTOINCREMENT,
    "application_id" INTEGER NOT NULL,
    "material" TEXT NOT NULL,
    "evidence_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "removed_at" TEXT NULL,
    CONSTRAINT "fk_sel_material_application_id" FOREIGN KEY ("application_id") REFERENCES "sel_application" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sel_material_evidence_id" FOREIGN KEY ("evidence_id") REFERENCES "ev_evidence" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_objection" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_objection" PRIMARY KEY AUTOINCREMENT,
    "application_id" INTEGER NOT NULL,
    "objector" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "by" INTEGER NULL,
    "words" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "answer" TEXT NULL,
    "handled_by" INTEGER NULL,
    "handled_at" TEXT NULL,
    CONSTRAINT "fk_sel_objection_application_id" FOREIGN KEY ("application_id") REFERENCES "sel_application" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_sheet" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_sheet" PRIMARY KEY,
    "application_id" INTEGER NOT NULL,
    "expert_id" INTEGER NOT NULL,
    "assigned_by" INTEGER NOT NULL,
    "assigned_at" TEXT NOT NULL,
    "submitted_at" TEXT NULL,
    "ended_at" TEXT NULL,
    "end_reason" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sel_sheet_application_id" FOREIGN KEY ("application_id") REFERENCES "sel_application" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_step" PRIMARY KEY AUTOINCREMENT,
    "application_id" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "fk_sel_step_application_id" FOREIGN KEY ("application_id") REFERENCES "sel_application" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_award_status" (
    "status_id" INTEGER NOT NULL CONSTRAINT "pk_sel_award_status" PRIMARY KEY,
    "award_id" INTEGER NOT NULL,
    CONSTRAINT "fk_sel_award_status_award_id" FOREIGN KEY ("award_id") REFERENCES "sel_award" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sel_award_status_status_id" FOREIGN KEY ("status_id") REFERENCES "org_status" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sel_score" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sel_score" PRIMARY KEY AUTOINCREMENT,
    "sheet_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "remark" TEXT NULL,
    "request_key" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_sel_score_sheet_id" FOREIGN KEY ("sheet_id") REFERENCES "sel_sheet" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_sel_application_call_id_division_code_applicant" ON "sel_application" ("call_id", "division_code", "applicant") WHERE state <> 9;

CREATE INDEX "ix_sel_application_organisation_id" ON "sel_application" ("organisation_id");

CREATE UNIQUE INDEX "ix_sel_award_application_id" ON "sel_award" ("application_id");

CREATE INDEX "ix_sel_award_status_award_id" ON "sel_award_status" ("award_id");

CREATE INDEX "ix_sel_call_closes_on" ON "sel_call" ("closes_on");

CREATE UNIQUE INDEX "ix_sel_material_application_id_material" ON "sel_material" ("application_id", "material") WHERE removed_at IS NULL;

CREATE INDEX "ix_sel_objection_application_id" ON "sel_objection" ("application_id");

CREATE UNIQUE INDEX "ix_sel_score_sheet_id_request_key_item" ON "sel_score" ("sheet_id", "request_key", "item");

CREATE UNIQUE INDEX "ix_sel_sheet_application_id_expert_id" ON "sel_sheet" ("application_id", "expert_id") WHERE ended_at IS NULL;

CREATE INDEX "ix_sel_sheet_expert_id" ON "sel_sheet" ("expert_id");

CREATE INDEX "ix_sel_step_application_id" ON "sel_step" ("application_id");

-- down

DROP TABLE sel_score;
DROP TABLE sel_award_status;
DROP TABLE sel_step;
DROP TABLE sel_sheet;
DROP TABLE sel_objection;
DROP TABLE sel_material;
DROP TABLE sel_award;
DROP TABLE sel_application;
DROP TABLE sel_call;
ALTER TABLE org_status DROP COLUMN holder;
