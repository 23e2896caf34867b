CREATE TRIGGER sync_entry_no_update BEFORE UPDATE ON sync_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER sync_entry_no_delete BEFORE DELETE ON sync_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
