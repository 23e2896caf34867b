-- Plans of whole days, and what the published ones promise each order; as folded from the entries.
CREATE TABLE planning_day(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_day_parent ON planning_day(parent);
CREATE TABLE planning_promise(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_promise_parent ON planning_promise(parent);
