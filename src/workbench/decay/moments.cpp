#include "workbench/decay/moments.h"

#include <cmath>

namespace isotrail::workbench {
namespace {

constexpr int kRows = 12;  // of `every` without a count or an end
constexpr int kMostRows = 10000;

Result<std::optional<Seconds>> endOf(const Moments& m) {
  if (m.at.has_value() + m.after.has_value() + m.before.has_value() > 1)
    return refused("CONFLICTING_FIELDS", m.at ? "at" : "after", "one of: at, after, before");
  if (m.at && !m.reference) return Refusal::field({"reference", "MISSING_FIELD", "", "an instant, because at is one", 0, 0});
  if (m.at) return std::optional<Seconds>(*m.at - *m.reference);
  if (m.before) return std::optional<Seconds>(-*m.before);
  return m.after;
}

}  // namespace

Result<std::vector<Seconds>> timesOf(const Moments& m) {
  auto end = endOf(m);
  if (!end) return end.refusal();
  if (m.every && !(m.every->value > 0)) return refused("BAD_VALUE", "every", "more than 0 s");
  if (m.count && (*m.count < 1 || *m.count > kMostRows)) return refused("BAD_VALUE", "count", "1 to 10000");
  std::vector<Seconds> times{Seconds(0)};
  if (m.every) {
    const std::int64_t count = m.count ? *m.count : *end ? kMostRows : kRows;
    for (std::int64_t i = 1; i <= count; ++i) {
      const Seconds t(m.every->value * static_cast<double>(i));
      if (*end && t >= **end) break;
      if (!std::isfinite(t.value)) return refused("BAD_VALUE", "every", "a step whose rows end before 1e308 s");
      times.push_back(t);
    }
  }
  if (*end && (*end)->value != 0) times.push_back(**end);
  return times;
}

void addInputs(const Moments& m, Answer& answer) {
  if (m.reference) answer.inputs.push_back(used("reference", *m.reference));
  if (m.at) answer.inputs.push_back(used("at", *m.at));
  if (m.after) answer.inputs.push_back(used("after", *m.after));
  if (m.before) answer.inputs.push_back(used("before", *m.before));
  if (m.every) answer.inputs.push_back(used("every", *m.every));
}

std::vector<Seconds> spread(Seconds end, int points) {
  std::vector<Seconds> out;
  for (const double t : evenSteps(end.value, points)) out.emplace_back(t);
  return out;
}

}  // namespace isotrail::workbench
