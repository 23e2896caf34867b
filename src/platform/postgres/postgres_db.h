#pragma once
// The Db port on PostgreSQL 15 or newer, through libpq. begin() takes the node's one write lane, held until commit or
// rollback, also against other programs on the same database.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/ports.h"

namespace isotrail {

class PostgresSource final : public DbSource {
 public:
  /// `uri` as libpq reads it: postgresql://user@host:port/database, several hosts allowed (the one that takes writes is used).
  explicit PostgresSource(std::string uri);
  /// Throws Fault DB_OPEN: no answer, refused, older than 15, or a database whose encoding is not UTF-8; once a connection has
  /// stood, DbLost. While the server is away one connection at a time asks for it: for the others DbAway, at once.
  std::unique_ptr<Db> connect() override;

  class Door;

 private:
  std::shared_ptr<Door> door_;
};

bool isPostgresUri(std::string_view where);
/// "postgresql://host:port/database" without user's password or options, for people and logs; "postgresql:" when libpq cannot
/// read the uri.
std::string shownPostgresUri(const std::string& uri);

/// Calls `hint` from a thread of its own after commits of anybody on this database, and after the connection came back. Only a
/// hint: it may come late, twice or never, so that whoever waits also looks by himself.
class CommitWatch {
 public:
  CommitWatch(std::string uri, std::function<void()> hint);
  ~CommitWatch();

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace isotrail
