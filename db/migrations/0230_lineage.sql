-- Lineage by number, in the order of the record: what an index in memory follows. Items by the entry that created them, then by
-- id; edges by the entry that drew them, then by child and parent. Rows are only added.
CREATE TABLE lineage_item(
  n {{bigint}} PRIMARY KEY,
  item TEXT NOT NULL UNIQUE
) {{strict}};
CREATE TABLE lineage_edge(
  n {{bigint}} PRIMARY KEY,
  parent {{bigint}} NOT NULL,
  child {{bigint}} NOT NULL
) {{strict}};
INSERT INTO lineage_item(n,item) SELECT row_number() OVER (ORDER BY created_seq,item),item FROM item;
INSERT INTO lineage_edge(n,parent,child) SELECT row_number() OVER (ORDER BY e.seq,e.child,e.parent),p.n,c.n
FROM edge e JOIN lineage_item p ON p.item=e.parent JOIN lineage_item c ON c.item=e.child;
