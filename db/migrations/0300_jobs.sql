-- Work done beside the requests, by whichever server of the node comes first. Plain: not part of the record. A claim numbers the
-- lease anew; only who holds that number ends the job.
CREATE TABLE job(
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at {{bigint}} NOT NULL,
  due_at {{bigint}} NOT NULL,
  attempts {{bigint}} NOT NULL,
  lease {{bigint}} NOT NULL,
  lease_until {{bigint}} NOT NULL,
  holder TEXT NOT NULL,
  result TEXT NOT NULL,
  problem TEXT NOT NULL,
  ended_at {{bigint}}
) {{strict}};
CREATE INDEX job_due ON job(state,due_at);
