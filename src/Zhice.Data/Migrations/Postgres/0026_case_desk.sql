-- Open cases in the order in which they are due, of an office, of all, and of who handles them: the desk walks them instead of sorting every open case.

DROP INDEX ix_svc_case_office_id_phase_due_on;

CREATE INDEX ix_svc_case_office_id_due_on_id_phase ON svc_case (office_id, due_on, id, phase) WHERE phase >= 1 AND phase <= 5;

CREATE INDEX ix_svc_case_due_on_id_phase ON svc_case (due_on, id, phase) WHERE phase >= 1 AND phase <= 5;

CREATE INDEX ix_svc_case_handler_due_on_id ON svc_case (handler, due_on, id) WHERE phase >= 1 AND phase <= 5;

CREATE INDEX ix_svc_case_office_id ON svc_case (office_id);

-- down

DROP INDEX ix_svc_case_office_id;
DROP INDEX ix_svc_case_handler_due_on_id;
DROP INDEX ix_svc_case_due_on_id_phase;
DROP INDEX ix_svc_case_office_id_due_on_id_phase;
CREATE INDEX ix_svc_case_office_id_phase_due_on ON svc_case (office_id, phase, due_on);
