#include "showcase/story_log.h"

#include <algorithm>

namespace isotrail::showcase {
namespace {
constexpr const char* kPrefix = "story-";
}

std::string commandId(int row) { return kPrefix + std::to_string(row); }

std::optional<RowOutcome> outcomeOf(Db& db, int row) {
  const auto taken = db.query("SELECT recorded_at FROM command WHERE command_id=$1", {commandId(row)});
  if (!taken.empty()) return RowOutcome{"accepted", {}, taken[0].instant(0)};
  const auto kept = db.query("SELECT outcome,detail,at FROM story_step WHERE n=$1", {static_cast<std::int64_t>(row)});
  if (kept.empty()) return std::nullopt;
  RowOutcome out{kept[0].text(0), {}, kept[0].instant(2)};
  const Json detail = kept[0].json(1);
  for (const auto& code : detail["codes"].items()) out.codes.push_back(code.text());
  return out;
}

void keepOutcome(Db& db, int row, const RowOutcome& outcome) {
  Json codes = Json::array();
  for (const auto& code : outcome.codes) codes.push(code);
  db.exec("INSERT INTO story_step(n,outcome,detail,at) VALUES($1,$2,$3,$4) ON CONFLICT(n) DO NOTHING",
          {static_cast<std::int64_t>(row), outcome.outcome, Json::object({{"codes", codes}}).dump(), dbInstant(outcome.at)});
}

int lastPlayed(Db& db) {
  int last = 0;
  for (const auto& row : db.query("SELECT command_id FROM command WHERE command_id LIKE $1", {std::string(kPrefix) + "%"}))
    last = std::max(last, std::atoi(row.text(0).c_str() + std::string(kPrefix).size()));
  for (const auto& row : db.query("SELECT MAX(n) FROM story_step"))
    if (!row.isNull(0)) last = std::max(last, static_cast<int>(row.integer(0)));
  return last;
}

}  // namespace isotrail::showcase
