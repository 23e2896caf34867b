#pragma once
// What became of each row. Accepted rows are on the record under their command id; only the others need a line of their own.
#include <optional>
#include <string>
#include <vector>

#include "base/ports.h"

namespace isotrail::showcase {

/// The command id of a row: a retry after a broken-off run finds the first answer.
std::string commandId(int row);

struct RowOutcome {
  std::string outcome;  // "accepted", "refused" as scripted, "failed" when it came otherwise
  std::vector<std::string> codes;
  Instant at;
};
std::optional<RowOutcome> outcomeOf(Db& db, int row);
void keepOutcome(Db& db, int row, const RowOutcome& outcome);
/// The last row that was played; 0 before the first.
int lastPlayed(Db& db);

}  // namespace isotrail::showcase
