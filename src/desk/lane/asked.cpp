#include "desk/lane/asked.h"

#include <algorithm>

#include "base/sql/names.h"

namespace isotrail {
namespace {
constexpr std::size_t kMostRows = 16, kMostAnswers = 4096;
}  // namespace

const Rows* Asked::find(std::string_view sql, const std::vector<DbValue>& params) const {
  const auto question = questions_.find(sql);
  if (question == questions_.end()) return nullptr;
  const auto answer = question->second.answers.find(params);
  return answer == question->second.answers.end() ? nullptr : &answer->second;
}

void Asked::keep(std::string_view sql, const std::vector<DbValue>& params, const Rows& rows) {
  if (!sql.starts_with("SELECT ") || rows.size() > kMostRows) return;
  if (kept_ == kMostAnswers) forget();
  auto question = questions_.find(sql);
  if (question == questions_.end()) question = questions_.emplace(std::string(sql), Question()).first;
  if (question->second.answers.insert_or_assign(params, rows).second) ++kept_;
}

std::optional<std::size_t> Asked::tableOf(std::string_view sql) {
  if (const auto found = changed_by_.find(sql); found != changed_by_.end()) return found->second;
  std::optional<std::size_t> number;
  if (const std::string_view table = changedTable(sql); !table.empty()) {
    const auto known = std::find(tables_.begin(), tables_.end(), table);
    number = static_cast<std::size_t>(known - tables_.begin());
    if (known == tables_.end()) tables_.emplace_back(table);
  }
  changed_by_.emplace(std::string(sql), number);
  return number;
}

void Asked::written(std::string_view sql) {
  if (kept_ == 0) return;
  const auto table = tableOf(sql);
  if (!table) return forget();
  for (auto& [text, question] : questions_) {
    if (question.answers.empty()) continue;
    if (question.names.size() <= *table) question.names.resize(*table + 1);
    auto& named = question.names[*table];
    if (!named) named = namesTable(text, tables_[*table]);
    if (!*named) continue;
    kept_ -= question.answers.size();
    question.answers.clear();
  }
}

void Asked::forget() {
  if (kept_ == 0) return;
  for (auto& [text, question] : questions_) question.answers.clear();
  kept_ = 0;
}

}  // namespace isotrail
