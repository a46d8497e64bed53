-- Boards of indicators that people keep under a name.

CREATE TABLE "ind_board" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ind_board" PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_start" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "fk_ind_board_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "ix_ind_board_account_id_name" ON "ind_board" ("account_id", "name");

-- down

DROP TABLE ind_board;
