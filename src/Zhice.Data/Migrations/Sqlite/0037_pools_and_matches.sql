-- Pools that compensate losses of registered pledges, and declared patents that fit wanted technologies.

CREATE TABLE "svc_pool" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_pool" PRIMARY KEY,
    "office_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "share" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_svc_pool_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_pool_entry" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_pool_entry" PRIMARY KEY AUTOINCREMENT,
    "pool_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "case_id" INTEGER NULL,
    "loss" INTEGER NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "decided_by" INTEGER NULL,
    "decided_at" TEXT NULL,
    "denial" TEXT NULL,
    CONSTRAINT "fk_svc_pool_entry_pool_id" FOREIGN KEY ("pool_id") REFERENCES "svc_pool" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_pool_entry_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_match" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_match" PRIMARY KEY AUTOINCREMENT,
    "offer_id" INTEGER NOT NULL,
    "want_id" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "offer_read_at" TEXT NULL,
    "want_read_at" TEXT NULL,
    CONSTRAINT "fk_svc_match_offer_id" FOREIGN KEY ("offer_id") REFERENCES "svc_register" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_match_want_id" FOREIGN KEY ("want_id") REFERENCES "svc_register" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_svc_pool_office_id" ON "svc_pool" ("office_id");
CREATE INDEX "ix_svc_pool_entry_pool_id_state" ON "svc_pool_entry" ("pool_id", "state");
CREATE INDEX "ix_svc_pool_entry_case_id" ON "svc_pool_entry" ("case_id");
CREATE UNIQUE INDEX "ix_svc_match_offer_id_want_id" ON "svc_match" ("offer_id", "want_id");
CREATE INDEX "ix_svc_match_want_id" ON "svc_match" ("want_id");

-- down

DROP TABLE "svc_match";
DROP TABLE "svc_pool_entry";
DROP TABLE "svc_pool";
