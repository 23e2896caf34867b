#pragma once
// Three nodes of etcd, Patroni and PostgreSQL on loopback ports, made from deploy/cluster as an operator makes them. As root they
// run as an unprivileged user.
#include <sys/types.h>

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isotrail::test {

class Cluster {
 public:
  static constexpr int kNodes = 3;
  /// Starts everything and waits for a leader and two replicas, one of them synchronous. Throws std::runtime_error with their words.
  Cluster();
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  /// What --db takes: every node, whoever takes writes. The database is there, and empty.
  const std::string& uri() const { return uri_; }
  std::optional<int> leader() const;
  /// A leader and two replicas, one synchronous, within `seconds`.
  bool whole(int seconds) const;

  /// As if the machine were gone: etcd, Patroni and every process of PostgreSQL killed.
  void loseMachine(int node);
  /// Only PostgreSQL's first process.
  void killPostgres(int node);
  /// Patroni and PostgreSQL stand still, and go on: a machine that hung.
  void freeze(int node);
  void thaw(int node);
  /// What was lost starts again.
  void bringBack(int node);

 private:
  struct Member {
    std::string name;
    int sql = 0, rest = 0, client = 0, peer = 0;
    pid_t etcd = 0, patroni = 0;
  };
  void render();
  void startEtcd(Member& member);
  void startPatroni(Member& member);
  void makeDatabase() const;
  int answers(const Member& member, const std::string& path) const;
  std::vector<pid_t> postgresOf(const Member& member) const;
  pid_t postmasterOf(const Member& member) const;
  pid_t run(const Member& member, const std::string& log, const std::vector<std::string>& command, const std::vector<std::string>& environment) const;
  std::string words() const;

  std::filesystem::path folder_;
  std::array<Member, kNodes> members_;
  std::string uri_;
};

}  // namespace isotrail::test
