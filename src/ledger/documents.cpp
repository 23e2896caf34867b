#include "ledger/documents.h"

#include <map>

#include "base/hash.h"
#include "ledger/journal.h"

namespace isotrail {
namespace {

/// Every entry of a type, in append order; an index serves it.
void each(Db& db, const char* type, const std::function<void(const Event&)>& use) {
  for (const auto& row : db.query("SELECT seq FROM event WHERE type=$1 ORDER BY seq", {type}))
    if (const auto e = Journal(db).bySeq(row.integer(0))) use(*e);
}

std::string key(const Event& e) { return e.payload["sha256"].text() + " " + e.payload["about"].text(); }

}  // namespace

std::string keepDocument(Db& db, const std::string& bytes) {
  std::string sha256 = sha256Hex(bytes);
  db.exec("INSERT INTO document_bytes(sha256,bytes) VALUES($1,$2) ON CONFLICT(sha256) DO NOTHING", {sha256, Blob(bytes.begin(), bytes.end())});
  return sha256;
}

std::optional<std::string> documentBytes(Db& db, const std::string& sha256) {
  const auto rows = db.query("SELECT bytes FROM document_bytes WHERE sha256=$1", {sha256});
  if (rows.empty()) return std::nullopt;
  const Blob& b = rows[0].blob(0);
  return std::string(b.begin(), b.end());
}

void removeDocument(Db& db, const std::string& sha256) { db.exec("DELETE FROM document_bytes WHERE sha256=$1", {sha256}); }

std::optional<DocumentProblem> documentProblem(Db& db) {
  std::map<std::string, Event> kept;  // by hash and what it is about
  each(db, kAttached, [&](const Event& e) { kept.insert_or_assign(key(e), e); });
  each(db, kRemoved, [&](const Event& e) {
    const auto found = kept.find(key(e));
    if (found != kept.end() && found->second.seq < e.seq) kept.erase(found);
  });
  std::map<std::int64_t, const Event*> in_order;
  for (const auto& [name, e] : kept) in_order.emplace(e.seq, &e);
  for (const auto& [seq, e] : in_order) {
    const std::string& sha256 = e->payload["sha256"].text();
    const auto bytes = documentBytes(db, sha256);
    if (bytes && sha256Hex(*bytes) == sha256) continue;
    return DocumentProblem{seq, e->id, e->site.str(),
                           "document \"" + e->payload["title"].text() + "\" (" + sha256.substr(0, 16) + ") is " + (bytes ? "altered" : "missing")};
  }
  return std::nullopt;
}

}  // namespace isotrail
