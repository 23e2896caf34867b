#include "node/record_check.h"

#include "base/check.h"
#include "base/db_lost.h"
#include "base/one_moment.h"
#include "ledger/documents.h"
#include "ledger/log/tiles.h"
#include "node/log/node_log.h"
#include "node/log/record_walk.h"
#include "node/sync/received.h"

namespace isotrail {
namespace {

/// Signatures, keys, checkpoints and the log's stored tiles, in one reading.
void walkRecord(Db& db, const RecordTrust& trust, RecordCheck& check) {
  RecordWalk walk;
  LogWalk log(db);
  for (const auto& c : trust.checkpoints) walk.expect(c);
  for (auto& c : NodeLog::kept(db)) walk.expect(std::move(c));
  std::string why;
  Journal(db).read(0, 0, [&](const Event& e) {
    const Digest leaf = merkle::leafHash(e.bytes);
    why = walk.step(e, leaf);
    if (why.empty()) why = log.step(leaf);
    return why.empty();
  });
  if (why.empty()) why = walk.end(trust.public_key);
  check.signatures = walk.signatures().count();
  check.doubtful = walk.signatures().doubtful();
  check.checkpoints = walk.held();
  check.keys = walk.signatures().keys().keys();
  check.log_root = walk.tree().root();
  if (!why.empty()) check.report = {false, check.report.entries, walk.seq(), walk.id(), walk.site(), std::move(why)};
  if (auto spare = check.report.ok ? log.end() : ""; !spare.empty()) check.report = {false, check.report.entries, 0, "", SiteId(), std::move(spare)};
}

/// Documents are beside the record, and it names them by hash.
void checkDocuments(Db& db, RecordCheck& check) {
  if (const auto bad = documentProblem(db)) check.report = {false, check.report.entries, bad->seq, bad->id, SiteId(bad->site), bad->why};
}

}  // namespace

RecordCheck checkRecord(Db& db, const RecordTrust& trust) {
  RecordCheck check;
  try {
    const OneMoment moment(db);  // others may write meanwhile
    check.report = Journal(db).verify();
    check.heads = Journal(db).heads();
    if (check.report.ok) walkRecord(db, trust, check);
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
