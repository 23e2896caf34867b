#pragma once
// The commands of the quality room as people send them.
#include "desk/act.h"

namespace isotrail::quality {

struct TakeSample {
  ItemId batch, sample;
  Volume volume;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("sample", sample, "number of the sample");
    f("volume", volume, "taken");
  }
};
struct RecordResult {
  ItemId batch;
  std::string test;
  std::optional<double> value;
  std::optional<std::string> text;
  std::optional<EquipmentId> equipment;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("test", test, "as in the product's limits");
    f("value", value, "the result, in the limit's unit");
    f("text", text, "the result in words, where the limit is in words");
    f("equipment", equipment, "what measured it");
  }
};
struct ReleaseBatch {
  ItemId batch;
  std::vector<std::string> markets;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("markets", markets, "where it may be supplied: CN, MO");
  }
};
struct RejectBatch {
  ItemId batch;
  std::string reason;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("reason", reason, "why");
  }
};
struct HoldItem {
  ItemId item;
  std::string reason;
  void fields(Fields& f) {
    f("item", item, "the item; everything that came out of it is held with it");
    f("reason", reason, "why");
  }
};
struct LiftHold {
  ItemId item;
  std::string reason;
  void fields(Fields& f) {
    f("item", item, "the item that was held");
    f("reason", reason, "why it may go on");
  }
};

Verdict takeSample(Act& act, const TakeSample& c);
Verdict recordResult(Act& act, const RecordResult& c);
Verdict releaseBatch(Act& act, const ReleaseBatch& c);
Verdict rejectBatch(Act& act, const RejectBatch& c);
Verdict holdItem(Act& act, const HoldItem& c);
Verdict liftHold(Act& act, const LiftHold& c);

}  // namespace isotrail::quality
