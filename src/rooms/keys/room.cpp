#include "rooms/keys/room.h"

#include "desk/words.h"
#include "ledger/journal.h"
#include "ledger/log/keys.h"
#include "rooms/keys/commands.h"
#include "rooms/keys/facts.h"

namespace isotrail::keys {
namespace {

/// Keys belong to the node, not to a site.
const SiteId kRegistry("registry");
constexpr const char* kLossAcknowledged = "keys.LossAcknowledged";

Verdict rotateNodeKey(Act& act, const RotateNodeKey& c) {
  const auto next = nextKey(act.db());
  const auto in_force = nodeKeyAt(act.db(), Journal(act.db()).lastSeq() + 1);
  // A key that was brought in already, or prepared to follow another, is none.
  const bool waits = next && (!in_force || *in_force == next->old_key);
  if (!act.gates().check(waits, "NO_NEXT_KEY", "KEY-01", "house rule")) return Done{};
  act.reason(c.reason);
  act.emit(kRegistry, "keys/node", "keys.NodeKeyRotated", Json::object({{"old_key", next->old_key}, {"new_key", next->key}, {"proof", next->proof}}));
  act.answer(Json::object({{"old_key", next->old_key}, {"new_key", next->key}}));
  return Done{};
}

Verdict declareCompromised(Act& act, const DeclareCompromised& c) {
  const KeyHistory history = keyHistory(act.db());
  const NodeKey* key = history.find(c.key);
  if (!key) return notFound("key", c.key);
  if (c.since > act.now()) return Refusal::field({"since", "BAD_VALUE", c.since.iso(), "an instant that has been", 0, 0});
  act.gates().check(key->until_seq != 0, "KEY_IN_FORCE", "KEY-02", "house rule", Json::object({{"key", c.key}}));
  if (key->compromised_since && *key->compromised_since <= c.since) return alreadyExists("since", key->compromised_since->iso());
  act.reason(c.reason);
  act.emit(kRegistry, "keys/node", "keys.NodeKeyCompromised", Json::object({{"key", c.key}, {"since", c.since.iso()}}));
  return Done{};
}

Verdict acknowledgeLoss(Act& act, const AcknowledgeLoss& c) {
  if (c.reason.find_first_not_of(" \t\r\n") == std::string::npos) return Refusal::field({"reason", "BAD_VALUE", "", "what happened", 0, 0});
  const auto loss = openLoss(act.db());
  if (!act.gates().check(loss.has_value(), "NO_LOSS", "KEY-03", "house rule")) return Done{};
  act.db().exec("DELETE FROM node WHERE name='lost_tail'");
  act.reason(c.reason);
  act.emit(kRegistry, "keys/node", kLossAcknowledged, *loss);
  act.answer(*loss);
  return Done{};
}

Result<Json> historyView(ViewRequest& q) {
  Json list = Json::array();
  const KeyHistory history = keyHistory(q.db);
  for (const auto& k : history.keys()) {
    if (k.key.empty()) continue;  // no rotation on record: GET /api/v1/about names the one key
    list.push(Json::object({{"key", k.key},
                            {"after_seq", k.after_seq},
                            {"until_seq", k.until_seq == 0 ? Json() : Json(k.until_seq)},
                            {"compromised_since", isoOrNull(k.compromised_since)}}));
  }
  return Json::object({{"keys", list}});
}

}  // namespace

std::optional<NextKey> nextKey(Db& db) {
  const auto rows = db.query("SELECT value FROM node WHERE name='next_key'");
  if (rows.empty()) return std::nullopt;
  const Json j = rows[0].json(0);
  return NextKey{j["old_key"].text(), j["key"].text(), j["proof"].text()};
}

void prepareNextKey(Db& db, const NextKey& next) {
  const Json value = Json::object({{"old_key", next.old_key}, {"key", next.key}, {"proof", next.proof}});
  db.exec("INSERT INTO node(name,value) VALUES('next_key',$1) ON CONFLICT(name) DO UPDATE SET value=excluded.value", {value.dump()});
}

std::optional<Json> openLoss(Db& db) {
  const auto rows = db.query("SELECT value FROM node WHERE name='lost_tail'");
  if (rows.empty()) return std::nullopt;
  return rows[0].json(0);
}

void noteLoss(Db& db, const Json& loss) {
  db.exec("INSERT INTO node(name,value) VALUES('lost_tail',$1) ON CONFLICT(name) DO UPDATE SET value=excluded.value", {loss.dump()});
}

bool lossAcknowledged(Db& db, std::int64_t known, const std::string& hash) {
  for (const auto& row : db.query("SELECT seq FROM event WHERE type=$1", {kLossAcknowledged}))
    if (const auto e = Journal(db).bySeq(row.integer(0)); e && e->payload["known"].integer() == known && e->payload["hash"].text() == hash)
      return true;
  return false;
}

RoomTable room() {
  RoomTable t("keys");
  t.command<RotateNodeKey>("rotate-node-key", rotateNodeKey, "Bring in the key that this node's machine has prepared.", {.meaning = "brought in"});
  t.command<DeclareCompromised>("declare-compromised", declareCompromised, "Record since when a former key of the node is not to be believed.",
                                {.meaning = "declared"});
  t.command<AcknowledgeLoss>("acknowledge-loss", acknowledgeLoss,
                             "Record that acknowledged entries are gone, so that the node writes again after them.", {.meaning = "acknowledged"});
  t.view("history", "keys.read", historyView, "The node's keys and which entries each signs.");
  return t;
}

}  // namespace isotrail::keys
