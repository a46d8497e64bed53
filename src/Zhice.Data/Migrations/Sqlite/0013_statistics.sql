-- Statistics: values with the batches that they are known from and until, collections and returns, corrections, releases.
-- stat_observation is stored in the order of its key: no second copy of the key, and a roll-up reads one stretch.

CREATE TABLE "stat_batch" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_batch" PRIMARY KEY,
    "at" TEXT NOT NULL,
    "source" INTEGER NOT NULL,
    "by" INTEGER NULL,
    "organisation_id" INTEGER NULL,
    "digest" TEXT NULL,
    "request_key" TEXT NULL,
    "note" TEXT NULL,
    "values" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL
);

CREATE TABLE "stat_element" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_element" PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL
);

CREATE TABLE "stat_observation" (
    "element" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "organisation" INTEGER NOT NULL,
    "batch" INTEGER NOT NULL,
    "value" INTEGER NULL,
    "ended_by" INTEGER NOT NULL,
    CONSTRAINT "pk_stat_observation" PRIMARY KEY ("element", "period", "organisation", "batch")
) WITHOUT ROWID;

CREATE TABLE "stat_collection" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_collection" PRIMARY KEY,
    "form" TEXT NOT NULL,
    "period" INTEGER NOT NULL,
    "opens_on" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "locks_on" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_stat_collection_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_correction" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_correction" PRIMARY KEY,
    "element" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "before" INTEGER NULL,
    "after" INTEGER NULL,
    "reason" TEXT NOT NULL,
    "asked_by" INTEGER NOT NULL,
    "asked_at" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "decided_by" INTEGER NULL,
    "decided_at" TEXT NULL,
    "opinion" TEXT NULL,
    "batch" INTEGER NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_stat_correction_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_interference" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_interference" PRIMARY KEY,
    "at" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "asker" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    CONSTRAINT "fk_stat_interference_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_liaison" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_liaison" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NULL,
    "by" INTEGER NOT NULL,
    CONSTRAINT "fk_stat_liaison_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_release" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_release" PRIMARY KEY,
    "code" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "period" INTEGER NOT NULL,
    "level" INTEGER NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "planned_on" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "known_batch" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sequence" INTEGER NULL,
    "link" TEXT NULL,
    "reason" TEXT NULL,
    "demonstration" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_stat_release_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_succession" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_succession" PRIMARY KEY AUTOINCREMENT,
    "predecessor_id" INTEGER NOT NULL,
    "successor_id" INTEGER NOT NULL,
    "on" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "share" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    CONSTRAINT "fk_stat_succession_predecessor_id" FOREIGN KEY ("predecessor_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_stat_succession_successor_id" FOREIGN KEY ("successor_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_return" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_return" PRIMARY KEY,
    "collection_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "draft" TEXT NOT NULL,
    "sent_at" TEXT NULL,
    "first_sent_at" TEXT NULL,
    "sent_by" INTEGER NULL,
    "filled" INTEGER NOT NULL,
    "asked" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_stat_return_collection_id" FOREIGN KEY ("collection_id") REFERENCES "stat_collection" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_stat_return_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_release_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_release_step" PRIMARY KEY AUTOINCREMENT,
    "release_id" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "fk_stat_release_step_release_id" FOREIGN KEY ("release_id") REFERENCES "stat_release" ("id") ON DELETE RESTRICT
);

CREATE TABLE "stat_answer" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stat_answer" PRIMARY KEY AUTOINCREMENT,
    "return_id" INTEGER NOT NULL,
    "finding" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_stat_answer_return_id" FOREIGN KEY ("return_id") REFERENCES "stat_return" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_stat_answer_return_id" ON "stat_answer" ("return_id");

CREATE INDEX "ix_stat_batch_at" ON "stat_batch" ("at");

CREATE UNIQUE INDEX "ix_stat_batch_request_key" ON "stat_batch" ("request_key");

CREATE INDEX "ix_stat_collection_due_on" ON "stat_collection" ("due_on");

CREATE UNIQUE INDEX "ix_stat_collection_form_period_owner_id" ON "stat_collection" ("form", "period", "owner_id");

CREATE INDEX "ix_stat_correction_organisation_id" ON "stat_correction" ("organisation_id");

CREATE UNIQUE INDEX "ix_stat_element_code" ON "stat_element" ("code");

CREATE INDEX "ix_stat_liaison_organisation_id" ON "stat_liaison" ("organisation_id");

CREATE UNIQUE INDEX "ix_stat_release_code_revision" ON "stat_release" ("code", "revision");

CREATE INDEX "ix_stat_release_planned_on" ON "stat_release" ("planned_on");

CREATE UNIQUE INDEX "ix_stat_release_sequence" ON "stat_release" ("sequence");

CREATE INDEX "ix_stat_release_step_release_id" ON "stat_release_step" ("release_id");

CREATE UNIQUE INDEX "ix_stat_return_collection_id_organisation_id" ON "stat_return" ("collection_id", "organisation_id");

CREATE INDEX "ix_stat_return_organisation_id" ON "stat_return" ("organisation_id");

-- down

DROP TABLE stat_answer;
DROP TABLE stat_release_step;
DROP TABLE stat_return;
DROP TABLE stat_succession;
DROP TABLE stat_release;
DROP TABLE stat_liaison;
DROP TABLE stat_interference;
DROP TABLE stat_correction;
DROP TABLE stat_collection;
DROP TABLE stat_observation;
DROP TABLE stat_element;
DROP TABLE stat_batch;
