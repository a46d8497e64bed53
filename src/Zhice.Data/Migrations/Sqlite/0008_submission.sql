-- Yearly submissions: their heads, revisions and steps, and the public keys of other instances.

CREATE TABLE "sub_key" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sub_key" PRIMARY KEY,
    "fingerprint" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "registered_by" INTEGER NOT NULL,
    "registered_at" TEXT NOT NULL,
    "revoked_at" TEXT NULL,
    "revoked_reason" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sub_key_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sub_submission" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sub_submission" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "receiver_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "imported" INTEGER NOT NULL,
    "submitted_at" TEXT NULL,
    "arrived_at" TEXT NULL,
    "receipt_number" TEXT NULL,
    "package" TEXT NULL,
    "answer" TEXT NULL,
    "demonstration" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sub_submission_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sub_submission_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sub_submission_receiver_id" FOREIGN KEY ("receiver_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sub_revision" (
    "submission_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "body" BLOB NOT NULL,
    "digest" TEXT NOT NULL,
    "tasks" INTEGER NOT NULL,
    "silent" INTEGER NOT NULL,
    "sentences" INTEGER NOT NULL,
    "unsupported" INTEGER NOT NULL,
    "unchecked" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "pk_sub_revision" PRIMARY KEY ("submission_id", "number"),
    CONSTRAINT "fk_sub_revision_submission_id" FOREIGN KEY ("submission_id") REFERENCES "sub_submission" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sub_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sub_step" PRIMARY KEY AUTOINCREMENT,
    "submission_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "elsewhere" TEXT NULL,
    "at" TEXT NOT NULL,
    "reasons" TEXT NULL,
    CONSTRAINT "fk_sub_step_submission_id" FOREIGN KEY ("submission_id") REFERENCES "sub_submission" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_sub_key_fingerprint" ON "sub_key" ("fingerprint");
CREATE INDEX "ix_sub_revision_digest" ON "sub_revision" ("digest");
CREATE INDEX "ix_sub_step_submission_id" ON "sub_step" ("submission_id");
CREATE INDEX "ix_sub_submission_organisation_id" ON "sub_submission" ("organisation_id");
CREATE UNIQUE INDEX "ix_sub_submission_programme_id_organisation_id" ON "sub_submission" ("programme_id", "organisation_id");
CREATE UNIQUE INDEX "ix_sub_submission_programme_id_receipt_number" ON "sub_submission" ("programme_id", "receipt_number");

-- down

DROP TABLE sub_step;
DROP TABLE sub_revision;
DROP TABLE sub_submission;
DROP TABLE sub_key;
