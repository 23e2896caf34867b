#include "desk/shelf.h"

#include "base/sql/values.h"

namespace isotrail {
namespace {
std::vector<Card> read(const Rows& rows) {
  std::vector<Card> out;
  for (const auto& r : rows) out.push_back({r.text(0), r.text(1), r.text(2), r.json(3)});
  return out;
}
}  // namespace

void Shelf::put(Db& db, const Card& card) const {
  db.post("INSERT INTO " + std::string(table_) +
              "(id,parent,state,doc) VALUES($1,$2,$3,$4) ON CONFLICT(id) DO UPDATE SET parent=excluded.parent,state=excluded.state,doc=excluded.doc",
          dbValues(card.id, card.parent, card.state, card.doc.dump()));
}
std::optional<Card> Shelf::find(Db& db, std::string_view id) const {
  auto cards = read(db.query("SELECT id,parent,state,doc FROM " + std::string(table_) + " WHERE id=$1", {std::string(id)}));
  if (cards.empty()) return std::nullopt;
  return std::move(cards.front());
}
std::vector<Card> Shelf::all(Db& db) const { return read(db.query("SELECT id,parent,state,doc FROM " + std::string(table_) + " ORDER BY id")); }
std::vector<Card> Shelf::under(Db& db, std::string_view parent) const {
  return read(db.query("SELECT id,parent,state,doc FROM " + std::string(table_) + " WHERE parent=$1 ORDER BY id", {std::string(parent)}));
}
std::vector<Card> Shelf::under(Db& db, std::string_view parent, std::string_view state) const {
  return read(db.query("SELECT id,parent,state,doc FROM " + std::string(table_) + " WHERE parent=$1 AND state=$2 ORDER BY id",
                       {std::string(parent), std::string(state)}));
}

}  // namespace isotrail
