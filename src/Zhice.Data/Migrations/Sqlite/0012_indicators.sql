-- Indicators: definitions as loaded, computed figures, targets, exclusions.

CREATE TABLE "ind_definition" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ind_definition" PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "valid_from" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

CREATE TABLE "ind_exclusion" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ind_exclusion" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL
);

CREATE TABLE "ind_exclusion_effect" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ind_exclusion_effect" PRIMARY KEY AUTOINCREMENT,
    "set_id" INTEGER NOT NULL,
    "element" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    CONSTRAINT "fk_ind_exclusion_effect_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_ind_exclusion_effect_set_id" FOREIGN KEY ("set_id") REFERENCES "ind_exclusion" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ind_exclusion_member" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ind_exclusion_member" PRIMARY KEY AUTOINCREMENT,
    "set_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "fk_ind_exclusion_member_set_id" FOREIGN KEY ("set_id") REFERENCES "ind_exclusion" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ind_figure" (
    "definition" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "value" INTEGER NULL,
    "before" INTEGER NULL,
    "known" INTEGER NOT NULL,
    "expected" INTEGER NOT NULL,
    CONSTRAINT "pk_ind_figure" PRIMARY KEY ("definition", "period", "organisation_id")
) WITHOUT ROWID;

CREATE TABLE "ind_run" (
    "year" INTEGER NOT NULL CONSTRAINT "pk_ind_run" PRIMARY KEY,
    "known_batch" INTEGER NOT NULL,
    "stamp" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "figures" INTEGER NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL
);

CREATE TABLE "ind_target" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ind_target" PRIMARY KEY AUTOINCREMENT,
    "indicator" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "comparator" INTEGER NOT NULL,
    "value" INTEGER NOT NULL,
    "growth" INTEGER NOT NULL,
    "found_target_id" INTEGER NULL,
    "source" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "withdrawn_by" INTEGER NULL,
    "withdrawn_reason" TEXT NULL,
    CONSTRAINT "fk_ind_target_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_ind_definition_code_version" ON "ind_definition" ("code", "version");
CREATE INDEX "ix_ind_exclusion_effect_period" ON "ind_exclusion_effect" ("period");
CREATE UNIQUE INDEX "ix_ind_exclusion_effect_set_id_element_organisation_id_period" ON "ind_exclusion_effect" ("set_id", "element", "organisation_id", "period");
CREATE INDEX "ix_ind_exclusion_member_set_id" ON "ind_exclusion_member" ("set_id");
CREATE INDEX "ix_ind_figure_organisation_id_definition_period" ON "ind_figure" ("organisation_id", "definition", "period");
CREATE INDEX "ix_ind_target_found_target_id" ON "ind_target" ("found_target_id");
CREATE INDEX "ix_ind_target_indicator_organisation_id_year" ON "ind_target" ("indicator", "organisation_id", "year");

-- down

DROP TABLE ind_target;
DROP TABLE ind_run;
DROP TABLE ind_figure;
DROP TABLE ind_exclusion_member;
DROP TABLE ind_exclusion_effect;
DROP TABLE ind_exclusion;
DROP TABLE ind_definition;
