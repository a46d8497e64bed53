-- Cases narrowed to a phase and an item, and a register from its newest entry on, are walked by an index.

DROP INDEX ix_svc_case_office_id_due_on_id_phase;

DROP INDEX ix_svc_case_due_on_id_phase;

CREATE INDEX ix_svc_case_office_id_due_on_id_phase_item ON svc_case (office_id, due_on, id, phase, item) WHERE phase >= 1 AND phase <= 5;

CREATE INDEX ix_svc_case_due_on_id_phase_item ON svc_case (due_on, id, phase, item) WHERE phase >= 1 AND phase <= 5;

CREATE INDEX ix_svc_case_phase_id ON svc_case (phase, id) WHERE phase > 5;

CREATE INDEX ix_svc_case_phase_item_id ON svc_case (phase, item, id) WHERE phase > 5;

CREATE INDEX ix_svc_register_item_id_access ON svc_register (item, id, access);

-- down

DROP INDEX ix_svc_register_item_id_access;
DROP INDEX ix_svc_case_phase_item_id;
DROP INDEX ix_svc_case_phase_id;
DROP INDEX ix_svc_case_due_on_id_phase_item;
DROP INDEX ix_svc_case_office_id_due_on_id_phase_item;
CREATE INDEX ix_svc_case_office_id_due_on_id_phase ON svc_case (office_id, due_on, id, phase) WHERE phase >= 1 AND phase <= 5;
CREATE INDEX ix_svc_case_due_on_id_phase ON svc_case (due_on, id, phase) WHERE phase >= 1 AND phase <= 5;
