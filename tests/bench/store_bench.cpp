// Durable commands with gates, entry, chain, log and projections against rows of the raw engine, in commits of the same size,
// on both engines. The raw rows are hash-chained too, with a unique key and an edge each. And against the rows alone that such a command
// leaves, in the same tables and prepared before: what the engine takes whatever the program does.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "base/hash.h"
#include "ledger/migrations.h"
#include "node/node.h"
#include "node/record_check.h"
#include "tests/bench/bench.h"
#include "tests/support/postgres_server.h"

namespace isotrail::bench {
namespace {

constexpr int kRows = 400;  // of each in one round

class Ours {
 public:
  explicit Ours(const std::string& where) : node_(where) {
    take({submission("identity/register-organisation", {{"org", "o"}, {"name", "o"}, {"kind", "maker"}, {"jurisdiction", "CN"}})});
    take({submission("identity/register-person",
                     {{"person", "p"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "o"}, {"roles", Json(Json::Array{Json("qp")})}})});
  }
  void write(int count, int group) {
    for (int done = 0; done < count; done += group) {
      std::vector<Submission> all;
      for (int i = 0; i < group; ++i) all.push_back(grant());
      take(all);
    }
  }
  void check() {
    node_.desk().read([&](Db& db) {
      const auto found = checkRecord(db, {node_.publicKey(), {}});
      if (!found.report.ok || found.report.entries != commands_) throw std::runtime_error("the record is not what was acknowledged");
    });
  }

 private:
  Submission submission(const char* command, std::initializer_list<std::pair<const char*, Json>> body) {
    // Ids in the order of time, as the web application's are.
    return {command, Json::object(body), "bench-" + std::to_string(1'000'000 + ++commands_), {}, {}, false};
  }
  Submission grant() {
    return submission("identity/grant-qualification", {{"person", "p"},
                                                       {"qualification", "q" + std::to_string(commands_)},
                                                       {"authority", std::string(400, 'a')},  // an entry of about 1 kB
                                                       {"valid_from", "2025-01-01T00:00:00Z"},
                                                       {"valid_until", "2026-01-01T00:00:00Z"}});
  }
  void take(const std::vector<Submission>& all) {
    if (auto answer = node_.desk().submitAll(Node::operatorCaller(), all); !answer) throw std::runtime_error(answer.refusal().code);
  }
  Node node_;
  int commands_ = 0;
};

class Raw {
 public:
  explicit Raw(const std::string& where) : source_(openPlace(Place(where), false)), db_(source_->connect()) {
    db_->exec("CREATE TABLE row(seq INTEGER PRIMARY KEY,id TEXT NOT NULL UNIQUE,hash BYTEA NOT NULL,bytes BYTEA NOT NULL)");
    db_->exec("CREATE TABLE edge(parent INTEGER NOT NULL,child INTEGER NOT NULL,PRIMARY KEY(parent,child))");
  }
  void write(int count, int group) {
    for (int done = 0; done < count; done += group) {
      db_->begin();
      for (int i = 0; i < group; ++i) row();
      db_->commit();
    }
  }

 private:
  void row() {
    last_ = sha256Hex(last_ + payload_);
    const std::string bytes = last_ + payload_;
    const std::int64_t n = ++rows_;
    db_->exec("INSERT INTO row(seq,id,hash,bytes) VALUES($1,$2,$3,$4)",
              {n, "id-" + std::to_string(n), Blob(last_.begin(), last_.end()), Blob(bytes.begin(), bytes.end())});
    db_->exec("INSERT INTO edge(parent,child) VALUES($1,$2)", {n - 1, n});
  }
  std::unique_ptr<DbSource> source_;
  std::unique_ptr<Db> db_;
  std::string last_, payload_ = std::string(900, 'x');
  std::int64_t rows_ = 0;
};

/// The rows that Ours leaves, known before they are timed.
class SameRows {
 public:
  explicit SameRows(const std::string& where) : source_(openPlace(Place(where), false)), db_(source_->connect()) { migrate(*db_); }
  void prepare(int count) {
    rows_.clear();
    for (int i = 0; i < count; ++i) rows_.push_back(next());
  }
  void write(int group) {
    for (std::size_t done = 0; done < rows_.size(); done += static_cast<std::size_t>(group)) {
      db_->begin();
      for (int i = 0; i < group; ++i)
        for (const auto& [sql, values] : rows_[done + static_cast<std::size_t>(i)]) db_->post(sql, values);
      db_->post(
          "INSERT INTO site_head(site,position,hash) VALUES($1,$2,$3) ON CONFLICT(site) DO UPDATE SET position=excluded.position,"
          "hash=excluded.hash",
          {"site", last_, std::string(64, 'f')});
      db_->commit();
    }
  }

 private:
  using Statements = std::vector<std::pair<std::string, std::vector<DbValue>>>;
  Statements next() {
    const std::int64_t n = ++last_;
    const std::string id = std::to_string(10'000'000 + n), hash = std::string(64, 'f');
    return {
        {"INSERT INTO event(seq,id,site,position,stream,version,type,command_id,bytes,hash) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
         {n, id + std::string(24, '0'), "site", n, "identity/p", n, "identity.QualificationGranted", "bench-" + id, Blob(1'000, 'x'), Blob(32, 'h')}},
        {"INSERT INTO identity_qualification(id,parent,state,doc) VALUES($1,$2,$3,$4)", {"p/q" + id, "p", "", std::string(600, 'd')}},
        {"INSERT INTO command(command_id,actor,name,body_hash,first_seq,hashes,result,recorded_at) VALUES($1,$2,$3,$4,$5,$6,$7,$8)",
         {"bench-" + id, "operator", "identity/grant-qualification", hash, n, hash, "{}", n}}};
  }
  std::unique_ptr<DbSource> source_;
  std::unique_ptr<Db> db_;
  std::vector<Statements> rows_;
  std::int64_t last_ = 0;
};

void engineBench(const std::string& name, const std::string& ours_at, const std::string& raw_at, const std::string& same_at) {
  Ours ours(ours_at);
  Raw raw(raw_at);
  SameRows same(same_at);
  for (const int group : {1, 10, 100}) {
    const std::string of = name + ", " + std::to_string(group), commits = name + ", " + std::to_string(group) + " a commit";
    compare(
        "durable entry, " + of, kRows, [&] { ours.write(kRows, group); }, "raw " + commits, [&] { raw.write(kRows, group); }, 5);
    compare(
        "the rows of an entry, " + of, kRows, [&] { same.write(group); }, "raw " + commits, [&] { raw.write(kRows, group); }, 5,
        [&] { same.prepare(kRows); });
  }
  ours.check();
}

}  // namespace

void storeBench() {
  const auto folder = std::filesystem::temp_directory_path() / "isotrail-store-bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  ::setenv("ISOTRAIL_KEY", (folder / "server.key").c_str(), 1);
  engineBench("SQLite", (folder / "ours.db").string(), (folder / "raw.db").string(), (folder / "same.db").string());
  test::PostgresServer server(test::PostgresServer::Flush::always);
  engineBench("PostgreSQL", server.freshDatabase(), server.freshDatabase(), server.freshDatabase());
  std::filesystem::remove_all(folder);
}

}  // namespace isotrail::bench
