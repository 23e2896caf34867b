#pragma once
// Refusals and readings every room needs, in one spelling.
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "units/time.h"

namespace isotrail {

inline Refusal alreadyExists(const char* field, const std::string& value) {
  return Refusal::of("ALREADY_EXISTS", Json::object({{"field", field}, {"value", value}}));
}
inline Refusal notFound(const char* field, const std::string& value) {
  return Refusal::of("NOT_FOUND", Json::object({{"field", field}, {"value", value}}));
}
inline Refusal outOfOrder(const std::string& expected, const std::string& found) {
  return Refusal::of("OUT_OF_ORDER", Json::object({{"expected", expected}, {"found", found}}));
}
/// An instant a payload keeps as ISO text; the epoch when there is none.
inline Instant instantIn(const Json& v) {
  auto t = parseInstant("", v.text());
  return t ? *t : Instant();
}
/// null or the instant as ISO text.
inline Json isoOrNull(const std::optional<Instant>& t) { return t ? Json(t->iso()) : Json(); }

}  // namespace isotrail
