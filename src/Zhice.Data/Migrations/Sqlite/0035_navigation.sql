-- Navigation reports that people keep, with the paper last made; and what was taken away of the records on a day.

CREATE TABLE "acc_navigation" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_acc_navigation" PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "scope" TEXT NOT NULL,
    "compared" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "fk_acc_navigation_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "ix_acc_navigation_account_id_title" ON "acc_navigation" ("account_id", "title");

CREATE TABLE "acc_navigation_file" (
    "report_id" INTEGER NOT NULL CONSTRAINT "pk_acc_navigation_file" PRIMARY KEY,
    "made_at" TEXT NOT NULL,
    "records" INTEGER NOT NULL,
    "last_record" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "bytes" BLOB NOT NULL,
    CONSTRAINT "fk_acc_navigation_file_report_id" FOREIGN KEY ("report_id") REFERENCES "acc_navigation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "acc_record_quota" (
    "day" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "taken" INTEGER NOT NULL,
    CONSTRAINT "pk_acc_record_quota" PRIMARY KEY ("day", "who")
);

-- down

DROP TABLE acc_record_quota;
DROP TABLE acc_navigation_file;
DROP TABLE acc_navigation;
