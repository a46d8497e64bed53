-- Supervision: calendar editions, ladders, the rungs that fired, urging letters, and what is told to others by mail and webhook.

CREATE TABLE "sup_event" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_event" PRIMARY KEY AUTOINCREMENT,
    "at" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "firing_id" INTEGER NULL,
    "body" TEXT NULL,
    "spread" INTEGER NOT NULL
);

CREATE TABLE "sup_firing" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_firing" PRIMARY KEY AUTOINCREMENT,
    "subject" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "due_on" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    "obligation_id" INTEGER NOT NULL,
    "programme_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "effective_on" TEXT NOT NULL,
    "fired_for" TEXT NOT NULL,
    "at" TEXT NOT NULL
);

CREATE TABLE "sup_tick" (
    "job" TEXT NOT NULL CONSTRAINT "pk_sup_tick" PRIMARY KEY,
    "node" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "took" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "fault" TEXT NULL
);

CREATE TABLE "cal_edition" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_cal_edition" PRIMARY KEY AUTOINCREMENT,
    "year" INTEGER NOT NULL,
    "rows" TEXT NOT NULL,
    "brought_by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_cal_edition_brought_by" FOREIGN KEY ("brought_by") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_digest" (
    "account_id" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_at" TEXT NOT NULL,
    "fault" TEXT NULL,
    "delivered_at" TEXT NULL,
    CONSTRAINT "pk_sup_digest" PRIMARY KEY ("account_id", "day"),
    CONSTRAINT "fk_sup_digest_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_preference" (
    "account_id" INTEGER NOT NULL CONSTRAINT "pk_sup_preference" PRIMARY KEY,
    "mail" TEXT NULL,
    "quiet_from" INTEGER NOT NULL,
    "quiet_to" INTEGER NOT NULL,
    "feed_key" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sup_preference_account_id" FOREIGN KEY ("account_id") REFERENCES "acc_account" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_letter_series" (
    "issuer_id" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    CONSTRAINT "pk_sup_letter_series" PRIMARY KEY ("issuer_id", "year"),
    CONSTRAINT "fk_sup_letter_series_issuer_id" FOREIGN KEY ("issuer_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_webhook" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_webhook" PRIMARY KEY AUTOINCREMENT,
    "organisation_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "protected_secret" TEXT NOT NULL,
    "created_by" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "closed_at" TEXT NULL,
    CONSTRAINT "fk_sup_webhook_created_by" FOREIGN KEY ("created_by") REFERENCES "acc_account" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sup_webhook_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "cal_move" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_cal_move" PRIMARY KEY AUTOINCREMENT,
    "edition_id" INTEGER NOT NULL,
    "nominal" TEXT NOT NULL,
    "before" TEXT NULL,
    "after" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "because" TEXT NULL,
    "open" INTEGER NOT NULL,
    CONSTRAINT "fk_cal_move_edition_id" FOREIGN KEY ("edition_id") REFERENCES "cal_edition" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_ladder" (
    "programme_id" INTEGER NOT NULL CONSTRAINT "pk_sup_ladder" PRIMARY KEY,
    "active_from" TEXT NOT NULL,
    "paused" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sup_ladder_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_delivery" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_delivery" PRIMARY KEY AUTOINCREMENT,
    "webhook_id" INTEGER NOT NULL,
    "event_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_at" TEXT NOT NULL,
    "fault" TEXT NULL,
    "delivered_at" TEXT NULL,
    CONSTRAINT "fk_sup_delivery_event_id" FOREIGN KEY ("event_id") REFERENCES "sup_event" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sup_delivery_webhook_id" FOREIGN KEY ("webhook_id") REFERENCES "sup_webhook" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_rung" (
    "programme_id" INTEGER NOT NULL,
    "days" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL,
    CONSTRAINT "pk_sup_rung" PRIMARY KEY ("programme_id", "days"),
    CONSTRAINT "fk_sup_rung_programme_id" FOREIGN KEY ("programme_id") REFERENCES "sup_ladder" ("programme_id") ON DELETE RESTRICT
);

CREATE TABLE "sup_letter" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_letter" PRIMARY KEY,
    "obligation_id" INTEGER NOT NULL,
    "programme_id" INTEGER NOT NULL,
    "issuer_id" INTEGER NOT NULL,
    "debtor_id" INTEGER NOT NULL,
    "firing_id" INTEGER NULL,
    "state" INTEGER NOT NULL,
    "year" INTEGER NULL,
    "number" INTEGER NULL,
    "demand" TEXT NOT NULL,
    "answer_days" INTEGER NOT NULL,
    "issued_on" TEXT NULL,
    "answer_by" TEXT NULL,
    "answer" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_sup_letter_debtor_id" FOREIGN KEY ("debtor_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sup_letter_issuer_id" FOREIGN KEY ("issuer_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sup_letter_obligation_id" FOREIGN KEY ("obligation_id") REFERENCES "prog_obligation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_letter_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_letter_step" PRIMARY KEY AUTOINCREMENT,
    "letter_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "taken_by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    CONSTRAINT "fk_sup_letter_step_letter_id" FOREIGN KEY ("letter_id") REFERENCES "sup_letter" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sup_letter_suspension" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sup_letter_suspension" PRIMARY KEY AUTOINCREMENT,
    "letter_id" INTEGER NOT NULL,
    "first_day" TEXT NOT NULL,
    "until" TEXT NULL,
    "reason" TEXT NOT NULL,
    "set_by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_sup_letter_suspension_letter_id" FOREIGN KEY ("letter_id") REFERENCES "sup_letter" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_cal_edition_year" ON "cal_edition" ("year");
CREATE INDEX "ix_cal_move_edition_id" ON "cal_move" ("edition_id");
CREATE INDEX "ix_sup_delivery_state_next_at" ON "sup_delivery" ("state", "next_at");
CREATE UNIQUE INDEX "ix_sup_delivery_webhook_id_event_id" ON "sup_delivery" ("webhook_id", "event_id");
CREATE INDEX "ix_sup_digest_state_next_at" ON "sup_digest" ("state", "next_at");
CREATE INDEX "ix_sup_event_spread_id" ON "sup_event" ("spread", "id");
CREATE INDEX "ix_sup_firing_obligation_id" ON "sup_firing" ("obligation_id");
CREATE INDEX "ix_sup_firing_organisation_id_fired_for" ON "sup_firing" ("organisation_id", "fired_for");
CREATE UNIQUE INDEX "ix_sup_firing_subject_subject_id_due_on_days" ON "sup_firing" ("subject", "subject_id", "due_on", "days");
CREATE INDEX "ix_sup_letter_debtor_id_state" ON "sup_letter" ("debtor_id", "state");
CREATE UNIQUE INDEX "ix_sup_letter_firing_id" ON "sup_letter" ("firing_id");
CREATE UNIQUE INDEX "ix_sup_letter_issuer_id_year_number" ON "sup_letter" ("issuer_id", "year", "number");
CREATE INDEX "ix_sup_letter_obligation_id" ON "sup_letter" ("obligation_id");
CREATE INDEX "ix_sup_letter_step_letter_id" ON "sup_letter_step" ("letter_id");
CREATE INDEX "ix_sup_letter_suspension_letter_id" ON "sup_letter_suspension" ("letter_id");
CREATE UNIQUE INDEX "ix_sup_preference_feed_key" ON "sup_preference" ("feed_key");

-- down

DROP TABLE sup_letter_suspension;
DROP TABLE sup_letter_step;
DROP TABLE sup_letter;
DROP TABLE sup_rung;
DROP TABLE sup_delivery;
DROP TABLE sup_ladder;
DROP TABLE cal_move;
DROP TABLE sup_webhook;
DROP TABLE sup_letter_series;
DROP TABLE sup_preference;
DROP TABLE sup_digest;
DROP TABLE cal_edition;
DROP TABLE sup_tick;
DROP TABLE sup_firing;
DROP TABLE sup_event;
