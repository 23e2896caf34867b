#pragma once
// A room's table of things by id: each row keeps the thing's document as folded from its entries, a parent to list by, and
// a state. One shape for every noun keeps rooms small; a noun that outgrows it gets a table of its own.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ports.h"

namespace isotrail {

struct Card {
  std::string id;
  std::string parent;
  std::string state;
  Json doc;
};

class Shelf {
 public:
  constexpr explicit Shelf(const char* table) : table_(table) {}
  const char* table() const { return table_; }
  void put(Db& db, const Card& card) const;  // adds or replaces
  std::optional<Card> find(Db& db, std::string_view id) const;
  std::vector<Card> all(Db& db) const;  // by id
  std::vector<Card> under(Db& db, std::string_view parent) const;
  std::vector<Card> under(Db& db, std::string_view parent, std::string_view state) const;

 private:
  const char* table_;
};

}  // namespace isotrail
