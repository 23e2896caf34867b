#pragma once
// The expected "no". A Refusal carries a stable code; its words in four languages come from the texts tables.
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"

namespace isotrail {

/// One gate that did not pass: `clause` cites the rule's text, `params` fill the words of `code`.
struct GateFailure {
  std::string code;
  std::string rule;
  std::string clause;
  Json params;
};

/// One input field that was not understood: the value as typed and what is accepted.
struct FieldError {
  std::string field;
  std::string code;
  std::string value;
  std::string accepted;
  int line = 0;           // of a file row, 1 = first line; 0 where it has no meaning
  int column = 0;         // of a file row, 1 = first column
  std::string near = {};  // what was perhaps meant, offered and never taken: "MBq" for "mbq"
};

struct Refusal {
  std::string code;
  Json params = Json::object();
  std::vector<FieldError> fields;
  std::vector<GateFailure> gates;

  static Refusal of(std::string code, Json params = Json::object()) { return {std::move(code), std::move(params), {}, {}}; }
  static Refusal field(FieldError error) {
    Refusal r = of(error.code, Json::object({{"field", error.field}, {"value", error.value}, {"accepted", error.accepted}}));
    r.fields.push_back(std::move(error));
    return r;
  }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Refusal refusal) : state_(std::in_place_index<1>, std::move(refusal)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Refusal& refusal() { return std::get<1>(state_); }
  const Refusal& refusal() const { return std::get<1>(state_); }

 private:
  std::variant<T, Refusal> state_;
};

struct Done {};
using Verdict = Result<Done>;

}  // namespace isotrail
