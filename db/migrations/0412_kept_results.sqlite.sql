-- What a command answered follows from its entries and its own result: of the entries only their hashes are kept beside.
CREATE TABLE command_with_result(
  command_id TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  hashes TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO command_with_result
SELECT command_id,actor,name,body_hash,recorded_at,COALESCE(json_extract(answer,'$.events[0].seq'),0),
  COALESCE((SELECT group_concat(json_extract(value,'$.hash'),'') FROM json_each(answer,'$.events')),''),
  COALESCE(answer -> '$.result','null')
FROM command ORDER BY command_id;
DROP TABLE command;
ALTER TABLE command_with_result RENAME TO command;
