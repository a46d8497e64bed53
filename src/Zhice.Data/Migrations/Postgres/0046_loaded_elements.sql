-- Unit and kind of elements as their values came in; who withdrew an exclusion set and why.

CREATE TABLE ind_element (
    code character varying(60) COLLATE "C" NOT NULL,
    unit character varying(40) COLLATE "C" NOT NULL,
    kind integer NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_ind_element PRIMARY KEY (code)
);
ALTER TABLE ind_exclusion ADD COLUMN withdrawn_by bigint;
ALTER TABLE ind_exclusion ADD COLUMN withdrawn_reason character varying(500) COLLATE "C";

-- down

ALTER TABLE ind_exclusion DROP COLUMN withdrawn_reason;
ALTER TABLE ind_exclusion DROP COLUMN withdrawn_by;
DROP TABLE ind_element;
