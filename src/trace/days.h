#pragma once
// Days of a site: between which entries of the record they lie, and several days' accounts at once.
#include <optional>
#include <vector>

#include "trace/trace.h"

namespace isotrail {

/// Append numbers, both included.
struct SeqSpan {
  std::int64_t first = 0, last = 0;
};
/// Between which entries everything lies that happened at a site on the UTC days of [from, to]; none: nothing did.
std::optional<SeqSpan> entriesOf(Db& db, const SiteId& site, Instant from, Instant to);

/// dayAccount() of several days, each from one of `edges` to the next; the postings are read once.
std::vector<std::vector<AccountLine>> dayAccounts(Db& db, const SiteId& site, const std::vector<Instant>& edges);

}  // namespace isotrail
