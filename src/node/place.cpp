#include "node/place.h"

#include <cstdlib>
#include <filesystem>

#include "base/check.h"
#include "base/id.h"
#include "ledger/tables.h"
#include "platform/postgres/postgres_db.h"
#include "platform/sqlite/sqlite_db.h"

namespace isotrail {

bool Place::isServer() const { return isPostgresUri(where); }

std::string Place::shown() const { return isServer() ? shownPostgresUri(where) : where; }

std::string Place::keyFile() const {
  if (isMemory()) return {};
  if (isFile()) return where + ".key";
  const char* named = std::getenv("ISOTRAIL_KEY");
  if (named && *named) return named;
  const std::string uri = shown();
  const std::string database = uri.substr(uri.rfind('/') + 1);
  return "var/" + (isIdText(database) ? database : "isotrail") + ".key";
}

std::string Place::vaultFile() const {
  const std::string key = keyFile();
  if (key.empty()) return key;
  return (key.ends_with(".key") ? key.substr(0, key.size() - 4) : key) + ".vault";
}

std::unique_ptr<DbSource> openPlace(const Place& place, bool must_exist) {
  const Fault none("NO_DATABASE", "there is no database at " + place.shown());
  if (place.isServer()) {
    auto source = std::make_unique<PostgresSource>(place.where);
    if (tableNames(*source->connect()).empty() && must_exist) throw none;
    return source;
  }
  std::error_code error;
  if (must_exist && place.isFile() && !std::filesystem::is_regular_file(place.where, error)) throw none;
  return std::make_unique<SqliteSource>(place.where);
}

std::shared_ptr<void> watchCommits(const Place& place, std::function<void()> hint) {
  if (!place.isServer()) return nullptr;
  return std::make_shared<CommitWatch>(place.where, std::move(hint));
}

}  // namespace isotrail
