#include "tests/night/shift.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <functional>
#include <stdexcept>
#include <thread>

#include "tests/night/scene.h"
#include "tests/support/fixture.h"

namespace isotrail::test {
namespace {

constexpr double kTcHalfLife = 6.0072 * 3600;  // s
constexpr int kPatience = 200;                 // times one command is sent
std::string mbq(double v) { return std::to_string(v) + " MBq"; }

}  // namespace

/// What 200 MBq at the injection are now.
double Shift::mbqAt(int order) const {
  const Instant inject = begins_ + minutes(60 + 20 * order);
  return 200 * std::exp2(std::max(0.0, (inject - clock_.now()).value) / kTcHalfLife);
}

/// An eluate, tested, and a kit of it.
void Shift::prepared(std::vector<Step>& steps, double minute, int round) {
  const std::string n = std::to_string(round), eluate = "E-" + n, kit = "MDP-" + n;
  steps.push_back({minute, "supply/elute", [=] {
                     return body({{"generator", "GEN-1"}, {"eluate", eluate}, {"activity", "5 GBq"}, {"volume", "8 mL"}, {"calibrator", "CAL-CT"}});
                   }});
  steps.push_back({minute + 2, "supply/test-breakthrough", [=] {
                     return body({{"eluate", eluate}, {"impurity", "50 kBq"}, {"calibrator", "CAL-CT"}});
                   }});
  steps.push_back({minute + 4, "hotlab/assay", [=] { return body({{"item", eluate}, {"activity", "4.96 GBq"}, {"calibrator", "CAL-CT"}}); }});
  steps.push_back(
      {minute + 6, "hotlab/prepare-kit", [=] {
         return body(
             {{"preparation", kit}, {"kit_lot", "MDP-K"}, {"eluate", eluate}, {"product", "MDP"}, {"activity", "4.5 GBq"}, {"volume", "6 mL"}});
       }});
  steps.push_back({minute + 12, "hotlab/test-preparation", [=] { return body({{"preparation", kit}, {"purity", "97 %"}}); }, true});
}

void Shift::patient(std::vector<Step>& steps, int i) {
  const std::string n = std::to_string(i), dose = "S-" + n;
  const double at = 60 + 20 * i;
  steps.push_back({at - 6, "hotlab/draw-dose", [=, this] {
                     return body({{"dose", dose},
                                  {"vial", i < kPatients / 2 ? "MDP-1" : "MDP-2"},
                                  {"order", "ORD-" + n},
                                  {"activity", mbq(mbqAt(i))},
                                  {"volume", "0.4 mL"},
                                  {"calibrator", "CAL-CT"}});
                   }});
  steps.push_back({at - 4, "hotlab/label-dose", [=] { return body({{"dose", dose}}); }});
  steps.push_back({at, "clinic/administer", [=] { return body({{"dose", dose}, {"patient", "P-" + n}, {"route", "intravenous"}}); }, true});
  steps.push_back({at + 4, "clinic/measure-residual", [=] { return body({{"dose", dose}, {"activity", "3 MBq"}, {"calibrator", "CAL-CT"}}); }});
}

std::vector<Shift::Step> Shift::plan() {
  std::vector<Step> steps;
  steps.push_back({0, "supply/receive-generator", [this] {
                     return body({{"generator", "GEN-1"},
                                  {"site", "cotai-hotlab"},
                                  {"parent", "Mo-99"},
                                  {"activity", "40 GBq"},
                                  {"reference_at", (begins_ - hours(20)).iso()},
                                  {"efficiency", "90 %"},
                                  {"expires_at", (begins_ + days(14)).iso()},
                                  {"supplier", "lab"}});
                   }});
  steps.push_back({2, "production/receive-lot", [this] {
                     return body({{"lot", "MDP-K"},
                                  {"site", "cotai-hotlab"},
                                  {"kind", "kit"},
                                  {"name", "MDP kit"},
                                  {"supplier", "lab"},
                                  {"expires_at", (begins_ + days(90)).iso()},
                                  {"units", 5}});
                   }});
  const auto check = [](double minute) {
    return Step{minute, "hotlab/check-calibrator", [] {
                  return body({{"calibrator", "CAL-CT"}, {"nuclide", "Cs-137"}, {"reading", "7.35 MBq"}, {"expected", "7.4 MBq"}});
                }};
  };
  steps.push_back(check(5));
  prepared(steps, 10, 1);
  for (int i = 0; i < kPatients / 2; ++i) patient(steps, i);
  steps.push_back(check(121));  // a day of the calendar begins at midnight
  prepared(steps, 268, 2);
  for (int i = kPatients / 2; i < kPatients; ++i) patient(steps, i);
  Json syringes = Json::array(), rest = Json::array();
  for (int i = 0; i < kPatients; ++i) syringes.push("S-" + std::to_string(i));
  for (const char* item : {"MDP-1", "MDP-2", "E-1", "E-2"}) rest.push(item);
  steps.push_back({538, "waste/store", [=] { return body({{"container", "SH-1"}, {"items", syringes}, {"sharps", true}}); }});
  steps.push_back({540, "waste/store", [=] { return body({{"container", "W-1"}, {"items", rest}}); }});
  steps.push_back({541, "hotlab/count-stock", [] { return body({{"site", "cotai-hotlab"}, {"present", Json::array().push("GEN-1")}}); }, true});
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.minute < b.minute; });
  return steps;
}

void Shift::restart() {
  if (!site_.start()) throw std::runtime_error("the program does not start: " + site_.said());
}

std::string Shift::headers(const Kept& k) {
  if (token_.empty()) token_ = site_.signIn("lei.fan", kPassword);
  return "Authorization: Bearer " + token_ + "\r\nCommand-Id: " + k.id + "\r\n";
}

/// True when it is answered for good. A clock that is behind the record is set right by whoever reads the refusal.
bool Shift::heard(Kept& k, const http::Answer& a) {
  last_ = std::to_string(a.status) + " " + a.body;
  if (a.status == 0 || std::to_string(a.body.size()) != a.header("Content-Length")) return false;
  if (a.status == 200) {
    replayed_ = a.header("Replayed") == "true";
    k.answer = a.body;
    return true;
  }
  const auto said = Json::parse(a.body);
  const std::string code = said ? (*said)["code"].text() : "";
  if (a.status == 401 && !code.starts_with("SIGNATURE")) return token_.clear(), false;
  if (code != "CLOCK_BEHIND") throw std::runtime_error(k.command + " " + k.body + " answered " + std::to_string(a.status) + " " + a.body);
  ++clock_refusals;
  clock_.set(clock_.now() + Seconds(30));
  return false;
}

bool Shift::send(Kept& k, bool kill) {
  restart();
  const std::string request = postRequest("/api/v1/" + k.command, k.body, headers(k));
  if (!kill) return heard(k, site_.ask(request));
  try {
    http::Client client(site_.port());
    client.send(request);
    std::this_thread::sleep_for(std::chrono::microseconds(chance_() % (k.body.find("signature") == std::string::npos ? 20'000 : 160'000)));
    site_.end(SIGKILL);
    ++kills;
    if (chance_() % 4 == 0) {  // and once more while it comes up
      site_.spawn();
      std::this_thread::sleep_for(std::chrono::microseconds(chance_() % 60'000));
      site_.end(SIGKILL);
    }
    http::Answer a = client.answer(false, http::milliseconds(100));
    if (a.status == 200) return heard(k, a);
  } catch (const std::runtime_error&) {  // it was gone before it was asked
  }
  ++unanswered;
  return false;
}

/// What was acknowledged is asked once more: the same answer, and nothing further.
void Shift::again(const Kept& k) {
  const auto a = site_.ask(postRequest("/api/v1/" + k.command, k.body, headers(k)));
  if (a.status == 401) return token_.clear();
  if (a.status != 200 || a.body != k.answer || a.header("Replayed") != "true")
    faults.push_back(k.id + " was acknowledged and then answered otherwise: " + k.answer + " " + a.body);
}

/// Away by up to four minutes forward or ten back, for one command; then somebody sets the clock right.
void Shift::jump() {
  ++jumps;
  const double by = chance_() % 2 ? static_cast<double>(chance_() % 240) : -static_cast<double>(chance_() % 600);
  clock_.set(clock_.now() + Seconds(by));
}

void Shift::perform(const Step& step, int kills_now) {
  Json what = step.body();
  if (step.is_signed) what.set("signature", Json::object({{"account", "lei.fan"}, {"password", kPassword}}));
  Kept k{"night-" + std::to_string(1000 + kept.size()), step.command, what.dump(), ""};
  bool cut = false;
  owed_ += kills_now;
  for (int i = 0; k.answer.empty(); ++i) {
    if (i == kPatience) throw std::runtime_error(k.command + " is never acknowledged; last " + last_);
    const bool kill = owed_ > 0;
    owed_ -= kill;
    if (send(k, kill)) break;
    cut = cut || kill;
  }
  kept_unheard += cut && replayed_;
  kept.push_back(std::move(k));
  if (!cut) return;
  restart();
  again(kept[chance_() % kept.size()]);
}

void Shift::work() {
  const auto steps = plan();
  std::vector<int> cuts(steps.size(), 0), leaps(steps.size(), 0);
  for (int i = 0; i < kills_planned_; ++i) ++cuts[chance_() % steps.size()];
  for (int i = 0; i < jumps_planned_; ++i) leaps[chance_() % steps.size()] = 1;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Instant when = begins_ + minutes(steps[i].minute);
    clock_.set(when);
    if (leaps[i]) jump();
    perform(steps[i], cuts[i]);
  }
  for (; owed_ > 0; --owed_, ++kills) {  // of those that an answer was quicker than
    restart();
    site_.end(SIGKILL);
  }
  restart();
}

}  // namespace isotrail::test
