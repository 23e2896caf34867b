-- Tables that are all key, and the answers that are asked for by theirs, are kept in the order of the key: one tree each, not two.
CREATE TABLE command_by_id(
  command_id TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO command_by_id SELECT command_id,actor,name,body_hash,answer,recorded_at FROM command ORDER BY command_id;
DROP TABLE command;
ALTER TABLE command_by_id RENAME TO command;
CREATE TABLE item_event_by_item(
  item TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY(item, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO item_event_by_item SELECT item,seq FROM item_event ORDER BY item,seq;
DROP TABLE item_event;
ALTER TABLE item_event_by_item RENAME TO item_event;
CREATE TABLE movement_with_by_seq(
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY(seq, kind, id)
) STRICT, WITHOUT ROWID;
INSERT INTO movement_with_by_seq SELECT seq,kind,id FROM movement_with ORDER BY seq,kind,id;
DROP TABLE movement_with;
ALTER TABLE movement_with_by_seq RENAME TO movement_with;
CREATE INDEX movement_with_id ON movement_with(kind, id);
