-- Of a record that is there already.
INSERT INTO site_day(site,day,first_seq,last_seq)
SELECT site,substr(json_extract(CAST(bytes AS TEXT),'$.occurred_at'),1,10),MIN(seq),MAX(seq) FROM event GROUP BY 1,2;
