#pragma once
// What was asked and nothing written since can have changed: commands mostly ask for the same people, sites and items, and a question to
// a database that is far away costs a journey.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ports.h"

namespace isotrail {

class Asked {
 public:
  /// The answer this question got, if it still is the answer; null otherwise. It stays until the next call.
  const Rows* find(std::string_view sql, const std::vector<DbValue>& params) const;
  /// Keeps an answer of few rows; of what is no plain SELECT nothing.
  void keep(std::string_view sql, const std::vector<DbValue>& params, const Rows& rows);
  /// This statement is about to change its table: what was asked of that is forgotten; everything, when it names none.
  void written(std::string_view sql);
  /// Somebody else may have written, or what was read may never have been kept.
  void forget();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
  struct Question {
    std::map<std::vector<DbValue>, Rows> answers;
  };
  struct Table {
    std::string name;
    std::vector<Question*> asked_by;
  };
  Question& questionOf(std::string_view sql);
  std::optional<std::size_t> tableOf(std::string_view sql);
  ByText<Question> questions_;                     // by their text; they stay
  ByText<std::optional<std::size_t>> changed_by_;  // the table's number, by the statement that changes it
  std::vector<Table> tables_;
  std::size_t kept_ = 0;
};

}  // namespace isotrail
