// What entries mention, asked of the stored blocks and of the entries after them, is at every length of the record what the entries say.
#include <random>

#include "ledger/journal.h"
#include "ledger/migrations.h"
#include "tests/contract/engines.h"
#include "trace/days.h"
#include "trace/mentions.h"
#include "trace/trace.h"
#include "units/time.h"

namespace isotrail::test {
namespace {

class Mentions : public EveryEngine {
 protected:
  Mentions() : db_(source().connect()), tables_(*db_) { migrate(*db_); }

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::string named(const char* kind, int of) { return kind + std::to_string(below(of)); }
  Event next() {
    Event e;
    e.id = "entry-" + std::to_string(++made_);
    e.site = SiteId(named("site-", 3));
    e.stream = below(5) == 0 ? "alone" : named("room-", 4) + "/" + named("S-", 9);
    e.type = "test.Made";
    e.occurred_at = e.recorded_at = *parseInstant("at", "2025-12-17T12:00:00Z") + hours(below(100));
    e.actor = PersonId(named("person-", 4));
    e.payload =
        Json::object({{"driver", named("person-", 4)}, {"meter", named("M-", 3)}, {"calibrator", named("M-", 3)}, {"vehicle", named("V-", 2)}});
    if (below(3) == 0) e.movement = Json::object({{"with", Json::array().push(Json::object({{"kind", "paper"}, {"id", named("P-", 5)}}))}});
    return e;
  }
  /// A transaction of so many entries; one that is not kept leaves nothing behind.
  void write(int entries, bool keep) {
    db_->begin();
    Appender appender(*db_);
    for (int i = 0; i < entries; ++i) {
      Event e = next();
      appender.append(e);
      tables_.add(e);
      if (keep) all_.push_back(std::move(e));
    }
    appender.settle();
    if (keep) return db_->commit();
    db_->rollback();
    tables_.forget();
  }
  std::vector<std::int64_t> saying(const Mention& wanted) const {
    std::vector<std::int64_t> out;
    for (const auto& e : all_) {
      const auto m = mentionsOf(e);
      if (std::find(m.begin(), m.end(), wanted) != m.end()) out.push_back(e.seq);
    }
    return out;
  }
  void compare() {
    for (const auto& id : {"S-0", "S-5", "S-99", ""}) EXPECT_EQ(entriesAbout(*db_, id), id[0] ? saying({"about", id}) : std::vector<std::int64_t>{});
    for (const auto& m : {Mention{"person", "person-1"}, {"equipment", "M-2"}, {"vehicle", "V-0"}, {"paper", "P-4"}})
      EXPECT_EQ(entriesWith(*db_, m.kind, m.id), saying(m)) << m.id;
    const Instant from = *parseInstant("from", "2025-12-18T05:00:00Z"), to = from + hours(30);
    std::vector<std::int64_t> lying;
    for (const auto& e : all_)
      if (e.site == SiteId("site-1") && e.occurred_at.iso() >= "2025-12-18" && e.occurred_at.iso() < "2025-12-20") lying.push_back(e.seq);
    const auto span = entriesOf(*db_, SiteId("site-1"), from, to);
    ASSERT_EQ(span.has_value(), !lying.empty());
    if (span) {
      EXPECT_EQ(span->first, lying.front());
      EXPECT_EQ(span->last, lying.back());
    }
  }

  std::unique_ptr<Db> db_;
  MentionTables tables_;
  std::mt19937 random_{20251217};
  std::vector<Event> all_;
  int made_ = 0;
};
ISOTRAIL_ON_EVERY_ENGINE(Mentions);

TEST_P(Mentions, AreAtEveryLengthWhatTheEntriesSay) {
  compare();
  while (all_.size() < 900) {
    write(1 + below(90), below(4) != 0);
    if (below(3) == 0) tables_.forget();  // as after a start: the block is read back when it fills
    compare();
  }
  const auto took_part = participants(*db_, {10, 700});
  std::vector<std::string> said;
  for (const auto& p : took_part) said.push_back(std::to_string(p.seq) + p.kind + p.id);
  std::vector<std::string> expected;
  for (const std::int64_t seq : {10, 700})
    for (const auto& m : mentionsOf(all_[static_cast<std::size_t>(seq) - 1]))
      if (m.kind != "about") expected.push_back(std::to_string(seq) + m.kind + m.id);
  EXPECT_EQ(said, expected);
}

}  // namespace
}  // namespace isotrail::test
