-- Cases under public notice by their last day: what the public's portal and the list of notices ask for.

CREATE INDEX "ix_svc_case_due_on_id" ON "svc_case" ("due_on", "id") WHERE phase = 4;

-- down

DROP INDEX "ix_svc_case_due_on_id";
