-- What a person answered about two commitments: one stood in an earlier year, or one carries the other. Revoked, never deleted.

CREATE TABLE "match_decision" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_match_decision" PRIMARY KEY,
    "kind" INTEGER NOT NULL,
    "commitment_id" INTEGER NOT NULL,
    "other_id" INTEGER NOT NULL,
    "office_id" INTEGER NULL,
    "answer" INTEGER NOT NULL,
    "score" INTEGER NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "revoked_by" INTEGER NULL,
    "revoked_at" TEXT NULL,
    "revoke_reason" TEXT NULL,
    CONSTRAINT "fk_match_decision_commitment_id" FOREIGN KEY ("commitment_id") REFERENCES "prog_commitment" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_match_decision_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_match_decision_other_id" FOREIGN KEY ("other_id") REFERENCES "prog_commitment" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "ix_match_decision_commitment_id_other_id" ON "match_decision" ("commitment_id", "other_id") WHERE revoked_at IS NULL;
CREATE INDEX "ix_match_decision_office_id" ON "match_decision" ("office_id");
CREATE INDEX "ix_match_decision_other_id" ON "match_decision" ("other_id");

-- down

DROP TABLE match_decision;
