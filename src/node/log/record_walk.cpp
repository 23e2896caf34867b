#include "node/log/record_walk.h"

namespace isotrail {

void RecordWalk::expect(SignedCheckpoint checkpoint) {
  const std::int64_t size = checkpoint.checkpoint.size;
  expected_.emplace(size, std::move(checkpoint));
}

std::string RecordWalk::step(std::string_view bytes, const Digest& leaf) {
  seq_ = tree_.size() + 1;
  auto event = decodeEnvelope(bytes);
  id_ = event ? event->id : "";
  site_ = event ? event->site : SiteId();
  if (!event) return "stored bytes are not an envelope";
  event->seq = seq_;
  return step(*event, leaf);
}

std::string RecordWalk::step(const Event& e, const Digest& leaf) {
  seq_ = e.seq;
  id_ = e.id;
  site_ = e.site;
  if (auto why = chains_.step(e, seq_); !why.empty()) return why;
  if (auto why = signatures_.step(e); !why.empty()) return why;
  tree_.add(leaf);
  return atCheckpoints();
}

std::string RecordWalk::atCheckpoints() {
  const auto [from, to] = expected_.equal_range(tree_.size());
  for (auto c = from; c != to; ++c) {
    if (auto why = differs(c->second.checkpoint); !why.empty()) return why;
    ++held_;
    last_held_ = tree_.size();
  }
  return {};
}

std::string RecordWalk::differs(const Checkpoint& c) {
  std::string chains;
  for (const auto& h : c.heads) {
    const auto found = chains_.heads().find(h.site.str());
    if (found != chains_.heads().end() && found->second.position == h.position && found->second.hash == h.hash) continue;
    chains += (chains.empty() ? "" : ", ") + h.site.str();
  }
  if (tree_.root() == c.root && chains.empty()) return {};
  // The root says that they differ, not which: the first may be any since the last checkpoint that held.
  seq_ = last_held_ + 1;
  id_.clear();
  site_ = SiteId();
  return "entries " + std::to_string(seq_) + " to " + std::to_string(c.size) + " are not those that the checkpoint of size " +
         std::to_string(c.size) + " names" + (chains.empty() ? "" : " (chains " + chains + ")");
}

std::string RecordWalk::end(const std::string& trusted_key) {
  if (const Event* e = signatures_.unsignedEntry()) {
    seq_ = e->seq;
    id_ = e->id;
    site_ = e->site;
    return "its signature is missing";
  }
  if (!trusted_key.empty() && !holdsKey(signatures_.keys(), trusted_key)) {
    seq_ = signatures_.first();
    id_ = signatures_.firstId();
    return "signed with another key than this node's";
  }
  for (const auto& [size, c] : expected_) {
    seq_ = tree_.size() + 1;
    id_.clear();
    if (size > tree_.size())
      return "the record ends at " + std::to_string(tree_.size()) + ", the checkpoint of size " + std::to_string(size) + " names more entries";
    const std::string& named = signatures_.keys().at(size + 1).key;
    if (named.empty() && trusted_key.empty()) continue;  // neither record nor reader names a key: who reads is told so
    const auto key = logKey(c.checkpoint.origin, named.empty() ? trusted_key : named);
    const bool own = key && (named.empty() || c.checkpoint.origin == logOrigin(signatures_.keys().keys().front().key));
    if (!own || crypto::signedBy(c.note, *key) != crypto::NoteVerdict::good) {
      seq_ = size;
      return "the checkpoint of size " + std::to_string(size) + " is not signed with the key in force then";
    }
  }
  return {};
}

}  // namespace isotrail
