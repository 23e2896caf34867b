#include "solver/search/routes/breeding.h"

namespace isotrail::solver::search::routes {

std::int64_t Breeding::breed(Searcher& searcher, const std::function<bool()>& over) {
  const bool first = breeder_.looked() == 0;
  const std::int64_t before = breeder_.looked();
  if (first || searcher.best().cost() < seen_) breeder_.adopt(roads_.tripsOf(searcher.best()));
  const Money best = breeder_.best().cost;
  breeder_.breed(over);
  if (breeder_.best().cost < best) {
    Draft found(searcher.best().day());
    if (found.load(roads_.planOf(breeder_.best())) && found.cost() < searcher.best().cost()) searcher.goOnFrom(found);
  }
  seen_ = searcher.best().cost();
  return breeder_.looked() - before;
}

}  // namespace isotrail::solver::search::routes
