VACUUM vault, person_vault, patient_vault, account, session
