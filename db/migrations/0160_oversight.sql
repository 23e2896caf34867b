-- What the signals need to know of other rooms' acts, folded from their entries: recalls with who acknowledged, and border
-- windows kept open longer.
CREATE TABLE oversight_recall(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX oversight_recall_parent ON oversight_recall(parent);
CREATE TABLE oversight_window(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX oversight_window_parent ON oversight_window(parent);
