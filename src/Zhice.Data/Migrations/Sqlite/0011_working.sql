-- Boards of the work are kept in memory: each programme counts the changes of its work, and each state remembers the count of its last one.
-- The last report's day and what stands in the way are with the state, so that no list reads the reports for them. Events make the activity feed.

CREATE TABLE "work_counter" (
    "programme_id" INTEGER NOT NULL CONSTRAINT "pk_work_counter" PRIMARY KEY,
    "changes" INTEGER NOT NULL,
    CONSTRAINT "fk_work_counter_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "work_event" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_work_event" PRIMARY KEY AUTOINCREMENT,
    "programme_id" INTEGER NOT NULL,
    "obligation_id" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "by" INTEGER NULL,
    "kind" INTEGER NOT NULL,
    "about" TEXT NULL,
    CONSTRAINT "fk_work_event_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT
);

ALTER TABLE "work_state" ADD COLUMN "blocker" TEXT NULL;
ALTER TABLE "work_state" ADD COLUMN "reported_on" TEXT NULL;
ALTER TABLE "work_state" ADD COLUMN "changed" INTEGER NULL;
DROP INDEX "ix_work_state_programme_id";
CREATE INDEX "ix_work_state_programme_id_changed" ON "work_state" ("programme_id", "changed");
CREATE INDEX "ix_work_event_obligation_id" ON "work_event" ("obligation_id");
CREATE INDEX "ix_work_event_programme_id_id" ON "work_event" ("programme_id", "id");

-- down

DROP INDEX ix_work_state_programme_id_changed;
CREATE INDEX "ix_work_state_programme_id" ON "work_state" ("programme_id");
ALTER TABLE work_state DROP COLUMN changed;
ALTER TABLE work_state DROP COLUMN reported_on;
ALTER TABLE work_state DROP COLUMN blocker;
DROP TABLE work_event;
DROP TABLE work_counter;
