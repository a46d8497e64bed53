-- The highest number that an application was given: one that was thrown away is never another's. PostgreSQL keeps this by itself.

CREATE TABLE "svc_case_top" ("id" INTEGER NOT NULL);
INSERT INTO "svc_case_top" ("id") SELECT coalesce(max("id"), 0) FROM "svc_case";

-- down

DROP TABLE "svc_case_top";
