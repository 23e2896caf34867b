#include "desk/kept_answers.h"

#include <algorithm>

#include "base/sql/values.h"

namespace isotrail {

bool KeptAnswers::look(const std::vector<std::string>& ids) {
  bool any = false;
  for (std::size_t from = 0; from < ids.size();) {
    const std::size_t left = ids.size() - from, size = left == 1 ? 1 : left <= 8 ? 8 : 64;  // few sizes: the statements are kept
    const std::string sql = "SELECT command_id,actor,body_hash,first_seq,hashes,result FROM command WHERE command_id IN (" + placeholders(size) + ")";
    std::vector<DbValue> params;
    for (std::size_t i = 0; i < size; ++i) params.emplace_back(ids[std::min(from + i, ids.size() - 1)]);
    db_.visit(sql, params, [&](const RowView& row) {
      const auto text = [&](std::size_t column) { return std::string(row.bytes(column)); };
      known_[text(0)] = {text(1), text(2), row.integer(3), text(4), text(5)};
      any = true;
    });
    from += size;
  }
  return any;
}

const KeptAnswer* KeptAnswers::find(const std::string& command_id) const {
  const auto found = known_.find(command_id);
  return found == known_.end() ? nullptr : &found->second;
}

void KeptAnswers::keep(const std::string& command_id, const std::string& name, KeptAnswer kept, Instant recorded_at) {
  db_.post("INSERT INTO command(command_id,actor,name,body_hash,first_seq,hashes,result,recorded_at) VALUES($1,$2,$3,$4,$5,$6,$7,$8)",
           dbValues(command_id, kept.actor, name, kept.body_hash, kept.first_seq, kept.hashes, kept.result, dbInstant(recorded_at)));
  known_[command_id] = std::move(kept);
}

}  // namespace isotrail
