-- Plans of whole days and their heads for lists, what the published ones promise each order, and their runs and trips; as folded from
-- the entries.
CREATE TABLE planning_day(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_day_parent ON planning_day(parent);
CREATE TABLE planning_day_head(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_day_head_parent ON planning_day_head(parent);
CREATE TABLE planning_promise(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_promise_parent ON planning_promise(parent);
CREATE TABLE planning_schedule(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_schedule_parent ON planning_schedule(parent);
