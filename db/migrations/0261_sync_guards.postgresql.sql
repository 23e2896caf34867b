CREATE TRIGGER sync_entry_no_update BEFORE UPDATE ON sync_entry FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER sync_entry_no_delete BEFORE DELETE ON sync_entry FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER sync_entry_no_truncate BEFORE TRUNCATE ON sync_entry FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only();
