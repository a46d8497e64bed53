-- A password that somebody else made is to be changed by its owner before anything else: the account remembers when it was given.

ALTER TABLE acc_account ADD COLUMN password_given_at timestamp with time zone;

-- down

ALTER TABLE acc_account DROP COLUMN password_given_at;
