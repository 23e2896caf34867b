#include "node/record_check.h"

#include <map>

#include "base/check.h"
#include "ledger/log/tiles.h"
#include "platform/crypto/crypto.h"

namespace isotrail {
namespace {

/// Bytes of a hex text; empty when it is none.
std::string fromHex(const std::string& text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string bytes;
  if (text.size() % 2 != 0) return {};
  for (std::size_t i = 0; i < text.size(); i += 2) {
    if (digit(text[i]) < 0 || digit(text[i + 1]) < 0) return {};
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

/// Follows the signatures through the record: each entry that says it is signed is followed by its signature, made with
/// this node's key over person, meaning, instant and the entry's hash (the statement the desk signs).
class SignatureWalk {
 public:
  explicit SignatureWalk(const std::string& key_hex) : key_hex_(key_hex) {
    const std::string bytes = fromHex(key_hex);
    if (bytes.size() == key_.size()) std::copy(bytes.begin(), bytes.end(), key_.begin());
  }
  /// Why the entry is bad; empty when it is not.
  std::string step(const Event& e) {
    if (e.is("ledger.Signed")) return signature(e);
    for (const auto& id : e.signatures) due_[id] = e;
    return {};
  }
  const std::map<std::string, Event>& due() const { return due_; }
  std::int64_t count() const { return count_; }

 private:
  std::string signature(const Event& e) {
    const auto found = due_.find(e.id);
    if (found == due_.end()) return "a signature that no entry asks for";
    const Event& subject = found->second;
    if (e.payload["event"].text() != subject.id || e.payload["hash"].text() != subject.hash) return "the signature is for another entry";
    if (e.payload["key"].text() != key_hex_) return "signed with another key than this node's";
    const std::string statement = e.payload["person"].text() + "\n" + e.payload["meaning"].text() + "\n" + e.occurred_at.iso() + "\n" + subject.hash;
    if (!crypto::verify(key_, statement, fromHex(e.payload["node_signature"].text()))) return "the signature does not fit the entry";
    due_.erase(found);
    ++count_;
    return {};
  }
  std::string key_hex_;
  crypto::PublicKey key_{};
  std::map<std::string, Event> due_;
  std::int64_t count_ = 0;
};

/// Signatures and the log's stored tiles, in one reading.
void checkSignaturesAndLog(Db& db, const std::string& public_key, RecordCheck& check) {
  SignatureWalk walk(public_key);
  LogWalk log(db);
  const auto blame = [&](const Event& e, std::string why) {
    const auto entries = check.report.entries;
    check.report = {false, entries, e.seq, e.id, e.site, std::move(why)};
  };
  Journal(db).read(0, 0, [&](const Event& e) {
    if (auto why = walk.step(e); !why.empty()) blame(e, std::move(why));
    if (!check.report.ok) return false;
    if (auto why = log.step(merkle::leafHash(e.bytes)); !why.empty()) blame(e, std::move(why));
    return check.report.ok;
  });
  check.signatures = walk.count();
  if (check.report.ok && !walk.due().empty()) blame(walk.due().begin()->second, "its signature is missing");
  if (!check.report.ok) return;
  check.log_root = log.tree().root();
  if (auto why = log.end(); !why.empty()) {
    check.report.ok = false;
    check.report.why = std::move(why);
  }
}

}  // namespace

RecordCheck checkRecord(Db& db, const std::string& public_key) {
  RecordCheck check;
  try {
    check.report = Journal(db).verify();
    check.heads = Journal(db).heads();
    if (check.report.ok) checkSignaturesAndLog(db, public_key, check);
  } catch (const Fault& fault) {
    check.report.ok = false;
    check.report.why = fault.what();
  }
  return check;
}

}  // namespace isotrail
