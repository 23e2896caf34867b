#pragma once
// A maker and a hospital with people, licences, equipment, materials and one product, for tests of the rooms between
// beam and release. Identifiers are those of the showcase; every name is made up.
#include "tests/support/fixture.h"

namespace isotrail::test {

class Maker : public Fixture {
 public:
  Caller admin = caller("admin", "lingnan", {"admin"}, "lingnan-nansha");
  Caller he = caller("he.yun", "lingnan", {"radiochemist"}, "lingnan-nansha", "maker", "CN");
  Caller zhou = caller("zhou.kai", "lingnan", {"radiochemist"}, "lingnan-nansha", "maker", "CN");
  Caller lin = caller("lin.qc", "lingnan", {"qc_analyst"}, "lingnan-nansha", "maker", "CN");
  Caller liang = caller("liang.wei", "lingnan", {"qp"}, "lingnan-nansha", "maker", "CN");
  Caller wong = caller("wong.ieng", "lingnan", {"planner"}, "lingnan-nansha", "maker", "CN");
  Caller fong = caller("dr.fong", "cotai", {"physician"}, "cotai-hotlab", "hospital", "MO");
  Caller ho = caller("ho.kam", "cotai", {"technologist"}, "cotai-hotlab", "hospital", "MO");

  explicit Maker(std::shared_ptr<Ground> ground = memoryGround()) : Fixture(std::move(ground)) {
    organisations();
    people();
    product();
    licences();
    materials();
  }

  /// Beam 04:00 to 05:00 on 17 December: 45 GBq at its end, as item IR-251217-1.
  void beam() {
    at("2025-12-17T04:00:00+08:00");
    must(he, "supply/start-beam",
         body({{"run", "IR-251217-1"}, {"cyclotron", "CYC-1"}, {"target_lot", "W-118"}, {"nuclide", "F-18"}, {"current", "45 uA"}}));
    at("2025-12-17T05:00:00+08:00");
    must(he, "supply/end-beam", body({{"run", "IR-251217-1"}, {"activity", "45 GBq"}, {"calibrator", "CAL-1"}}));
  }
  void startBatch() {
    Json lots = Json::array();
    for (const char* lot : {"PRE-7", "K-2291", "VB-30"}) lots.push(lot);
    must(he, "production/start-batch",
         body({{"batch", "FDG-251217-A"}, {"product", "FDG"}, {"site", "lingnan-nansha"}, {"bulk", "IR-251217-1"}, {"lots", lots}}));
  }
  void step(int no, Json reading = Json(), Json comment = Json()) {
    Json b = body({{"batch", "FDG-251217-A"}, {"step", no}});
    if (!reading.isNull()) b.set("reading", reading);
    if (!comment.isNull()) b.set("comment", comment);
    must(he, "production/sign-step", b);
  }
  void check(int no) { must(zhou, "production/check-step", body({{"batch", "FDG-251217-A"}, {"step", no}})); }
  /// From the beam to the end of synthesis at 05:35 with 21 GBq in 15 mL.
  void synthesise() {
    beam();
    startBatch();
    step(1);
    check(1);
    step(2, 104.0);
    at("2025-12-17T05:35:00+08:00");
    must(he, "production/complete-synthesis",
         body({{"batch", "FDG-251217-A"}, {"activity", "21 GBq"}, {"volume", "15 mL"}, {"calibrator", "CAL-1"}}));
  }
  void result(const char* test, Json value) {
    must(lin, "quality/record-result", body({{"batch", "FDG-251217-A"}, {"test", test}, {value.isString() ? "text" : "value", value}}));
  }
  /// All steps, vial V1 with 10 mL, and every pre-release result passing.
  void testAll() {
    step(3);
    check(3);
    must(he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", "FDG-251217-A.V1"}, {"volume", "10 mL"}}));
    result("pH", 6.1);
    result("radiochemical purity", 98.4);
    result("appearance", "clear, colourless");
  }
  Json order(const char* id, const char* patient, const char* inject_at, const char* activity = "252 MBq") {
    return body({{"order", id},
                 {"patient", patient},
                 {"product", "FDG"},
                 {"activity", activity},
                 {"tolerance", "10 %"},
                 {"inject_at", inject_at},
                 {"site", "cotai-hotlab"},
                 {"maker_site", "lingnan-nansha"}});
  }

 private:
  void organisations() {
    const auto org = [&](const char* id, const char* kind, const char* jurisdiction) {
      must(admin, "identity/register-organisation", body({{"org", id}, {"name", id}, {"kind", kind}, {"jurisdiction", jurisdiction}}));
    };
    org("lingnan", "maker", "CN");
    org("cotai", "hospital", "MO");
    org("supplier", "supplier", "INT");
    must(admin, "identity/register-site", body({{"site", "lingnan-nansha"}, {"org", "lingnan"}, {"name", "Nansha"}, {"zone", "Asia/Shanghai"}}));
    must(admin, "identity/register-site", body({{"site", "cotai-hotlab"}, {"org", "cotai"}, {"name", "Hot lab"}, {"zone", "Asia/Macau"}}));
  }
  void person(const Caller& who, std::initializer_list<const char*> qualifications) {
    Json roles = Json::array();
    for (const auto& r : who.roles) roles.push(r);
    must(admin, "identity/register-person",
         body({{"person", who.person.str()}, {"family_name", "F"}, {"given_name", "G"}, {"org", who.org.str()}, {"roles", roles}}));
    for (const char* q : qualifications)
      must(admin, "identity/grant-qualification",
           body({{"person", who.person.str()},
                 {"qualification", q},
                 {"authority", "test"},
                 {"valid_from", "2025-01-01T00:00:00Z"},
                 {"valid_until", "2026-06-30T00:00:00Z"}}));
  }
  void people() {
    person(he, {"cyclotron-operator", "synthesis"});
    person(zhou, {"synthesis"});
    person(lin, {"qc-analyst"});
    person(liang, {"qp", "qc-analyst"});
    person(wong, {});
    person(fong, {});
    person(ho, {});
  }
  void product() {
    must(admin, "catalogue/define-product",
         body({{"product", "FDG"},
               {"name", "Fludeoxyglucose (F-18)"},
               {"name_zh_hans", "氟[18F]脱氧葡糖注射液"},
               {"name_zh_hant", "氟[18F]脫氧葡糖注射液"},
               {"name_pt", "Fludesoxiglucose (F-18)"},
               {"nuclide", "F-18"},
               {"kind", "cyclotron"},
               {"use", "diagnostic"},
               {"shelf_life", "10 h"},
               {"letter", "F"},
               {"dose_coefficient", 0.019}}));
    for (const char* market : {"CN", "MO"}) {
      // Macao's filed pH limit is wider (Ph. Eur. 4.5 to 8.5) than the mainland's (ChP 4.5 to 7.5).
      const double ph_upper = std::string(market) == "CN" ? 7.5 : 8.5;
      limit(market, "pH", body({{"lower", 4.5}, {"upper", ph_upper}}));
      limit(market, "radiochemical purity", body({{"unit", "%"}, {"lower", 95.0}}));
      limit(market, "appearance", body({{"expected_text", "clear, colourless"}}));
    }
    limit("MO", "sterility", body({{"expected_text", "no growth"}}), "post_release");
    masterStep(1, "before", true, Json::object());
    masterStep(
        2, "synthesis", false,
        body({{"reading", "reactor temperature"}, {"unit", "degC"}, {"lower", 95}, {"upper", 115}, {"alert_lower", 100}, {"alert_upper", 110}}));
    masterStep(3, "product", true, Json::object());
    for (const char* market : {"CN", "MO"})
      must(admin, "registration/register-approval",
           body({{"approval", std::string("FDG-") + market},
                 {"product", "FDG"},
                 {"market", market},
                 {"kind", "marketing"},
                 {"agency", "test"},
                 {"number", "1"},
                 {"valid_from", "2025-01-01T00:00:00Z"},
                 {"valid_until", "2027-01-01T00:00:00Z"}}));
  }
  void limit(const char* market, const char* test, Json rest, const char* timing = "pre_release") {
    Json b = body({{"product", "FDG"}, {"market", market}, {"test", test}, {"timing", timing}, {"clause", "monograph"}});
    for (const auto& [key, v] : rest.members()) b.set(key, v);
    must(admin, "catalogue/set-limit", b);
  }
  void masterStep(int no, const char* phase, bool two_people, Json rest) {
    Json b = body({{"product", "FDG"},
                   {"step", no},
                   {"title", "Step"},
                   {"title_zh_hans", "步骤"},
                   {"title_zh_hant", "步驟"},
                   {"title_pt", "Passo"},
                   {"phase", phase},
                   {"two_people", two_people},
                   {"qualification", "synthesis"}});
    for (const auto& [key, v] : rest.members()) b.set(key, v);
    must(admin, "catalogue/define-step", b);
  }
  void licence(const char* id, const char* org, const char* site, std::initializer_list<const char*> operations,
               std::initializer_list<std::pair<const char*, const char*>> caps) {
    Json list = Json::array();
    for (const char* o : operations) list.push(o);
    must(admin, "licensing/register-licence",
         body({{"licence", id},
               {"org", org},
               {"site", site},
               {"kind", "radiation safety"},
               {"agency", "test"},
               {"number", "1"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2027-01-01T00:00:00Z"},
               {"operations", list}}));
    for (const auto& [nuclide, max] : caps) must(admin, "licensing/set-cap", body({{"licence", id}, {"nuclide", nuclide}, {"max_activity", max}}));
  }
  void licences() {
    licence("RSL-LN", "lingnan", "lingnan-nansha", {"hold", "make"}, {{"F-18", "100 GBq"}, {"Lu-177", "50 GBq"}});
    licence("RSL-CT", "cotai", "cotai-hotlab", {"hold", "use"}, {{"F-18", "3 GBq"}, {"Mo-99", "40 GBq"}, {"Tc-99m", "40 GBq"}});
  }
  void materials() {
    const auto equipment = [&](const char* id, const char* kind, const char* site, const char* until) {
      must(admin, "production/register-equipment",
           body({{"equipment", id}, {"site", site}, {"kind", kind}, {"name", id}, {"qualified_until", until}, {"calibrated_until", until}}));
    };
    equipment("CYC-1", "cyclotron", "lingnan-nansha", "2026-06-30T00:00:00Z");
    equipment("CAL-1", "calibrator", "lingnan-nansha", "2026-06-30T00:00:00Z");
    equipment("CAL-OLD", "calibrator", "lingnan-nansha", "2025-12-01T00:00:00Z");
    equipment("CAL-CT", "calibrator", "cotai-hotlab", "2026-06-30T00:00:00Z");
    const auto lot = [&](const char* id, const char* kind, const char* until = "2026-06-30T00:00:00Z") {
      must(he, "production/receive-lot",
           body({{"lot", id},
                 {"site", "lingnan-nansha"},
                 {"kind", kind},
                 {"name", id},
                 {"supplier", "supplier"},
                 {"expires_at", until},
                 {"units", 10}}));
    };
    lot("W-118", "target_water");
    lot("PRE-7", "precursor");
    lot("K-2291", "cassette");
    lot("VB-30", "vials");
    lot("K-OLD", "cassette", "2025-12-16T12:00:00Z");
  }
};

}  // namespace isotrail::test
