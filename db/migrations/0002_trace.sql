-- What is: every item, where it is, what it holds. All of it can be rebuilt from the record's movements.
CREATE TABLE item(
  item TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  product TEXT NOT NULL,
  batch TEXT NOT NULL,
  maker_org TEXT NOT NULL,
  org TEXT NOT NULL,
  site TEXT NOT NULL,
  place TEXT NOT NULL,
  to_site TEXT NOT NULL,
  stage TEXT NOT NULL,
  container TEXT NOT NULL,
  volume_l {{real}} NOT NULL,
  inventory TEXT NOT NULL,
  calibration TEXT NOT NULL,
  expires_at {{bigint}},
  created_at {{bigint}} NOT NULL,
  created_seq {{bigint}} NOT NULL,
  changed_seq {{bigint}} NOT NULL
) {{strict}};
CREATE INDEX item_site ON item(site, stage);
CREATE INDEX item_container ON item(container);
CREATE INDEX item_batch ON item(batch);
-- Lineage: child came out of parent. Never a cycle: a child is always younger than its parent.
CREATE TABLE edge(
  parent TEXT NOT NULL,
  child TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  PRIMARY KEY(parent, child)
) {{strict}};
CREATE INDEX edge_child ON edge(child);
-- What travelled in what, from which entry to which.
CREATE TABLE containment(
  item TEXT NOT NULL,
  container TEXT NOT NULL,
  from_seq {{bigint}} NOT NULL,
  to_seq {{bigint}},
  PRIMARY KEY(item, container, from_seq)
) {{strict}};
CREATE INDEX containment_container ON containment(container);
-- Atoms entering (+) or leaving (-) an item; account names where they came from or went.
CREATE TABLE posting(
  seq {{bigint}} NOT NULL,
  line {{bigint}} NOT NULL,
  item TEXT NOT NULL,
  site TEXT NOT NULL,
  account TEXT NOT NULL,
  at {{bigint}} NOT NULL,
  atoms TEXT NOT NULL,
  unc_rel {{real}} NOT NULL,
  PRIMARY KEY(seq, line)
) {{strict}};
CREATE INDEX posting_item ON posting(item, seq);
CREATE INDEX posting_site ON posting(site, at);
-- Who and what took part in a movement: people, equipment, vehicles, papers.
CREATE TABLE movement_with(
  seq {{bigint}} NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY(seq, kind, id)
) {{strict}};
CREATE INDEX movement_with_id ON movement_with(kind, id);
-- Which entry touched which item, for trace and audit.
CREATE TABLE item_event(
  item TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  PRIMARY KEY(item, seq)
) {{strict}};
-- A hold blocks the item and everything that came out of it.
CREATE TABLE item_hold(
  item TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  seq {{bigint}} NOT NULL
) {{strict}};
