-- A hold and who asked for it: nobody else's lifting takes it away. '': this record's own people.
CREATE TABLE item_hold_by(
  item TEXT NOT NULL,
  source TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  PRIMARY KEY(item, source)
) {{strict}};
INSERT INTO item_hold_by(item,source,reason,seq) SELECT item,'',reason,seq FROM item_hold;
DROP TABLE item_hold;
ALTER TABLE item_hold_by RENAME TO item_hold;
-- Other nodes: which organisation's, the key each log began with, and the sites' chains it writes (a JSON list).
CREATE TABLE sync_node(
  node TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  key TEXT NOT NULL,
  org TEXT NOT NULL,
  name TEXT NOT NULL,
  sites TEXT NOT NULL
) {{strict}};
-- The entries of other nodes' logs as they were received: stored bytes, never changed. Not a projection but part of the record,
-- held to it by the root in each sync.SegmentReceived.
CREATE TABLE sync_entry(
  node TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  id TEXT NOT NULL,
  site TEXT NOT NULL,
  position {{bigint}} NOT NULL,
  stream TEXT NOT NULL,
  version {{bigint}} NOT NULL,
  type TEXT NOT NULL,
  bytes {{blob}} NOT NULL,
  PRIMARY KEY(node, seq),
  UNIQUE(node, site, position),
  UNIQUE(node, stream, version)
) {{strict}};
CREATE INDEX sync_entry_type ON sync_entry(node, type, seq);
-- Segments that came before what they follow, and those that no record can take: bodies as they were sent.
CREATE TABLE sync_waiting(
  node TEXT NOT NULL,
  from_seq {{bigint}} NOT NULL,
  to_seq {{bigint}} NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY(node, from_seq, to_seq)
) {{strict}};
CREATE TABLE sync_set_aside(
  digest TEXT PRIMARY KEY,
  node TEXT NOT NULL,
  from_seq {{bigint}} NOT NULL,
  body TEXT NOT NULL
) {{strict}};
-- How far each node's log is held here, and the tree's right edge there; for a hub, how far its notices were taken.
CREATE TABLE sync_held(
  node TEXT PRIMARY KEY,
  held {{bigint}} NOT NULL,
  edge TEXT NOT NULL,
  contact_at {{bigint}} NOT NULL,
  clock_offset_us {{bigint}} NOT NULL
) {{strict}};
-- What entries of all records say about one item, side by side; 'own' is this node's record.
CREATE TABLE sync_item(
  node TEXT NOT NULL,
  item TEXT NOT NULL,
  kind TEXT NOT NULL,
  batch TEXT NOT NULL,
  active {{bigint}} NOT NULL,
  site TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  PRIMARY KEY(item, node)
) {{strict}};
CREATE INDEX sync_item_batch ON sync_item(batch);
CREATE TABLE sync_use(
  node TEXT NOT NULL,
  item TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  kind TEXT NOT NULL,
  used_up {{bigint}} NOT NULL,
  PRIMARY KEY(item, node, seq)
) {{strict}};
CREATE TABLE sync_transfer(
  node TEXT NOT NULL,
  item TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  half TEXT NOT NULL,
  from_site TEXT NOT NULL,
  to_site TEXT NOT NULL,
  transfer TEXT NOT NULL,
  PRIMARY KEY(item, node, seq)
) {{strict}};
CREATE TABLE sync_inside(
  node TEXT NOT NULL,
  container TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY(node, container, item)
) {{strict}};
CREATE TABLE sync_release(
  batch TEXT NOT NULL,
  node TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  PRIMARY KEY(batch, node)
) {{strict}};
CREATE TABLE sync_edge(
  parent TEXT NOT NULL,
  child TEXT NOT NULL,
  PRIMARY KEY(parent, child)
) {{strict}};
CREATE TABLE sync_amount(
  node TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  line {{bigint}} NOT NULL,
  site TEXT NOT NULL,
  item TEXT NOT NULL,
  at {{bigint}} NOT NULL,
  atoms TEXT NOT NULL,
  PRIMARY KEY(node, seq, line)
) {{strict}};
CREATE INDEX sync_amount_site ON sync_amount(site, at);
CREATE INDEX sync_amount_item ON sync_amount(item);
CREATE TABLE sync_licence(
  licence TEXT NOT NULL,
  node TEXT NOT NULL,
  site TEXT NOT NULL,
  PRIMARY KEY(licence, node)
) {{strict}};
CREATE TABLE sync_cap(
  licence TEXT NOT NULL,
  nuclide TEXT NOT NULL,
  node TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  max_bq {{real}} NOT NULL,
  PRIMARY KEY(licence, nuclide, node)
) {{strict}};
-- What was not looked at since entries about it came in: 'item' or 'site'. Emptied by the next look; not part of the record.
CREATE TABLE sync_touched(
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY(kind, id)
) {{strict}};
CREATE TABLE sync_finding(
  finding TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  node TEXT NOT NULL,
  other_node TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  payload TEXT NOT NULL,
  settled TEXT NOT NULL
) {{strict}};
