-- Documents by the SHA-256 of their bytes: what entries name. Not a projection: a rebuild leaves them alone.
CREATE TABLE document_bytes(
  sha256 TEXT PRIMARY KEY,
  bytes {{blob}} NOT NULL
) {{strict}};
-- What was attached to what, as folded from the entries.
CREATE TABLE documents_document(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX documents_document_parent ON documents_document(parent);
