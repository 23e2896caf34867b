#include "rooms/quality/room.h"

#include "rooms/quality/commands.h"
#include "rooms/quality/records.h"

namespace isotrail::quality {

RoomTable room() {
  RoomTable t("quality");
  t.command<TakeSample>("take-sample", takeSample, "Take a sample of a batch.");
  t.command<RecordResult>("record-result", recordResult, "Record a test's result; it is judged against every market's limit.", {.meaning = "tested"});
  t.command<ReleaseBatch>("release-batch", releaseBatch, "Certify a batch for markets.", {.meaning = "certified"});
  t.command<RejectBatch>("reject-batch", rejectBatch, "Reject a batch; it is held for good.", {.meaning = "rejected"});
  t.command<HoldItem>("hold-item", holdItem, "Hold an item and everything that came out of it.");
  t.command<LiftHold>("lift-hold", liftHold, "Lift a hold.", {.meaning = "lifted"});
  t.amendable<RecordResult>("quality.ResultRecorded", "record-result", {"value", "text", "equipment"}, foldAgain(applyQuality),
                            {.settle = settleResult, .follow = holdIfFails});
  t.amendable<RejectBatch>("quality.BatchRejected", "reject-batch", {"reason"}, foldNothing);
  t.view("queue", "quality.read", queueView, "Batches with their tests and what keeps them from release.");
  t.projection("quality", {"quality_batch"}, applyQuality);
  return t;
}

}  // namespace isotrail::quality
