SELECT CAST(c.relname AS TEXT) FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace
WHERE n.nspname=current_schema() AND c.relkind IN ('r','p') ORDER BY 1
