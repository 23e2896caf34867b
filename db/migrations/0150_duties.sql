-- The pack version that started a clock, so that every verdict can say which rule it used.
ALTER TABLE duty_clock ADD COLUMN version TEXT NOT NULL DEFAULT '';
-- Proofs that must come before an act (a permit on file before hand-over), kept until the act asks for them.
CREATE TABLE duty_proof(
  duty TEXT NOT NULL,
  subject TEXT NOT NULL,
  seq {{bigint}} NOT NULL,
  at {{bigint}} NOT NULL,
  PRIMARY KEY(duty, subject)
) {{strict}};
