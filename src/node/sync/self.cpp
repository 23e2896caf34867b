#include "node/sync/self.h"

#include "ledger/log/tiles.h"
#include "node/sync/exchange.h"

namespace isotrail::sync {
namespace {

/// The same segment sent again is the same command; another is another.
std::string commandId(const char* what, const Json& body) { return std::string(what) + "-" + sha256Hex(body.dump()).substr(0, 32); }

Json without(const Json& body, const char* key) {
  Json out = Json::object();
  for (const auto& [k, v] : body.members())
    if (k != key) out.set(k, v);
  return out;
}

}  // namespace

std::string firstKey(Node& node) {
  std::string first;
  node.desk().read([&](Db& db) { first = keyHistory(db).keys().front().key; });
  return first.empty() ? node.publicKey() : first;
}

Json selfOf(Node& node) {
  std::int64_t entries = 0;
  node.desk().read([&](Db& db) { entries = Journal(db).lastSeq(); });
  const std::string first = firstKey(node);
  return Json::object({{"node", nodeName(first)}, {"first_key", first}, {"entries", entries}, {"now", node.desk().now().iso()}});
}

Json Pushed::json() const { return Json::object({{"sent", sent}, {"held", held}, {"entries", entries}, {"forked", forked}}); }

Result<Pushed> push(Node& node, Hub& hub) {
  const SignedCheckpoint checkpoint = node.log().checkpoint();
  const std::string name = nodeName(firstKey(node));
  auto known = hub.get("sync/nodes/" + name);
  if (!known) return known.refusal();
  Pushed done{0, (*known)["held"].integer(), checkpoint.checkpoint.size, false};
  if (done.held > done.entries) return Refusal::of("SYNC_BEHIND", Json::object({{"held", done.held}, {"entries", done.entries}}));
  while (done.held < done.entries && !done.forked) {
    Json segment;
    node.desk().read([&](Db& db) { segment = sealSegment(db, checkpoint, done.held, node.desk().now()); });
    const auto to = done.held + static_cast<std::int64_t>(segment["entries"].size());
    auto taken = hub.command("sync/receive-segment", commandId("segment", segment), segment);
    if (!taken && taken.refusal().code == "SYNC_KNOWN")
      done.held = to;
    else if (!taken)
      return taken.refusal();
    else if ((*taken)["state"].text() == "forked")
      done.forked = true;
    else {
      done.held = (*taken)["held"].integer();
      done.sent += static_cast<std::int64_t>(segment["entries"].size());
    }
  }
  return done;
}

Result<Json> pull(Node& node, Hub& hub, const std::string& hub_node, const Caller& caller) {
  const std::string name = nodeName(firstKey(node));
  std::int64_t taken = 0, after = 0;
  for (;;) {
    node.desk().read([&](Db& db) { after = std::max(after, heldOf(db, hub_node).size); });
    auto answer = hub.get("sync/notices?node=" + name + "&after=" + std::to_string(after));
    if (!answer) return answer.refusal();
    if ((*answer)["hub"].text() != hub_node) return Refusal::of("SYNC_NODE_UNKNOWN", Json::object({{"node", (*answer)["hub"].text().substr(0, 64)}}));
    const auto upto = (*answer)["upto"].integer();
    if ((*answer)["notices"].size() > 0) {
      const Json body = without(*answer, "upto");
      auto kept = node.desk().submit(caller, {"sync/take-notices", body, commandId("notices", body), {}, {}, false});
      if (!kept && kept.refusal().code != "SYNC_KNOWN") return kept.refusal();
      if (kept) taken += kept->answer["result"]["taken"].integer();
    }
    const auto size = SignedCheckpoint::parse((*answer)["note"].text());
    if (!size || upto >= size->checkpoint.size || upto <= after) return Json::object({{"hub", hub_node}, {"taken", taken}, {"upto", upto}});
    after = upto;
  }
}

}  // namespace isotrail::sync
