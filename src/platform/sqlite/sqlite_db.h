#pragma once
// The Db port on SQLite: WAL, synchronous FULL, foreign keys; STRICT tables make a wrong type an error.
#include <memory>
#include <string>

#include "base/ports.h"

namespace isotrail {

class SqliteSource final : public DbSource {
 public:
  /// unchanging: a file that nobody writes (a backup) is read without a byte beside or in it changing.
  enum class Access { writing, unchanging };
  /// `path` of a file; ":memory:" opens one shared in-memory database that lives as long as this source.
  explicit SqliteSource(std::string path, Access access = Access::writing);
  ~SqliteSource() override;
  std::unique_ptr<Db> connect() override;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  Access access_;
  std::unique_ptr<Db> keeper_;  // keeps an in-memory database alive
};

}  // namespace isotrail
