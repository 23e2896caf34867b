#include "node/log/record_walk.h"

namespace isotrail {

void RecordWalk::expect(SignedCheckpoint checkpoint) {
  const std::int64_t size = checkpoint.checkpoint.size;
  expected_.emplace(size, std::move(checkpoint));
}

void RecordWalk::lookDeeper(StoredEntry& e) {
  if (!SignatureWalk::concerns(e.view)) return;
  e.event = std::make_unique<Event>(*decodeEnvelope(e.bytes));
  e.event->seq = e.seq;
  e.signature_fits = SignatureWalk::fits(*e.event);
}

std::string RecordWalk::step(std::string_view bytes, const merkle::EntryHashes& hashes) {
  StoredEntry e;
  e.seq = seq_ = tree_.size() + 1;
  e.bytes = bytes;
  id_.clear();
  site_ = SiteId();
  if (const auto found = viewEnvelope(bytes)) {
    e.view = *found;
  } else {
    const auto event = decodeEnvelope(bytes);
    if (!event) return "stored bytes are not an envelope";
    id_ = event->id;
    site_ = event->site;
    return "stored bytes are not in the form that entries are written in";
  }
  e.id = e.view.id;
  e.site = e.view.site;
  e.hash = hashes.chain;
  lookDeeper(e);
  if (auto why = entry(e); !why.empty()) return why;
  tree_.add(hashes.leaf);
  return atCheckpoints();
}

std::string RecordWalk::step(const EntryBlock& block, std::size_t good) {
  constexpr std::size_t kSoon = 6;  // entries ahead
  const bool whole = good == block.entries.size() && block.root;
  const auto inside = expected_.upper_bound(tree_.size());
  const bool asked = inside != expected_.end() && inside->first < tree_.size() + static_cast<std::int64_t>(good);
  for (std::size_t i = 0; i < good; ++i) {
    if (i + kSoon < good) ChainWalk::soon(block.entries[i + kSoon].view);
    if (auto why = entry(block.entries[i]); !why.empty()) return why;
    if (whole && !asked) continue;
    tree_.add(block.leaves[i]);
    if (auto why = atCheckpoints(); !why.empty()) return why;
  }
  if (!whole || asked) return {};
  tree_.add(*block.root, kTileHeight);
  return atCheckpoints();
}

std::string RecordWalk::entry(const StoredEntry& e) {
  seq_ = e.seq;
  id_ = e.id;
  site_.value = e.site;
  if (auto why = chains_.step(e.view, e.hash, e.seq); !why.empty()) return why;
  return e.event ? signatures_.step(*e.event, e.signature_fits) : "";
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
    if (chains_.endsAt(h)) continue;
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
