-- Unit and kind of elements as their values came in; who withdrew an exclusion set and why.

CREATE TABLE "ind_element" (
    "code" TEXT NOT NULL CONSTRAINT "pk_ind_element" PRIMARY KEY,
    "unit" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "at" TEXT NOT NULL
);
ALTER TABLE "ind_exclusion" ADD COLUMN "withdrawn_by" INTEGER NULL;
ALTER TABLE "ind_exclusion" ADD COLUMN "withdrawn_reason" TEXT NULL;

-- down

ALTER TABLE "ind_exclusion" DROP COLUMN "withdrawn_reason";
ALTER TABLE "ind_exclusion" DROP COLUMN "withdrawn_by";
DROP TABLE "ind_element";
