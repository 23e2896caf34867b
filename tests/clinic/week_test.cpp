// A clinic week through the API, every person signed in with an account of his own: sixty patients, nine products, children by the dosage card, three
// therapies, an extravasation, a wrong patient at the chair, a vomited capsule, a late delivery, a generator that fails. Doses,
// residuals, waste and account all close.
#include <gtest/gtest.h>

#include <map>

#include "nuclide/radiation/dose.h"
#include "rooms/clinic/facts.h"
#include "rooms/ordering/facts.h"
#include "tests/clinic/api_ground.h"
#include "tests/support/hospital.h"

namespace isotrail::test {
namespace {

constexpr int kDays = 5, kSlots = 12;
const Instant kMonday = instant("2025-12-22T00:00:00+08:00");

struct Visit {
  std::string order, patient, dose, product, nuclide, route = "intravenous";
  double bq = 0, weight = 0;
  int age = 60, count = 1;
  Instant inject;
  bool therapy = false;
  double given = 0, residual = 0, back = 0, msv = 0;
};

struct Child {
  int age;
  const char* born;
  double kg;
  ReferenceAge reference;
};
// Born so that each has the age stated at the injection; weights near the middle of what is usual.
constexpr Child kChildren[] = {{1, "2024-06-01", 10, ReferenceAge::year1},    {3, "2022-06-01", 14, ReferenceAge::years5},
                               {5, "2020-06-01", 19, ReferenceAge::years5},   {8, "2017-06-01", 26, ReferenceAge::years10},
                               {10, "2015-06-01", 32, ReferenceAge::years10}, {12, "2013-06-01", 41, ReferenceAge::years10},
                               {15, "2010-06-01", 55, ReferenceAge::years15}, {17, "2008-06-01", 62, ReferenceAge::years15}};

class Week : public ::testing::Test {
 protected:
  std::shared_ptr<ApiGround> api_ = std::make_shared<ApiGround>();
  Hospital m{api_};
  std::map<int, std::vector<Visit>> days_;
  std::map<std::string, std::string> source_;  // what a product is drawn from today
  std::string eluate_;
  int wrong_patients_refused_ = 0;

  static std::string name(const char* prefix, int day, int slot) {
    return std::string(prefix) + std::to_string(day) + (slot < 10 ? "0" : "") + std::to_string(slot);
  }
  static const char* productOf(int day, int slot) {
    constexpr const char* usual[] = {"FDG", "FDG", "FDG", "FDG", "FET", "NAF", "PSM", "MDP", "MIB", "DOT", "FDG", "FDG"};
    if (slot == 10 && (day == 0 || day == 3)) return "LUD";
    return slot == 10 && day == 2 ? "IOD" : usual[slot];
  }
  static std::pair<const char*, double> nuclideOf(const std::string& product) {
    static const std::map<std::string, std::pair<const char*, double>> known{
        {"FDG", {"F-18", 250e6}},   {"FET", {"F-18", 200e6}},   {"NAF", {"F-18", 180e6}},   {"PSM", {"Ga-68", 120e6}}, {"DOT", {"Ga-68", 120e6}},
        {"MDP", {"Tc-99m", 500e6}}, {"MIB", {"Tc-99m", 400e6}}, {"LUD", {"Lu-177", 7.4e9}}, {"IOD", {"I-131", 3.7e9}}};
    return known.at(product);
  }

  void book(int day, int slot) {
    Visit v;
    v.order = name("ORD-W", day, slot);
    v.patient = name("PW-", day, slot);
    v.dose = name("S-W", day, slot);
    v.product = productOf(day, slot);
    std::tie(v.nuclide, v.bq) = nuclideOf(v.product);
    v.inject = kMonday + days(day) + hours(9) + minutes(20 * slot);
    v.therapy = v.product == "LUD" || v.product == "IOD";
    if (v.product == "IOD") {
      v.route = "oral";
      v.count = 2;
    }
    const int child = day * 2 + slot;  // the first two slots of four days
    if (slot < 2 && day < 4) {
      v.age = kChildren[child].age;
      v.weight = kChildren[child].kg;
      m.patient(v.patient, kChildren[child].born, slot == 0 ? "male" : "female");
      const auto p = m.view(m.fong, "protocols", "proposals", "PET", {{"weight", std::to_string(v.weight) + " kg"}, {"child", "true"}});
      v.bq = (*p)["proposed_bq"].number();
      EXPECT_NEAR(v.bq, activityByCard(**cardRow("card", "F-18 FDG-PET torso"), Mass(v.weight))->value, 1);
    } else {
      m.patient(v.patient, "1965-04-09", "male");
    }
    order(v);
    days_[day].push_back(v);
  }
  void order(const Visit& v) {
    const bool in_house = v.nuclide == "Tc-99m";
    m.must(m.fong, "ordering/place-order",
           m.order(v.order.c_str(), v.patient.c_str(), v.inject.iso().c_str(), Hospital::mbq(v.bq).c_str())
               .set("product", v.product)
               .set("maker_site", in_house ? "cotai-hotlab" : "lingnan-nansha"));
    m.must(in_house ? m.lei : m.wong, "ordering/accept-order", body({{"order", v.order}}));
    Json rx = body({{"order", v.order}, {"justification", "as the board decided"}, {"route", v.route}, {"count", v.count}});
    if (v.product == "FDG") rx.set("protocol", "PET");
    if (v.weight > 0) rx.set("weight", std::to_string(v.weight) + " kg");
    if (v.age >= 12 && v.age < 18) rx.set("pregnancy", "no").set("breastfeeding", "no");
    m.must(m.fong, "clinic/prescribe", rx);
    if (v.therapy) m.must(m.fong, "clinic/sign-directive", body({{"order", v.order}}));
  }

  void clock(Instant t) { m.at(t.iso()); }
  void elute(const char* generator, const std::string& eluate, double impurity_share) {
    const double tc = m.there(generator, "Tc-99m") * 0.85;
    m.must(m.lei, "supply/elute",
           body({{"generator", generator}, {"eluate", eluate}, {"activity", Hospital::mbq(tc)}, {"volume", "10 mL"}, {"calibrator", "CAL-CT"}}));
    m.must(m.lei, "supply/test-breakthrough",
           body({{"eluate", eluate}, {"impurity", std::to_string(tc * impurity_share) + " Bq"}, {"calibrator", "CAL-CT"}}));
    eluate_ = eluate;
  }
  Json kit(const char* product, int day) {
    return body({{"preparation", name(product, day, 0)},
                 {"kit_lot", std::string(product) + "-K"},
                 {"eluate", eluate_},
                 {"product", product},
                 {"activity", "1500 MBq"},
                 {"volume", "3 mL"}});
  }
  void prepare(int day) {
    for (const char* product : {"MDP", "MIB"}) {
      m.must(m.lei, "hotlab/prepare-kit", kit(product, day));
      m.must(m.lei, "hotlab/test-preparation", body({{"preparation", name(product, day, 0)}, {"purity", "97 %"}}));
      source_[product] = name(product, day, 0);
    }
  }
  /// On the third day the molybdenum breaks through: nothing is prepared of it, and a generator comes in for it at eleven.
  void generators(int day) {
    elute("GEN-1", name("E-", day, 0), day == 2 ? 5e-3 : 1e-5);
    if (day != 2) return prepare(day);
    EXPECT_EQ(m.refusal(m.lei, "hotlab/prepare-kit", kit("MDP", day)), "BREAKTHROUGH_NOT_PASSED ITEM_ON_HOLD");
    clock(kMonday + days(day) + hours(10.9));
    m.generator("GEN-2", "2025-12-23T06:00:00+08:00");
    elute("GEN-2", "E-NEW", 1e-5);
    prepare(day);
  }
  void deliver(int day, const char* product) {
    const auto [nuclide, dose] = nuclideOf(product);
    const double bq = std::string(nuclide) == "F-18" ? 12e9 : std::string(nuclide) == "Ga-68" ? 4e9 : dose * 1.05;
    source_[product] = name(product, day, 0) + ".V1";
    m.arrives(source_[product], product, nuclide, bq);
  }

  void serve(Visit& v, int day, int slot) {
    const double half = Hospital::half_life(v.nuclide.c_str());
    clock(std::max(m.now() + minutes(1), v.inject - minutes(8)));
    const Instant when = std::max(m.now(), v.inject);
    const double reading = v.bq * std::exp2((when - m.now()).value / half);
    m.must(m.lei, "hotlab/draw-dose",
           body({{"dose", v.dose},
                 {"vial", source_[v.product]},
                 {"order", v.order},
                 {"activity", Hospital::mbq(reading)},
                 {"volume", "0.5 mL"},
                 {"calibrator", "CAL-CT"},
                 {"count", v.count},
                 {"product", v.product}}));
    m.must(m.lei, "hotlab/label-dose", body({{"dose", v.dose}}));
    clock(std::max(m.now() + minutes(2), v.inject));
    Json give = body({{"dose", v.dose}, {"patient", v.patient}, {"route", v.route}, {"count", v.count}});
    if (day == 4 && slot == 2) {
      const auto before = m.entries();
      wrong_patients_refused_ += m.refusal(m.lei, "clinic/administer", Json(give).set("patient", "PW-403")) == "WRONG_PATIENT";
      EXPECT_EQ(m.entries(), before);
    }
    v.given = m.must(m.lei, "clinic/administer", give)["activity_bq"].number();
    clock(m.now() + minutes(3));
    settle(v, day, slot, half);
  }
  void settle(Visit& v, int day, int slot, double half) {
    const double aged = std::exp2(-180 / half);
    if (v.product == "IOD") {
      v.back = 0.4 * v.given;
      const Json told = m.must(
          m.lei, "clinic/report-outcome",
          body({{"dose", v.dose}, {"outcome", "vomited"}, {"recovered", Hospital::mbq(v.back * aged)}, {"bag", "BAG-1"}, {"calibrator", "CAL-CT"}}));
      EXPECT_NE(told["reportable"].text(), "");
    }
    if (day == 3 && slot == 1) m.must(m.lei, "clinic/report-outcome", body({{"dose", v.dose}, {"outcome", "extravasated"}, {"share", "30 %"}}));
    v.residual = v.product == "IOD" ? 0 : 0.02 * v.given;
    const Json net =
        m.must(m.lei, "clinic/measure-residual", body({{"dose", v.dose}, {"activity", Hospital::mbq(v.residual * aged)}, {"calibrator", "CAL-CT"}}));
    const double reached = day == 3 && slot == 1 ? 0.7 : 1.0;
    EXPECT_NEAR(net["net_bq"].number(), (v.given - v.residual) * reached - v.back, 1e-5 * v.given) << v.dose;
    v.msv = net["effective_dose_msv"].isNumber() ? net["effective_dose_msv"].number() : -1;
    if (slot < 2 && day < 4) {
      EXPECT_NEAR(v.msv, net["net_bq"].number() * (*effectiveDoseRow("dose", "F-18 FDG"))->of(kChildren[day * 2 + slot].reference)->value * 1e3,
                  1e-9);
    }
  }

  void day(int day) {
    const Instant start = kMonday + days(day);
    clock(start + hours(6.5));
    m.checkCalibrator();
    for (const char* product : {"FET", "NAF", "PSM", "DOT"}) deliver(day, product);
    if (day == 0 || day == 3) deliver(day, "LUD");
    if (day == 2) deliver(day, "IOD");
    const bool late = day == 1;  // the FDG comes when its first patients should long have been injected
    if (!late) deliver(day, "FDG");
    auto& visits = days_[day];
    const auto turn = [&](bool fdg) {
      for (int slot = 0; slot < kSlots; ++slot)
        if ((visits[static_cast<std::size_t>(slot)].product == "FDG") == fdg) serve(visits[static_cast<std::size_t>(slot)], day, slot);
    };
    if (day != 2) generators(day);
    if (!late && day != 2) {
      for (int slot = 0; slot < kSlots; ++slot) serve(visits[static_cast<std::size_t>(slot)], day, slot);
    } else if (late) {
      turn(false);
      clock(std::max(m.now(), start + hours(12.5)));
      deliver(day, "FDG");
      turn(true);
    } else {
      for (int slot = 0; slot < 6; ++slot) serve(visits[static_cast<std::size_t>(slot)], day, slot);
      generators(day);
      for (int slot = 6; slot < kSlots; ++slot) serve(visits[static_cast<std::size_t>(slot)], day, slot);
    }
    clean(day);
  }
  /// Syringes into sharps, everything else that was opened into the decay store; then the stock is counted.
  void clean(int day) {
    clock(kMonday + days(day) + hours(18));
    Json sharps = Json::array(), rest = Json::array(), left = Json::array();
    for (const auto& v : days_[day]) sharps.push(v.dose);
    for (const auto& item : itemsAt(m.db(), SiteId("cotai-hotlab"))) {
      if (item.kind == "vial" || item.kind == "eluate" || item.kind == "preparation" || item.kind == "sample") rest.push(item.id.str());
      if (item.kind == "generator") left.push(item.id.str());
    }
    m.must(m.lei, "waste/store", body({{"container", name("SH-", day, 0)}, {"items", sharps}, {"sharps", true}}));
    m.must(m.lei, "waste/store", body({{"container", name("W-", day, 0)}, {"items", rest}}));
    const Json count = m.must(m.lei, "hotlab/count-stock", body({{"site", "cotai-hotlab"}, {"present", left}}));
    EXPECT_EQ(count["open"].text(), "");
  }
};

TEST_F(Week, SixtyPatientsNineProductsAndEverythingCloses) {
  api_->serve({m.fong, m.lei, m.wong, m.sou});
  m.at("2025-12-19T08:00:00+08:00");
  for (int d = 0; d < kDays; ++d)
    for (int s = 0; s < kSlots; ++s) book(d, s);
  m.at("2025-12-22T06:00:00+08:00");
  m.generator("GEN-1", "2025-12-21T06:00:00+08:00");
  for (int d = 0; d < kDays; ++d) day(d);
  EXPECT_EQ(wrong_patients_refused_, 1);

  int fulfilled = 0;
  std::map<std::string, double> patients_atoms;
  for (auto& [d, visits] : days_)
    for (const auto& v : visits) {
      fulfilled += ordering::order(m.db(), OrderId(v.order))->state == "fulfilled";
      EXPECT_EQ(findItem(m.db(), ItemId(v.dose))->stage, "discarded") << v.dose;
      EXPECT_LE(std::abs(v.given / v.bq - 1), 0.1) << v.dose;
      patients_atoms[v.nuclide] += (v.given - v.residual - v.back) * Hospital::half_life(v.nuclide.c_str()) / std::log(2.0);
    }
  EXPECT_EQ(fulfilled, kDays * kSlots);
  std::map<std::string, double> account_atoms;
  for (int d = 0; d < kDays; ++d)
    for (const auto& l : dayAccount(m.db(), SiteId("cotai-hotlab"), kMonday + days(d), kMonday + days(d + 1))) {
      EXPECT_TRUE(l.closes()) << l.nuclide << " on day " << d << " leaves " << l.residue();
      account_atoms[l.nuclide] += l.given;
    }
  // Beside their daughters' few atoms, what the account calls given is what sixty patients got, nuclide by nuclide.
  for (const auto& [nuclide, atoms] : patients_atoms) EXPECT_NEAR(account_atoms[nuclide] / atoms, 1.0, 1e-5) << nuclide;
  EXPECT_EQ((*m.view(m.sou, "waste", "containers"))["containers"].size(), 2u * kDays);
  EXPECT_EQ((*m.view(m.sou, "hotlab", "counts"))["counts"].size(), 1u * kDays);
  // The month the authority reads says the same: sixty doses, what went wrong, and every night closed.
  const Json month = *m.view(m.sou, "report", "month", "2025-12", {{"site", "cotai-hotlab"}});
  std::int64_t reported = 0;
  std::map<std::string, int> incidents;
  for (const auto& product : month["administered"].items()) reported += product["count"].integer();
  for (const auto& incident : month["incidents"].items()) ++incidents[incident["type"].text()];
  EXPECT_EQ(reported, kDays * kSlots);
  EXPECT_EQ(month["administered"].size(), 9u);
  EXPECT_EQ(incidents["clinic.OutcomeReported"], 2);     // the capsule, the extravasation
  EXPECT_EQ(incidents["supply.BreakthroughTested"], 1);  // the generator
  EXPECT_EQ(month["account"]["closed"], month["account"]["days"]);
  EXPECT_TRUE(m.desk().rebuild(true).empty());
  EXPECT_GT(api_->requests(), 9 * kDays * kSlots);  // nobody came in by another door
}

}  // namespace
}  // namespace isotrail::test
