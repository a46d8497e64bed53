-- Co-applicants that the form of a case names, and their signatures over what is handed in; cases that inspections were planned for.

CREATE TABLE "svc_signer" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_signer" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "applicant_id" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    CONSTRAINT "fk_svc_signer_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_signer_applicant_id" FOREIGN KEY ("applicant_id") REFERENCES "svc_applicant" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_signature" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_signature" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "applicant_id" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "as" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "voided_at" TEXT NULL,
    "end" INTEGER NULL,
    CONSTRAINT "fk_svc_signature_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_signature_applicant_id" FOREIGN KEY ("applicant_id") REFERENCES "svc_applicant" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_inspection" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_inspection" PRIMARY KEY AUTOINCREMENT,
    "case_id" INTEGER NOT NULL,
    "inspection_id" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_svc_inspection_case_id" FOREIGN KEY ("case_id") REFERENCES "svc_case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_svc_inspection_inspection_id" FOREIGN KEY ("inspection_id") REFERENCES "insp_plan" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_svc_signer_case_id_applicant_id" ON "svc_signer" ("case_id", "applicant_id");
CREATE INDEX "ix_svc_signer_applicant_id" ON "svc_signer" ("applicant_id");
CREATE UNIQUE INDEX "ix_svc_signature_case_id_applicant_id" ON "svc_signature" ("case_id", "applicant_id") WHERE voided_at IS NULL;
CREATE INDEX "ix_svc_signature_by" ON "svc_signature" ("by");
CREATE INDEX "ix_svc_signature_applicant_id" ON "svc_signature" ("applicant_id");
CREATE UNIQUE INDEX "ix_svc_inspection_case_id_inspection_id" ON "svc_inspection" ("case_id", "inspection_id");
CREATE INDEX "ix_svc_inspection_inspection_id" ON "svc_inspection" ("inspection_id");

-- down

DROP TABLE "svc_inspection";
DROP TABLE "svc_signature";
DROP TABLE "svc_signer";
