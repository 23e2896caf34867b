#include "nuclide/radiation/dose.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/check.h"
#include "nuclide/radiation/refusal.h"
#include "nuclide/radiation/table.h"

namespace isotrail {
namespace {

constexpr double kMsvPerMbq = 1e-9;  // Sv/Bq

bool sameText(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y)); });
}

/// The row of that name; else a refusal that names the rows of the same nuclide, or how names look.
template <class Row>
Result<const Row*> named(const std::vector<Row>& rows, std::string_view field, std::string_view text) {
  const std::string_view nuclide = text.substr(0, text.find(' '));
  std::string same;
  for (const Row& row : rows) {
    if (sameText(row.radiopharmaceutical, text)) return &row;
    if (!nuclide.empty() && sameText(std::string_view(row.radiopharmaceutical).substr(0, nuclide.size()), nuclide))
      same += (same.empty() ? "" : "; ") + row.radiopharmaceutical;
  }
  return Refusal::field(
      {std::string(field), "UNKNOWN_RADIOPHARMACEUTICAL", std::string(text), same.empty() ? rows.front().radiopharmaceutical + " ..." : same, 0, 0});
}

/// The columns, in the order of ReferenceAge.
constexpr const char* kAges[] = {"adult", "age15", "age10", "age5", "age1"};

std::string agesOf(const EffectiveDoseRow& row) {
  std::string out;
  for (std::size_t age = 0; age < std::size(kAges); ++age)
    if (row.by_age[age]) out += (out.empty() ? "" : ", ") + std::string(kAges[age]);
  return out;
}

std::vector<EffectiveDoseRow> readDoses() {
  const DataTable table("data/effective_dose.csv");
  std::vector<EffectiveDoseRow> out(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    out[i].radiopharmaceutical = table.text(i, "radiopharmaceutical");
    out[i].route = table.text(i, "route");
    for (std::size_t age = 0; age < std::size(kAges); ++age)
      if (!table.text(i, kAges[age]).empty()) out[i].by_age[age] = DoseCoefficient(table.number(i, kAges[age]) * kMsvPerMbq);
    out[i].note = table.text(i, "note");
    out[i].source = table.source(i);
    out[i].confidence = table.text(i, "confidence");
  }
  return out;
}

std::vector<CardRow> readCard() {
  const DataTable table("data/eanm_card.csv");
  std::vector<CardRow> out(table.size());
  for (std::size_t i = 0; i < table.size(); ++i)
    out[i] = {table.text(i, "radiopharmaceutical"),
              table.text(i, "class").at(0),
              Activity(table.number(i, "baseline_mbq") * 1e6),
              Activity(table.number(i, "minimum_mbq") * 1e6),
              table.source(i),
              table.text(i, "confidence")};
  return out;
}

struct WeightRow {
  Mass body;
  double multiple[3];
};
std::vector<WeightRow> readWeights() {
  const DataTable table("data/eanm_weights.csv");
  std::vector<WeightRow> out(table.size());
  for (std::size_t i = 0; i < table.size(); ++i)
    out[i] = {Mass(table.number(i, "weight_kg")), {table.number(i, "class_a"), table.number(i, "class_b"), table.number(i, "class_c")}};
  return out;
}

}  // namespace

const std::vector<EffectiveDoseRow>& effectiveDoseTable() {
  static const std::vector<EffectiveDoseRow> rows = readDoses();
  return rows;
}
const std::vector<CardRow>& dosageCard() {
  static const std::vector<CardRow> rows = readCard();
  return rows;
}

Result<const EffectiveDoseRow*> effectiveDoseRow(std::string_view field, std::string_view radiopharmaceutical) {
  return named(effectiveDoseTable(), field, radiopharmaceutical);
}
Result<const CardRow*> cardRow(std::string_view field, std::string_view radiopharmaceutical) {
  return named(dosageCard(), field, radiopharmaceutical);
}

Result<DoseCoefficient> coefficientFor(const EffectiveDoseRow& row, ReferenceAge age) {
  if (row.of(age)) return *row.of(age);
  return refusedInput("COEFFICIENT_MISSING", "age", "an age the table has a coefficient for: " + agesOf(row));
}

Result<Dose> effectiveDose(Activity administered, DoseCoefficient coefficient) {
  if (!std::isfinite(administered.value)) return refusedInput("NONFINITE_ACTIVITY", "activity", "a finite activity");
  if (administered.value < 0) return refusedInput("NEGATIVE_ACTIVITY", "activity", "0 Bq or more");
  if (!(coefficient.value >= 0)) return refusedInput("NEGATIVE_COEFFICIENT", "coefficient", "0 Sv/Bq or more");
  return Dose(administered.value * coefficient.value);
}

Result<Activity> activityByWeight(const WeightRule& rule, Mass body) {
  if (!(body.value > 0)) return refusedInput("NEGATIVE_MASS", "mass", "more than 0 kg");
  if (!(rule.per_mass.value >= 0) || (rule.least && !(rule.least->value >= 0)) || (rule.most && !(rule.most->value >= 0)))
    return refusedInput("NEGATIVE_ACTIVITY", "activity", "0 Bq or more");
  if (rule.least && rule.most && *rule.most < *rule.least) return refusedInput("BAD_RANGE", "most", "not below the least");
  Activity a(rule.per_mass.value * 1e3 * body.value);
  if (rule.least) a = std::max(a, *rule.least);
  if (rule.most) a = std::min(a, *rule.most);
  return a;
}

Result<double> cardMultiple(char card_class, Mass body) {
  static const std::vector<WeightRow> rows = readWeights();
  ISOTRAIL_CHECK(card_class >= 'A' && card_class <= 'C');
  if (!(body >= rows.front().body && body <= rows.back().body))
    return refusedInput("WEIGHT_OFF_CARD", "mass", "3 kg to 68 kg, the weights of the dosage card");
  const WeightRow* best = &rows.front();
  for (const WeightRow& row : rows)
    if (std::abs((row.body - body).value) < std::abs((best->body - body).value)) best = &row;
  return best->multiple[card_class - 'A'];
}

Result<Activity> activityByCard(const CardRow& row, Mass body) {
  const auto multiple = cardMultiple(row.card_class, body);
  if (!multiple) return multiple.refusal();
  return std::max(row.baseline * *multiple, row.minimum);
}

}  // namespace isotrail
