// The seeded-error trial: a right act with one thing wrong, drawn at random. A wrong product, unit or patient must be stopped
// before acceptance, every time, for the right reason, and leave nothing; the same act without the error must pass. A seeded
// share each time, ISOTRAIL_FULL=1 for a thousand cases.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "rooms/hotlab/facts.h"
#include "tests/support/hospital.h"

namespace isotrail::test {
namespace {

constexpr int kOrders = 8;
constexpr const char* kProducts[] = {"FDG", "FET", "NAF", "PSM"};

class SeededErrors : public ::testing::Test {
 protected:
  Hospital m;
  std::mt19937 dice{20251217};
  std::map<std::string, int> caught, missed;

  int upTo(int n) { return static_cast<int>(dice() % static_cast<unsigned>(n)); }
  static const char* productOf(int i) { return kProducts[i % 4]; }
  static const char* nuclideOf(int i) { return i % 4 == 3 ? "Ga-68" : "F-18"; }
  static double orderedMbq(int i) { return 120 + 20 * i; }
  static std::string id(const char* prefix, int i) { return prefix + std::to_string(i); }
  static Instant injectOf(int i) { return instant("2025-12-17T09:10:00+08:00") + minutes(4 * i); }

  void SetUp() override {
    for (int i = 0; i < kOrders; ++i) {
      m.patient(id("PT-", i), "1965-04-09", "male");
      m.must(m.fong, "ordering/place-order",
             m.order(id("ORD-T", i).c_str(), id("PT-", i).c_str(), injectOf(i).iso().c_str(), (std::to_string(orderedMbq(i)) + " MBq").c_str())
                 .set("product", productOf(i)));
      m.must(m.wong, "ordering/accept-order", body({{"order", id("ORD-T", i)}}));
      m.must(m.fong, "clinic/prescribe", body({{"order", id("ORD-T", i)}, {"justification", "as the board decided"}}));
    }
    m.patient("PT-CHILD", "2017-06-01", "male");
    m.at("2025-12-17T08:30:00+08:00");
    m.checkCalibrator();
    for (int i = 0; i < 4; ++i) m.arrives(std::string(kProducts[i]) + ".V1", productOf(i), nuclideOf(i), 9e9);
    m.at("2025-12-17T09:00:00+08:00");
  }
  /// In the range at the injection, somewhere.
  double readingMbq(int i) {
    const double spread = (upTo(161) - 80) / 1000.0;  // 8 % either side of 10 allowed
    return orderedMbq(i) * (1 + spread) * std::exp2(std::max(0.0, (injectOf(i) - m.now()).value) / Hospital::half_life(nuclideOf(i)));
  }
  Json draw(int i, const char* dose, const std::string& activity) {
    return body({{"dose", dose},
                 {"vial", std::string(productOf(i)) + ".V1"},
                 {"order", id("ORD-T", i)},
                 {"activity", activity},
                 {"volume", "0.3 mL"},
                 {"calibrator", "CAL-CT"},
                 {"product", productOf(i)}});
  }
  /// Caught: refused, with `code` among the reasons, and nothing was written.
  void expectCaught(const char* error, const char* code, const Caller& who, const char* command, const Json& b) {
    const auto before = m.entries();
    const std::string codes = m.refusal(who, command, b);
    const bool stopped = codes.find(code) != std::string::npos && m.entries() == before;
    ++(stopped ? caught : missed)[error];
    if (!stopped) ADD_FAILURE() << error << " passed as '" << codes << "': " << command << " " << b.dump();
  }

  void wrongProduct() {
    const int i = upTo(kOrders);
    const int other = (i + 1 + upTo(3)) % 4;
    Json b = draw(i, "S-WRONG", std::to_string(readingMbq(i)) + " MBq").set("vial", std::string(kProducts[other]) + ".V1");
    if (upTo(2) == 0) b.set("product", kProducts[other]);  // scanned from the vial in the hand, or believed to be the ordered one
    expectCaught("product", "DRAW_WRONG_PRODUCT", m.lei, "hotlab/draw-dose", b);
  }
  void wrongUnit() {
    const int i = upTo(kOrders);
    constexpr const char* units[] = {"kBq", "GBq", "uCi", "mCi", "Ci", "TBq", "Bq"};
    const char* unit = units[upTo(7)];
    expectCaught("unit", "DRAW_OUTSIDE_TOLERANCE", m.lei, "hotlab/draw-dose", draw(i, "S-WRONG", std::to_string(readingMbq(i)) + " " + unit));
  }
  void noUnit() {
    const int i = upTo(kOrders);
    expectCaught("unit missing", "BAD_UNIT", m.lei, "hotlab/draw-dose", draw(i, "S-WRONG", std::to_string(readingMbq(i))));
  }
  void wrongPatient() {
    const int i = upTo(kOrders), other = (i + 1 + upTo(kOrders - 1)) % kOrders;
    expectCaught("patient", "WRONG_PATIENT", m.lei, "clinic/administer",
                 body({{"dose", id("S-T", i)}, {"patient", id("PT-", other)}, {"route", "intravenous"}, {"count", 1}}));
  }
  /// A child of eight, of any usual weight (19.0 to 35.5 kg), its pounds typed with "kg": the weight is no usual one, or the
  /// activity that was ordered for the right weight is off the card for the wrong one.
  void pounds() {
    const double kg = 19 + upTo(166) / 10.0;
    const Json b =
        body({{"order", "ORD-CHILD"}, {"justification", "staging"}, {"protocol", "PET"}, {"weight", std::to_string(kg * 2.20462) + " kg"}});
    const bool beyond = m.refusal(m.fong, "clinic/prescribe", b).find("WEIGHT_IMPLAUSIBLE") != std::string::npos;
    expectCaught(beyond ? "pounds by weight" : "pounds by card", beyond ? "WEIGHT_IMPLAUSIBLE" : "ACTIVITY_OFF_CARD", m.fong, "clinic/prescribe", b);
  }
};

TEST_F(SeededErrors, EveryWrongProductUnitAndPatientIsStoppedBeforeAcceptance) {
  const int cases = std::getenv("ISOTRAIL_FULL") ? 1000 : 200;
  m.must(m.fong, "ordering/place-order", m.order("ORD-CHILD", "PT-CHILD", "2025-12-17T11:00:00+08:00", "150 MBq"));
  for (int n = 0; n < cases / 2; ++n) switch (upTo(4)) {
      case 0:
        wrongProduct();
        break;
      case 1:
        wrongUnit();
        break;
      case 2:
        noUnit();
        break;
      default:
        pounds();
    }
  // The same acts without the error pass: the trial would else prove nothing.
  for (int i = 0; i < kOrders; ++i) {
    m.must(m.lei, "hotlab/draw-dose", draw(i, id("S-T", i).c_str(), std::to_string(readingMbq(i)) + " MBq"));
    m.must(m.lei, "hotlab/label-dose", body({{"dose", id("S-T", i)}}));
  }
  for (int n = 0; n < cases - cases / 2; ++n) wrongPatient();
  for (int i = 0; i < kOrders; ++i) {
    m.at(injectOf(i).iso());
    m.must(m.lei, "clinic/administer", body({{"dose", id("S-T", i)}, {"patient", id("PT-", i)}, {"route", "intravenous"}}));
  }
  int all = 0;
  for (const auto& [error, n] : caught) {
    RecordProperty("caught_" + error, n);
    EXPECT_GT(n, 0) << error;
    all += n;
  }
  EXPECT_EQ(all, cases);
  EXPECT_TRUE(missed.empty());
  EXPECT_EQ(caught.size(), 6u);
}

}  // namespace
}  // namespace isotrail::test
