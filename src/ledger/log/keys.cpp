#include "ledger/log/keys.h"

#include <algorithm>

#include "units/time.h"

namespace isotrail {

std::string rotationStatement(const std::string& old_key, const std::string& new_key) {
  return "isotrail node key\nfrom " + old_key + "\nto " + new_key + "\n";
}

void KeyHistory::take(const Event& e) {
  if (e.is(kKeyRotated)) {
    if (keys_.back().key.empty()) keys_.back().key = e.payload["old_key"].text();
    keys_.back().until_seq = e.seq;
    keys_.push_back({e.payload["new_key"].text(), e.seq, 0, std::nullopt});
  }
  if (!e.is(kKeyCompromised)) return;
  const auto since = parseInstant("since", e.payload["since"].text());
  for (auto& k : keys_)
    if (since && k.key == e.payload["key"].text() && (!k.compromised_since || *since < *k.compromised_since)) k.compromised_since = *since;
}

const NodeKey& KeyHistory::at(std::int64_t seq) const {
  const auto found = std::find_if(keys_.rbegin(), keys_.rend(), [&](const NodeKey& k) { return k.after_seq < seq; });
  return found == keys_.rend() ? keys_.front() : *found;
}

const NodeKey* KeyHistory::find(const std::string& key) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const NodeKey& k) { return k.key == key; });
  return found == keys_.end() ? nullptr : &*found;
}

namespace {
std::optional<Event> entryIn(const Blob& bytes) { return decodeEnvelope({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }
}  // namespace

KeyHistory keyHistory(Db& db) {
  KeyHistory history;
  for (const auto& row :
       db.query("SELECT seq,bytes FROM event WHERE type IN ($1,$2) ORDER BY seq", {std::string(kKeyRotated), std::string(kKeyCompromised)})) {
    auto e = entryIn(row.blob(1));
    if (!e) continue;  // verification names it
    e->seq = row.integer(0);
    history.take(*e);
  }
  return history;
}

std::optional<std::string> nodeKeyAt(Db& db, std::int64_t seq) {
  const auto rows = db.query("SELECT bytes FROM event WHERE type=$1 AND seq<$2 ORDER BY seq DESC LIMIT 1", {std::string(kKeyRotated), seq});
  if (rows.empty()) return std::nullopt;
  const auto e = entryIn(rows[0].blob(0));
  if (!e) return std::nullopt;
  return e->payload["new_key"].text();
}

}  // namespace isotrail
