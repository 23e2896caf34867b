// A record that was tampered with is found out: every single bit of a whole small one, and random edits by somebody who holds the
// database, of a larger one. A seeded share each time; ISOTRAIL_FULL=1 for all.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <sstream>
#include <thread>

#include "base/sql/values.h"
#include "ledger/log/tiles.h"
#include "node/log/bundle.h"
#include "tests/support/small_record.h"

using namespace isotrail;
using test::SmallRecord;

namespace {

constexpr unsigned kSeed = 20261129;

/// The long count is of the record, not of the program's memory: under a sanitizer a share will do.
bool full() {
#ifdef __SANITIZE_ADDRESS__
  return false;
#else
  return std::getenv("ISOTRAIL_FULL") != nullptr;
#endif
}

/// Whether the flip numbered n is of the share that is tried: all in the full run.
bool tried(std::int64_t n, std::int64_t one_in) { return full() || (n * 2654435761 + kSeed) % one_in == 0; }

/// Undoes what a test changed.
class Undone {
 public:
  explicit Undone(Db& db) : db_(db) { db_.begin(); }
  Undone(const Undone&) = delete;
  Undone& operator=(const Undone&) = delete;
  ~Undone() { db_.rollback(); }

 private:
  Db& db_;
};

/// The value with one bit changed; bits are numbered from its first byte's lowest.
DbValue flipped(const DbValue& value, std::int64_t bit) {
  if (auto* n = std::get_if<std::int64_t>(&value)) return *n ^ (std::int64_t{1} << bit);
  const auto at = static_cast<std::size_t>(bit / 8);
  const auto mask = static_cast<unsigned char>(1u << (bit % 8));
  if (auto* t = std::get_if<std::string>(&value)) {
    std::string other = *t;
    other[at] = static_cast<char>(static_cast<unsigned char>(other[at]) ^ mask);
    return other;
  }
  Blob other = std::get<Blob>(value);
  other[at] = static_cast<unsigned char>(other[at] ^ mask);
  return other;
}
std::int64_t bitsOf(const DbValue& value) {
  if (std::holds_alternative<std::int64_t>(value)) return 63;
  if (auto* t = std::get_if<std::string>(&value)) return static_cast<std::int64_t>(t->size()) * 8;
  auto* b = std::get_if<Blob>(&value);
  return b ? static_cast<std::int64_t>(b->size()) * 8 : 0;
}

struct Flips {
  std::int64_t all = 0, tried = 0;
};

/// Every bit of every value of a table, each alone.
Flips everyBitOf(SmallRecord& house, const char* table, const std::vector<std::string>& columns, const std::string& key) {
  Flips flips;
  const RecordTrust trust{house.node.publicKey(), {}};
  for (const auto& column : columns)
    for (const auto& row : house.db->query("SELECT " + key + "," + column + " FROM " + table + " ORDER BY 1")) {
      const DbValue& value = row.values()[1];
      for (std::int64_t bit = 0; bit < bitsOf(value); ++bit) {
        if (!tried(++flips.all, 97)) continue;
        const Undone undone(*house.db);
        try {
          house.db->exec("UPDATE " + std::string(table) + " SET " + column + "=$2 WHERE " + key + "=$1", {row.values()[0], flipped(value, bit)});
        } catch (const DbConflict&) {
          continue;  // the table itself refuses it: another row has that value
        }
        ++flips.tried;
        if (!checkRecord(*house.db, trust).report.ok) continue;
        ADD_FAILURE() << table << "." << column << " of " << row.values()[0].index() << ": bit " << bit << " was not found";
        return flips;
      }
    }
  return flips;
}

/// What somebody with the database in hand does to it.
class Forger {
 public:
  Forger(SmallRecord& house, unsigned seed) : house_(house), chance_(seed), count_(Journal(*house.db).lastSeq()) {}

  /// Changes something at random and says what; empty when it came out as it was.
  std::string edit() {
    const std::int64_t a = 1 + below(count_), b = 1 + below(count_);
    const std::string at = std::to_string(a);
    switch (below(9)) {
      case 0:
        flip(a);
        return "a bit of entry " + at;
      case 1:
        exec("DELETE FROM event WHERE seq=$1", {a});
        return "entry " + at + " deleted";
      case 2:
        if (a == b) return {};
        exchange(a, b);
        return "entries " + at + " and " + std::to_string(b) + " exchanged";
      case 3:
        cutBack(a);
        return "everything from entry " + at + " cut off and heads set back";
      case 4:
        return rewritten(a, false) ? "entry " + at + " written anew with its hash" : "";
      case 5:
        return rewritten(a, true) ? "entry " + at + " written anew and its chain, heads and tiles with it" : "";
      case 6:
        exec("UPDATE site_head SET position=position+$1", {1 + below(3)});
        return "heads moved on";
      case 7:
        exec("UPDATE log_tile SET hashes=$1", {Blob(static_cast<std::size_t>(32 * kTileWidth), static_cast<unsigned char>(below(256)))});
        return "a tile of other hashes";
      default:
        insertedCopy(a);
        return "entry " + at + " once more at the end";
    }
  }

 private:
  std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(chance_() % static_cast<std::uint64_t>(n)); }
  void exec(const std::string& sql, const std::vector<DbValue>& params = {}) { house_.db->exec(sql, params); }

  void flip(std::int64_t seq) {
    const Row row = house_.db->query("SELECT bytes,hash FROM event WHERE seq=$1", {seq}).at(0);
    const bool hash = below(8) == 0;
    const DbValue& value = row.values()[hash ? 1 : 0];
    exec(std::string("UPDATE event SET ") + (hash ? "hash" : "bytes") + "=$2 WHERE seq=$1", {seq, flipped(value, below(bitsOf(value)))});
  }
  void exchange(std::int64_t a, std::int64_t b) {
    const auto bytes = [&](std::int64_t seq) { return house_.db->query("SELECT bytes,hash FROM event WHERE seq=$1", {seq}).at(0).values(); };
    const auto of_a = bytes(a), of_b = bytes(b);
    exec("UPDATE event SET bytes=$2,hash=$3 WHERE seq=$1", {a, of_b[0], of_b[1]});
    exec("UPDATE event SET bytes=$2,hash=$3 WHERE seq=$1", {b, of_a[0], of_a[1]});
  }
  void cutBack(std::int64_t from) {
    exec("DELETE FROM event WHERE seq>=$1", {from});
    exec("DELETE FROM command");
    exec("DELETE FROM log_tile");
    setHeads();
  }
  void setHeads() {
    exec("DELETE FROM site_head");
    exec(
        "INSERT INTO site_head(site,position,hash) SELECT site,position,lower(hex(hash)) FROM event e WHERE position=(SELECT MAX(position) FROM "
        "event "
        "WHERE site=e.site)");
  }
  void insertedCopy(std::int64_t seq) {
    exec(
        "INSERT INTO event(seq,id,site,position,stream,version,type,command_id,bytes,hash) SELECT $2,id || 'x',site,position+100000,stream,"
        "version+100000,type,command_id,bytes,hash FROM event WHERE seq=$1",
        {seq, count_ + 1});
  }
  /// Another course's name in an entry of that sort; with `all`, every entry after it in its chain, the heads and the tiles fit again.
  bool rewritten(std::int64_t seq, bool all) {
    Event e = *Journal(*house_.db).bySeq(seq);
    if (e.payload["authority"].text().empty()) return false;
    e.payload.set("authority", "forger-" + std::to_string(below(1000)));
    put(e);
    if (!all) return true;
    std::string previous = e.hash;
    for (std::int64_t s = seq + 1; s <= count_; ++s) {
      Event next = *Journal(*house_.db).bySeq(s);
      if (next.site != e.site) continue;
      next.prev_hash = previous;
      put(next);
      previous = next.hash;
    }
    exec("DELETE FROM command");
    exec("DELETE FROM log_tile");
    Journal(*house_.db).read(0, 0, [&](const Event& each) {
      applyLog(*house_.db, each);
      return true;
    });
    setHeads();
    return true;
  }
  void put(Event& e) {
    e.bytes = encodeEnvelope(e);
    const Digest digest = sha256(e.bytes);
    e.hash = hex(digest);
    exec("UPDATE event SET bytes=$2,hash=$3 WHERE seq=$1", {e.seq, blobOf(e.bytes), Blob(digest.begin(), digest.end())});
  }

  SmallRecord& house_;
  std::mt19937_64 chance_;
  const std::int64_t count_;
};

}  // namespace

TEST(Tamper, NoSingleBitOfARecordFileMayChange) {
  SmallRecord house;
  std::ostringstream out;
  writeBundle(*house.db, house.node.log().checkpoint(), out);
  std::string text = out.str();
  const RecordTrust trust{house.node.publicKey(), {}};
  Flips flips;
  for (std::size_t i = 0; i < text.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      if (!tried(++flips.all, 97)) continue;
      ++flips.tried;
      const char before = text[i];
      text[i] = static_cast<char>(static_cast<unsigned char>(before) ^ (1u << bit));
      std::istringstream in(text);
      EXPECT_FALSE(checkBundle(in, trust).report.ok) << "byte " << i << " bit " << bit << " of " << text.size() << " bytes";
      text[i] = before;
    }
  std::istringstream in(text);
  EXPECT_TRUE(checkBundle(in, trust).report.ok);
  std::printf("record file: %lld of %lld flips tried\n", static_cast<long long>(flips.tried), static_cast<long long>(flips.all));
}

TEST(Tamper, NoSingleBitOfTheLedgersTablesMayChange) {
  SmallRecord house;
  ASSERT_TRUE(house.node.log().keep(house.node.log().checkpoint().note.dump()));
  Flips sum;
  for (const Flips& f : {everyBitOf(house, "event", {"id", "site", "position", "stream", "version", "type", "command_id", "bytes", "hash"}, "seq"),
                         everyBitOf(house, "site_head", {"position", "hash"}, "site"), everyBitOf(house, "log_checkpoint", {"note"}, "size")}) {
    sum.all += f.all;
    sum.tried += f.tried;
  }
  EXPECT_TRUE(house.check().report.ok);
  std::printf("ledger tables: %lld of %lld flips tried\n", static_cast<long long>(sum.tried), static_cast<long long>(sum.all));
}

TEST(Tamper, RandomEditsOfALargerRecordAreAllFound) {
  const int threads_wanted = full() ? 2 : 1, edits = full() ? 10'000 : 40, each = edits / threads_wanted;
  const std::int64_t size = full() ? 2 * kTileWidth + 88 : kTileWidth + 44;  // full tiles and a part of one
  std::atomic<int> found{0}, missed{0};
  const auto forge = [&](unsigned thread) {
    SmallRecord house;
    house.growTo(size);
    const RecordTrust trust{house.node.publicKey(), {house.node.log().checkpoint()}};
    Forger forger(house, kSeed + thread);
    for (int done = 0; done < each;) {
      const Undone undone(*house.db);
      const std::string what = forger.edit();
      if (what.empty()) continue;
      ++done;
      if (!checkRecord(*house.db, trust).report.ok) {
        ++found;
      } else {
        ++missed;
        ADD_FAILURE() << what << " was not found, seed " << kSeed + thread << ", edit " << done;
      }
    }
    EXPECT_TRUE(checkRecord(*house.db, trust).report.ok);
  };
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < static_cast<unsigned>(threads_wanted); ++t) threads.emplace_back(forge, t);
  for (auto& t : threads) t.join();
  EXPECT_EQ(missed, 0);
  std::printf("%lld entries: %d edits, %d found\n", static_cast<long long>(size), edits, found.load());
}
