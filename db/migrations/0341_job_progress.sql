-- How far a job is, and whether somebody asked it to end with what it has.
ALTER TABLE job ADD COLUMN progress TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN stop {{bigint}} NOT NULL DEFAULT 0;
