-- Between which entries of the record what happened at a site on a UTC day lies, so that a month is read without the years before it.
CREATE TABLE site_day(
  site TEXT NOT NULL,
  day TEXT NOT NULL,
  first_seq {{bigint}} NOT NULL,
  last_seq {{bigint}} NOT NULL,
  PRIMARY KEY(site, day)
) {{strict}};
