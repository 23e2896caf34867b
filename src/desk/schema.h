#pragma once
// One description of a struct's fields serves the request decoder, the CSV import, the API description and the ledger's
// payload. A struct says it once: `void fields(Fields& f) { f("vial", vial, "the vial drawn from"); ... }`.
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/result.h"
#include "units/quantity.h"

namespace isotrail {

struct IdSlot {
  std::string* text;
};
struct ChoiceSlot {
  std::string* text;
  const char* options;
};  // "here|there"
struct ListSlot {
  std::vector<std::string>* texts;
  bool ids;
};
/// A quantity of any kind: its number in the kind's inside unit.
struct QuantitySlot {
  double* value;
  UnitKind kind;
};
using Slot = std::variant<std::string*, IdSlot, ChoiceSlot, ListSlot, std::int64_t*, double*, bool*, Instant*, QuantitySlot, Json*>;

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

class Fields {
 public:
  virtual ~Fields() = default;

  // The next field, in order. `doc` is one sentence for the API description.
  template <class Tag>
  void operator()(const char* name, Id<Tag>& id, const char* doc = "") {
    visit(name, doc, true, IdSlot{&id.value});
  }
  template <class T>
  void operator()(const char* name, T& v, const char* doc = "") {
    visit(name, doc, true, slot(v));
  }
  void choice(const char* name, std::string& v, const char* options, const char* doc = "") { visit(name, doc, true, ChoiceSlot{&v, options}); }
  void choice(const char* name, std::optional<std::string>& v, const char* options, const char* doc = "") {
    if (!wants(name, v.has_value())) return v.reset();
    if (!v) v.emplace();
    visit(name, doc, false, ChoiceSlot{&*v, options});
  }
  template <class Tag>
  void ids(const char* name, std::vector<Id<Tag>>& v, const char* doc = "") {
    std::vector<std::string> texts;
    for (auto& id : v) texts.push_back(id.value);
    visit(name, doc, true, ListSlot{&texts, true});
    v.clear();
    for (auto& t : texts) v.emplace_back(std::move(t));
  }
  /// May be absent.
  template <class T>
  void operator()(const char* name, std::optional<T>& v, const char* doc = "") {
    if (!wants(name, v.has_value())) return v.reset();
    if (!v) v.emplace();
    if constexpr (is_id<T>)
      visit(name, doc, false, IdSlot{&v->value});
    else
      visit(name, doc, false, slot(*v));
  }

 protected:
  virtual void visit(const char* name, const char* doc, bool required, Slot slot) = 0;
  /// Whether an optional field is to be visited (`present`: it has a value now).
  virtual bool wants(const char* name, bool present) = 0;

 private:
  template <class T>
  static Slot slot(T& v) {
    if constexpr (std::is_same_v<T, std::vector<std::string>>)
      return ListSlot{&v, false};
    else if constexpr (kind_of<T> != UnitKind::number)
      return QuantitySlot{&v.value, kind_of<T>};
    else
      return Slot(&v);
  }
};

/// Reads a request body. Unknown fields, missing fields, wrong kinds and units are all collected before the refusal.
class RequestReader final : public Fields {
 public:
  explicit RequestReader(const Json& body) : body_(body) {}
  /// Ok, or a refusal (BAD_REQUEST) listing every field error. Call after fields().
  Verdict finish();
  /// Quantities and instants as they were typed.
  const Json& entered() const { return entered_; }

 private:
  void visit(const char* name, const char* doc, bool required, Slot slot) override;
  bool wants(const char* name, bool present) override;
  const Json& body_;
  std::vector<std::string> seen_;
  std::vector<FieldError> errors_;
  Json entered_;
};

/// Reads some fields of a request, for an amendment: those of `body`, which must be among `allowed`. Answers the members of
/// the payload they are; AMEND_IDENTITY for an id, AMEND_FIELD_FIXED for another field that is not allowed.
class AmendmentReader final : public Fields {
 public:
  AmendmentReader(const Json& body, const std::vector<std::string>& allowed) : body_(body), allowed_(allowed) {}
  Result<Json> finish();

 private:
  void visit(const char* name, const char* doc, bool required, Slot slot) override;
  bool wants(const char* name, bool present) override;
  const Json& body_;
  const std::vector<std::string>& allowed_;
  std::vector<std::string> seen_;
  std::vector<FieldError> errors_;
  Json out_ = Json::object();
};

/// The member of the payload that each field of a struct is kept in, by the field's name.
class PayloadKeys final : public Fields {
 public:
  const std::vector<std::pair<std::string, std::string>>& keys() const { return keys_; }

 private:
  void visit(const char* name, const char* doc, bool required, Slot slot) override;
  bool wants(const char*, bool) override { return true; }
  std::vector<std::pair<std::string, std::string>> keys_;
};

/// Encodes a struct as a ledger payload: inside units with the unit in the key (activity_bq), instants as ISO text.
class PayloadWriter final : public Fields {
 public:
  Json take() { return std::move(out_); }

 private:
  void visit(const char* name, const char* doc, bool required, Slot slot) override;
  bool wants(const char*, bool present) override { return present; }
  Json out_ = Json::object();
};

/// Reads a payload back; fields it does not have keep their default (older schema).
class PayloadReader final : public Fields {
 public:
  explicit PayloadReader(const Json& payload) : in_(payload) {}

 private:
  void visit(const char* name, const char* doc, bool required, Slot slot) override;
  bool wants(const char* name, bool present) override;
  const Json& in_;
};

/// Writes the JSON Schema (OpenAPI 3.1) of a request body.
class SchemaWriter final : public Fields {
 public:
  Json take();
  const std::vector<std::string>& names() const { return names_; }

 private:
  void visit(const char* name, const char* doc, bool required, Slot slot) override;
  bool wants(const char*, bool) override { return true; }
  Json properties_ = Json::object();
  Json required_ = Json::array();
  std::vector<std::string> names_;
};

template <class T>
Json encodePayload(const T& v) {
  PayloadWriter writer;
  const_cast<T&>(v).fields(writer);  // writing visits the same fields without changing them
  return writer.take();
}
template <class T>
T decodePayload(const Json& payload) {
  T v;
  PayloadReader reader(payload);
  v.fields(reader);
  return v;
}

}  // namespace isotrail
