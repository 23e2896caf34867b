#pragma once
// A hospital with nine products, their protocols, kits and permissions, on top of the hot lab: for trials that play many
// patients. What other organisations make arrives as entries their rooms would leave. Every name is made up.
#include <cmath>

#include "tests/support/hotlab.h"

namespace isotrail::test {

class Hospital : public HotLab {
 public:
  explicit Hospital(std::shared_ptr<Ground> ground = memoryGround()) : HotLab(std::move(ground)) {
    qualify("lei.fan", "administration", "2026-06-30T00:00:00Z");
    for (const char* nuclide : {"Ga-68", "I-131", "Lu-177"}) {
      must(admin, "licensing/set-cap", body({{"licence", "RSL-CT"}, {"nuclide", nuclide}, {"max_activity", "60 GBq"}}));
      must(admin, "licensing/set-cap", body({{"licence", "RSL-LN"}, {"nuclide", nuclide}, {"max_activity", "60 GBq"}}));
    }
    product("FET", "F-18", "cyclotron", "diagnostic");
    product("NAF", "F-18", "cyclotron", "diagnostic");
    product("PSM", "Ga-68", "cyclotron", "diagnostic");
    product("DOT", "Ga-68", "cyclotron", "diagnostic");
    product("MDP", "Tc-99m", "generator", "diagnostic");
    product("MIB", "Tc-99m", "generator", "diagnostic");
    product("LUD", "Lu-177", "reactor", "therapeutic");
    product("IOD", "I-131", "reactor", "therapeutic");
    must(admin, "protocols/define-protocol",
         body({{"protocol", "PET"},
               {"org", "cotai"},
               {"product", "FDG"},
               {"name", "PET"},
               {"name_zh_hans", "PET"},
               {"name_zh_hant", "PET"},
               {"name_pt", "PET"},
               {"card", "F-18 FDG-PET torso"},
               {"reference", "cn-practice-f-18-fdg-oncology"},
               {"interruption", "F-18 FDG"},
               {"dose", "F-18 FDG"}}));
  }

  /// "PW-203" is no name: digits as letters, so that no two patients are alike by accident.
  static std::string lettersFor(std::string id) {
    for (char& c : id)
      if (c >= '0' && c <= '9') c = static_cast<char>('a' + c - '0');
    return id;
  }
  void patient(const std::string& id, const std::string& born, const char* sex) {
    must(fong, "clinic/register-patient",
         body({{"patient", id},
               {"family_name", "Testada" + lettersFor(id)},
               {"given_name", "Um"},
               {"birth_date", born},
               {"sex", sex},
               {"site", "cotai-hotlab"}}));
  }
  /// A released vial of 10 mL at the bench.
  void arrives(const std::string& vial, const char* product_id, const char* nuclide, double bq, const char* expires = nullptr) {
    const ItemId batch(vial + ".B");
    Movement in;
    in.kind = MovementKind::bring_in;
    in.at = now();
    const Inventory held = Inventory::of(*Dataset::shipped().find(nuclide), Activity(bq), now());
    in.puts.push_back({batch, {}, {}, NewItem{"batch", product_id, ProductId(product_id), batch, std::nullopt, OrgId("lingnan")}});
    in.puts.push_back(
        {ItemId(vial), held, Volume(0.01),
         NewItem{"vial", product_id, ProductId(product_id), batch, expires ? std::optional(instant(expires)) : std::nullopt, OrgId("lingnan")}});
    happened("cotai", "cotai-hotlab", "hotlab.Unpacked", vial.c_str(), body({{"package", vial}, {"items", Json::array()}}), in);
    happened("lingnan", "lingnan-nansha", "quality.BatchReleased", batch.str().c_str(),
             body({{"batch", batch.str()}, {"all_markets", Json(Json::Array{"MO"})}}), std::nullopt);
  }
  /// A syringe out of that vial whose entry came in from somewhere else.
  void preparedElsewhere(const char* dose, const char* order, const char* vial, const char* product_id, const char* nuclide, double bq) {
    const Inventory all = findItem(db(), ItemId(vial))->inventoryAt(now());
    const Inventory part = all.times(bq / all.activity(nuclide).value);
    Movement m;
    m.kind = MovementKind::draw;
    m.at = now();
    m.takes.push_back({ItemId(vial), part, Volume(0.001), false});
    m.puts.push_back({ItemId(dose), part, Volume(0.001), NewItem{"dose", product_id, ProductId(product_id), ItemId(vial), std::nullopt, {}}});
    happened("cotai", "cotai-hotlab", "hotlab.DoseDrawn", dose,
             body({{"dose", dose},
                   {"vial", vial},
                   {"order", order},
                   {"product", product_id},
                   {"nuclide", nuclide},
                   {"activity_bq", bq},
                   {"volume_l", 0.001},
                   {"site", "cotai-hotlab"}}),
             m);
  }
  void generator(const char* id, const std::string& reference_at) {
    must(lei, "supply/receive-generator",
         body({{"generator", id},
               {"site", "cotai-hotlab"},
               {"parent", "Mo-99"},
               {"activity", "20 GBq"},
               {"reference_at", reference_at},
               {"efficiency", "90 %"},
               {"expires_at", "2026-01-10T00:00:00Z"},
               {"supplier", "supplier"}}));
  }
  void kitLot(const char* id, const char* product_id) {
    must(lei, "production/receive-lot",
         body({{"lot", id},
               {"site", "cotai-hotlab"},
               {"kind", "kit"},
               {"name", std::string(product_id) + " kit"},
               {"supplier", "supplier"},
               {"expires_at", "2026-06-30T00:00:00Z"},
               {"units", 20}}));
  }
  double there(const std::string& item, const char* nuclide) { return findItem(db(), ItemId(item))->inventoryAt(now()).activity(nuclide).value; }
  static std::string mbq(double bq) { return std::to_string(bq / 1e6) + " MBq"; }
  static double half_life(const char* nuclide) { return Dataset::shipped().find(nuclide)->half_life.value; }

 private:
  void product(const char* id, const char* nuclide, const char* kind, const char* use) {
    must(admin, "catalogue/define-product",
         body({{"product", id},
               {"name", id},
               {"name_zh_hans", id},
               {"name_zh_hant", id},
               {"name_pt", id},
               {"nuclide", nuclide},
               {"kind", kind},
               {"use", use},
               {"shelf_life", "10 h"},
               {"letter", std::string(1, id[0])}}));
    must(admin, "registration/register-approval",
         body({{"approval", std::string(id) + "-MO"},
               {"product", id},
               {"market", "MO"},
               {"kind", "marketing"},
               {"agency", "test"},
               {"number", id},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2027-01-01T00:00:00Z"}}));
    if (std::string(kind) != "generator") return;
    must(admin, "catalogue/set-limit",
         body({{"product", id},
               {"market", "MO"},
               {"test", "radiochemical purity"},
               {"unit", "%"},
               {"lower", 90.0},
               {"timing", "pre_release"},
               {"clause", "Ph. Eur."}}));
    kitLot((std::string(id) + "-K").c_str(), id);
  }
};

}  // namespace isotrail::test
