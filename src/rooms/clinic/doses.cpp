// Administration, the residual, and what was given.
#include "desk/words.h"
#include "rooms/clinic/facts.h"
#include "rooms/clinic/records.h"

namespace isotrail::clinic {

std::optional<GivenFacts> given(Db& db, const ItemId& dose) {
  const auto card = kGiven.find(db, dose.str());
  if (!card) return std::nullopt;
  const Json& d = card->doc;
  GivenFacts g{dose, OrderId(card->parent), PatientId(d["patient"].text()), instantIn(d["at"]), Activity(d["activity_bq"].number()), std::nullopt, PersonId(d["by"].text()), SiteId(d["site"].text())};
  if (d["residual_bq"].isNumber()) g.residual = Activity(d["residual_bq"].number());
  return g;
}

}  // namespace isotrail::clinic
