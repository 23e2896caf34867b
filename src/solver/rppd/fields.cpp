#include "solver/rppd/fields.h"

#include <algorithm>
#include <cmath>

namespace isotrail::solver::rppd {
namespace {

std::string shown(double v) { return Json(v).dump(); }
std::string between(double least, double most) { return shown(least) + " ... " + shown(most); }

}  // namespace

std::string element(const char* list, std::size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

void Fields::error(const std::string& key, const char* code, const Json& value, const std::string& accepted) {
  constexpr std::size_t kShown = 60;
  std::string text = value.isString() ? value.text() : value.dump();
  if (text.size() > kShown) text = text.substr(0, kShown) + "...";
  errors_.push_back({at(key), code, std::move(text), accepted, 0, 0});
}

const Json* Fields::given(const char* key, const std::string& accepted) {
  const Json* v = object_.find(key);
  if (!v) error(key, "MISSING_FIELD", Json(""), accepted);
  return v;
}

int Fields::whole(const char* key, int least, int most) {
  const std::string accepted = between(least, most);
  const Json* v = given(key, accepted);
  if (!v) return least;
  // A whole number may be written as 30.0.
  const double value = v->isNumber() ? v->number() : std::nan("");
  if (value >= least && value <= most && value == std::floor(value)) return static_cast<int>(value);
  error(key, "BAD_VALUE", *v, accepted);
  return least;
}

double Fields::number(const char* key, double least, double most) {
  const std::string accepted = between(least, most);
  const Json* v = given(key, accepted);
  if (!v) return least;
  if (v->isNumber() && v->number() >= least && v->number() <= most) return v->number();
  error(key, "BAD_VALUE", *v, accepted);
  return least;
}

double Fields::positive(const char* key, double most) {
  const std::string accepted = "> 0 ... " + shown(most);
  const Json* v = given(key, accepted);
  if (!v) return 1.0;
  if (v->isNumber() && v->number() > 0.0 && v->number() <= most) return v->number();
  error(key, "BAD_VALUE", *v, accepted);
  return 1.0;
}

Json Fields::id(Ids& seen) {
  const std::string accepted = "a text or a whole number, once";
  const Json* v = given("id", accepted);
  const int index = static_cast<int>(seen.size());
  if (!v || (!v->isString() && !v->isInteger()) || !seen.emplace(v->dump(), index).second) {
    if (v) error("id", "BAD_VALUE", *v, accepted);
    seen.emplace("without an id " + std::to_string(index), index);  // later indices stay in step
    return Json(index);
  }
  return *v;
}

int Fields::known(const char* key, const Ids& ids, const char* accepted) {
  const Json* v = given(key, accepted);
  if (!v) return 0;
  const auto found = ids.find(v->dump());
  if (found != ids.end()) return found->second;
  error(key, "BAD_VALUE", *v, accepted);
  return 0;
}

const Json::Array& Fields::list(const char* key, std::size_t least, std::size_t most) {
  const std::string accepted = "a list of " + std::to_string(least) + " ... " + std::to_string(most);
  const Json* v = given(key, accepted);
  if (!v) return Json().items();
  if (v->isArray() && v->size() >= least && v->size() <= most) return v->items();
  error(key, "BAD_VALUE", v->isArray() ? Json("[" + std::to_string(v->size()) + "]") : *v, accepted);
  return Json().items();
}

Refusal badFile(const char* kind, std::vector<FieldError> errors) {
  constexpr std::size_t kMost = 50;  // a file of another kind would fill pages
  Refusal refusal = Refusal::of(kind, Json::object({{"count", errors.size()}}));
  errors.resize(std::min(errors.size(), kMost));
  refusal.fields = std::move(errors);
  return refusal;
}

}  // namespace isotrail::solver::rppd
