-- Yearly reports and white books, with their steps and the chapters as saved.

CREATE TABLE "book_book" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_book_book" PRIMARY KEY,
    "code" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "published_at" TEXT NULL,
    "reason" TEXT NULL,
    "demonstration" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_book_book_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "book_edit" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_book_edit" PRIMARY KEY AUTOINCREMENT,
    "book_id" INTEGER NOT NULL,
    "chapter" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_book_edit_book_id" FOREIGN KEY ("book_id") REFERENCES "book_book" ("id") ON DELETE RESTRICT
);

CREATE TABLE "book_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_book_step" PRIMARY KEY AUTOINCREMENT,
    "book_id" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "fk_book_step_book_id" FOREIGN KEY ("book_id") REFERENCES "book_book" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_book_book_code_revision" ON "book_book" ("code", "revision");

CREATE INDEX "ix_book_book_state" ON "book_book" ("state");

CREATE INDEX "ix_book_edit_book_id_chapter" ON "book_edit" ("book_id", "chapter");

CREATE INDEX "ix_book_step_book_id" ON "book_step" ("book_id");

-- down

DROP TABLE book_step;
DROP TABLE book_edit;
DROP TABLE book_book;
