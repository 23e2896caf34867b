#include "node/copy.h"

#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "base/sql/values.h"
#include "ledger/migrations.h"
#include "ledger/tables.h"
#include "node/kept_mark.h"
#include "node/record_check.h"
#include "node/vault_file.h"
#include "platform/crypto/crypto.h"

namespace isotrail {
namespace {

constexpr const char* kMigrations = "migration";

/// One table in the order of its primary key; answers its rows.
std::int64_t copyTable(Db& from, Db& to, const std::string& table) {
  const Columns columns = columnsOf(to, table);
  const std::string insert = "INSERT INTO " + table + "(" + quotedNames(columns.all) + ") VALUES(" + placeholders(columns.all.size()) + ")";
  std::int64_t copied = 0;
  eachRow(from, table, [&](const Row& row) {
    to.exec(insert, row.values());
    ++copied;
  });
  return copied;
}

/// The table that holds something; empty when none does.
std::string occupiedTable(Db& db) {
  for (const auto& table : tableNames(db))
    if (table != kMigrations && !db.query("SELECT 1 FROM " + table + " LIMIT 1").empty()) return table;
  return {};
}

std::string publicHalf(const crypto::SigningKey& key) {
  return hex(std::string_view(reinterpret_cast<const char*>(key.publicKey().data()), key.publicKey().size()));
}

/// A write transaction that is given up unless somebody commits it.
class Held {
 public:
  explicit Held(Db& db) : db_(db) { db_.begin(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { db_.rollback(); }

 private:
  Db& db_;
};

Refusal broken(const RecordCheck& check) {
  return Refusal::of("RECORD_BROKEN", Json::object({{"seq", check.report.first_bad_seq}, {"why", check.report.why}}));
}

bool sameHeads(const std::vector<SiteHead>& a, const std::vector<SiteHead>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const SiteHead& x, const SiteHead& y) { return x.site == y.site && x.position == y.position && x.hash == y.hash; });
}

/// Puts the key where the copy will look for it.
Verdict bringKey(const crypto::SigningKey& key, const std::string& file) {
  if (std::filesystem::exists(file)) {
    if (publicHalf(crypto::SigningKey::load(file)) == publicHalf(key)) return Done{};
    return Refusal::of("KEY_THERE", Json::object({{"path", file}}));
  }
  std::error_code error;
  const auto folder = std::filesystem::path(file).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);  // save() tells when there is none
  key.save(file);
  return Done{};
}

}  // namespace

Result<NodeCopy> copyNode(const Place& from, const Place& to) {
  const auto old_store = openPlace(from, true);
  const auto old_db = old_store->connect();
  const MigrationState state = migrationState(*old_db);
  if (!state.code.empty()) throw Fault(state.code, state.problem);
  if (!state.pending.empty()) return Refusal::of("MIGRATE_FIRST", Json::object({{"pending", state.pending.size()}}));
  const auto key = crypto::SigningKey::load(from.keyFile());
  const auto new_store = openPlace(to, false);
  const auto new_db = new_store->connect();
  migrate(*new_db);
  const auto occupied = [&](const std::string& table) { return Refusal::of("NOT_EMPTY", Json::object({{"why", to.shown() + ", " + table}})); };
  if (const auto table = occupiedTable(*new_db); !table.empty()) return occupied(table);

  const Held source_stands_still(*old_db);
  const RecordCheck before = checkRecord(*old_db, {publicHalf(key), {}});
  if (!before.report.ok) return broken(before);
  const Held copied_whole(*new_db);  // not before the check: a server ends transactions that stand idle
  if (const auto table = occupiedTable(*new_db); !table.empty()) return occupied(table);
  NodeCopy copy;
  for (const auto& table : tableNames(*new_db))
    if (table != kMigrations) copy.rows[table] = copyTable(*old_db, *new_db, table);
  const RecordCheck after = checkRecord(*new_db, {publicHalf(key), {}});
  if (!after.report.ok) return broken(after);
  ISOTRAIL_CHECK(sameHeads(before.heads, after.heads) && before.report.entries == after.report.entries && before.log_root == after.log_root);
  copy.entries = after.report.entries;
  copy.signatures = after.signatures;
  copy.key_file = to.keyFile();
  if (auto brought = bringKey(key, copy.key_file); !brought) return brought.refusal();
  bringVaultKey(from.vaultFile(), to.vaultFile());
  KeptMark::forget(to);
  new_db->commit();
  return copy;
}

}  // namespace isotrail
