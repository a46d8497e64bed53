-- Texts of service definitions that are published while the platform runs.

CREATE TABLE "svc_definition" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_definition" PRIMARY KEY AUTOINCREMENT,
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "valid_from" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "published_by" INTEGER NULL,
    "published_at" TEXT NULL
);

CREATE UNIQUE INDEX "ix_svc_definition_code_valid_from" ON "svc_definition" ("code", "valid_from") WHERE state = 1;
CREATE INDEX "ix_svc_definition_state" ON "svc_definition" ("state");

-- down

DROP TABLE "svc_definition";
