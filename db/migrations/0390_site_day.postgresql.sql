-- Of a record that is there already.
INSERT INTO site_day(site,day,first_seq,last_seq)
SELECT site,substr(CAST(convert_from(bytes,'UTF8') AS json)->>'occurred_at',1,10),MIN(seq),MAX(seq) FROM event GROUP BY 1,2;
