-- Progress reports: who holds a draft, whole saves, reasons of a return one by one, queues of a million reports.

ALTER TABLE "rep_report" ADD COLUMN "holder_id" INTEGER NULL;

CREATE TABLE "rep_revision_new" (
    "report_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "narrative" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "result" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "commitments" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_rep_revision" PRIMARY KEY ("report_id", "number"),
    CONSTRAINT "fk_rep_revision_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);
INSERT INTO "rep_revision_new" ("report_id", "number", "narrative", "status", "result", "from", "to", "commitments", "by", "at")
    SELECT v."report_id", v."number", v."narrative", v."status", v."result", r."from", r."to", '', v."by", v."at" FROM "rep_revision" v JOIN "rep_report" r ON r."id" = v."report_id";
DROP TABLE "rep_revision";
ALTER TABLE "rep_revision_new" RENAME TO "rep_revision";

ALTER TABLE "rep_step" ADD COLUMN "result" INTEGER NULL;

CREATE TABLE "rep_reason" (
    "step_id" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "commitment_id" INTEGER NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "pk_rep_reason" PRIMARY KEY ("step_id", "ordinal"),
    CONSTRAINT "fk_rep_reason_step_id" FOREIGN KEY ("step_id") REFERENCES "rep_step" ("id") ON DELETE RESTRICT
);

CREATE TABLE "rep_key" (
    "account_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "report_id" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_rep_key" PRIMARY KEY ("account_id", "key"),
    CONSTRAINT "fk_rep_key_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_rep_report_state_moved_at" ON "rep_report" ("state", "moved_at");
CREATE INDEX "ix_rep_report_holder_id" ON "rep_report" ("holder_id");

-- down

DROP INDEX "ix_rep_report_holder_id";
DROP INDEX "ix_rep_report_state_moved_at";
DROP TABLE "rep_key";
DROP TABLE "rep_reason";
ALTER TABLE "rep_step" DROP COLUMN "result";
ALTER TABLE "rep_revision" DROP COLUMN "commitments";
ALTER TABLE "rep_revision" DROP COLUMN "to";
ALTER TABLE "rep_revision" DROP COLUMN "from";
ALTER TABLE "rep_report" DROP COLUMN "holder_id";
