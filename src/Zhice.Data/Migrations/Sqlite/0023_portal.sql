-- Who may read an entry of a register, and the companies that its holder lets read it; questions of the public.

ALTER TABLE "svc_register" ADD COLUMN "access" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "svc_register_reader" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_register_reader" PRIMARY KEY AUTOINCREMENT,
    "entry_id" INTEGER NOT NULL,
    "credit_code" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    CONSTRAINT "fk_svc_register_reader_entry_id" FOREIGN KEY ("entry_id") REFERENCES "svc_register" ("id") ON DELETE RESTRICT
);

CREATE TABLE "svc_consultation" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_svc_consultation" PRIMARY KEY AUTOINCREMENT,
    "item" TEXT NOT NULL,
    "office_id" INTEGER NOT NULL,
    "question" TEXT NOT NULL,
    "contact" TEXT NULL,
    "may_publish" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "receipt" TEXT NOT NULL,
    "answer" TEXT NULL,
    "answered_at" TEXT NULL,
    "answered_by" INTEGER NULL,
    "published" INTEGER NOT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_svc_consultation_office_id" FOREIGN KEY ("office_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_svc_register_reader_entry_id_credit_code" ON "svc_register_reader" ("entry_id", "credit_code");
CREATE INDEX "ix_svc_register_reader_credit_code" ON "svc_register_reader" ("credit_code");
CREATE UNIQUE INDEX "ix_svc_consultation_receipt" ON "svc_consultation" ("receipt");
CREATE INDEX "ix_svc_consultation_published_item" ON "svc_consultation" ("published", "item");
CREATE INDEX "ix_svc_consultation_office_id_answered_at" ON "svc_consultation" ("office_id", "answered_at");

-- down

DROP TABLE "svc_consultation";
DROP TABLE "svc_register_reader";
ALTER TABLE "svc_register" DROP COLUMN "access";
