-- What service cases count into data elements, how far older ones were counted, declarations that an office's cases are all here, objections to filled-in figures.

CREATE TABLE "svc_count_mark" (
    "item" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "upto" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    CONSTRAINT "pk_svc_count_mark" PRIMARY KEY ("item", "version")
);

CREATE TABLE "svc_coverage" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_coverage" PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    CONSTRAINT "fk_svc_coverage_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_count" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_count" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "element" TEXT NOT NULL,
    "office_id" INTEGER NOT NULL,
    "division" TEXT NULL,
    "on" TEXT NOT NULL,
    "to" TEXT NULL,
    "amount" INTEGER NOT NULL,
    "unit" TEXT NULL,
    "holder" TEXT NULL,
    "known_from" TEXT NOT NULL,
    "known_to" TEXT NULL,
    CONSTRAINT "fk_svc_count_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_count_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_dispute" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_dispute" PRIMARY KEY AUTOINCREMENT,
    "return_id" INTEGER NOT NULL,
    "element" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "answer" TEXT NULL,
    "answered_by" INTEGER NULL,
    "answered_at" TEXT NULL,
    CONSTRAINT "fk_stat_dispute_return_id" FOREIGN KEY ("return_id") REFERENCES "stat_return" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_stat_dispute_return_id_element" ON "stat_dispute" ("return_id", "element") WHERE answered_at IS NULL;

CREATE UNIQUE INDEX "ix_svc_count_case_id_element" ON "svc_count" ("case_id", "element") WHERE known_to IS NULL;

CREATE INDEX "ix_svc_count_element_division_on" ON "svc_count" ("element", "division", "on");

CREATE INDEX "ix_svc_count_element_office_id_on" ON "svc_count" ("element", "office_id", "on");

CREATE UNIQUE INDEX "ix_svc_coverage_source_organisation_id" ON "svc_coverage" ("source", "organisation_id") WHERE withdrawn_at IS NULL;

-- down

DROP TABLE stat_dispute;
DROP TABLE svc_count;
DROP TABLE svc_coverage;
DROP TABLE svc_count_mark;
