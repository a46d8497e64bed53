-- Cases narrowed to a phase and an item, and a register from its newest entry on, are walked by an index.

DROP INDEX ix_svc_case_office_id_due_on_id_phase;

DROP INDEX ix_svc_case_due_on_id_phase;

CREATE INDEX "ix_svc_case_office_id_due_on_id_phase_item" ON "svc_case" ("office_id", "due_on", "id", "phase", "item") WHERE phase >= 1 AND phase <= 5;

CREATE INDEX "ix_svc_case_due_on_id_phase_item" ON "svc_case" ("due_on", "id", "phase", "item") WHERE phase >= 1 AND phase <= 5;

CREATE INDEX "ix_svc_case_phase_id" ON "svc_case" ("phase", "id") WHERE phase > 5;

CREATE INDEX "ix_svc_case_phase_item_id" ON "svc_case" ("phase", "item", "id") WHERE phase > 5;

CREATE INDEX "ix_svc_register_item_id_access" ON "svc_register" ("item", "id", "access");

-- Beginnings of words have lists of their own: “open*” need not put a million numbers together. The program fills the table again when it starts.
DROP TABLE search_register;

CREATE VIRTUAL TABLE search_register USING fts5(tokens, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6 7 8', tokenize="unicode61 remove_diacritics 0");

-- down

DROP TABLE search_register;
CREATE VIRTUAL TABLE search_register USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");
DROP INDEX ix_svc_register_item_id_access;
DROP INDEX ix_svc_case_phase_item_id;
DROP INDEX ix_svc_case_phase_id;
DROP INDEX ix_svc_case_due_on_id_phase_item;
DROP INDEX ix_svc_case_office_id_due_on_id_phase_item;
CREATE INDEX "ix_svc_case_office_id_due_on_id_phase" ON "svc_case" ("office_id", "due_on", "id", "phase") WHERE phase >= 1 AND phase <= 5;
CREATE INDEX "ix_svc_case_due_on_id_phase" ON "svc_case" ("due_on", "id", "phase") WHERE phase >= 1 AND phase <= 5;
