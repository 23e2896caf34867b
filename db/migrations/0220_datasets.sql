-- Which nuclide dataset the record adopted, in order; without a row it keeps the one it began with.
CREATE TABLE catalogue_dataset(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX catalogue_dataset_parent ON catalogue_dataset(parent);
