// isotrail migrate, isotrail db copy.
#include "cli/verbs.h"
#include "ledger/migrations.h"
#include "node/copy.h"

namespace isotrail::cli {

int migrateVerb(const Invocation& in, Output& out) {
  const Place place(in.database());
  const auto store = openPlace(place, true);
  const auto db = store->connect();
  const MigrationState state = migrationState(*db);
  if (!state.code.empty()) throw Fault(state.code, state.problem);
  const int applied = in.dry_run ? 0 : migrate(*db);
  Json pending = Json::array();
  for (const auto& id : state.pending) pending.push(id);
  const Json answer =
      Json::object({{"database", place.shown()}, {"before", state.applied}, {"pending", pending}, {"applied", applied}, {"kept", !in.dry_run}});
  if (out.json()) return out.answer(answer), kDone;
  for (const auto& id : state.pending) out.print(id);
  const Json counts = Json::object({{"before", state.applied}, {"count", state.pending.size()}});
  out.note(out.word(state.pending.empty() ? "CLI_MIGRATED_ALREADY" : in.dry_run ? "CLI_MIGRATE_WOULD" : "CLI_MIGRATED", counts));
  return kDone;
}

int dbCopyVerb(const Invocation& in, Output& out) {
  const Place from(in.paths.at(0)), to(in.paths.at(1));
  makeFolderOf(to.where);
  out.note(out.word("CLI_COPYING", Json::object({{"from", from.shown()}, {"to", to.shown()}})));
  auto copied = copyNode(from, to);
  if (!copied) return out.refuse(copied.refusal());
  Json rows = Json::object();
  std::int64_t all = 0;
  for (const auto& [table, count] : copied->rows) {
    if (count > 0) rows.set(table, count);
    all += count;
  }
  const Json answer = Json::object({{"from", from.shown()},
                                    {"to", to.shown()},
                                    {"entries", copied->entries},
                                    {"signatures", copied->signatures},
                                    {"rows", all},
                                    {"tables", rows},
                                    {"key_file", copied->key_file}});
  if (out.json()) return out.answer(answer), kDone;
  out.print(out.good(out.word("CLI_COPIED", answer)));
  out.note(out.word("CLI_COPIED_KEY", answer));
  return kDone;
}

}  // namespace isotrail::cli
