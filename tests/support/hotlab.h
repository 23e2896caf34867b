#pragma once
// A hospital's hot lab with its people, meters, kits and orders, and a package of FDG at its door, for tests of the rooms
// between receipt and waste. Identifiers are those of the showcase; every name is made up.
#include "ledger/journal.h"
#include "tests/support/maker.h"

namespace isotrail::test {

class HotLab : public Maker {
 public:
  Caller lei = caller("lei.fan", "cotai", {"technologist"}, "cotai-hotlab", "hospital", "MO");
  Caller sou = caller("sou.rso", "cotai", {"rso"}, "cotai-hotlab", "hospital", "MO");

  explicit HotLab(std::shared_ptr<Ground> ground = memoryGround()) : Maker(std::move(ground)) {
    must(admin, "identity/register-organisation", body({{"org", "sunbridge"}, {"name", "sunbridge"}, {"kind", "carrier"}, {"jurisdiction", "CN"}}));
    hire(lei);
    hire(sou);
    qualify("lei.fan", "hotlab-dispensing", "2026-06-30T00:00:00Z");
    qualify("ho.kam", "hotlab-dispensing", "2025-12-16T16:00:00Z");  // lapses at midnight in Macao
    qualify("dr.fong", "therapy-directive", "2026-06-30T00:00:00Z");
    equipment("SM-CT", "survey_meter", "cotai-hotlab");
    equipment("SM-LN", "survey_meter", "lingnan-nansha");
    must(admin, "licensing/set-cap", body({{"licence", "RSL-CT"}, {"nuclide", "F-18"}, {"max_activity", "30 GBq"}}));
  }

  /// An FDG vial of 10 mL, released for both markets, packed at 06:20 as P-251217-01 and brought to the hot lab by 08:47.
  void deliver(const char* category = "II-YELLOW", double ti = 0.6, double rate_1m_usv = 6.0) {
    synthesise();
    testAll();
    release("[\"CN\",\"MO\"]");
    at("2025-12-17T06:20:00+08:00");
    packed("FDG-251217-A.V1", "P-251217-01", category, ti, rate_1m_usv);
    at("2025-12-17T08:47:00+08:00");
    brought("P-251217-01");
    at("2025-12-17T08:52:00+08:00");
  }
  void release(const char* markets) { must(liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", *Json::parse(markets)}})); }
  /// 14.00 GBq at 05:35 in 10 of 15 mL; at 08:52, 197 min later, 4.03 GBq. At 1 m, 6.0 uSv/h of 06:20 are 2.3.
  Json receipt(const char* decision = "accept") {
    return body({{"package", "P-251217-01"},
                 {"surface_rate", "40 uSv/h"},
                 {"rate_1m", "2.3 uSv/h"},
                 {"wipe", "0.1 Bq/cm2"},
                 {"meter", "SM-CT"},
                 {"decision", decision}});
  }
  void receive() { must(lei, "hotlab/receive-package", receipt()); }
  void checkCalibrator() {
    must(lei, "hotlab/check-calibrator", body({{"calibrator", "CAL-CT"}, {"nuclide", "Cs-137"}, {"reading", "7.35 MBq"}, {"expected", "7.4 MBq"}}));
  }
  /// A dose is ordered, its package received and the calibrator checked: 08:58, the syringe in hand.
  void atTheBench() {
    orderDose();
    deliver();
    receive();
    checkCalibrator();
    at("2025-12-17T08:58:00+08:00");
  }
  /// ORD-01, 252 MBq +- 10 % at 09:15, ordered, promised and prescribed the day before.
  void orderDose(const char* order_id = "ORD-01", const char* inject_at = "2025-12-17T09:15:00+08:00", bool prescribed = true) {
    must(fong, "ordering/place-order", order(order_id, "P-01", inject_at));
    must(wong, "ordering/accept-order", body({{"order", order_id}}));
    if (prescribed) prescribe(order_id);
  }
  void prescribe(const char* order_id) { must(fong, "clinic/prescribe", body({{"order", order_id}, {"justification", "staging"}})); }
  /// At 08:58 290 MBq are drawn: 17 min before 09:15 that is 290 * 2^(-17/109.73) = 260.5 MBq then, 3.4 % over.
  Json draw(const char* dose = "S-251217-01", const char* activity = "290 MBq") {
    return body(
        {{"dose", dose}, {"vial", "FDG-251217-A.V1"}, {"order", "ORD-01"}, {"activity", activity}, {"volume", "0.75 mL"}, {"calibrator", "CAL-CT"}});
  }

  /// Tc-99m medronate with its limit, a generator at the hospital, and two lots of kits.
  void kits() {
    must(admin, "catalogue/define-product",
         body({{"product", "MDP"},
               {"name", "Medronate (Tc-99m)"},
               {"name_zh_hans", "锝[99mTc]亚甲基二膦酸盐注射液"},
               {"name_zh_hant", "鎝[99mTc]亞甲基二膦酸鹽注射液"},
               {"name_pt", "Medronato (Tc-99m)"},
               {"nuclide", "Tc-99m"},
               {"kind", "generator"},
               {"use", "diagnostic"},
               {"shelf_life", "8 h"},
               {"letter", "M"}}));
    must(admin, "catalogue/set-limit",
         body({{"product", "MDP"},
               {"market", "MO"},
               {"test", "radiochemical purity"},
               {"unit", "%"},
               {"lower", 95.0},
               {"timing", "pre_release"},
               {"clause", "Ph. Eur. 0641"}}));
    kitLot("MDP-K1", "MDP kit", "2026-06-30T00:00:00Z");
    kitLot("MDP-OLD", "MDP kit", "2025-12-17T00:00:00Z");
    kitLot("DTPA-K1", "DTPA kit", "2026-06-30T00:00:00Z");
    must(lei, "supply/receive-generator",
         body({{"generator", "GEN-MO-0412"},
               {"site", "cotai-hotlab"},
               {"parent", "Mo-99"},
               {"activity", "12 GBq"},
               {"reference_at", "2025-12-16T06:40:00+08:00"},
               {"efficiency", "92 %"},
               {"expires_at", "2025-12-30T00:00:00Z"},
               {"supplier", "supplier"}}));
  }
  /// 7 GBq of Tc-99m in 5 mL at 06:40 on 17 December.
  void elute(const char* eluate = "E-251217-1") {
    at("2025-12-17T06:40:00+08:00");
    must(lei, "supply/elute",
         body({{"generator", "GEN-MO-0412"}, {"eluate", eluate}, {"activity", "7 GBq"}, {"volume", "5 mL"}, {"calibrator", "CAL-CT"}}));
  }
  void breakthrough(const char* impurity, const char* eluate = "E-251217-1") {
    must(lei, "supply/test-breakthrough", body({{"eluate", eluate}, {"impurity", impurity}, {"calibrator", "CAL-CT"}}));
  }
  Json kit(const char* preparation = "MDP-251217-1", const char* lot = "MDP-K1") {
    return body(
        {{"preparation", preparation}, {"kit_lot", lot}, {"eluate", "E-251217-1"}, {"product", "MDP"}, {"activity", "4 GBq"}, {"volume", "3 mL"}});
  }

  /// Packs and carries without the room that would: entries as that room leaves them, folded by every projection.
  void packed(const char* vial, const char* package, const char* category, double ti, double rate_1m_usv) {
    Movement m;
    m.kind = MovementKind::pack;
    m.at = now();
    m.puts.push_back({ItemId(package), {}, {}, NewItem{"package", package, {}, {}, {}, {}}});
    m.items = {ItemId(vial)};
    m.container = ItemId(package);
    happened("lingnan", "lingnan-nansha", "logistics.Packed", package,
             body({{"consignment", "C-251217-01"}, {"package", package}, {"category", category}, {"ti", ti}, {"rate_1m_sv_h", rate_1m_usv * 1e-6}}),
             m);
  }
  void brought(const char* package) {
    Movement m;
    m.kind = MovementKind::hand_over;
    m.at = now();
    m.items = {ItemId(package)};
    m.from = SiteId("lingnan-nansha");
    m.to = SiteId("cotai-hotlab");
    happened("lingnan", "lingnan-nansha", "logistics.HandedOver", package, body({{"consignment", "C-251217-01"}}), m);
  }
  /// A vial of another product, put at the bench without the rooms that would bring it.
  void stands(const char* vial, const char* product, double bq, const char* nuclide = "F-18") {
    Movement m;
    m.kind = MovementKind::bring_in;
    m.at = now();
    const Inventory held = Inventory::of(*Dataset::shipped().find(nuclide), Activity(bq), now());
    m.puts.push_back({ItemId(vial), held, Volume(0.01), NewItem{"vial", product, ProductId(product), ItemId(vial), std::nullopt, OrgId("lingnan")}});
    happened("cotai", "cotai-hotlab", "hotlab.Unpacked", vial, body({{"package", vial}, {"items", Json::array()}}), m);
  }
  void qualify(const char* person, const char* qualification, const char* until) {
    must(admin, "identity/grant-qualification",
         body({{"person", person},
               {"qualification", qualification},
               {"authority", "test"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", until}}));
  }

 protected:
  /// An entry as another room would leave it, folded by every projection.
  void happened(const char* org, const char* site, const char* type, const char* stream, Json payload, const std::optional<Movement>& m) {
    Event e;
    e.id = sha256Hex(std::string(type) + stream).substr(0, 32);
    e.site = SiteId(site);
    e.org = OrgId(org);
    e.actor = PersonId("chen.bo");
    e.stream = std::string("logistics/") + stream;
    e.type = type;
    e.occurred_at = e.recorded_at = now();
    e.command_id = "scene " + e.id;
    e.payload = std::move(payload);
    if (m) e.movement = m->toJson();
    desk().write([&](Db& lane) {
      Journal(lane).append(e);
      applyTrace(lane, e);
      for (const auto& room : desk().rooms())
        for (const auto& p : room.projections()) p.apply(lane, e);
    });
  }

 private:
  void hire(const Caller& who) {
    Json roles = Json::array();
    for (const auto& r : who.roles) roles.push(r);
    must(admin, "identity/register-person",
         body({{"person", who.person.str()},
               {"family_name", "F"},
               {"given_name", "G"},
               {"org", who.org.str()},
               {"site", who.site.str()},
               {"roles", roles}}));
  }
  void equipment(const char* id, const char* kind, const char* site) {
    must(admin, "production/register-equipment",
         body({{"equipment", id},
               {"site", site},
               {"kind", kind},
               {"name", id},
               {"qualified_until", "2026-06-30T00:00:00Z"},
               {"calibrated_until", "2026-06-30T00:00:00Z"}}));
  }
  void kitLot(const char* id, const char* name, const char* until) {
    must(
        lei, "production/receive-lot",
        body(
            {{"lot", id}, {"site", "cotai-hotlab"}, {"kind", "kit"}, {"name", name}, {"supplier", "supplier"}, {"expires_at", until}, {"units", 2}}));
  }
};

}  // namespace isotrail::test
