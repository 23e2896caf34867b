-- Names and contacts of people, outside the record and outside every projection. own_key is the person's key, sealed with the node's
-- vault key; empty once the person was erased. The tables of names before this one are emptied by the program, which seals them.
CREATE TABLE vault(
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  vault_key TEXT NOT NULL,
  own_key {{blob}} NOT NULL,
  sealed {{blob}} NOT NULL,
  PRIMARY KEY(kind, id)
) {{strict}};
