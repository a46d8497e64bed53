-- Typical cases with their steps.

CREATE TABLE "typ_case" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_typ_case" PRIMARY KEY,
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
    CONSTRAINT "fk_typ_case_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_typ_case_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "typ_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_typ_step" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "fk_typ_step_case_id" FOREIGN KEY ("case_id") REFERENCES "typ_case" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_typ_case_organisation_id" ON "typ_case" ("organisation_id");

CREATE INDEX "ix_typ_case_state" ON "typ_case" ("state");

CREATE INDEX "ix_typ_step_case_id" ON "typ_step" ("case_id");

-- down

DROP TABLE typ_step;
DROP TABLE typ_case;
