#include "trace/days.h"

namespace isotrail {
namespace {

std::string utcDay(Instant t) { return t.iso().substr(0, 10); }

}  // namespace

std::optional<SeqSpan> entriesOf(Db& db, const SiteId& site, Instant from, Instant to) {
  const auto rows = db.query("SELECT COALESCE(MIN(first_seq),0),COALESCE(MAX(last_seq),0) FROM site_day WHERE site=$1 AND day>=$2 AND day<=$3",
                             {site.str(), utcDay(from), utcDay(to)});
  if (rows[0].integer(0) == 0) return std::nullopt;
  return SeqSpan{rows[0].integer(0), rows[0].integer(1)};
}

void noteDay(Db& db, const Event& event) {
  db.post("INSERT INTO site_day(site,day,first_seq,last_seq) VALUES($1,$2,$3,$3) ON CONFLICT(site,day) DO UPDATE SET last_seq=excluded.last_seq",
          {event.site.str(), utcDay(event.occurred_at), event.seq});
}

}  // namespace isotrail
