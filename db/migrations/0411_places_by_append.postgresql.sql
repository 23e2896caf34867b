-- An entry's place in its site's chain follows from the append number, which is unique, and the site's head, read in the same transaction.
ALTER TABLE event DROP CONSTRAINT event_site_position_key;
