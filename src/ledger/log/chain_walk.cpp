#include "ledger/log/chain_walk.h"

namespace isotrail {

std::string ChainWalk::step(const Event& e, std::int64_t seq) {
  SiteHead& head = heads_[e.site.str()];
  if (e.position != head.position + 1) return "position does not follow in the site's chain";
  if (e.prev_hash != head.hash) return "link to the previous entry is broken";
  std::int64_t& version = versions_[e.stream];
  if (e.version != version + 1) return "version does not follow in the stream";
  ++version;
  head = {e.site, e.position, e.hash};
  last_of_site_[e.site.str()] = seq;
  return {};
}

std::int64_t ChainWalk::lastOf(const std::string& site) const {
  const auto found = last_of_site_.find(site);
  return found == last_of_site_.end() ? 0 : found->second;
}

}  // namespace isotrail
