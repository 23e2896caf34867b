#include "trace/mentions.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/sql/values.h"
#include "ledger/journal.h"
#include "trace/days.h"
#include "trace/items_sql.h"

namespace isotrail {
namespace {

std::string utcDay(Instant t) { return t.iso().substr(0, 10); }

/// The append numbers of the places of a block, as they are stored.
std::vector<std::int64_t> entriesAt(std::int64_t block, const std::string& places) {
  std::vector<std::int64_t> out;
  for (const char *at = places.data(), *const end = at + places.size(); at < end; ++at) {
    std::int64_t place = 0;
    at = std::from_chars(at, end, place).ptr;
    out.push_back(block * kTileWidth + place + 1);
  }
  return out;
}

/// How many entries the full blocks hold. Asked before anything else: what is written meanwhile is in the second part of an answer, if in any.
std::int64_t inBlocks(Db& db) { return inFullBlocks(Journal(db).lastSeq()); }

/// Of those entries.
std::vector<std::int64_t> mentioning(Db& db, const std::string& kind, const std::string& id, std::int64_t in_blocks) {
  std::vector<std::int64_t> out;
  for (const auto& row : db.query("SELECT block,places FROM mention WHERE kind=$1 AND id=$2 AND block>=0 AND block<$3 ORDER BY block",
                                  {kind, id, in_blocks / kTileWidth}))
    for (const auto seq : entriesAt(row.integer(0), row.text(1))) out.push_back(seq);
  return out;
}

/// Calls `each` with the entries after those.
void eachYoung(Db& db, std::int64_t in_blocks, const std::function<void(const Event&)>& each) {
  Journal(db).read(in_blocks, 0, [&](const Event& e) {
    each(e);
    return true;
  });
}

/// Calls `each` with the numbers and subjects of those of them that have one.
void eachYoungSubject(Db& db, std::int64_t in_blocks, const std::function<void(std::int64_t, std::string)>& each) {
  db.visit("SELECT seq,stream FROM event WHERE seq>$1 ORDER BY seq", {in_blocks}, [&](const RowView& row) {
    if (auto subject = subjectOf(std::string(row.bytes(1))); !subject.empty()) each(row.integer(0), std::move(subject));
  });
}

}  // namespace

std::string subjectOf(const std::string& stream) {
  const auto slash = stream.find('/');
  return slash == std::string::npos ? "" : stream.substr(slash + 1);
}

std::vector<Mention> mentionsOf(const Event& event) {
  std::vector<Mention> all;
  const auto name = [&](const std::string& kind, const std::string& id) {
    if (!id.empty()) all.push_back({kind, id});
  };
  // An entry about an item belongs to the item's history also when nothing moved.
  name("about", subjectOf(event.stream));
  name("person", event.actor.str());
  for (const char* key : {"equipment", "cyclotron", "calibrator", "meter"}) name("equipment", event.payload[key].text());
  name("vehicle", event.payload["vehicle"].text());
  name("person", event.payload["driver"].text());
  for (const auto& w : event.movement["with"].items()) name(w["kind"].text(), w["id"].text());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

MentionTables::Noted MentionTables::noted(const Event& event) { return {event.site.str(), utcDay(event.occurred_at), mentionsOf(event)}; }

void MentionTables::add(const Event& event) {
  if (!noted_.add(event.seq, noted(event))) return;
  const std::int64_t number = event.seq / kTileWidth - 1;
  if (noted_.whole()) return store(noted_.notes(), number);
  std::vector<Noted> block;
  Journal(db_).read(event.seq - kTileWidth, kTileWidth, [&](const Event& e) {
    block.push_back(noted(e));
    return true;
  });
  store(block, number);
}

void MentionTables::store(const std::vector<Noted>& block, std::int64_t number) {
  std::map<Mention, std::string> places;
  std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> days;
  for (std::size_t place = 0; place < block.size(); ++place) {
    const auto& entry = block[place];
    for (const auto& m : entry.mentions) {
      std::string& list = places[m];
      list += (list.empty() ? "" : ",") + std::to_string(place);
    }
    const std::int64_t seq = number * kTileWidth + static_cast<std::int64_t>(place) + 1;
    days.try_emplace({entry.site, entry.day}, seq, seq).first->second.second = seq;
  }
  for (auto& [m, list] : places)
    db_.post("INSERT INTO mention(kind,id,block,places) VALUES($1,$2,$3,$4)", dbValues(m.kind, m.id, number, std::move(list)));
  for (const auto& [day, span] : days)
    db_.post("INSERT INTO site_day(site,day,first_seq,last_seq) VALUES($1,$2,$3,$4) ON CONFLICT(site,day) DO UPDATE SET last_seq=excluded.last_seq",
             dbValues(day.first, day.second, span.first, span.second));
}

std::vector<std::int64_t> entriesAbout(Db& db, const std::string& subject) {
  const std::int64_t in_blocks = inBlocks(db);
  const auto stored = mentioning(db, "about", subject, in_blocks);
  std::set<std::int64_t> all(stored.begin(), stored.end());
  for (const auto& row : db.query("SELECT seq FROM item_event WHERE item=$1", {subject})) all.insert(row.integer(0));
  eachYoungSubject(db, in_blocks, [&](std::int64_t seq, const std::string& about) {
    if (about == subject) all.insert(seq);
  });
  return {all.begin(), all.end()};
}

void eachEntryAbout(Db& db, const std::vector<ItemId>& items, bool first_only, const std::function<void(std::int64_t)>& each) {
  const std::int64_t in_blocks = inBlocks(db);
  std::map<std::string, std::int64_t> first;
  const auto take = [&](const std::string& item, std::int64_t seq) {
    if (!first_only) return each(seq);
    auto& found = first.try_emplace(item, seq).first->second;
    found = std::min(found, seq);
  };
  const auto touched = [&](const Row& r) { take(r.text(0), r.integer(1)); };
  if (first_only)
    rowsOf(db, "SELECT item,MIN(seq) FROM item_event WHERE item IN", items, "GROUP BY item", touched);
  else
    rowsOf(db, "SELECT item,seq FROM item_event WHERE item IN", items, "", touched);
  rowsOf(db, "SELECT id,block,places FROM mention WHERE kind='about' AND id IN", items, "", [&](const Row& r) {
    if (r.integer(1) < 0 || r.integer(1) >= in_blocks / kTileWidth) return;
    for (const auto seq : entriesAt(r.integer(1), r.text(2))) take(r.text(0), seq);
  });
  const std::set<ItemId> wanted(items.begin(), items.end());
  eachYoungSubject(db, in_blocks, [&](std::int64_t at, const std::string& about) {
    if (wanted.contains(ItemId(about))) take(about, at);
  });
  for (const auto& [item, at] : first) each(at);
}

std::vector<std::int64_t> entriesWith(Db& db, const std::string& kind, const std::string& id) {
  const std::int64_t in_blocks = inBlocks(db);
  std::vector<std::int64_t> out = mentioning(db, kind, id, in_blocks);
  eachYoung(db, in_blocks, [&](const Event& e) {
    const auto all = mentionsOf(e);
    if (std::binary_search(all.begin(), all.end(), Mention{kind, id})) out.push_back(e.seq);
  });
  return out;
}

std::vector<Participation> participants(Db& db, const std::vector<std::int64_t>& events) {
  std::vector<Participation> out;
  for (auto seq : events)
    if (const auto e = Journal(db).bySeq(seq))
      for (auto& m : mentionsOf(*e))
        if (m.kind != "about") out.push_back({std::move(m.kind), std::move(m.id), seq});
  return out;
}

std::optional<SeqSpan> entriesOf(Db& db, const SiteId& site, Instant from, Instant to) {
  const std::int64_t in_blocks = inBlocks(db);
  const std::string first = utcDay(from), last = utcDay(to);
  const auto rows = db.query("SELECT COALESCE(MIN(first_seq),0),COALESCE(MAX(last_seq),0) FROM site_day WHERE site=$1 AND day>=$2 AND day<=$3",
                             {site.str(), first, last});
  SeqSpan span{rows[0].integer(0), rows[0].integer(1)};
  eachYoung(db, in_blocks, [&](const Event& e) {
    const std::string day = utcDay(e.occurred_at);
    if (e.site == site && day >= first && day <= last) span = {span.first == 0 ? e.seq : span.first, std::max(span.last, e.seq)};
  });
  return span.first == 0 ? std::nullopt : std::optional(span);
}

}  // namespace isotrail
