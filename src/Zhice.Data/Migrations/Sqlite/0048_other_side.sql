-- Parties on the other side of a case, which enter it with the code of the notice that was served on them.

CREATE TABLE "svc_opponent" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_opponent" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "applicant_id" INTEGER NULL,
    "entered_at" TEXT NULL,
    CONSTRAINT "fk_svc_opponent_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_opponent_applicant_id" FOREIGN KEY ("applicant_id") REFERENCES "svc_applicant" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_svc_opponent_case_id_number" ON "svc_opponent" ("case_id", "number");
CREATE UNIQUE INDEX "ix_svc_opponent_code" ON "svc_opponent" ("code");
CREATE INDEX "ix_svc_opponent_applicant_id" ON "svc_opponent" ("applicant_id");

-- down

DROP TABLE "svc_opponent";
