-- What a command answered follows from its entries and its own result: of the entries only their hashes are kept beside.
ALTER TABLE command ADD COLUMN first_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE command ADD COLUMN hashes TEXT NOT NULL DEFAULT '';
ALTER TABLE command ADD COLUMN result TEXT NOT NULL DEFAULT 'null';
UPDATE command SET
  first_seq=COALESCE(CAST(CAST(answer AS json)->'events'->0->>'seq' AS BIGINT),0),
  hashes=COALESCE((SELECT string_agg(e->>'hash','' ORDER BY n) FROM json_array_elements(CAST(answer AS json)->'events') WITH ORDINALITY AS entries(e,n)),''),
  result=COALESCE(CAST(CAST(answer AS json)->'result' AS VARCHAR),'null');
ALTER TABLE command DROP COLUMN answer;
