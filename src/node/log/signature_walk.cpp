#include "node/log/signature_walk.h"

#include <algorithm>

#include "platform/crypto/note.h"

namespace isotrail {
namespace {

constexpr std::string_view kSigned = "ledger.Signed";

bool signs(const std::string& key_hex, const std::string& statement, const std::string& signature_hex) {
  const auto key = crypto::publicKeyFromHex(key_hex);
  const auto signature = crypto::fromHex(signature_hex);
  return key && signature && crypto::verify(*key, statement, std::string_view(*signature));
}

}  // namespace

bool SignatureWalk::concerns(const EnvelopeView& e) { return e.is_signed || e.type == kSigned || e.type == kKeyRotated || e.type == kKeyCompromised; }

bool SignatureWalk::fits(const Event& e) {
  if (!e.is(kSigned)) return false;
  const std::string statement =
      e.payload["person"].text() + "\n" + e.payload["meaning"].text() + "\n" + e.occurred_at.iso() + "\n" + e.payload["hash"].text();
  return signs(e.payload["key"].text(), statement, e.payload["node_signature"].text());
}

std::string SignatureWalk::step(const Event& e, bool fits) {
  if (e.is(kSigned)) return signature(e, fits);
  if (auto why = keyEntry(e); !why.empty()) return why;
  for (const auto& id : e.signatures) due_[id] = e;
  return {};
}

std::string SignatureWalk::keyEntry(const Event& e) {
  if (e.is(kKeyRotated)) {
    const std::string old_key = e.payload["old_key"].text(), new_key = e.payload["new_key"].text();
    const std::string& in_force = keys_.at(e.seq).key;
    if (!in_force.empty() && in_force != old_key) return "the key it replaces is not the one in force";
    if (e.signatures.empty()) return "a key that no signature brings in";
    if (keys_.find(new_key)) return "the key it brings in has signed before";
    if (!signs(new_key, rotationStatement(old_key, new_key), e.payload["proof"].text())) return "the new key's own signature does not fit";
  }
  if (e.is(kKeyCompromised) && !keys_.find(e.payload["key"].text())) return "the key it speaks of was never the node's";
  keys_.take(e);
  return {};
}

std::string SignatureWalk::signature(const Event& e, bool fits) {
  const auto found = due_.find(e.id);
  if (found == due_.end()) return "a signature that no entry asks for";
  const Event& subject = found->second;
  if (e.payload["event"].text() != subject.id || e.payload["hash"].text() != subject.hash) return "the signature is for another entry";
  const std::string& key = e.payload["key"].text();
  if (keys_.keys().front().key.empty()) keys_.nameFirst(key);
  if (key != keys_.at(subject.seq).key) return "signed with another key than this node's";
  if (!fits) return "the signature does not fit the entry";
  if (first_ == 0) {
    first_ = e.seq;
    first_id_ = e.id;
  }
  ++made_[key][e.recorded_at];
  due_.erase(found);
  ++count_;
  return {};
}

std::int64_t SignatureWalk::doubtful() const {
  std::int64_t n = 0;
  for (const auto& k : keys_.keys()) {
    const auto made = made_.find(k.key);
    if (!k.compromised_since || made == made_.end()) continue;
    for (auto at = made->second.lower_bound(*k.compromised_since); at != made->second.end(); ++at) n += at->second;
  }
  return n;
}

bool holdsKey(const KeyHistory& keys, const std::string& trusted) { return keys.keys().front().key.empty() || keys.find(trusted); }

}  // namespace isotrail
