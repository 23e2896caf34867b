// A durable command with gates, entry, chain and projections against one durable row of raw SQLite; verification against hashing
// the same bytes; a rebuild against verification.
#include <filesystem>
#include <stdexcept>

#include "base/hash.h"
#include "node/node.h"
#include "platform/sqlite/sqlite_db.h"
#include "tests/bench/bench.h"

namespace isotrail::bench {
namespace {

constexpr int kCommands = 200;

std::string scratch(const char* name) {
  const auto file = std::filesystem::temp_directory_path() / name;
  for (const char* tail : {"", "-wal", "-shm", ".key"}) std::filesystem::remove(file.string() + tail);
  return file.string();
}

void mustSubmit(Node& node, const std::string& command, Json body, const std::string& id) {
  auto answer = node.desk().submit(Node::operatorCaller(), Submission{command, std::move(body), id, {}, {}, false});
  if (!answer) throw std::runtime_error(command + " was refused: " + answer.refusal().code);
}

void grant(Node& node, int n) {
  mustSubmit(node, "identity/grant-qualification",
             Json::object({{"person", "p"},
                           {"qualification", "q" + std::to_string(n)},
                           {"authority", "bench"},
                           {"valid_from", "2025-01-01T00:00:00Z"},
                           {"valid_until", "2026-01-01T00:00:00Z"}}),
             "bench-" + std::to_string(n));
}

}  // namespace

void ledgerBench() {
  Node node(scratch("isotrail-bench.db"));
  mustSubmit(node, "identity/register-organisation", Json::object({{"org", "o"}, {"name", "o"}, {"kind", "maker"}, {"jurisdiction", "CN"}}),
             "bench-org");
  mustSubmit(node, "identity/register-person",
             Json::object({{"person", "p"}, {"family_name", "F"}, {"given_name", "G"}, {"org", "o"}, {"roles", Json(Json::Array{Json("qp")})}}),
             "bench-person");
  SqliteSource raw_source(scratch("isotrail-bench-raw.db"));
  auto raw = raw_source.connect();
  raw->exec("CREATE TABLE row(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL)");
  const std::string payload(900, 'x');
  int n = 0, r = 0;
  compare(
      "durable command", kCommands,
      [&] {
        for (int i = 0; i < kCommands; ++i) grant(node, ++n);
      },
      "raw SQLite, one row a commit, WAL, FULL",
      [&] {
        for (int i = 0; i < kCommands; ++i) {
          raw->begin();
          raw->exec("INSERT INTO row(id,bytes) VALUES($1,$2)", {"id-" + std::to_string(++r), payload});
          raw->commit();
        }
      },
      5);
  auto db = node.source().connect();
  std::vector<std::string> all;
  Journal(*db).read(0, 0, [&](const Event& e) {
    all.push_back(e.bytes);
    return true;
  });
  if (!Journal(*db).verify().ok) throw std::runtime_error("the chain does not verify");
  const auto entries = static_cast<double>(all.size());
  compare(
      "verify an entry", entries, [&] { (void)Journal(*db).verify(); }, "SHA-256 over the same bytes",
      [&] {
        for (const auto& b : all) (void)sha256(b);
      });
  compare(
      "rebuild an entry", entries, [&] { (void)node.desk().rebuild(true); }, "verify", [&] { (void)Journal(*db).verify(); }, 3);
}

}  // namespace isotrail::bench
