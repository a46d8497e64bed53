-- Surveys: strata, invitations by digest, answers without address or moment, counts of the day by place under a key of the day.

CREATE TABLE "svy_place" (
    "survey_id" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "taken" INTEGER NOT NULL,
    CONSTRAINT "pk_svy_place" PRIMARY KEY ("survey_id", "day", "place")
);

CREATE TABLE "svy_place_key" (
    "day" TEXT NOT NULL CONSTRAINT "pk_svy_place_key" PRIMARY KEY,
    "key" BLOB NOT NULL
);

CREATE TABLE "svy_survey" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svy_survey" PRIMARY KEY,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "opens_on" TEXT NOT NULL,
    "closes_on" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "published_at" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_svy_survey_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svy_answer" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svy_answer" PRIMARY KEY AUTOINCREMENT,
    "survey_id" INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "values" TEXT NOT NULL,
    "texts" TEXT NULL,
    "score" INTEGER NULL,
    "day" TEXT NOT NULL,
    "invited" INTEGER NOT NULL,
    "form_key" TEXT NOT NULL,
    CONSTRAINT "fk_svy_answer_survey_id" FOREIGN KEY ("survey_id") REFERENCES "svy_survey" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svy_invitation" (
    "token_hash" TEXT NOT NULL CONSTRAINT "pk_svy_invitation" PRIMARY KEY,
    "survey_id" INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "used" INTEGER NOT NULL,
    CONSTRAINT "fk_svy_invitation_survey_id" FOREIGN KEY ("survey_id") REFERENCES "svy_survey" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svy_stratum" (
    "survey_id" INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "population" INTEGER NOT NULL,
    "quota" INTEGER NOT NULL,
    CONSTRAINT "pk_svy_stratum" PRIMARY KEY ("survey_id", "group", "division_code"),
    CONSTRAINT "fk_svy_stratum_survey_id" FOREIGN KEY ("survey_id") REFERENCES "svy_survey" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_svy_answer_survey_id_form_key" ON "svy_answer" ("survey_id", "form_key");

CREATE INDEX "ix_svy_invitation_survey_id" ON "svy_invitation" ("survey_id");

CREATE UNIQUE INDEX "ix_svy_survey_code" ON "svy_survey" ("code");

-- down

DROP TABLE svy_stratum;
DROP TABLE svy_invitation;
DROP TABLE svy_answer;
DROP TABLE svy_survey;
DROP TABLE svy_place_key;
DROP TABLE svy_place;
