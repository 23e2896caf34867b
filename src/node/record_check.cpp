#include "node/record_check.h"

#include "base/check.h"
#include "base/db_lost.h"
#include "base/one_moment.h"
#include "ledger/documents.h"
#include "ledger/log/tiles.h"
#include "ledger/verify.h"
#include "node/log/node_log.h"
#include "node/log/record_walk.h"
#include "node/sync/received.h"

namespace isotrail {
namespace {

/// Everything in one reading: what the ledger verifies, signatures, keys, checkpoints and the log's stored tiles.
class Check {
 public:
  Check(Db& db, const RecordTrust& trust) : db_(db), trust_(trust), log_(db) {
    for (const auto& c : trust.checkpoints) walk_.expect(c);
    for (auto& c : NodeLog::kept(db)) walk_.expect(std::move(c));
  }
  void run(RecordCheck& check) {
    const auto step = [this](const EntryBlock& block, std::size_t good) { return take(block, good); };
    check.report = verifyEntries(db_, walk_.chains(), RecordWalk::lookDeeper, step);
    const std::int64_t entries = check.report.entries;
    if (check.report.ok)
      if (auto why = walk_.end(trust_.public_key); !why.empty()) check.report = blamed(std::move(why));
    if (check.report.ok)
      if (auto spare = log_.end(entries); !spare.empty()) check.report = {false, entries, 0, "", SiteId(), std::move(spare)};
    check.signatures = walk_.signatures().count();
    check.doubtful = walk_.signatures().doubtful();
    check.checkpoints = walk_.held();
    check.keys = walk_.signatures().keys().keys();
    check.log_root = walk_.tree().root();
  }

 private:
  VerifyReport blamed(std::string why) const { return {false, walk_.entries(), walk_.seq(), walk_.id(), walk_.site(), std::move(why)}; }
  std::optional<VerifyReport> take(const EntryBlock& block, std::size_t good) {
    if (auto why = walk_.step(block, good); !why.empty()) return blamed(std::move(why));
    if (good < block.entries.size() || !block.root) return std::nullopt;
    if (auto why = log_.step(block.leaves, *block.root); !why.empty()) return blamed(std::move(why));
    return std::nullopt;
  }
  Db& db_;
  const RecordTrust& trust_;
  RecordWalk walk_;
  LogWalk log_;
};

/// Documents are beside the record, and it names them by hash.
void checkDocuments(Db& db, RecordCheck& check) {
  if (const auto bad = documentProblem(db)) check.report = {false, check.report.entries, bad->seq, bad->id, SiteId(bad->site), bad->why};
}

}  // namespace

RecordCheck checkRecord(Db& db, const RecordTrust& trust) {
  RecordCheck check;
  try {
    const OneMoment moment(db);  // others may write meanwhile
    check.heads = Journal(db).heads();
    Check(db, trust).run(check);
    if (auto why = check.report.ok ? sync::checkReceived(db) : ""; !why.empty())
      check.report = {false, check.report.entries, 0, "", SiteId(), std::move(why)};
    if (check.report.ok) checkDocuments(db, check);
  } catch (const DbLost&) {
    throw;  // says nothing of the record
  } catch (const Fault& fault) {
    check.report.ok = false;
    check.report.why = fault.what();
  }
  return check;
}

}  // namespace isotrail
