// Thirty-two writers at once, one entry a command, each acknowledged after its flush: against rows of raw SQLite in commits of ten, and
// against pgbench's 32 clients that insert one row each.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "node/node.h"
#include "node/record_check.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/bench/bench.h"
#include "tests/support/postgres_server.h"

namespace isotrail::bench {
namespace {

constexpr int kWriters = 32, kEach = 40, kAll = kWriters * kEach;

class Writers {
 public:
  explicit Writers(const std::string& where) : node_(where) {
    one(submission("identity/register-organisation", {{"org", "o"}, {"name", "o"}, {"kind", "maker"}, {"jurisdiction", "CN"}}));
    for (int i = 0; i < kWriters; ++i)
      one(submission(
          "identity/register-person",
          {{"person", "p" + std::to_string(i)}, {"family_name", "F"}, {"given_name", "G"}, {"org", "o"}, {"roles", Json(Json::Array{Json("qp")})}}));
    entries_ = 1 + kWriters;
  }
  /// Every writer sends his next command when the one before was acknowledged.
  void write() {
    std::vector<std::thread> writers;
    const int round = ++rounds_;
    for (int w = 0; w < kWriters; ++w)
      writers.emplace_back([this, w, round] {
        for (int i = 0; i < kEach; ++i) one(grant(w, round * kEach + i));
      });
    for (auto& t : writers) t.join();
    entries_ += kAll;
  }
  void check() {
    node_.desk().read([&](Db& db) {
      const auto found = checkRecord(db, {node_.publicKey(), {}});
      if (!found.report.ok || found.report.entries != entries_) throw std::runtime_error("the record is not what was acknowledged");
    });
  }

 private:
  static Submission submission(const char* command, Json body, const std::string& id) { return {command, std::move(body), id, {}, {}, false}; }
  Submission submission(const char* command, std::initializer_list<std::pair<const char*, Json>> body) {
    return submission(command, Json::object(body), "bench-" + std::to_string(++commands_));
  }
  /// Its id in the order of time, as the web application's are.
  Submission grant(int writer, int n) {
    const std::string name = std::to_string(writer) + "-" + std::to_string(n);
    return submission("identity/grant-qualification",
                      Json::object({{"person", "p" + std::to_string(writer)},
                                    {"qualification", "q" + name},
                                    {"authority", std::string(400, 'a')},  // an entry of about 1 kB
                                    {"valid_from", "2025-01-01T00:00:00Z"},
                                    {"valid_until", "2026-01-01T00:00:00Z"}}),
                      "grant-" + std::to_string(1'000'000 + ++granted_));
  }
  void one(const Submission& s) {
    if (auto answer = node_.desk().submit(Node::operatorCaller(), s); !answer) throw std::runtime_error(answer.refusal().code);
  }
  Node node_;
  int commands_ = 0, rounds_ = 0;
  std::atomic<int> granted_{0};
  std::int64_t entries_ = 0;
};

/// Rows of 1 kB with a key and an edge, ten a commit.
void rawTens(Db& db, std::int64_t& rows) {
  const std::string bytes(1000, 'x');
  for (int done = 0; done < kAll; done += 10) {
    db.begin();
    for (int i = 0; i < 10; ++i) {
      const std::int64_t n = ++rows;
      db.exec("INSERT INTO row(seq,id,bytes) VALUES($1,$2,$3)", {n, "id-" + std::to_string(n), Blob(bytes.begin(), bytes.end())});
      db.exec("INSERT INTO edge(parent,child) VALUES($1,$2)", {n - 1, n});
    }
    db.commit();
  }
}

/// pgbench's clients insert as many rows as our writers entries.
void pgbench(const std::string& uri, const std::string& script) {
  const std::string command =
      "pgbench -n -c " + std::to_string(kWriters) + " -j 2 -t " + std::to_string(kEach) + " -f " + script + " '" + uri + "' >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("pgbench failed");
}

}  // namespace

void groupBench() {
  const auto folder = std::filesystem::temp_directory_path() / "isotrail-group-bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  ::setenv("ISOTRAIL_KEY", (folder / "server.key").c_str(), 1);
  {
    Writers ours((folder / "ours.db").string());
    SqliteSource source((folder / "raw.db").string());
    auto raw = source.connect();
    raw->exec("CREATE TABLE row(seq INTEGER PRIMARY KEY,id TEXT NOT NULL UNIQUE,bytes BLOB NOT NULL)");
    raw->exec("CREATE TABLE edge(parent INTEGER NOT NULL,child INTEGER NOT NULL,PRIMARY KEY(parent,child))");
    std::int64_t rows = 0;
    compare(
        "32 writers, SQLite", kAll, [&] { ours.write(); }, "raw SQLite, 10 a commit", [&] { rawTens(*raw, rows); }, 5);
    ours.check();
  }
  test::PostgresServer server(test::PostgresServer::Flush::always);
  Writers ours(server.freshDatabase());
  const std::string theirs = server.freshDatabase();
  openPlace(Place(theirs), false)->connect()->exec("CREATE TABLE row(seq BIGSERIAL PRIMARY KEY,bytes TEXT NOT NULL)");
  const std::string script = (folder / "row.sql").string();
  std::ofstream(script) << "INSERT INTO row(bytes) VALUES(repeat('x',1000));\n";
  compare(
      "32 writers, PostgreSQL", kAll, [&] { ours.write(); }, "pgbench, 32 clients, one row each", [&] { pgbench(theirs, script); }, 5);
  ours.check();
  std::filesystem::remove_all(folder);
}

}  // namespace isotrail::bench
