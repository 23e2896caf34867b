-- The node's Merkle log: tiles of 256 hashes, only full ones; they follow from the record and can be dropped and refilled.
CREATE TABLE log_tile(
  level {{bigint}} NOT NULL,
  n {{bigint}} NOT NULL,
  hashes {{blob}} NOT NULL,
  root {{blob}} NOT NULL,
  PRIMARY KEY(level, n)
) {{strict}};
-- Checkpoints that were handed out or countersigned. Not a projection: the countersignatures come from others.
CREATE TABLE log_checkpoint(
  size {{bigint}} PRIMARY KEY,
  note TEXT NOT NULL
) {{strict}};
