#include "node/log/evidence.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/check.h"
#include "base/embedded.h"
#include "ledger/documents.h"
#include "ledger/log/tiles.h"
#include "node/log/bundle.h"
#include "trace/trace.h"

namespace isotrail {
namespace {

constexpr std::string_view kPage = "data/evidence/page.html", kPlace = "{{evidence}}";

Json base64Json(const Digest& d) { return crypto::base64({reinterpret_cast<const char*>(d.data()), d.size()}); }

/// Gathers entries by number, each as the caller may read it, with its path to the root at `size`.
class Gathering {
 public:
  Gathering(Desk& desk, Db& db, const Caller& caller, const std::string& language, std::int64_t size)
      : desk_(desk), db_(db), caller_(caller), language_(language), size_(size), tiles_(db) {}

  Result<Json> view(const char* room, const char* name, const std::string& id, std::map<std::string, std::string> params = {}) {
    return desk_.view(caller_, room, name, ViewRequest{db_, caller_, desk_.now(), id, std::move(params), language_});
  }

  /// The entry and the signatures it asks for; one the caller may not see is left out.
  void add(const std::string& id) {
    const auto shown = view("audit", "entries", id);
    if (!shown) return;
    const Json& e = *shown;
    const std::int64_t seq = e["seq"].integer();
    if (seq > size_ || entries_.contains(seq)) return;
    Json path = Json::array();
    for (const Digest& d : tiles_.inclusion(seq - 1, size_)) path.push(base64Json(d));
    entries_[seq] = Json::object({{"seq", seq},
                                  {"id", id},
                                  {"type", e["type"]},
                                  {"at", e["at"]},
                                  {"text", e["text"]},
                                  {"bytes", e["stored"]},
                                  {"leaf_hash", base64Json(tiles_.leaf(seq - 1))},
                                  {"path", std::move(path)}});
    if (const auto event = Journal(db_).byId(id)) {
      if (event->is(kAttached) && e["stored"].isString()) named_.push_back(*event);
      for (const auto& signature : event->signatures) add(signature);
    }
  }
  /// What the entries name: each document's bytes, or why they are not here. DOCUMENT_BROKEN.
  Result<Json> documents() {
    Json list = Json::array();
    for (const Event& e : named_) {
      const std::string& sha256 = e.payload["sha256"].text();
      const auto kept = view("documents", "documents", sha256);
      if (!kept && kept.refusal().code == "DOCUMENT_BROKEN") return kept.refusal();
      list.push(Json::object({{"entry", e.id},
                              {"sha256", sha256},
                              {"title", e.payload["title"]},
                              {"state", kept         ? "kept"
                                        : removed(e) ? "removed"
                                                     : "withheld"},
                              {"bytes", kept ? (*kept)["content"] : Json()}}));
    }
    return list;
  }
  Json all() const {
    Json list = Json::array();
    for (const auto& [seq, e] : entries_) list.push(e);
    return list;
  }

 private:
  bool removed(const Event& attached) {
    const auto about = view("documents", "documents", "", {{"about", attached.payload["about"].text()}});
    if (!about) return false;
    const auto& all = (*about)["documents"].items();
    return std::any_of(all.begin(), all.end(),
                       [&](const Json& d) { return d["sha256"] == attached.payload["sha256"] && d["state"].text() == "removed"; });
  }

  Desk& desk_;
  Db& db_;
  const Caller& caller_;
  const std::string& language_;
  std::int64_t size_;
  LogTiles tiles_;
  std::map<std::int64_t, Json> entries_;
  std::vector<Event> named_;  // entries that name a document
};

}  // namespace

Result<Json> makeEvidence(Desk& desk, NodeLog& log, const Caller& caller, const std::string& item, const std::string& language) {
  const SignedCheckpoint c = log.checkpoint();
  const std::string log_key = log.verifierKey();
  Result<Json> out = Json();
  desk.read([&](Db& db) {
    Gathering gathering(desk, db, caller, language, c.checkpoint.size);
    const auto trace = gathering.view("trace", "back", "", {{"item", item}});
    if (!trace) {
      out = trace.refusal();
      return;
    }
    for (const auto& e : (*trace)["events"].items()) gathering.add(e["id"].text());
    for (const std::int64_t seq : entriesAbout(db, item))  // a trace names of a lot only where it came from
      if (const auto e = Journal(db).bySeq(seq)) gathering.add(e->id);
    auto documents = gathering.documents();
    if (!documents) {
      out = documents.refusal();
      return;
    }
    Json keys = Json::array();
    const KeyHistory history = keyHistory(db);
    for (const auto& k : history.keys())
      if (!k.key.empty()) keys.push(keyJson(k));
    out = Json::object({{"format", "isotrail evidence 1"},
                        {"subject", item},
                        {"language", language},
                        {"made_at", desk.now().iso()},
                        {"origin", c.checkpoint.origin},
                        {"log_key", log_key},
                        {"checkpoint", c.note.dump()},
                        {"keys", keys},
                        {"entries", gathering.all()},
                        {"documents", std::move(*documents)}});
  });
  return out;
}

std::string evidencePage(const Json& evidence) {
  std::string page(embeddedText(kPage));
  const auto at = page.find(kPlace);
  if (at == std::string::npos) throw Fault("EVIDENCE_PAGE", "this build has no evidence page");
  // Inside a script element only "<" could end it.
  std::string json;
  for (const char ch : evidence.dump()) ch == '<' ? json += "\\u003c" : json += ch;
  return page.replace(at, kPlace.size(), json);
}

}  // namespace isotrail
