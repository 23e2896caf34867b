#pragma once
// The hospital's side of the day on top of the maker's: patients, prescriptions, a released vial in the hot lab, a checked
// calibrator, and doses to draw and give. For tests of the rooms from the syringe on. Every name is made up.
#include <cmath>

#include "ledger/journal.h"
#include "tests/support/maker.h"

namespace isotrail::test {

class Ward : public Maker {
 public:
  Caller lei = caller("lei.fan", "cotai", {"technologist"}, "cotai-hotlab", "hospital", "MO");
  Caller pv = caller("vong.pv", "lingnan", {"vigilance_officer"}, "lingnan-nansha", "maker", "CN");
  Caller ssm = caller("inspector.ssm", "ssm", {"regulator"}, "", "agency", "MO");
  Caller gdee = caller("inspector.gdee", "gdee", {"regulator"}, "", "agency", "CN");
  Caller stranger = caller("x", "pearl", {"physician"}, "", "hospital", "MO");

  Ward() {
    staff();
    patient("P-01", "Testada-Um", "Am\u00e9lia");
    patient("P-02", "\u9673", "\u6e2c\u8a66");
    booked("ORD-01", "P-01", "2025-12-17T09:15:00+08:00");
    booked("ORD-02", "P-02", "2025-12-17T09:45:00+08:00");
  }

  /// An entry as another room would leave it, with everything that follows from it.
  void happens(const char* type, const char* site, const std::string& stream, Json payload, std::optional<Movement> movement = std::nullopt,
               const char* org = "cotai") {
    Event e;
    e.id = "test-entry-" + std::to_string(++happened_);
    e.site = SiteId(site);
    e.stream = stream;
    e.type = type;
    e.occurred_at = e.recorded_at = now();
    e.actor = PersonId("lei.fan");
    e.org = OrgId(org);
    e.payload = std::move(payload);
    if (movement) e.movement = movement->toJson();
    db().begin();
    Journal(db()).append(e);
    db().commit();
    desk().rebuild(false);
  }
  /// FDG of the morning: 3 mL of 1.4 GBq/mL at 05:35, released at 06:05, in the hot lab at 08:47 with a checked calibrator.
  void vialArrives() {
    synthesise();
    step(3);
    check(3);
    must(he, "production/fill-vial", body({{"batch", "FDG-251217-A"}, {"vial", "FDG-251217-A.V1"}, {"volume", "3 mL"}}));
    result("pH", 6.1);
    result("radiochemical purity", 98.4);
    result("appearance", "clear, colourless");
    at("2025-12-17T06:05:00+08:00");
    must(liang, "quality/release-batch", body({{"batch", "FDG-251217-A"}, {"markets", Json(Json::Array{"CN", "MO"})}}));
    Movement sent;
    sent.kind = MovementKind::hand_over;
    sent.items = {ItemId("FDG-251217-A.V1")};
    sent.to = SiteId("cotai-hotlab");
    sent.at = now();
    happens("logistics.HandedOver", "lingnan-nansha", "logistics/C-1", Json::object(), sent, "lingnan");
    at("2025-12-17T08:47:00+08:00");
    sent.kind = MovementKind::receive;
    sent.to_org = OrgId("cotai");
    sent.at = now();
    happens("hotlab.PackageReceived", "cotai-hotlab", "hotlab/P-1", Json::object(), sent);
    calibratorPasses();
  }
  void calibratorPasses() {
    happens("hotlab.CalibratorChecked", "cotai-hotlab", "hotlab/CAL-CT",
            body({{"calibrator", "CAL-CT"}, {"day", "2025-12-17"}, {"verdict", "pass"}}));
  }
  /// Drawn so that it is 252 MBq at the planned injection; F-18 halves in 6584.04 s.
  void draw(const char* dose, const char* order, const char* inject_at) {
    const double mbq = 252.0 * std::exp2((instant(inject_at) - now()).value / 6584.04);
    must(lei, "hotlab/draw-dose",
         body({{"dose", dose},
               {"vial", "FDG-251217-A.V1"},
               {"order", order},
               {"activity", std::to_string(mbq) + " MBq"},
               {"volume", "0.6 mL"},
               {"calibrator", "CAL-CT"}}));
  }
  void label(const char* dose) { must(lei, "hotlab/label-dose", body({{"dose", dose}})); }
  static Json giving(const char* dose, const char* patient, const char* route = "intravenous") {
    return body({{"dose", dose}, {"patient", patient}, {"route", route}});
  }
  static Json residual(const char* dose, const char* activity) { return body({{"dose", dose}, {"activity", activity}, {"calibrator", "CAL-CT"}}); }
  /// S-251217-01 drawn at 09:06, labelled, and the clock at 09:15.
  void ready() {
    vialArrives();
    at("2025-12-17T09:06:00+08:00");
    draw("S-251217-01", "ORD-01", "2025-12-17T09:15:00+08:00");
    label("S-251217-01");
    at("2025-12-17T09:15:00+08:00");
  }
  void give() { must(lei, "clinic/administer", giving("S-251217-01", "P-01")); }

 private:
  void qualify(const char* person, const char* qualification) {
    must(admin, "identity/grant-qualification",
         body({{"person", person},
               {"qualification", qualification},
               {"authority", "test"},
               {"valid_from", "2025-01-01T00:00:00Z"},
               {"valid_until", "2026-06-30T00:00:00Z"}}));
  }
  void staff() {
    for (const Caller* who : {&lei, &pv})
      must(admin, "identity/register-person",
           body({{"person", who->person.str()},
                 {"family_name", "F"},
                 {"given_name", "G"},
                 {"org", who->org.str()},
                 {"roles", Json(Json::Array{who->roles.front()})}}));
    qualify("lei.fan", "hotlab-dispensing");
    qualify("lei.fan", "administration");
    qualify("dr.fong", "administration");
    qualify("dr.fong", "therapy-directive");
  }
  void patient(const char* id, const char* family, const char* given) {
    must(fong, "clinic/register-patient",
         body({{"patient", id}, {"family_name", family}, {"given_name", given}, {"birth_date", "1961-04-09"}, {"sex", "female"}}));
  }
  void booked(const char* id, const char* who, const char* inject_at) {
    must(fong, "ordering/place-order", order(id, who, inject_at));
    must(wong, "ordering/accept-order", body({{"order", id}}));
    must(fong, "clinic/prescribe", body({{"order", id}, {"justification", "staging of a known tumour"}}));
  }
  int happened_ = 0;
};

}  // namespace isotrail::test
