-- Keys by which programs work in a person's name. Of the secret only its digest is kept.

CREATE TABLE "acc_key" (
    "key" TEXT NOT NULL CONSTRAINT "pk_acc_key" PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    "revoked_at" TEXT NULL,
    CONSTRAINT "fk_acc_key_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);
CREATE INDEX "ix_acc_key_account_id" ON "acc_key" ("account_id");

-- down

DROP TABLE acc_key;
