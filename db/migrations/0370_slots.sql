-- Where patients are injected and scanned, when they can come, and the slots that were set; all can be rebuilt.
CREATE TABLE slots_place(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX slots_place_parent ON slots_place(parent);
CREATE TABLE slots_patient(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX slots_patient_parent ON slots_patient(parent);
CREATE TABLE slots_slot(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX slots_slot_parent ON slots_slot(parent);
