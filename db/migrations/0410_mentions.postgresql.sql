-- Which entries name what, of the record's full blocks of 256 entries; the younger ones are read themselves (src/trace/mentions.h).
CREATE TABLE mention(
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  block BIGINT NOT NULL,
  places TEXT NOT NULL,
  PRIMARY KEY(kind, id, block)
);
INSERT INTO mention(kind,id,block,places)
SELECT kind,id,(seq-1)/256,string_agg(CAST((seq-1)%256 AS VARCHAR),',' ORDER BY seq) FROM (
  SELECT kind,id,seq FROM movement_with WHERE seq<=(SELECT COALESCE(MAX(seq),0)/256*256 FROM event)
  UNION ALL SELECT 'about',substr(stream,strpos(stream,'/')+1),seq FROM event WHERE strpos(stream,'/')>0 AND substr(stream,strpos(stream,'/')+1)<>'' AND seq<=(SELECT COALESCE(MAX(seq),0)/256*256 FROM event)
  ORDER BY 1,2,3) AS named
GROUP BY 1,2,3;
DROP TABLE movement_with;
-- What an entry is about is a mention; what else it touched stays.
DELETE FROM item_event WHERE EXISTS(SELECT 1 FROM event WHERE event.seq=item_event.seq AND strpos(stream,'/')>0 AND substr(stream,strpos(stream,'/')+1)=item_event.item);
DELETE FROM site_day;
INSERT INTO site_day(site,day,first_seq,last_seq)
SELECT site,substr(CAST(convert_from(bytes,'UTF8') AS json)->>'occurred_at',1,10),MIN(seq),MAX(seq) FROM event WHERE seq<=(SELECT COALESCE(MAX(seq),0)/256*256 FROM event) GROUP BY 1,2;
