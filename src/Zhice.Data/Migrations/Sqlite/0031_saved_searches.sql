-- Searches over records that people keep: a number of their own, what was seen, and what a mail told.

CREATE TABLE "acc_search" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_acc_search" PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "alerts" INTEGER NOT NULL,
    "seen_through" INTEGER NOT NULL,
    "told_through" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "fk_acc_search_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "ix_acc_search_account_id_number" ON "acc_search" ("account_id", "number");
CREATE UNIQUE INDEX "ix_acc_search_account_id_name" ON "acc_search" ("account_id", "name");

-- down

DROP TABLE acc_search;
