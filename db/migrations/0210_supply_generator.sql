-- Generators with what the elutions need to know of them; the column's atoms are in the item table.
CREATE TABLE supply_generator(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX supply_generator_parent ON supply_generator(parent);
