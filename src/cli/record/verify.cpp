// isotrail ledger verify, isotrail projections rebuild.
#include "base/check.h"
#include "cli/record/files.h"
#include "cli/record/hub.h"
#include "cli/verbs.h"
#include "node/log/served_record.h"
#include "node/record_check.h"

namespace isotrail::cli {
namespace {

Json checkJson(const BundleCheck& check, const std::string& key) {
  const VerifyReport& r = check.report;
  Json heads = Json::array(), keys = Json::array();
  for (const auto& h : check.heads) heads.push(Json::object({{"site", h.site.str()}, {"position", h.position}, {"hash", h.hash}}));
  for (const auto& k : check.keys) keys.push(keyJson(k));
  Json bad;
  if (!r.ok) bad = Json::object({{"seq", r.first_bad_seq}, {"id", r.first_bad_id}, {"site", r.site.str()}, {"why", r.why}});
  return Json::object({{"ok", r.ok},
                       {"entries", r.entries},
                       {"signatures", check.signatures},
                       {"doubtful_signatures", check.doubtful},
                       {"checkpoints", check.checkpoints},
                       {"root", r.ok ? Json(hex(check.log_root)) : Json()},
                       {"public_key", key},
                       {"key_known", check.key_known},
                       {"keys", keys},
                       {"first_bad", bad},
                       {"heads", heads}});
}

/// Each witness countersigned one of the checkpoints given, and none of its lines is wrong.
Verdict countersigned(const RecordTrust& trust, const std::vector<std::string>& witnesses, Output& out) {
  for (const auto& text : witnesses) {
    const auto key = crypto::NoteKey::parse(text);
    if (!key) return Refusal::of("BAD_VERIFIER_KEY", Json::object({{"value", text}}));
    bool found = false;
    for (const auto& c : trust.checkpoints) {
      const auto verdict = crypto::signedBy(c.note, *key);
      if (verdict == crypto::NoteVerdict::bad) return Refusal::of("COSIGNATURE_BAD", Json::object({{"witness", key->name}}));
      if (verdict == crypto::NoteVerdict::absent) continue;
      found = true;
      const auto at = Instant::fromMicros(crypto::cosignedAt(c.note, *key).value_or(0) * 1'000'000);
      out.note(out.word("CLI_LOG_COSIGNED", Json::object({{"size", c.checkpoint.size}, {"witness", key->name}, {"at", at.iso()}})));
    }
    if (!found) return Refusal::of("COSIGNATURE_ABSENT", Json::object({{"witness", key->name}}));
  }
  return Done{};
}

bool isServerUrl(const std::string& path) { return path.starts_with("http://") || path.starts_with("https://"); }

/// The record of a running server, read from its log.
Result<BundleCheck> checkServerOf(const Invocation& in, const RecordTrust& trust, Output& out) {
  auto server = hubOf(in, in.record, out);
  if (!server) return server.refusal();
  std::optional<Refusal> refused;
  try {
    return checkServed(
        [&](const std::string& path) {
          auto bytes = (*server)->fetch("/log" + path);
          if (bytes) return std::move(*bytes);
          refused = bytes.refusal();
          throw Fault(refused->code, path);
        },
        trust);
  } catch (const Fault&) {
    if (refused) return *refused;
    throw;
  }
}

int tellGood(const BundleCheck& check, Output& out) {
  out.print(out.good(out.word("CLI_LEDGER_OK", Json::object({{"entries", check.report.entries}, {"signatures", check.signatures}}))));
  if (check.checkpoints > 0) out.print(out.word("CLI_LOG_CHECKPOINTS", Json::object({{"count", check.checkpoints}})));
  if (check.doubtful > 0) out.print(out.bad(out.word("CLI_LOG_DOUBTFUL", Json::object({{"count", check.doubtful}}))));
  Table table{{out.word("CLI_H_SITE"), ">" + out.word("CLI_H_POSITION"), out.word("CLI_H_HASH")}, {}};
  for (const auto& h : check.heads) table.rows.push_back({h.site.str(), std::to_string(h.position), h.hash});
  out.table(table);
  if (!check.key_known) out.note(out.word("CLI_LOG_KEY_UNKNOWN", Json::object({{"key", check.keys.empty() ? "" : check.keys.back().key}})));
  return kDone;
}

}  // namespace

int ledgerVerifyVerb(const Invocation& in, Output& out) {
  const Place place(in.database());
  if (in.record.empty()) (void)openPlace(place, true);  // says that there is none, before a key is looked for
  RecordTrust trust{in.public_key.empty() && in.record.empty() ? publicKeyOf(place) : in.public_key, {}};
  for (const auto& path : in.checkpoints) {
    auto c = readCheckpoint(path);
    if (!c) return out.refuse(c.refusal());
    trust.checkpoints.push_back(std::move(*c));
  }
  if (auto all = countersigned(trust, in.witnesses, out); !all) return out.refuse(all.refusal());
  const auto checked = isServerUrl(in.record) ? checkServerOf(in, trust, out)
                       : in.record.empty()    ? Result<BundleCheck>(checkDatabase(place, trust))
                                              : Result<BundleCheck>(checkRecordAt(in.record, trust));
  if (!checked) return out.refuse(checked.refusal());
  const BundleCheck& check = *checked;
  if (out.json()) return out.answer(checkJson(check, trust.public_key)), check.report.ok ? kDone : kFailed;
  return check.report.ok ? tellGood(check, out) : tellBad(check.report, out);
}

int projectionsRebuildVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  RecordCheck check;
  node.desk().read([&](Db& db) { check = checkRecord(db, {node.publicKey(), {}}); });
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
