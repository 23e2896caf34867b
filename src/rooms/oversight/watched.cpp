#include "rooms/oversight/watched.h"

#include "desk/shelf.h"
#include "desk/words.h"

namespace isotrail::oversight {
namespace {

constexpr Shelf kRecalls("oversight_recall"), kWindows("oversight_window");

void moveRecall(Db& db, const Event& e, const char* state) {
  auto card = kRecalls.find(db, e.payload["recall"].text());
  if (!card) return;
  card->state = state;
  if (e.is("vigilance.RecallConfirmed")) card->doc.set("since", e.occurred_at.iso());
  kRecalls.put(db, *card);
}

void acknowledge(Db& db, const Event& e) {
  auto card = kRecalls.find(db, e.payload["recall"].text());
  if (!card) return;
  Json sites = card->doc["acknowledged"];
  sites.push(e.payload["site"].text());
  card->doc.set("acknowledged", sites);
  kRecalls.put(db, *card);
}

}  // namespace

void applyWatched(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is("vigilance.RecallStarted"))
    kRecalls.put(db, {p["recall"].text(), "", "started", Json::object({{"item", p["item"]}, {"drill", p["drill"]}, {"since", e.occurred_at.iso()}})});
  if (e.is("vigilance.RecallConfirmed")) moveRecall(db, e, "confirmed");
  if (e.is("vigilance.RecallAcknowledged")) acknowledge(db, e);
  if (e.is("vigilance.RecallClosed")) moveRecall(db, e, "closed");
  if (e.is("logistics.WindowExtended")) kWindows.put(db, {p["consignment"].text() + " " + p["post"].text(), p["consignment"].text(), "", p});
}

std::vector<RecallWatch> openRecalls(Db& db) {
  std::vector<RecallWatch> out;
  for (const auto& card : kRecalls.all(db)) {
    if (card.state != "confirmed") continue;
    RecallWatch w{card.id, ItemId(card.doc["item"].text()), card.doc["drill"].boolean(), instantIn(card.doc["since"]), {}};
    for (const auto& site : card.doc["acknowledged"].items()) w.acknowledged.push_back(site.text());
    out.push_back(std::move(w));
  }
  return out;
}

std::optional<Instant> extendedUntil(Db& db, const std::string& consignment, const std::string& post) {
  auto card = kWindows.find(db, consignment + " " + post);
  if (!card) return std::nullopt;
  return instantIn(card->doc["until"]);
}

}  // namespace isotrail::oversight
