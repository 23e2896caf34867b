#pragma once
// The parts of a slot day, each filling its own of `out`.
#include "rooms/catalogue/facts.h"
#include "rooms/slots/slot_day.h"

namespace isotrail::slots {

using Span = isotrail::solver::slots::Span;

class DayBuilder {
 public:
  explicit DayBuilder(Db& db) : db_(db) {}
  Result<SlotDay> build(const SiteId& site, const std::string& day, Instant now);

 private:
  void addPlaces();
  void addPeople();
  int firstTold(const ordering::OrderFacts& o) const;
  void addPatient(const ordering::OrderFacts& o);
  void addTimes(const ordering::OrderFacts& o, const catalogue::ProductFacts& product, isotrail::solver::slots::Patient& p);
  void addVials(Instant now);
  bool addVial(const Item& item, int product, Instant now, const std::string& market);
  void addPromise(int product);
  /// When what is on its way with the item is ready for drawing; nothing where nobody knows.
  std::optional<int> readyOf(const Item& item, std::string& source);
  std::optional<isotrail::solver::slots::Slot> keptOf(const OrderId& order) const;
  void begin(int patient);
  int productOf(const ProductId& id);
  Span hours(const std::string& of, const std::string& opens, const std::string& closes, const std::string& source);
  void note(const std::string& what, const std::string& of, Json number, const std::string& unit, const std::string& source);
  /// A number of data/slot_values.csv, noted as an input.
  double noted(const char* subject, const std::string& of, const char* quantity);

  Db& db_;
  SlotDay out_;
  std::vector<catalogue::ProductFacts> products_;  // as the list's
};

}  // namespace isotrail::slots
