-- The plan of rooms with its points, what is handled where, doses planned for tasks, monitors at the boundary, incidents; all can
-- be rebuilt.
CREATE TABLE protection_room(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_room_parent ON protection_room(parent);
CREATE TABLE protection_point(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_point_parent ON protection_point(parent);
CREATE TABLE protection_use(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_use_parent ON protection_use(parent);
CREATE TABLE protection_handled(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_handled_parent ON protection_handled(parent);
CREATE TABLE protection_task(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_task_parent ON protection_task(parent);
CREATE TABLE protection_receipt(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_receipt_parent ON protection_receipt(parent);
CREATE TABLE protection_monitor(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_monitor_parent ON protection_monitor(parent);
CREATE TABLE protection_monitor_reading(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_monitor_reading_parent ON protection_monitor_reading(parent);
CREATE TABLE protection_incident(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protection_incident_parent ON protection_incident(parent);
-- Bloods and organs that a protocol limits, what was found of a patient, and the absorbed doses measured after a cycle.
CREATE TABLE protocols_blood(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protocols_blood_parent ON protocols_blood(parent);
CREATE TABLE protocols_organ(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protocols_organ_parent ON protocols_organ(parent);
CREATE TABLE protocols_dosimetry(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX protocols_dosimetry_parent ON protocols_dosimetry(parent);
CREATE TABLE clinic_blood(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX clinic_blood_parent ON clinic_blood(parent);
