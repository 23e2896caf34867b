-- Rows of the showcase's story that were refused, so that the screen shows them after a restart. Plain: not part of the record.
CREATE TABLE story_step(
  n {{bigint}} PRIMARY KEY,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  at {{bigint}} NOT NULL
) {{strict}};
