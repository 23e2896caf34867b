#pragma once
// The node's side of its log: signs what the log is, keeps what others countersigned, and changes keys.
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "node/key_ring.h"
#include "node/log/checkpoint.h"

namespace isotrail {

class NodeLog {
 public:
  NodeLog(Desk& desk, KeyRing& keys) : desk_(desk), keys_(keys) {}

  std::string origin();
  /// The public key of the checkpoint's signature as verifiers take it.
  std::string verifierKey();
  /// The log as it is now, signed by the key in force; with the countersignatures that are kept for this size.
  SignedCheckpoint checkpoint();
  /// Keeps a checkpoint of this log with its countersignatures, merged with what is kept for its size.
  /// BAD_CHECKPOINT, CHECKPOINT_OF_ANOTHER_LOG, CHECKPOINT_DIFFERS (it names another history than this record has).
  Verdict keep(const std::string& note);
  /// Kept checkpoints by size.
  static std::vector<SignedCheckpoint> kept(Db& db);

  /// Makes the next key (or finds the one that waits) and lets the record know it; answers its public half.
  std::string prepareKey();
  /// prepareKey, then the signed entry, then the files. As Desk::submit.
  Result<Json> rotateKey(const Caller& caller, const SigningPerson& signer, const std::string& reason);
  /// Lets the files follow the record, where a key was brought in by another way.
  void settleKey();

 private:
  Checkpoint now(Db& db);
  std::string keyInForce(Db& db);
  Desk& desk_;
  KeyRing& keys_;
  std::mutex lock_;
  std::optional<SignedCheckpoint> last_;  // signed anew only when the log has grown
};

}  // namespace isotrail
