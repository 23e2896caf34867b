// The paper a therapy patient takes home: what was found, and until when each precaution lasts.
#include "desk/sheet.h"

#include "desk/texts.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/clinic/records.h"
#include "rooms/clinic/release/release.h"
#include "rooms/identity/facts.h"
#include "units/time.h"

namespace isotrail::clinic {
namespace {

std::string amount(double value, const char* unit) {
  char text[40];
  std::snprintf(text, sizeof text, "%.3g %s", value, unit);
  return text;
}

class Writer {
 public:
  Writer(ViewRequest& q, const Json& release, const Json& given, const identity::SiteFacts& site)
      : q_(q), r_(release), given_(given), site_(site), language_(languageOf(q.language)) {}

  Json sheet() {
    Sheet s(words("TITLE"), instantIn(r_["at"]), site_.zone);
    who(s);
    s.heading(words("HOW_LONG"));
    s.table({words("WHAT"), words("UNTIL"), words("WHY")}, precautions(), {0.52, 0.22, 0.26});
    s.heading(words("EVERY_DAY"));
    for (const char* rule : {"TOILET", "WASH", "DRINK", "LAUNDRY", "HOSPITAL"}) s.point(words(rule));
    if (const auto rx = kPrescriptions.find(q_.db, given_["order"].text()); rx && rx->doc["breastfeeding"].text() == "stopped")
      s.point(words("WEANED"));
    s.note(words("SIGNED", Json::object({{"by", identity::personName(q_.db, PersonId(r_["by"].text()), q_.language)},
                                         {"at", showInstant(instantIn(r_["at"]), site_.zone)},
                                         {"site", siteName()}})));
    s.note(words("NOTE"));
    return s.json();
  }

 private:
  std::string words(const std::string& code, const Json& params = Json::object()) const {
    return codeText("RELEASE_SHEET_" + code, language_, params).text;
  }
  std::string siteName() const { return q_.language.starts_with("zh") && !site_.name_local.empty() ? site_.name_local : site_.name; }
  std::string patientName() const {
    const std::string& id = r_["patient"].text();
    const auto kept = fromVault(q_.db, VaultOf::patient, id);
    return kept ? (*kept)["family_name"].text() + " " + (*kept)["given_name"].text() + " · " + id : id;
  }
  void who(Sheet& s) const {
    const auto product = catalogue::product(q_.db, ProductId(given_["product"].text()));
    s.text(words("PATIENT", Json::object({{"name", patientName()}})));
    s.text(words("GIVEN", Json::object({{"activity_bq", given_["net_bq"].isNumber() ? given_["net_bq"] : given_["activity_bq"]},
                                        {"product", product ? catalogue::productName(*product, q_.language) : given_["product"].text()},
                                        {"at", showInstant(instantIn(given_["at"]), site_.zone)}})));
    s.text(words("LEFT", Json::object({{"activity_bq", r_["retained_bq"]}, {"at", showInstant(instantIn(r_["at"]), site_.zone)}})));
    if (r_["rate_sv_h"].isNumber())
      s.text(
          words(r_["rate_measured"].boolean() ? "RATE_MEASURED" : "RATE", Json::object({{"rate", amount(r_["rate_sv_h"].number() * 1e6, "µSv/h")}})));
  }
  std::vector<std::vector<std::string>> precautions() const {
    std::vector<std::vector<std::string>> rows;
    for (const Json& p : r_["precautions"].items()) {
      const std::string& until = p["until"].text();
      const double limit = p["limit_sv"].number();
      rows.push_back({words("DO_" + p["contact"].text(), Json::object({{"hours", r_.has("journey_s") ? r_["journey_s"].number() / 3600 : 2.0}})),
                      until.empty() ? words("NOT_NEEDED") : words("UNTIL_DAY", Json::object({{"day", until}})),
                      limit > 0 ? words("WHY_DOSE", Json::object({{"dose", amount(limit * 1e3, "mSv")}})) : words("WHY_" + p["contact"].text())});
    }
    return rows;
  }

  ViewRequest& q_;
  const Json& r_;
  const Json& given_;
  const identity::SiteFacts& site_;
  Language language_;
};

}  // namespace

Result<Json> releaseSheet(ViewRequest& q) {
  const auto card = kGiven.find(q.db, q.id);
  const auto site = card ? identity::site(q.db, SiteId(card->doc["site"].text())) : std::nullopt;
  if (!site || (site->org != q.caller.org && !q.caller.has("admin"))) return notFound("dose", q.id);
  if (!card->doc.has("release")) return outOfOrder("patient released", card->state);
  const Json release = card->doc["release"];
  return Writer(q, release, card->doc, *site).sheet();
}

}  // namespace isotrail::clinic
