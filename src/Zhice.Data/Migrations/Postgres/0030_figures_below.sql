-- What the offices below make, where an office's own report says something else: shown beside it.

ALTER TABLE ind_figure ADD COLUMN below bigint;

-- down

ALTER TABLE ind_figure DROP COLUMN below;
