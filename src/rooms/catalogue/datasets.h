#pragma once
// The nuclide dataset of the record: adopting a revision, and restating what an item holds with it.
#include "desk/room.h"
#include "desk/shelf.h"

namespace isotrail::catalogue {

struct AdoptDataset {
  std::string version, why;
  void fields(Fields& f) {
    f("version", version, "the dataset's name, as the program ships it");
    f("why", why, "what the revision was checked against");
  }
};
struct RestateItem {
  ItemId item;
  void fields(Fields& f) { f("item", item, "what holds activity stated with another dataset than the adopted one"); }
};

inline constexpr Shelf kDatasets("catalogue_dataset");

/// New inventories are stated with the dataset from now on; what is on record keeps the one it names.
Verdict adoptDataset(Act& act, const AdoptDataset& c);
/// Everything out with the old dataset, the same activities in with the adopted one, at this instant: movement *restate*.
Verdict restateItem(Act& act, const RestateItem& c);
void applyDatasets(Db& db, const Event& e);
Result<Json> datasetsView(ViewRequest& q);

}  // namespace isotrail::catalogue
