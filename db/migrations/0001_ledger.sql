-- The record. Rows are only ever added: the triggers are a second guard behind the code.
CREATE TABLE event(
  seq {{bigint}} PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  position {{bigint}} NOT NULL,
  stream TEXT NOT NULL,
  version {{bigint}} NOT NULL,
  type TEXT NOT NULL,
  command_id TEXT NOT NULL,
  bytes {{blob}} NOT NULL,
  hash {{blob}} NOT NULL,
  UNIQUE(site, position),
  UNIQUE(stream, version)
) {{strict}};
CREATE INDEX event_type ON event(type, seq);
CREATE INDEX event_command ON event(command_id);
CREATE TABLE site_head(
  site TEXT PRIMARY KEY,
  position {{bigint}} NOT NULL,
  hash TEXT NOT NULL
) {{strict}};
-- A command's first answer, so that a retry gets it again. body_hash tells a retry from another body under the same id.
CREATE TABLE command(
  command_id TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  recorded_at {{bigint}} NOT NULL
) {{strict}};
-- The node's own values: signing key, simulated clock, showcase mark.
CREATE TABLE node(
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) {{strict}};
