-- Who may sign in. Not part of the record: passwords and sessions are the server's own.
CREATE TABLE account(
  account TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  showcase {{bigint}} NOT NULL
) {{strict}};
CREATE TABLE session(
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  created_at {{bigint}} NOT NULL,
  seen_at {{bigint}} NOT NULL,
  signed_at {{bigint}}
) {{strict}};
CREATE INDEX session_person ON session(person);
