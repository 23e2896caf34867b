// Every projection dropped and folded again from the record.
#include <map>

#include "desk/desk.h"
#include "ledger/log/tiles.h"
#include "ledger/tables.h"

namespace isotrail {
namespace {

constexpr std::size_t kTogether = 1 << 16;  // bytes of rows hashed at once

/// Of every row in the order of the key.
std::string digestOf(Db& db, const std::string& table) {
  std::string so_far, rows;
  const auto take = [&] {
    so_far = sha256Hex(so_far + rows);
    rows.clear();
  };
  eachRow(db, table, [&](const Row& row) {
    for (const auto& v : row.values()) {
      if (auto* t = std::get_if<std::string>(&v)) rows.append("t").append(*t);
      if (auto* n = std::get_if<std::int64_t>(&v)) rows.append("i").append(std::to_string(*n));
      if (auto* d = std::get_if<double>(&v)) rows.append("r").append(Json(*d).dump());
      if (auto* b = std::get_if<Blob>(&v)) rows.append("b").append(b->begin(), b->end());
      rows += '\x1f';
    }
    if ((rows += '\n').size() > kTogether) take();
  });
  take();
  return so_far;
}

}  // namespace

std::vector<std::string> Desk::rebuild(bool check) {
  std::lock_guard lock(lane_lock_);
  std::vector<std::string> tables = traceTables();
  for (const auto& t : logTables()) tables.push_back(t);
  for (const auto& room : rooms_)
    for (const auto& p : room.projections()) tables.insert(tables.end(), p.tables.begin(), p.tables.end());
  Transaction transaction(*lane_);
  std::map<std::string, std::string> before;
  for (const auto& t : tables) {
    before[t] = digestOf(*lane_, t);
    lane_->exec("DELETE FROM " + t);
  }
  writer_.forget();
  Journal(*lane_).read(0, 0, [&](const Event& e) {
    writer_.project(e);
    return true;
  });
  writer_.forget();
  std::vector<std::string> differ;
  for (const auto& [t, digest] : before)
    if (digestOf(*lane_, t) != digest) differ.push_back(t);
  if (!check) {
    noteLineageRebuilt(*lane_);
    transaction.commit();
  }
  return differ;
}

}  // namespace isotrail
