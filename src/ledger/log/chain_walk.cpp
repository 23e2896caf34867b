#include "ledger/log/chain_walk.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace isotrail {
namespace {

/// Eight bytes at a time as FNV-1a takes one, each word mixed down into the half that the next multiplication keeps.
std::uint64_t mixed(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325 ^ text.size();
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), sizeof h))) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), std::min(text.size(), sizeof word));
    h = (h ^ word) * 0x9e3779b97f4a7c15;
    h ^= h >> 32;
  }
  return h;
}

}  // namespace

StreamCounts::Slot& StreamCounts::slotOf(std::uint64_t name, std::uint32_t name_too) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = name & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.count == 0 || (slot.name == name && slot.name_too == name_too)) return slot;
  }
}

void StreamCounts::grow() {
  std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  for (const auto& s : old)
    if (s.count != 0) slotOf(s.name, s.name_too) = s;
}

bool StreamCounts::follows(std::string_view stream, std::int64_t version) {
  if (4 * used_ >= 3 * slots_.size()) grow();
  const std::uint64_t name = std::hash<std::string_view>()(stream);
  const auto name_too = static_cast<std::uint32_t>(mixed(stream));
  Slot& slot = slotOf(name, name_too);
  if (version != std::int64_t{slot.count} + 1 || version > std::numeric_limits<std::uint32_t>::max()) return false;
  if (slot.count == 0) ++used_;
  slot = {name, name_too, slot.count + 1};
  return true;
}

std::string ChainWalk::step(const EnvelopeView& e, const Digest& hash, std::int64_t seq) {
  auto found = ends_.find(e.site);
  if (found == ends_.end()) found = ends_.emplace(std::string(e.site), End()).first;
  End& end = found->second;
  if (e.position != end.position + 1) return "position does not follow in the site's chain";
  if (end.position == 0 ? !e.prev.empty() : !isHexOf(e.prev, end.hash)) return kBrokenLink;
  if (!streams_.follows(e.stream, e.version)) return "version does not follow in the stream";
  end = {e.position, seq, hash};
  return {};
}

std::vector<SiteHead> ChainWalk::heads() const {
  std::vector<SiteHead> all;
  for (const auto& [site, end] : ends_)
    if (end.position > 0) all.push_back({SiteId(site), end.position, hex(end.hash)});
  return all;
}

bool ChainWalk::endsAt(const SiteHead& head) const {
  const auto found = ends_.find(head.site.str());
  return found != ends_.end() && found->second.position == head.position && isHexOf(head.hash, found->second.hash);
}

std::int64_t ChainWalk::lastOf(const std::string& site) const {
  const auto found = ends_.find(site);
  return found == ends_.end() ? 0 : found->second.seq;
}

}  // namespace isotrail
