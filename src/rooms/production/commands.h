#pragma once
#include "desk/schema.h"

namespace isotrail::production {

struct RegisterEquipment {
  EquipmentId equipment;
  SiteId site;
  std::string kind, name;
  Instant qualified_until, calibrated_until;
  void fields(Fields& f) {
    f("equipment", equipment, "its number");
    f("site", site, "where it stands");
    f.choice("kind", kind, "cyclotron|target|synthesiser|calibrator|survey_meter|wipe_counter|hplc|gc|lal|dispenser|shield", "what it is");
    f("name", name, "what people call it");
    f("qualified_until", qualified_until, "end of its qualification");
    f("calibrated_until", calibrated_until, "end of its calibration");
  }
};
struct ReceiveLot {
  ItemId lot;
  SiteId site;
  std::string kind, name;
  OrgId supplier;
  Instant expires_at;
  std::int64_t units = 0;
  std::optional<ProductId> product;
  void fields(Fields& f) {
    f("lot", lot, "lot number");
    f("site", site, "where it arrived");
    f.choice("kind", kind, "target_water|precursor|cassette|reagent|vials|kit|container", "what it is");
    f("name", name, "what people call it");
    f("supplier", supplier, "who made it");
    f("expires_at", expires_at, "use before");
    f("units", units, "how many");
    f("product", product, "of a kit: what it makes");
  }
};
struct StartBatch {
  ItemId batch;
  ProductId product;
  SiteId site;
  ItemId bulk;
  std::vector<ItemId> lots;
  void fields(Fields& f) {
    f("batch", batch, "batch number");
    f("product", product, "what is made");
    f("site", site, "where");
    f("bulk", bulk, "the bulk nuclide it starts from");
    f.ids("lots", lots, "materials scanned into the batch");
  }
};
struct SignStep {
  ItemId batch;
  std::int64_t step = 0;
  std::optional<double> reading;
  std::optional<std::string> comment;
  std::optional<EquipmentId> equipment;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("step", step, "the step's number");
    f("reading", reading, "the value read, in the step's unit");
    f("comment", comment, "due when the value is beyond an alert limit");
    f("equipment", equipment, "what measured it");
  }
};
struct CheckStep {
  ItemId batch;
  std::int64_t step = 0;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("step", step, "the step checked");
  }
};
struct CompleteSynthesis {
  ItemId batch;
  Activity activity;
  Volume volume;
  EquipmentId calibrator;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("activity", activity, "measured now, at end of synthesis");
    f("volume", volume, "of the bulk product");
    f("calibrator", calibrator, "what measured it");
  }
};
struct FillVial {
  ItemId batch, vial;
  Volume volume;
  void fields(Fields& f) {
    f("batch", batch, "the batch");
    f("vial", vial, "number of the vial");
    f("volume", volume, "filled into it");
  }
};

}  // namespace isotrail::production
