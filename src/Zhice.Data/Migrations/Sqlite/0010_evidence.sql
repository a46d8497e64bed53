-- Full text over titles and file names of evidence, like search_programme; rowid is the evidence's key. Uses that reports gave up.

CREATE VIRTUAL TABLE search_evidence USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");

CREATE TABLE "ev_ended_use" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ev_ended_use" PRIMARY KEY AUTOINCREMENT,
    "report_id" INTEGER NOT NULL,
    "evidence_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "commitment_id" INTEGER NULL,
    "at" TEXT NOT NULL,
    "ended_at" TEXT NOT NULL,
    "ended_by" INTEGER NOT NULL,
    CONSTRAINT "fk_ev_ended_use_evidence_id" FOREIGN KEY ("evidence_id") REFERENCES "ev_evidence" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_ev_ended_use_report_id" FOREIGN KEY ("report_id") REFERENCES "rep_report" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_ev_ended_use_evidence_id" ON "ev_ended_use" ("evidence_id");
CREATE INDEX "ix_ev_ended_use_report_id" ON "ev_ended_use" ("report_id");
CREATE INDEX "ix_ev_use_reused" ON "ev_use" ("reused");

-- down

DROP INDEX ix_ev_use_reused;
DROP TABLE ev_ended_use;
DROP TABLE search_evidence;
