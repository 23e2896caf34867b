#pragma once
// Refusals and readings every room needs, in one spelling.
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "ledger/event.h"
#include "units/time.h"

namespace isotrail {

class Act;

inline Refusal alreadyExists(const char* field, const std::string& value) {
  return Refusal::of("ALREADY_EXISTS", Json::object({{"field", field}, {"value", value}}));
}
inline Refusal notFound(const char* field, const std::string& value) {
  return Refusal::of("NOT_FOUND", Json::object({{"field", field}, {"value", value}}));
}
inline Refusal outOfOrder(const std::string& expected, const std::string& found) {
  return Refusal::of("OUT_OF_ORDER", Json::object({{"expected", expected}, {"found", found}}));
}
/// A time in which something holds ends after it begins; for settling an amendment of either.
inline Verdict validInOrder(Act&, Event& corrected) {
  const std::string& until = corrected.payload["valid_until"].text();
  const auto from = parseInstant("valid_from", corrected.payload["valid_from"].text()), to = parseInstant("valid_until", until);
  if (from && to && *to > *from) return Done{};
  return Refusal::field({"valid_until", "BAD_VALUE", until, "an instant after valid_from", 0, 0});
}
/// An instant a payload keeps as ISO text; the epoch when there is none.
inline Instant instantIn(const Json& v) {
  auto t = parseInstant("", v.text());
  return t ? *t : Instant();
}
/// null or the instant as ISO text.
inline Json isoOrNull(const std::optional<Instant>& t) { return t ? Json(t->iso()) : Json(); }

}  // namespace isotrail
