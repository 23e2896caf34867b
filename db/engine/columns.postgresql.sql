SELECT CAST(a.attname AS TEXT),COALESCE(array_position(CAST(i.indkey AS SMALLINT[]),a.attnum)+1,0)
FROM pg_attribute a JOIN pg_class c ON c.oid=a.attrelid JOIN pg_namespace n ON n.oid=c.relnamespace
LEFT JOIN pg_index i ON i.indrelid=c.oid AND i.indisprimary
WHERE n.nspname=current_schema() AND c.relname=$1 AND a.attnum>0 AND NOT a.attisdropped ORDER BY a.attnum
