#pragma once
// The verbs. Each answers an exit code (cli/output.h); a Fault that escapes is told by the program.
#include "cli/invocation.h"
#include "node/node.h"

namespace isotrail::cli {

int serveVerb(const Invocation& invocation, Output& out);
int showcaseVerb(const Invocation& invocation, Output& out);
int importVerb(const Invocation& invocation, Output& out);
int traceBackVerb(const Invocation& invocation, Output& out);
int traceForwardVerb(const Invocation& invocation, Output& out);
int traceHandledVerb(const Invocation& invocation, Output& out);
int recallSimulateVerb(const Invocation& invocation, Output& out);
int reportMonthVerb(const Invocation& invocation, Output& out);
int ledgerAcknowledgeLossVerb(const Invocation& invocation, Output& out);
int ledgerCheckpointVerb(const Invocation& invocation, Output& out);
int ledgerCosignVerb(const Invocation& invocation, Output& out);
int ledgerEvidenceVerb(const Invocation& invocation, Output& out);
int ledgerExportVerb(const Invocation& invocation, Output& out);
int ledgerRotateKeyVerb(const Invocation& invocation, Output& out);
int ledgerShowVerb(const Invocation& invocation, Output& out);
int ledgerTimestampVerb(const Invocation& invocation, Output& out);
int ledgerVerifyVerb(const Invocation& invocation, Output& out);
int projectionsRebuildVerb(const Invocation& invocation, Output& out);
int calculateVerb(const Invocation& invocation, Output& out);
int evalVerb(const Invocation& invocation, Output& out);
int nuclidesVerb(const Invocation& invocation, Output& out);
int planSolveVerb(const Invocation& invocation, Output& out);
int planCheckVerb(const Invocation& invocation, Output& out);
int planExplainVerb(const Invocation& invocation, Output& out);
int planWhatIfVerb(const Invocation& invocation, Output& out);
int planRiskVerb(const Invocation& invocation, Output& out);
int planCapacityVerb(const Invocation& invocation, Output& out);
int planDiffVerb(const Invocation& invocation, Output& out);
int slotsSolveVerb(const Invocation& invocation, Output& out);
int slotsCheckVerb(const Invocation& invocation, Output& out);
int personEraseVerb(const Invocation& invocation, Output& out);
int userAddVerb(const Invocation& invocation, Output& out);
int migrateVerb(const Invocation& invocation, Output& out);
int dbCopyVerb(const Invocation& invocation, Output& out);
int backupCreateVerb(const Invocation& invocation, Output& out);
int backupVerifyVerb(const Invocation& invocation, Output& out);
int backupRestoreVerb(const Invocation& invocation, Output& out);
int jobsVerb(const Invocation& invocation, Output& out);
int syncPushVerb(const Invocation& invocation, Output& out);
int syncPullVerb(const Invocation& invocation, Output& out);
int syncStatusVerb(const Invocation& invocation, Output& out);
int documentAttachVerb(const Invocation& invocation, Output& out);
int documentListVerb(const Invocation& invocation, Output& out);
int documentGetVerb(const Invocation& invocation, Output& out);
int documentVerifyVerb(const Invocation& invocation, Output& out);
int calibratorReadVerb(const Invocation& invocation, Output& out);
int calibratorSimulateVerb(const Invocation& invocation, Output& out);
int doctorVerb(const Invocation& invocation, Output& out);

/// Makes the folder a database's file will be in.
void makeFolderOf(const std::string& database);
/// The public half of the key of the node there, hex. Throws Fault KEY_FILE.
std::string publicKeyOf(const Place& place);

}  // namespace isotrail::cli
