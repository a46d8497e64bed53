-- Full text over the newest words of reports, like search_programme; rowid is the report's key. Among the tokens stand the offices that the
-- report's office is below (zo…) and its task (zt…), so that a search looks only at what the reader can reach. Named filters of people;
-- answers that a commitment is new or was dropped; drills of the ladder.

CREATE VIRTUAL TABLE search_report USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");

CREATE TABLE "acc_filter" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_acc_filter" PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "fk_acc_filter_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "ix_acc_filter_account_id_name" ON "acc_filter" ("account_id", "name");

CREATE TABLE "match_alone" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_match_alone" PRIMARY KEY,
    "commitment_id" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "revoked_by" INTEGER NULL,
    "revoked_at" TEXT NULL,
    "revoke_reason" TEXT NULL,
    CONSTRAINT "fk_match_alone_commitment_id" FOREIGN KEY ("commitment_id") REFERENCES "prog_commitment" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "ix_match_alone_commitment_id_year" ON "match_alone" ("commitment_id", "year") WHERE revoked_at IS NULL;

CREATE TABLE "sup_drill" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_drill" PRIMARY KEY AUTOINCREMENT,
    "programme_id" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "by" INTEGER NULL,
    "obligation_id" INTEGER NULL,
    "expected" INTEGER NOT NULL,
    "fired" INTEGER NOT NULL,
    "again" INTEGER NOT NULL,
    "outcome" INTEGER NOT NULL,
    CONSTRAINT "fk_sup_drill_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);
CREATE INDEX "ix_sup_drill_programme_id_at" ON "sup_drill" ("programme_id", "at");

-- down

DROP TABLE sup_drill;
DROP TABLE match_alone;
DROP TABLE acc_filter;
DROP TABLE search_report;
