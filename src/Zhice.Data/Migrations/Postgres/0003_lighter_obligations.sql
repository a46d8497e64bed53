-- Writing 200,000 obligations took a third of its time for two indexes that nothing reads: a measure is looked up through its task.

DROP INDEX ix_prog_obligation_measure_id;
DROP INDEX ix_prog_obligation_publication_id;

-- down

CREATE INDEX ix_prog_obligation_measure_id ON prog_obligation (measure_id);
CREATE INDEX ix_prog_obligation_publication_id ON prog_obligation (publication_id);
