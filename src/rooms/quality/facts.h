#pragma once
// Results and release of batches.
#include <optional>
#include <string>
#include <vector>

#include "desk/act.h"

namespace isotrail::quality {

struct ReleaseFacts {
  std::string state;                 // released rejected
  std::vector<std::string> markets;  // CN MO
  Instant at;                        // of the first release, or of the rejection
  PersonId by;
  std::string hash;  // of the release's entry
};
std::optional<ReleaseFacts> release(Db& db, const ItemId& batch);
/// Gates NOT_RELEASED and NOT_RELEASED_FOR_MARKET.
void requireReleased(Act& act, const ItemId& batch, const std::string& market);

struct ResultFacts {
  std::string test, unit, value;           // value as text: the number or the words
  std::vector<std::string> passes, fails;  // markets
  Instant at;
  PersonId by;
};
std::vector<ResultFacts> results(Db& db, const ItemId& batch);
/// The tests of a product's filed limits with the batch's results, as the batch record and the queue show them.
Json testsJson(Db& db, const ItemId& batch, const ProductId& product);

}  // namespace isotrail::quality
