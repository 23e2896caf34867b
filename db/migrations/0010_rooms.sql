-- The rooms' things by id, each with its document as folded from the entries (see src/desk/shelf.h). All can be rebuilt.
CREATE TABLE identity_org(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX identity_org_parent ON identity_org(parent);
CREATE TABLE identity_site(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX identity_site_parent ON identity_site(parent);
CREATE TABLE identity_person(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX identity_person_parent ON identity_person(parent);
CREATE TABLE identity_qualification(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX identity_qualification_parent ON identity_qualification(parent);
CREATE TABLE licensing_licence(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX licensing_licence_parent ON licensing_licence(parent);
CREATE TABLE licensing_cap(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX licensing_cap_parent ON licensing_cap(parent);
CREATE TABLE registration_approval(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX registration_approval_parent ON registration_approval(parent);
CREATE TABLE catalogue_product(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX catalogue_product_parent ON catalogue_product(parent);
CREATE TABLE catalogue_limit(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX catalogue_limit_parent ON catalogue_limit(parent);
CREATE TABLE catalogue_step(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX catalogue_step_parent ON catalogue_step(parent);
CREATE TABLE production_equipment(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX production_equipment_parent ON production_equipment(parent);
CREATE TABLE production_batch(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX production_batch_parent ON production_batch(parent);
CREATE TABLE supply_run(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX supply_run_parent ON supply_run(parent);
CREATE TABLE supply_eluate(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX supply_eluate_parent ON supply_eluate(parent);
CREATE TABLE quality_batch(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX quality_batch_parent ON quality_batch(parent);
CREATE TABLE ordering_order(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX ordering_order_parent ON ordering_order(parent);
CREATE TABLE planning_plan(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX planning_plan_parent ON planning_plan(parent);
CREATE TABLE logistics_vehicle(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX logistics_vehicle_parent ON logistics_vehicle(parent);
CREATE TABLE logistics_lane(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX logistics_lane_parent ON logistics_lane(parent);
CREATE TABLE logistics_window(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX logistics_window_parent ON logistics_window(parent);
CREATE TABLE logistics_paper_rule(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX logistics_paper_rule_parent ON logistics_paper_rule(parent);
CREATE TABLE logistics_consignment(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX logistics_consignment_parent ON logistics_consignment(parent);
CREATE TABLE logistics_package(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX logistics_package_parent ON logistics_package(parent);
CREATE TABLE hotlab_check(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX hotlab_check_parent ON hotlab_check(parent);
CREATE TABLE hotlab_package(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX hotlab_package_parent ON hotlab_package(parent);
CREATE TABLE hotlab_kit(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX hotlab_kit_parent ON hotlab_kit(parent);
CREATE TABLE hotlab_preparation(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX hotlab_preparation_parent ON hotlab_preparation(parent);
CREATE TABLE hotlab_dose(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX hotlab_dose_parent ON hotlab_dose(parent);
CREATE TABLE clinic_prescription(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX clinic_prescription_parent ON clinic_prescription(parent);
CREATE TABLE clinic_patient(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX clinic_patient_parent ON clinic_patient(parent);
CREATE TABLE clinic_given(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX clinic_given_parent ON clinic_given(parent);
CREATE TABLE waste_container(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX waste_container_parent ON waste_container(parent);
CREATE TABLE vigilance_case(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX vigilance_case_parent ON vigilance_case(parent);
CREATE TABLE vigilance_recall(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX vigilance_recall_parent ON vigilance_recall(parent);
CREATE TABLE oversight_pack(id TEXT PRIMARY KEY, parent TEXT NOT NULL, state TEXT NOT NULL, doc TEXT NOT NULL) {{strict}};
CREATE INDEX oversight_pack_parent ON oversight_pack(parent);
-- Names of people, outside the record; a row can be destroyed without touching a chain.
CREATE TABLE person_vault(
  person TEXT PRIMARY KEY,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL
) {{strict}};
-- Names of patients, outside the record and outside every projection; a row can be destroyed without touching a chain.
CREATE TABLE patient_vault(
  patient TEXT PRIMARY KEY,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  sex TEXT NOT NULL
) {{strict}};
-- Which account belongs to which person, from the record of people.
CREATE TABLE person_account(
  account TEXT PRIMARY KEY,
  person TEXT NOT NULL
) {{strict}};
-- Clocks: a duty that runs for a subject, from the entry that started it to the entry that proves it.
CREATE TABLE duty_clock(
  duty TEXT NOT NULL,
  subject TEXT NOT NULL,
  holder TEXT NOT NULL,
  started_seq {{bigint}} NOT NULL,
  started_at {{bigint}} NOT NULL,
  due_at {{bigint}} NOT NULL,
  met_seq {{bigint}},
  met_at {{bigint}},
  PRIMARY KEY(duty, subject)
) {{strict}};
