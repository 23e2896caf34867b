#include "desk/schema.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "units/time.h"

namespace isotrail {
namespace {

template <class... F>
struct Overload : F... {
  using F::operator()...;
};

std::string typed(const Json& v) {
  std::string text = v.isString() ? v.text() : v.dump();
  if (text.size() > 120) text = text.substr(0, 120) + "...";
  return text;
}

bool isChoice(std::string_view options, std::string_view text) {
  while (!options.empty()) {
    const auto bar = options.find('|');
    if (options.substr(0, bar) == text) return true;
    if (bar == std::string_view::npos) return false;
    options.remove_prefix(bar + 1);
  }
  return false;
}

constexpr const char* kIdAccepted = "1 to 64 of A-Z a-z 0-9 . _ -";

/// Reads one value of a request; answers nothing when it was understood.
class ValueReader {
 public:
  ValueReader(const char* name, const Json& v) : name_(name), v_(v) {}

  using Problem = std::optional<FieldError>;

  Problem operator()(std::string* out) const {
    if (!v_.isString()) return bad("text");
    if (v_.text().size() > 4000) return bad("text of at most 4000 bytes");
    *out = v_.text();
    return {};
  }
  Problem operator()(IdSlot id) const {
    if (!v_.isString() || !isIdText(v_.text())) return bad(kIdAccepted);
    *id.text = v_.text();
    return {};
  }
  Problem operator()(ChoiceSlot c) const {
    if (!v_.isString() || !isChoice(c.options, v_.text())) return bad(c.options);
    *c.text = v_.text();
    return {};
  }
  Problem operator()(ListSlot l) const {
    if (!v_.isArray()) return bad("a list");
    l.texts->clear();
    for (const auto& item : v_.items()) {
      if (!item.isString() || (l.ids && !isIdText(item.text()))) return bad(l.ids ? "a list of ids" : "a list of texts");
      l.texts->push_back(item.text());
    }
    return {};
  }
  Problem operator()(std::int64_t* out) const {
    if (v_.isInteger()) return *out = v_.integer(), Problem();
    const std::string& t = v_.text();
    const auto [end, error] = std::from_chars(t.data(), t.data() + t.size(), *out);
    if (t.empty() || error != std::errc() || end != t.data() + t.size()) return bad("a whole number");
    return {};
  }
  Problem operator()(double* out) const {
    if (v_.isNumber()) return *out = v_.number(), Problem();
    const std::string& t = v_.text();
    const auto [end, error] = std::from_chars(t.data(), t.data() + t.size(), *out);
    if (t.empty() || error != std::errc() || end != t.data() + t.size() || !(*out - *out == 0)) return bad("a number");
    return {};
  }
  Problem operator()(bool* out) const {
    if (v_.isBool()) return *out = v_.boolean(), Problem();
    if (v_.text() == "true" || v_.text() == "yes") return *out = true, Problem();
    if (v_.text() == "false" || v_.text() == "no") return *out = false, Problem();
    return bad("true or false");
  }
  Problem operator()(Instant* out) const {
    if (!v_.isString()) return bad("an instant: 2025-12-17T09:15:00+08:00");
    return take(parseInstant(name_, v_.text()), out);
  }
  Problem operator()(QuantitySlot q) const {
    if (!v_.isString()) return FieldError{name_, "BAD_UNIT", typed(v_), "a number with one of: " + acceptedUnits(q.kind), 0, 0};
    return take(parseIn(q.kind, name_, v_.text()), q.value);
  }
  Problem operator()(Json* out) const {
    *out = v_;
    return {};
  }

 private:
  Problem bad(const char* accepted) const { return FieldError{name_, "BAD_VALUE", typed(v_), accepted, 0, 0}; }
  template <class T>
  Problem take(Result<T> parsed, T* out) const {
    if (parsed) return *out = *parsed, Problem();
    const Refusal& r = parsed.refusal();
    if (!r.fields.empty()) return r.fields.front();
    return FieldError{name_, r.code, typed(v_), r.params["accepted"].text(), 0, 0};
  }
  const char* name_;
  const Json& v_;
};

/// The ledger's key and value for a slot: inside units, the unit in the key.
struct Encoded {
  std::string suffix;
  Json value;
};

/// The inside unit in a payload's key: "_bq", "_sv_h". Stored entries are read by it, so a suffix never changes.
std::string payloadSuffix(UnitKind kind) {
  if (kind == UnitKind::share) return "_fraction";
  std::string out = "_";
  for (const char c : insideUnit(kind)) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (word || capital)
      out += capital ? static_cast<char>(c - 'A' + 'a') : c;
    else if (out.back() != '_')
      out += '_';
  }
  return out;
}

const auto kEncode = Overload{
    [](std::string* t) {
      return Encoded{"", *t};
    },
    [](IdSlot s) {
      return Encoded{"", *s.text};
    },
    [](ChoiceSlot s) {
      return Encoded{"", *s.text};
    },
    [](ListSlot l) {
      Json list = Json::array();
      for (const auto& t : *l.texts) list.push(t);
      return Encoded{"", list};
    },
    [](std::int64_t* v) {
      return Encoded{"", *v};
    },
    [](double* v) {
      return Encoded{"", *v};
    },
    [](bool* v) {
      return Encoded{"", *v};
    },
    [](Instant* v) {
      return Encoded{"", v->iso()};
    },
    [](QuantitySlot q) {
      return Encoded{payloadSuffix(q.kind), *q.value};
    },
    [](Json* v) {
      return Encoded{"", *v};
    },
};

const auto kDecode = [](const Json& v, Slot slot) {
  std::visit(Overload{
                 [&](std::string* t) { *t = v.text(); },
                 [&](IdSlot s) { *s.text = v.text(); },
                 [&](ChoiceSlot s) { *s.text = v.text(); },
                 [&](ListSlot l) {
                   l.texts->clear();
                   for (const auto& item : v.items()) l.texts->push_back(item.text());
                 },
                 [&](std::int64_t* out) { *out = v.integer(); },
                 [&](double* out) { *out = v.number(); },
                 [&](bool* out) { *out = v.boolean(); },
                 [&](Instant* out) {
                   if (auto t = parseInstant("", v.text())) *out = *t;
                 },
                 [&](QuantitySlot q) { *q.value = v.number(); },
                 [&](Json* out) { *out = v; },
             },
             slot);
};

/// The payload key of a field, without touching its value.
std::string payloadKey(const char* name, Slot slot) { return name + std::visit(kEncode, slot).suffix; }

Json textSchema(const char* description, const char* example) {
  return Json::object({{"type", "string"}, {"description", description}, {"examples", Json::array().push(example)}});
}
/// A typed example of a kind, for the API description.
const char* exampleOf(UnitKind kind) {
  constexpr std::array<std::pair<UnitKind, const char*>, 19> kExamples = {{{UnitKind::activity, "252 MBq"},
                                                                           {UnitKind::time, "35 min"},
                                                                           {UnitKind::volume, "1.25 mL"},
                                                                           {UnitKind::mass, "2.5 kg"},
                                                                           {UnitKind::length, "50 cm"},
                                                                           {UnitKind::dose_rate, "12 uSv/h"},
                                                                           {UnitKind::dose, "0.3 mSv"},
                                                                           {UnitKind::surface_activity, "0.3 Bq/cm2"},
                                                                           {UnitKind::specific_activity, "9.5 Bq/g"},
                                                                           {UnitKind::concentration, "740 MBq/mL"},
                                                                           {UnitKind::current, "45 uA"},
                                                                           {UnitKind::energy, "511 keV"},
                                                                           {UnitKind::flux, "1e14 /cm2/s"},
                                                                           {UnitKind::cross_section, "2057 b"},
                                                                           {UnitKind::saturation_yield, "8.1 GBq/uA"},
                                                                           {UnitKind::rate_constant, "0.165 uSv m2/MBq/h"},
                                                                           {UnitKind::dose_coefficient, "0.019 mSv/MBq"},
                                                                           {UnitKind::attenuation, "1.77 /cm"},
                                                                           {UnitKind::share, "98.4 %"}}};
  for (const auto& [of, example] : kExamples)
    if (of == kind) return example;
  return "";
}
/// Forms offer the units; programs read the same.
Json quantitySchema(UnitKind kind) {
  Json units = Json::array();
  for (auto& unit : unitsOf(kind)) units.push(std::move(unit));
  const std::string description = "number and unit, one of: " + acceptedUnits(kind);
  return textSchema(description.c_str(), exampleOf(kind)).set("x-kind", kindName(kind)).set("x-units", units);
}

const auto kSchema = Overload{
    [](std::string*) {
      return Json::object({{"type", "string"}, {"maxLength", 4000}});
    },
    [](IdSlot) {
      return Json::object({{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{1,64}$"}});
    },
    [](ChoiceSlot c) {
      Json options = Json::array();
      std::string_view rest = c.options;
      while (!rest.empty()) {
        const auto bar = rest.find('|');
        options.push(rest.substr(0, bar));
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
      }
      return Json::object({{"type", "string"}, {"enum", options}});
    },
    [](ListSlot) {
      return Json::object({{"type", "array"}, {"items", Json::object({{"type", "string"}})}});
    },
    [](std::int64_t*) {
      return Json::object({{"type", "integer"}});
    },
    [](double*) {
      return Json::object({{"type", "number"}});
    },
    [](bool*) {
      return Json::object({{"type", "boolean"}});
    },
    [](Instant*) { return textSchema("instant with offset, or local time with zone", "2025-12-17T09:15:00+08:00").set("x-kind", "instant"); },
    [](QuantitySlot q) { return quantitySchema(q.kind); },
    [](Json*) {
      return Json::object({{"type", "object"}});
    },
};

bool keepsTypedText(const Slot& slot) {
  return !std::holds_alternative<std::string*>(slot) && !std::holds_alternative<IdSlot>(slot) && !std::holds_alternative<ChoiceSlot>(slot) &&
         !std::holds_alternative<ListSlot>(slot) && !std::holds_alternative<Json*>(slot) && !std::holds_alternative<bool*>(slot);
}

}  // namespace

void RequestReader::visit(const char* name, const char*, bool required, Slot slot) {
  if (required) seen_.emplace_back(name);  // optional names were noted by wants()
  const Json* v = body_.find(name);
  if (!v || v->isNull() || (v->isString() && v->text().empty())) {
    errors_.push_back({name, "MISSING_FIELD", "", "a value", 0, 0});
    return;
  }
  if (auto problem = std::visit(ValueReader(name, *v), slot)) {
    errors_.push_back(std::move(*problem));
  } else if (keepsTypedText(slot) && v->isString()) {
    entered_.set(name, *v);
  }
}
bool RequestReader::wants(const char* name, bool) {
  seen_.emplace_back(name);
  const Json* v = body_.find(name);
  return v && !v->isNull() && !(v->isString() && v->text().empty());
}
namespace {

/// Every field that was wrong, under the code of the only one or of all.
Refusal fieldsRefused(std::vector<FieldError> errors) {
  Refusal refusal = Refusal::of(errors.size() == 1 ? errors.front().code : "BAD_REQUEST");
  refusal.params.set("field", errors.front().field).set("value", errors.front().value).set("accepted", errors.front().accepted);
  refusal.fields = std::move(errors);
  return refusal;
}
std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "" : ", ") + n;
  return out;
}
std::vector<FieldError> unknownFields(const Json& body, const std::vector<std::string>& known) {
  std::vector<FieldError> out;
  for (const auto& [key, v] : body.members())
    if (std::find(known.begin(), known.end(), key) == known.end()) out.push_back({key, "UNKNOWN_FIELD", typed(v), listed(known), 0, 0});
  return out;
}

}  // namespace

Verdict RequestReader::finish() {
  if (!body_.isObject()) return Refusal::of("BAD_JSON", Json::object({{"why", "an object is due"}}));
  for (auto& e : unknownFields(body_, seen_)) errors_.push_back(std::move(e));
  if (errors_.empty()) return Done{};
  return fieldsRefused(std::move(errors_));
}

void AmendmentReader::visit(const char* name, const char*, bool required, Slot slot) {
  if (required) seen_.emplace_back(name);
  const Json* v = body_.find(name);
  if (!v) return;
  if (std::find(allowed_.begin(), allowed_.end(), name) == allowed_.end()) {
    const auto* list = std::get_if<ListSlot>(&slot);
    const bool identity = std::holds_alternative<IdSlot>(slot) || (list && list->ids);
    errors_.push_back({name, identity ? "AMEND_IDENTITY" : "AMEND_FIELD_FIXED", typed(*v), listed(allowed_), 0, 0});
  } else if (v->isNull() || (v->isString() && v->text().empty())) {
    errors_.push_back({name, "MISSING_FIELD", "", "a value", 0, 0});
  } else if (auto problem = std::visit(ValueReader(name, *v), slot)) {
    errors_.push_back(std::move(*problem));
  } else {
    Encoded e = std::visit(kEncode, slot);
    out_.set(name + e.suffix, std::move(e.value));
  }
}
bool AmendmentReader::wants(const char* name, bool) {
  seen_.emplace_back(name);
  return body_.has(name);
}
Result<Json> AmendmentReader::finish() {
  if (!body_.isObject() || body_.size() == 0) return Refusal::field({"changes", "BAD_VALUE", typed(body_), listed(allowed_), 0, 0});
  for (auto& e : unknownFields(body_, seen_)) {
    e.accepted = listed(allowed_);
    errors_.push_back(std::move(e));
  }
  if (errors_.empty()) return std::move(out_);
  return fieldsRefused(std::move(errors_));
}

void PayloadKeys::visit(const char* name, const char*, bool, Slot slot) { keys_.emplace_back(name, payloadKey(name, slot)); }

void PayloadWriter::visit(const char* name, const char*, bool, Slot slot) {
  Encoded e = std::visit(kEncode, slot);
  out_.set(name + e.suffix, std::move(e.value));
}

void PayloadReader::visit(const char* name, const char*, bool, Slot slot) {
  if (const Json* v = in_.find(payloadKey(name, slot))) kDecode(*v, slot);
}
bool PayloadReader::wants(const char* name, bool) {
  if (in_.has(name)) return true;
  for (int kind = 0; kind <= static_cast<int>(UnitKind::share); ++kind)
    if (const auto suffix = payloadSuffix(static_cast<UnitKind>(kind)); suffix.size() > 1 && in_.has(name + suffix)) return true;
  return false;
}

void SchemaWriter::visit(const char* name, const char* doc, bool required, Slot slot) {
  Json schema = std::visit(kSchema, slot);
  if (*doc) schema.set("title", doc);
  properties_.set(name, std::move(schema));
  if (required) required_.push(name);
  names_.emplace_back(name);
}
Json SchemaWriter::take() {
  return Json::object({{"type", "object"}, {"additionalProperties", false}, {"properties", properties_}, {"required", required_}});
}

}  // namespace isotrail
