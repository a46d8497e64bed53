-- Typical cases with their steps.

CREATE TABLE "case_case" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_case_case" PRIMARY KEY,
    "organisation_id" INTEGER NOT NULL,
    "obligation_id" INTEGER NOT NULL,
    "report_id" INTEGER NULL,
    "title" TEXT NOT NULL,
    "practice" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "repeats" INTEGER NULL,
    "consent_by" TEXT NULL,
    "consent_scope" TEXT NULL,
    "consent_on" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "published_at" TEXT NULL,
    "version" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_case_case_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_case_case_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "case_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_case_step" PRIMARY KEY,
    "case_id" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "fk_case_step_case_id" FOREIGN KEY ("case_id") REFERENCES "case_case" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_case_case_organisation_id" ON "case_case" ("organisation_id");

CREATE INDEX "ix_case_case_state" ON "case_case" ("state");

CREATE INDEX "ix_case_step_case_id" ON "case_step" ("case_id");

-- down

DROP TABLE case_step;
DROP TABLE case_case;
