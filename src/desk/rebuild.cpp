// Every projection dropped and folded again from the record.
#include <algorithm>
#include <map>

#include "desk/desk.h"
#include "ledger/log/tiles.h"

namespace isotrail {
namespace {

std::string digestOf(Db& db, const std::string& table) {
  std::vector<std::string> lines;
  for (const auto& row : db.query("SELECT * FROM " + table)) {
    std::string line;
    for (const auto& v : row.values()) {
      if (auto* t = std::get_if<std::string>(&v)) line += "t" + *t;
      if (auto* n = std::get_if<std::int64_t>(&v)) line += "i" + std::to_string(*n);
      if (auto* d = std::get_if<double>(&v)) line += "r" + Json(*d).dump();
      if (auto* b = std::get_if<Blob>(&v)) line += "b" + hex({reinterpret_cast<const char*>(b->data()), b->size()});
      line += '\x1f';
    }
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const auto& l : lines) all += l + '\n';
  return sha256Hex(all);
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
