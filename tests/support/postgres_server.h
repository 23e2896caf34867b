#pragma once
// A PostgreSQL server of the test's own: in a temporary folder, reachable through a unix socket only, gone with the test
// program. As root it runs as an unprivileged user, because PostgreSQL refuses root.
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace isotrail::test {

class PostgresServer {
 public:
  /// `always`: commits reach the disk as in use. `never` is quicker, for tests that do not cut the power.
  enum class Flush { never, always };
  /// Makes the cluster and starts it. Throws std::runtime_error with the server's own words when that fails.
  explicit PostgresServer(Flush flush = Flush::never);
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  /// The uri of a new, empty database.
  std::string freshDatabase();
  std::string uri(const std::string& database) const;
  /// As after a power cut: every process of it killed, nothing flushed by it.
  void kill();
  /// kill -9 of the server and of each of its processes.
  void killHard();
  void start();
  /// All its processes stand still, as those of a machine that hangs, until thaw().
  void freeze();
  void thaw();

 private:
  std::vector<pid_t> processes() const;
  pid_t run(const std::string& program, const std::vector<std::string>& arguments) const;
  std::string log() const;

  Flush flush_;
  std::filesystem::path folder_;
  pid_t server_ = 0;
  int databases_ = 0;
};

/// One for the whole test program, started when it is first asked for.
PostgresServer& postgresServer();

}  // namespace isotrail::test
