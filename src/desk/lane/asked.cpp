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

Asked::Question& Asked::questionOf(std::string_view sql) {
  if (const auto found = questions_.find(sql); found != questions_.end()) return found->second;
  Question& question = questions_[std::string(sql)];
  for (auto& table : tables_)
    if (namesTable(sql, table.name)) table.asked_by.push_back(&question);
  return question;
}

void Asked::keep(std::string_view sql, const std::vector<DbValue>& params, const Rows& rows) {
  if (!sql.starts_with("SELECT ") || rows.size() > kMostRows) return;
  if (kept_ == kMostAnswers) forget();
  if (questionOf(sql).answers.insert_or_assign(params, rows).second) ++kept_;
}

std::optional<std::size_t> Asked::tableOf(std::string_view sql) {
  if (const auto found = changed_by_.find(sql); found != changed_by_.end()) return found->second;
  std::optional<std::size_t> number;
  if (const std::string_view name = changedTable(sql); !name.empty()) {
    const auto known = std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.name == name; });
    number = static_cast<std::size_t>(known - tables_.begin());
    if (known == tables_.end()) {
      Table& table = tables_.emplace_back(Table{std::string(name), {}});
      for (auto& [text, question] : questions_)
        if (namesTable(text, name)) table.asked_by.push_back(&question);
    }
  }
  changed_by_.emplace(std::string(sql), number);
  return number;
}

void Asked::written(std::string_view sql) {
  const auto table = tableOf(sql);
  if (!table) return forget();
  for (Question* question : tables_[*table].asked_by) {
    kept_ -= question->answers.size();
    question->answers.clear();
  }
}

void Asked::forget() {
  for (auto& [text, question] : questions_) question.answers.clear();
  kept_ = 0;
}

}  // namespace isotrail
