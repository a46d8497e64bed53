-- Retention of cases, and lists by which their archives are handed over, taken back and appraised.

ALTER TABLE "svc_case" ADD COLUMN "closed_on" TEXT NULL;
ALTER TABLE "svc_case" ADD COLUMN "keep_until" TEXT NULL;
ALTER TABLE "svc_case" ADD COLUMN "destroy_on" TEXT NULL;
ALTER TABLE "svc_case" ADD COLUMN "archive_list_id" INTEGER NULL;

CREATE INDEX "ix_svc_case_office_id_keep_until_id" ON "svc_case" ("office_id", "keep_until", "id") WHERE keep_until IS NOT NULL AND destroy_on IS NULL;
CREATE INDEX "ix_svc_case_office_id_phase_closed_on_id" ON "svc_case" ("office_id", "phase", "closed_on", "id") WHERE phase = 11 AND archive_list_id IS NULL;
CREATE INDEX "ix_svc_case_keep_until_id_office_id" ON "svc_case" ("keep_until", "id", "office_id") WHERE keep_until IS NOT NULL AND destroy_on IS NULL;
CREATE INDEX "ix_svc_case_closed_on_id_office_id" ON "svc_case" ("closed_on", "id", "office_id") WHERE phase = 11 AND archive_list_id IS NULL;
CREATE INDEX "ix_svc_case_closed_on" ON "svc_case" ("closed_on") WHERE phase > 5 AND closed_on IS NULL;

CREATE TABLE "svc_archive_list" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_archive_list" PRIMARY KEY,
    "kind" INTEGER NOT NULL,
    "office_id" INTEGER NOT NULL,
    "of" INTEGER NULL,
    "party" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "body" TEXT NULL,
    "digest" TEXT NULL,
    "public_key" TEXT NULL,
    "first_by" INTEGER NULL,
    "first_at" TEXT NULL,
    "first_signature" TEXT NULL,
    "second_by" INTEGER NULL,
    "second_at" TEXT NULL,
    "second_signature" TEXT NULL,
    "remark" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_svc_archive_list_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_archive_list_of" FOREIGN KEY ("of") REFERENCES "svc_archive_list" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_archive_line" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_archive_line" PRIMARY KEY AUTOINCREMENT,
    "list_id" INTEGER NOT NULL,
    "case_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "standing" INTEGER NOT NULL,
    "pages" INTEGER NULL,
    "case_version" INTEGER NOT NULL,
    "files" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "archive" TEXT NULL,
    "archive_signature" TEXT NULL,
    "verdict" INTEGER NOT NULL,
    "until" TEXT NULL,
    "was" TEXT NULL,
    CONSTRAINT "fk_svc_archive_line_list_id" FOREIGN KEY ("list_id") REFERENCES "svc_archive_list" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_archive_line_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_svc_archive_list_office_id" ON "svc_archive_list" ("office_id");
CREATE INDEX "ix_svc_archive_list_digest" ON "svc_archive_list" ("digest");
CREATE UNIQUE INDEX "ix_svc_archive_line_list_id_case_id" ON "svc_archive_line" ("list_id", "case_id");
CREATE UNIQUE INDEX "ix_svc_archive_line_case_id_kind" ON "svc_archive_line" ("case_id", "kind") WHERE standing;
CREATE INDEX "ix_svc_archive_line_case_id" ON "svc_archive_line" ("case_id");

-- down

DROP TABLE "svc_archive_line";
DROP TABLE "svc_archive_list";
DROP INDEX "ix_svc_case_closed_on";
DROP INDEX "ix_svc_case_closed_on_id_office_id";
DROP INDEX "ix_svc_case_keep_until_id_office_id";
DROP INDEX "ix_svc_case_office_id_phase_closed_on_id";
DROP INDEX "ix_svc_case_office_id_keep_until_id";
ALTER TABLE "svc_case" DROP COLUMN "archive_list_id";
ALTER TABLE "svc_case" DROP COLUMN "destroy_on";
ALTER TABLE "svc_case" DROP COLUMN "keep_until";
ALTER TABLE "svc_case" DROP COLUMN "closed_on";
