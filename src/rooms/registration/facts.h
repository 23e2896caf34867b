#pragma once
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::registration {
struct ApprovalFacts {
  std::string approval, market, kind, agency, number;
  ProductId product;
  Instant valid_from, valid_until;
};
std::vector<ApprovalFacts> approvals(Db& db);
/// Gate APPROVAL_MISSING: the product may be supplied in `market` (CN, MO) now.
void requireApproval(Act& act, const ProductId& product, const std::string& market);
bool approved(Db& db, const ProductId& product, const std::string& market, Instant at);
}  // namespace isotrail::registration
