-- Figures of indicators as releases published them: one row a figure, written with the publication and never changed.

CREATE TABLE "ind_published" (
    "indicator" character varying(60) COLLATE "C" NOT NULL,
    "period" integer NOT NULL,
    "organisation_id" bigint NOT NULL,
    "sequence" integer NOT NULL,
    "release_id" bigint NOT NULL,
    "version" integer NOT NULL,
    "state" integer NOT NULL,
    "value" bigint,
    "before" bigint,
    "known" integer NOT NULL,
    "expected" integer NOT NULL,
    CONSTRAINT "pk_ind_published" PRIMARY KEY ("indicator", "period", "organisation_id", "sequence"),
    CONSTRAINT "fk_ind_published_organisation_id" FOREIGN KEY ("organisation_id") REFERENCES "org_organisation" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_ind_published_release_id" FOREIGN KEY ("release_id") REFERENCES "stat_release" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_ind_published_organisation_id_indicator_period" ON "ind_published" ("organisation_id", "indicator", "period");

CREATE INDEX "ix_ind_published_release_id" ON "ind_published" ("release_id");

-- down

DROP TABLE ind_published;
