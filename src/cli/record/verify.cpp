// isotrail ledger verify, isotrail projections rebuild.
#include "cli/verbs.h"
#include "node/record_check.h"

namespace isotrail::cli {
namespace {

Json checkJson(const RecordCheck& check, const std::string& key) {
  const VerifyReport& r = check.report;
  Json heads = Json::array();
  for (const auto& h : check.heads) heads.push(Json::object({{"site", h.site.str()}, {"position", h.position}, {"hash", h.hash}}));
  Json bad;
  if (!r.ok) bad = Json::object({{"seq", r.first_bad_seq}, {"id", r.first_bad_id}, {"site", r.site.str()}, {"why", r.why}});
  return Json::object(
      {{"ok", r.ok}, {"entries", r.entries}, {"signatures", check.signatures}, {"public_key", key}, {"first_bad", bad}, {"heads", heads}});
}

Json badParams(const VerifyReport& r) {
  return Json::object({{"seq", r.first_bad_seq},
                       {"id", r.first_bad_id.empty() ? "-" : r.first_bad_id},
                       {"site", r.site.empty() ? "-" : r.site.str()},
                       {"why", r.why}});
}

}  // namespace

int ledgerVerifyVerb(const Invocation& in, Output& out) {
  const Place place(in.database());
  const auto source = openPlace(place, true);  // not a node: checking must not change anything, migrations included
  auto db = source->connect();
  const std::string key = in.public_key.empty() ? publicKeyOf(place) : in.public_key;
  const RecordCheck check = checkRecord(*db, key);
  if (out.json()) return out.answer(checkJson(check, key)), check.report.ok ? kDone : kFailed;
  if (!check.report.ok) {
    out.print(out.bad(out.word("CLI_LEDGER_BAD", badParams(check.report))));
    return kFailed;
  }
  out.print(out.good(out.word("CLI_LEDGER_OK", Json::object({{"entries", check.report.entries}, {"signatures", check.signatures}}))));
  Table table{{out.word("CLI_H_SITE"), ">" + out.word("CLI_H_POSITION"), out.word("CLI_H_HASH")}, {}};
  for (const auto& h : check.heads) table.rows.push_back({h.site.str(), std::to_string(h.position), h.hash});
  out.table(table);
  return kDone;
}

int projectionsRebuildVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  RecordCheck check;
  node.desk().read([&](Db& db) { check = checkRecord(db, node.publicKey()); });
  if (!check.report.ok) {  // projections of a record that was tampered with would hide it
    out.note(out.word("CLI_LEDGER_BAD", badParams(check.report)));
    return out.refuse(Refusal::of("RECORD_BROKEN"));
  }
  const auto differ = node.desk().rebuild(in.check);
  if (out.json()) {
    Json tables = Json::array();
    for (const auto& t : differ) tables.push(t);
    out.answer(Json::object({{"ok", differ.empty() || !in.check}, {"rebuilt", !in.check}, {"differ", tables}}));
    return in.check && !differ.empty() ? kFailed : kDone;
  }
  for (const auto& t : differ) out.print(in.check ? out.bad(out.word("CLI_DIFFERS", Json::object({{"table", t}}))) : t);
  if (!in.check)
    out.note(out.word("CLI_REBUILT", Json::object({{"count", differ.size()}})));
  else if (differ.empty())
    out.print(out.good(out.word("CLI_REBUILT_SAME")));
  return in.check && !differ.empty() ? kFailed : kDone;
}

}  // namespace isotrail::cli
