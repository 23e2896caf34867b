// isotrail ledger checkpoint, cosign, export, evidence, rotate-key.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/record/files.h"
#include "cli/verbs.h"
#include "desk/words.h"
#include "node/log/bundle.h"
#include "node/log/evidence.h"
#include "node/log/record_walk.h"
#include "platform/crypto/crypto.h"
#include "rooms/keys/facts.h"

namespace isotrail::cli {
namespace {

SigningPerson holderOfTheFile() { return {Node::operatorCaller().person, "", "holder of the database file"}; }

int showCheckpoint(const SignedCheckpoint& c, const std::string& path, Output& out) {
  const std::string text = c.note.dump();
  if (auto written = writeFile(path, text); !written) return out.refuse(written.refusal());
  if (out.json())
    out.answer(Json::object({{"origin", c.checkpoint.origin}, {"size", c.checkpoint.size}, {"root", hex(c.checkpoint.root)}, {"note", text}}));
  else if (path.empty())
    out.stream() << text;
  return kDone;
}

/// The new checkpoint goes on where the one signed before ended; the record shows it when they differ.
Verdict goesOn(const SignedCheckpoint& before, const SignedCheckpoint& now, const std::string& record) {
  const Checkpoint &a = before.checkpoint, &b = now.checkpoint;
  if (a.origin != b.origin) return Refusal::of("CHECKPOINT_OF_ANOTHER_LOG", Json::object({{"origin", b.origin}, {"own", a.origin}}));
  if (b.size < a.size) return Refusal::of("CHECKPOINT_GOES_BACK", Json::object({{"size", b.size}, {"before", a.size}}));
  if (a.size == b.size && a.root == b.root) return Done{};
  if (a.size < b.size && record.empty()) return Refusal::of("RECORD_NEEDED", Json::object({{"before", a.size}}));
  if (a.size == b.size) return Refusal::of("CHECKPOINT_DIFFERS", Json::object({{"size", a.size}, {"entries", b.size}}));
  return Done{};
}

}  // namespace

int ledgerCheckpointVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  if (in.keep.empty()) {
    const SignedCheckpoint c = node.log().checkpoint();
    if (auto kept = node.log().keep(c.note.dump()); !kept) return out.refuse(kept.refusal());
    out.note(node.log().verifierKey());
    return showCheckpoint(c, in.out_file, out);
  }
  auto given = readCheckpoint(in.keep);
  if (!given) return out.refuse(given.refusal());
  if (auto kept = node.log().keep(given->note.dump()); !kept) return out.refuse(kept.refusal());
  const Json params = Json::object({{"size", given->checkpoint.size}, {"count", given->note.signatures.size()}});
  if (out.json()) return out.answer(params), kDone;
  out.print(out.good(out.word("CLI_LOG_KEPT", params)));
  return kDone;
}

int ledgerCosignVerb(const Invocation& in, Output& out) {
  auto now = readCheckpoint(in.record);
  if (!now) return out.refuse(now.refusal());
  const auto log_key = crypto::NoteKey::parse(in.log_key);
  if (!log_key) return out.refuse(Refusal::of("BAD_VERIFIER_KEY", Json::object({{"value", in.log_key}})));
  if (log_key->name != now->checkpoint.origin || crypto::signedBy(now->note, *log_key) != crypto::NoteVerdict::good)
    return out.refuse(Refusal::of("BAD_CHECKPOINT"));
  if (!crypto::isNoteName(in.witness_name))
    return out.refuse(Refusal::field({"name", "BAD_VALUE", in.witness_name, "a name without spaces and +", 0, 0}));
  RecordTrust trust{hexKey(*log_key), {*now}};
  if (!in.previous.empty()) {
    auto before = readCheckpoint(in.previous);
    if (!before) return out.refuse(before.refusal());
    if (auto fits = goesOn(*before, *now, in.against); !fits) return out.refuse(fits.refusal());
    trust.checkpoints.push_back(std::move(*before));
  }
  if (!in.against.empty()) {
    const auto check = checkRecordAt(in.against, trust);
    if (!check.report.ok) return tellBad(check.report, out);
  }
  if (in.make_key && !std::filesystem::exists(in.key_file)) crypto::SigningKey::generate().save(in.key_file);
  const auto key = crypto::SigningKey::load(in.key_file);
  crypto::cosignNote(now->note, in.witness_name, key, SystemClock().now().micros() / 1'000'000);
  if (in.previous.empty()) out.note(out.word("CLI_LOG_FIRST_SIGNED", Json::object({{"origin", now->checkpoint.origin}})));
  const crypto::NoteKey witness{in.witness_name, crypto::NoteKind::witness, key.publicKey()};
  out.note(out.word("CLI_LOG_WITNESS_KEY", Json::object({{"key", witness.text()}})));
  return showCheckpoint(*now, in.out_file, out);
}

int ledgerExportVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  const SignedCheckpoint c = node.log().checkpoint();
  const std::string draft = in.record + ".part";  // a crash leaves no file that looks whole
  {
    std::ofstream file(draft, std::ios::binary);
    node.desk().read([&](Db& db) { writeBundle(db, c, file); });
    file.flush();
    if (!file) return out.refuse(Refusal::of("FILE_WRITE", Json::object({{"path", in.record}})));
  }
  std::filesystem::rename(draft, in.record);
  const Json params = Json::object({{"path", in.record}, {"entries", c.checkpoint.size}, {"size", c.checkpoint.size}});
  if (out.json())
    out.answer(Json::object(
        {{"path", in.record}, {"entries", c.checkpoint.size}, {"root", hex(c.checkpoint.root)}, {"verifier_key", node.log().verifierKey()}}));
  else
    out.print(out.good(out.word("CLI_LOG_WRITTEN", params)));
  return kDone;
}

int ledgerEvidenceVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  auto evidence = makeEvidence(node.desk(), node.log(), Node::operatorCaller(), in.item, languageTag(out.language()));
  if (!evidence) return out.refuse(evidence.refusal());
  if (auto written = writeFile(in.out_file, evidencePage(*evidence)); !written) return out.refuse(written.refusal());
  const Json params = Json::object({{"path", in.out_file}, {"entries", (*evidence)["entries"].size()}, {"log_key", (*evidence)["log_key"]}});
  if (out.json()) return out.answer(params), kDone;
  out.print(out.good(out.word("CLI_LOG_EVIDENCE", params)));
  return kDone;
}

int ledgerRotateKeyVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  std::string key;
  if (in.prepare) {
    key = node.log().prepareKey();
  } else {
    auto rotated = node.log().rotateKey(Node::operatorCaller(), holderOfTheFile(), in.reason);
    if (!rotated) return out.refuse(rotated.refusal());
    key = (*rotated)["new_key"].text();
  }
  const Json params = Json::object({{"key", key}});
  if (out.json()) return out.answer(Json::object({{"key", key}, {"in_force", !in.prepare}})), kDone;
  out.print(out.good(out.word(in.prepare ? "CLI_LOG_PREPARED" : "CLI_LOG_ROTATED", params)));
  return kDone;
}

int ledgerAcknowledgeLossVerb(const Invocation& in, Output& out) {
  Node node(in.database(), true);
  auto accepted = node.desk().submit(
      Node::operatorCaller(),
      {keys::kAcknowledgeLoss, Json::object({{"reason", in.reason}}), "loss-" + crypto::randomHex(16), {}, holderOfTheFile(), false});
  if (!accepted) return out.refuse(accepted.refusal());
  const Json& loss = accepted->answer["result"];
  if (out.json()) return out.answer(loss), kDone;
  out.print(out.word("CLI_LOSS_ACKNOWLEDGED", loss));
  return kDone;
}

}  // namespace isotrail::cli
