#pragma once
// The chains read entry by entry in append order: what each must be, given those before it.
#include <map>
#include <string>
#include <vector>

#include "ledger/journal.h"

namespace isotrail {

class ChainWalk {
 public:
  /// Why `event`, whose append number is `seq`, does not follow; empty when it does. An entry that does not is not taken.
  std::string step(const Event& event, std::int64_t seq);

  const std::map<std::string, SiteHead>& heads() const { return heads_; }
  /// Append number of the last entry of a site's chain; 0 when there is none.
  std::int64_t lastOf(const std::string& site) const;

 private:
  std::map<std::string, SiteHead> heads_;
  std::map<std::string, std::int64_t> last_of_site_;
  std::map<std::string, std::int64_t> versions_;
};

}  // namespace isotrail
