#include "tests/night/scene.h"

#include "node/node.h"
#include "node/sync/self.h"
#include "tests/support/fixture.h"

namespace isotrail::test {
namespace {

class Maker {
 public:
  Maker(const std::string& db, Instant at) {
    clock_.set(at);
    node = std::make_unique<Node>(db, false, &clock_);
  }
  void must(const char* command, Json what, const Caller& who = Node::operatorCaller()) {
    static int count = 0;
    Submission s{command, std::move(what), "scene-" + std::to_string(++count), {}, {}, false};
    if (const CommandInfo* info = node->desk().command(command); info && !info->meaning.empty()) s.signer = SigningPerson{who.person, "", "test"};
    const auto done = node->desk().submit(who, s);
    if (done) return;
    std::string codes = done.refusal().code;
    for (const auto& g : done.refusal().gates) codes += " " + g.code;
    for (const auto& f : done.refusal().fields) codes += " " + f.field;
    throw std::runtime_error(std::string(command) + ": " + codes);
  }
  void organisations() {
    for (const auto& [id, kind] : {std::pair{"cotai", "hospital"}, {"hub", "agency"}, {"lab", "supplier"}})
      must("identity/register-organisation", body({{"org", id}, {"name", id}, {"kind", kind}, {"jurisdiction", "MO"}}));
  }
  void site(const char* id, const char* org) {
    must("identity/register-site", body({{"site", id}, {"org", org}, {"name", id}, {"zone", "Asia/Macau"}}));
  }
  void person(const char* id, const char* at_site, const char* role, const char* org = "cotai") {
    must("identity/register-person",
         body({{"person", id}, {"family_name", "F"}, {"given_name", "G"}, {"org", org}, {"site", at_site}, {"roles", Json::array().push(role)}}));
    if (!node->accounts().set(id, PersonId(id), kPassword, false)) throw std::runtime_error("no account");
  }
  std::unique_ptr<Node> node;

 private:
  SetClock clock_;
};

constexpr const char *kFrom = "2025-01-01T00:00:00Z", *kUntil = "2027-01-01T00:00:00Z";

void permissions(Maker& m) {
  m.must("licensing/register-licence", body({{"licence", "RSL-CT"},
                                             {"org", "cotai"},
                                             {"site", "cotai-hotlab"},
                                             {"kind", "radiation safety"},
                                             {"agency", "SSM"},
                                             {"number", "1"},
                                             {"valid_from", kFrom},
                                             {"valid_until", kUntil},
                                             {"operations", Json::array().push("hold").push("use")}}));
  for (const char* nuclide : {"Mo-99", "Tc-99m"})
    m.must("licensing/set-cap", body({{"licence", "RSL-CT"}, {"nuclide", nuclide}, {"max_activity", "60 GBq"}}));
  for (const char* what : {"hotlab-dispensing", "administration"})
    m.must("identity/grant-qualification",
           body({{"person", "lei.fan"}, {"qualification", what}, {"authority", "test"}, {"valid_from", kFrom}, {"valid_until", kUntil}}));
  m.must("catalogue/define-product", body({{"product", "MDP"},
                                           {"name", "MDP"},
                                           {"name_zh_hans", "MDP"},
                                           {"name_zh_hant", "MDP"},
                                           {"name_pt", "MDP"},
                                           {"nuclide", "Tc-99m"},
                                           {"kind", "generator"},
                                           {"use", "diagnostic"},
                                           {"shelf_life", "8 h"},
                                           {"letter", "M"}}));
  m.must("catalogue/set-limit", body({{"product", "MDP"},
                                      {"market", "MO"},
                                      {"test", "radiochemical purity"},
                                      {"unit", "%"},
                                      {"lower", 95.0},
                                      {"timing", "pre_release"},
                                      {"clause", "Ph. Eur. 0641"}}));
  m.must("registration/register-approval", body({{"approval", "MDP-MO"},
                                                 {"product", "MDP"},
                                                 {"market", "MO"},
                                                 {"kind", "marketing"},
                                                 {"agency", "test"},
                                                 {"number", "1"},
                                                 {"valid_from", kFrom},
                                                 {"valid_until", kUntil}}));
}

void booked(Maker& m, const Caller& physician, const Caller& technologist, int i, Instant at) {
  const std::string n = std::to_string(i);
  m.must("clinic/register-patient",
         body({{"patient", "P-" + n},
               {"family_name", "Testada" + std::string{static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26)}},
               {"given_name", "Um"},
               {"birth_date", "1965-04-09"},
               {"sex", "male"},
               {"site", "cotai-hotlab"}}),
         physician);
  m.must("ordering/place-order",
         body({{"order", "ORD-" + n},
               {"patient", "P-" + n},
               {"product", "MDP"},
               {"activity", "200 MBq"},
               {"tolerance", "10 %"},
               {"inject_at", at.iso()},
               {"site", "cotai-hotlab"},
               {"maker_site", "cotai-hotlab"}}),
         physician);
  m.must("ordering/accept-order", body({{"order", "ORD-" + n}}), technologist);
  m.must("clinic/prescribe", body({{"order", "ORD-" + n}, {"justification", "emergency imaging"}}), physician);
}

}  // namespace

void makeSite(const std::string& db, Instant evening, Instant first) {
  Maker m(db, evening);
  m.organisations();
  m.site("cotai-hotlab", "cotai");
  m.person("lei.fan", "cotai-hotlab", "technologist");
  m.person("dr.fong", "cotai-hotlab", "physician");
  permissions(m);
  m.must("production/register-equipment", body({{"equipment", "CAL-CT"},
                                                {"site", "cotai-hotlab"},
                                                {"kind", "calibrator"},
                                                {"name", "CAL-CT"},
                                                {"qualified_until", kUntil},
                                                {"calibrated_until", kUntil}}));
  const Caller physician = Fixture::caller("dr.fong", "cotai", {"physician"}, "cotai-hotlab", "hospital", "MO");
  const Caller technologist = Fixture::caller("lei.fan", "cotai", {"technologist"}, "cotai-hotlab", "hospital", "MO");
  for (int i = 0; i < kPatients; ++i) booked(m, physician, technologist, i, first + minutes(20 * i));
}

void makeHub(const std::string& db, const std::string& site_db, Instant evening) {
  Maker hub(db, evening), site(site_db, evening);
  hub.organisations();
  hub.site("hub-office", "hub");
  hub.person("cotai.node", "hub-office", "sync_node");
  hub.must("sync/register-node", body({{"role", "site"},
                                       {"key", sync::firstKey(*site.node)},
                                       {"org", "cotai"},
                                       {"name", "cotai"},
                                       {"sites", Json::array().push("cotai-hotlab")}}));
  site.must("sync/register-node",
            body({{"role", "hub"}, {"key", sync::firstKey(*hub.node)}, {"org", "hub"}, {"name", "hub"}, {"sites", Json::array()}}));
}

}  // namespace isotrail::test
