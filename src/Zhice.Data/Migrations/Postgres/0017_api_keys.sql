-- Keys by which programs work in a person's name. Of the secret only its digest is kept.

CREATE TABLE acc_key (
    key character varying(64) COLLATE "C" NOT NULL,
    account_id bigint NOT NULL,
    name character varying(60) COLLATE "C" NOT NULL,
    scopes integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT pk_acc_key PRIMARY KEY (key),
    CONSTRAINT fk_acc_key_account_id FOREIGN KEY (account_id) REFERENCES acc_account (id) ON DELETE RESTRICT
);
CREATE INDEX ix_acc_key_account_id ON acc_key (account_id);

-- down

DROP TABLE acc_key;
