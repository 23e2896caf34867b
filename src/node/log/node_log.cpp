#include "node/log/node_log.h"

#include <algorithm>

#include "base/check.h"
#include "ledger/log/keys.h"
#include "ledger/log/tiles.h"
#include "platform/crypto/note.h"
#include "rooms/keys/facts.h"

namespace isotrail {
namespace {

std::string originIn(Db& db, const KeyRing& keys) {
  const std::string first = keyHistory(db).keys().front().key;
  return logOrigin(first.empty() ? keys.keyId() : first);
}

void store(Db& db, const SignedCheckpoint& c) {
  db.exec("INSERT INTO log_checkpoint(size,note) VALUES($1,$2) ON CONFLICT(size) DO UPDATE SET note=excluded.note",
          {c.checkpoint.size, c.note.dump()});
}

std::optional<SignedCheckpoint> keptAt(Db& db, std::int64_t size) {
  const auto rows = db.query("SELECT note FROM log_checkpoint WHERE size=$1", {size});
  return rows.empty() ? std::nullopt : SignedCheckpoint::parse(rows[0].text(0));
}

/// Lines of keys that `into` has not.
void merge(crypto::Note& into, const crypto::Note& from) {
  for (const auto& s : from.signatures) {
    const bool there =
        std::any_of(into.signatures.begin(), into.signatures.end(), [&](const crypto::NoteSignature& t) { return t.name == s.name && t.id == s.id; });
    if (!there) into.signatures.push_back(s);
  }
}

}  // namespace

std::string NodeLog::keyInForce(Db& db) { return nodeKeyAt(db, Journal(db).lastSeq() + 1).value_or(keys_.keyId()); }

std::string NodeLog::origin() {
  std::string name;
  desk_.read([&](Db& db) { name = originIn(db, keys_); });
  return name;
}

std::string NodeLog::verifierKey() {
  std::string text;
  desk_.read([&](Db& db) {
    if (const auto key = logKey(originIn(db, keys_), keyInForce(db))) text = key->text();
  });
  return text;
}

/// Size, root and heads of one moment: read again when something was appended meanwhile.
Checkpoint NodeLog::now(Db& db) {
  for (;;) {
    LogTiles log(db);
    Checkpoint c{originIn(db, keys_), log.size(), log.root(log.size()), Journal(db).heads()};
    std::sort(c.heads.begin(), c.heads.end(), [](const SiteHead& a, const SiteHead& b) { return a.site.str() < b.site.str(); });
    if (Journal(db).lastSeq() == c.size) return c;
  }
}

SignedCheckpoint NodeLog::checkpoint() {
  std::lock_guard lock(lock_);
  desk_.read([&](Db& db) {
    if (!last_ || last_->checkpoint.size != Journal(db).lastSeq()) {
      Checkpoint c = now(db);
      const std::string key = nodeKeyAt(db, c.size + 1).value_or(keys_.keyId());
      crypto::Note note{c.body(), {}};
      crypto::addLogSignature(note, *logKey(c.origin, key), *crypto::fromHex(keys_.sign(note.text, key)));
      last_ = SignedCheckpoint{std::move(c), std::move(note)};
    }
    const auto kept = keptAt(db, last_->checkpoint.size);
    if (kept && kept->note.text == last_->note.text) merge(last_->note, kept->note);
  });
  return *last_;
}

Verdict NodeLog::keep(const std::string& text) {
  auto given = SignedCheckpoint::parse(text);
  if (!given) return Refusal::of("BAD_CHECKPOINT");
  const Checkpoint& c = given->checkpoint;
  Verdict verdict = Done{};
  desk_.read([&](Db& db) {
    const std::string own = originIn(db, keys_);
    if (c.origin != own) verdict = Refusal::of("CHECKPOINT_OF_ANOTHER_LOG", Json::object({{"origin", c.origin.substr(0, 200)}, {"own", own}}));
    const std::string key = keyHistory(db).at(c.size + 1).key;
    const auto signer = logKey(c.origin, key.empty() ? keys_.keyId() : key);
    if (verdict && (!signer || crypto::signedBy(given->note, *signer) != crypto::NoteVerdict::good)) verdict = Refusal::of("BAD_CHECKPOINT");
    LogTiles log(db);
    if (verdict && (c.size > log.size() || log.root(c.size) != c.root))
      verdict = Refusal::of("CHECKPOINT_DIFFERS", Json::object({{"size", c.size}, {"entries", log.size()}}));
  });
  if (!verdict) return verdict;
  desk_.write([&](Db& db) {
    if (const auto before = keptAt(db, c.size); before && before->note.text == given->note.text) merge(given->note, before->note);
    store(db, *given);
  });
  return Done{};
}

std::vector<SignedCheckpoint> NodeLog::kept(Db& db) {
  std::vector<SignedCheckpoint> all;
  for (const auto& row : db.query("SELECT note,size FROM log_checkpoint ORDER BY size")) {
    auto c = SignedCheckpoint::parse(row.text(0));
    if (!c || c->checkpoint.size != row.integer(1))
      throw Fault("LEDGER_CORRUPT", "the checkpoint kept of size " + std::to_string(row.integer(1)) + " is not one");
    all.push_back(std::move(*c));
  }
  return all;
}

std::string NodeLog::prepareKey() {
  const std::string next = keys_.prepare();
  desk_.write([&](Db& db) {
    const std::string old = keyInForce(db);
    keys::prepareNextKey(db, {old, next, keys_.sign(rotationStatement(old, next), next)});
  });
  return next;
}

Result<Json> NodeLog::rotateKey(const Caller& caller, const SigningPerson& signer, const std::string& reason) {
  const std::string next = prepareKey();
  auto accepted =
      desk_.submit(caller, {"keys/rotate-node-key", Json::object({{"reason", reason}}), "rotate-" + next.substr(0, 24), {}, signer, false});
  if (!accepted) return accepted.refusal();
  settleKey();
  return accepted->answer["result"];
}

void NodeLog::settleKey() {
  std::string key;
  desk_.read([&](Db& db) { key = keyInForce(db); });
  keys_.settle(key);
}

}  // namespace isotrail
