-- Assessment: schemes, rounds with marks, acts and expert sheets, publications with all that they were made of, objections, 督查激励, mid-term
-- evaluation. Inspection: plans, draws, findings.

CREATE TABLE "assess_evaluation" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_evaluation" PRIMARY KEY,
    "title" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "first_year" INTEGER NOT NULL,
    "last_year" INTEGER NOT NULL,
    "as_of_year" INTEGER NOT NULL,
    "published" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_assess_evaluation_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_scheme" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_scheme" PRIMARY KEY,
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    CONSTRAINT "fk_assess_scheme_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "insp_plan" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_insp_plan" PRIMARY KEY,
    "title" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "basis" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "methods" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "lock" TEXT NULL,
    "approved_by" INTEGER NULL,
    "approved_at" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_insp_plan_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_goal" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_goal" PRIMARY KEY AUTOINCREMENT,
    "evaluation_id" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "indicator" TEXT NULL,
    "unit" TEXT NOT NULL,
    "lower_is_better" INTEGER NOT NULL,
    "base" INTEGER NULL,
    "planned" INTEGER NOT NULL,
    "actual" INTEGER NULL,
    "note" TEXT NULL,
    CONSTRAINT "fk_assess_goal_evaluation_id" FOREIGN KEY ("evaluation_id") REFERENCES "assess_evaluation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "insp_draw" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_insp_draw" PRIMARY KEY AUTOINCREMENT,
    "inspection_id" INTEGER NOT NULL,
    "seed" TEXT NOT NULL,
    "offices" TEXT NOT NULL,
    "inspectors" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "team" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_insp_draw_inspection_id" FOREIGN KEY ("inspection_id") REFERENCES "insp_plan" ("id") ON DELETE RESTRICT
);

CREATE TABLE "insp_finding" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_insp_finding" PRIMARY KEY,
    "inspection_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_insp_finding_inspection_id" FOREIGN KEY ("inspection_id") REFERENCES "insp_plan" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_insp_finding_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "insp_subject" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_insp_subject" PRIMARY KEY AUTOINCREMENT,
    "inspection_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "repeat_reason" TEXT NULL,
    "repeat_by" INTEGER NULL,
    CONSTRAINT "fk_insp_subject_inspection_id" FOREIGN KEY ("inspection_id") REFERENCES "insp_plan" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_insp_subject_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_round" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_round" PRIMARY KEY,
    "programme_id" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "scheme_id" INTEGER NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "published_on" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "demonstration" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_assess_round_owner_id" FOREIGN KEY ("owner_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_assess_round_programme_id" FOREIGN KEY ("programme_id") REFERENCES "prog_programme" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_assess_round_scheme_id" FOREIGN KEY ("scheme_id") REFERENCES "assess_scheme" ("id") ON DELETE RESTRICT
);

CREATE TABLE "insp_finding_step" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_insp_finding_step" PRIMARY KEY AUTOINCREMENT,
    "finding_id" INTEGER NOT NULL,
    "to" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_insp_finding_step_finding_id" FOREIGN KEY ("finding_id") REFERENCES "insp_finding" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_incentive" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_incentive" PRIMARY KEY AUTOINCREMENT,
    "round_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "measure" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "withdrawn_reason" TEXT NULL,
    CONSTRAINT "fk_assess_incentive_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_assess_incentive_round_id" FOREIGN KEY ("round_id") REFERENCES "assess_round" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_member" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_member" PRIMARY KEY AUTOINCREMENT,
    "round_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "duty" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    CONSTRAINT "fk_assess_member_round_id" FOREIGN KEY ("round_id") REFERENCES "assess_round" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_publication" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_publication" PRIMARY KEY AUTOINCREMENT,
    "round_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "scheme_digest" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "facts_digest" TEXT NOT NULL,
    "scores" TEXT NOT NULL,
    "scores_digest" TEXT NOT NULL,
    "reason" TEXT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_assess_publication_round_id" FOREIGN KEY ("round_id") REFERENCES "assess_round" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_recusal" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_recusal" PRIMARY KEY AUTOINCREMENT,
    "round_id" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_assess_recusal_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_assess_recusal_round_id" FOREIGN KEY ("round_id") REFERENCES "assess_round" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_subject" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_subject" PRIMARY KEY,
    "round_id" INTEGER NOT NULL,
    "organisation_id" INTEGER NOT NULL,
    "facts" TEXT NULL,
    "digest" TEXT NULL,
    "self_sent_at" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_assess_subject_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_assess_subject_round_id" FOREIGN KEY ("round_id") REFERENCES "assess_round" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_act" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_act" PRIMARY KEY AUTOINCREMENT,
    "subject_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ground" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "withdrawn_at" TEXT NULL,
    "withdrawn_reason" TEXT NULL,
    CONSTRAINT "fk_assess_act_subject_id" FOREIGN KEY ("subject_id") REFERENCES "assess_subject" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_mark" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_mark" PRIMARY KEY AUTOINCREMENT,
    "subject_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "column" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_assess_mark_subject_id" FOREIGN KEY ("subject_id") REFERENCES "assess_subject" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_objection" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_objection" PRIMARY KEY,
    "subject_id" INTEGER NOT NULL,
    "item" TEXT NULL,
    "ground" TEXT NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "decided_by" INTEGER NULL,
    "decided_at" TEXT NULL,
    "opinion" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_assess_objection_subject_id" FOREIGN KEY ("subject_id") REFERENCES "assess_subject" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_sheet" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_sheet" PRIMARY KEY,
    "subject_id" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_assess_sheet_subject_id" FOREIGN KEY ("subject_id") REFERENCES "assess_subject" ("id") ON DELETE RESTRICT
);

CREATE TABLE "assess_expert_score" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_assess_expert_score" PRIMARY KEY AUTOINCREMENT,
    "sheet_id" INTEGER NOT NULL,
    "score" INTEGER NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "fk_assess_expert_score_sheet_id" FOREIGN KEY ("sheet_id") REFERENCES "assess_sheet" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_assess_act_subject_id" ON "assess_act" ("subject_id");

CREATE INDEX "ix_assess_expert_score_sheet_id" ON "assess_expert_score" ("sheet_id");

CREATE INDEX "ix_assess_goal_evaluation_id" ON "assess_goal" ("evaluation_id");

CREATE INDEX "ix_assess_incentive_round_id" ON "assess_incentive" ("round_id");

CREATE INDEX "ix_assess_mark_subject_id" ON "assess_mark" ("subject_id");

CREATE INDEX "ix_assess_member_account_id" ON "assess_member" ("account_id");

CREATE INDEX "ix_assess_member_round_id" ON "assess_member" ("round_id");

CREATE INDEX "ix_assess_objection_subject_id" ON "assess_objection" ("subject_id");

CREATE UNIQUE INDEX "ix_assess_publication_round_id_revision" ON "assess_publication" ("round_id", "revision");

CREATE UNIQUE INDEX "ix_assess_recusal_round_id_account_id_organisation_id" ON "assess_recusal" ("round_id", "account_id", "organisation_id");

CREATE UNIQUE INDEX "ix_assess_scheme_code_version" ON "assess_scheme" ("code", "version");

CREATE UNIQUE INDEX "ix_assess_sheet_account_id_subject_id_item" ON "assess_sheet" ("account_id", "subject_id", "item");

CREATE UNIQUE INDEX "ix_assess_sheet_subject_id_item_slot" ON "assess_sheet" ("subject_id", "item", "slot");

CREATE INDEX "ix_assess_subject_organisation_id" ON "assess_subject" ("organisation_id");

CREATE UNIQUE INDEX "ix_assess_subject_round_id_organisation_id" ON "assess_subject" ("round_id", "organisation_id");

CREATE UNIQUE INDEX "ix_insp_draw_inspection_id" ON "insp_draw" ("inspection_id");

CREATE INDEX "ix_insp_finding_inspection_id" ON "insp_finding" ("inspection_id");

CREATE INDEX "ix_insp_finding_organisation_id" ON "insp_finding" ("organisation_id");

CREATE INDEX "ix_insp_finding_step_finding_id" ON "insp_finding_step" ("finding_id");

CREATE UNIQUE INDEX "ix_insp_subject_inspection_id_organisation_id" ON "insp_subject" ("inspection_id", "organisation_id");

CREATE INDEX "ix_insp_subject_organisation_id" ON "insp_subject" ("organisation_id");

-- down

DROP TABLE assess_expert_score;
DROP TABLE assess_sheet;
DROP TABLE assess_objection;
DROP TABLE assess_mark;
DROP TABLE assess_act;
DROP TABLE assess_subject;
DROP TABLE assess_recusal;
DROP TABLE assess_publication;
DROP TABLE assess_member;
DROP TABLE assess_incentive;
DROP TABLE insp_finding_step;
DROP TABLE assess_round;
DROP TABLE insp_subject;
DROP TABLE insp_finding;
DROP TABLE insp_draw;
DROP TABLE assess_goal;
DROP TABLE insp_plan;
DROP TABLE assess_scheme;
DROP TABLE assess_evaluation;
