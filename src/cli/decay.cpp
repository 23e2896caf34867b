// isotrail decay: activity at other instants from the shipped dataset. Needs no database.
#include <cmath>
#include <cstdio>
#include <set>

#include "cli/verbs.h"
#include "nuclide/inventory.h"
#include "units/quantity.h"
#include "units/time.h"

namespace isotrail::cli {
namespace {

constexpr int kRows = 12;  // of --every without --count or --at

/// What an instant was typed with, so that answers are shown the same way.
struct Zone {
  std::string suffix;  // "+08:00", "Z" or "[Asia/Macau]"
  std::string show(Instant t) const;
};

/// "+08" is short for "+08:00"; an instant without an offset takes the reference's.
std::string zoneSuffix(const std::string& text, const std::string& fallback) {
  if (const auto bracket = text.find('['); bracket != std::string::npos) return text.substr(bracket);
  if (text.ends_with("Z")) return "Z";
  const auto sign = text.find_last_of("+-");
  const auto colon = text.find(':');
  if (sign == std::string::npos || colon == std::string::npos || sign < colon) return fallback;
  const std::string offset = text.substr(sign);
  return offset.size() == 3 ? offset + ":00" : offset;
}

std::string Zone::show(Instant t) const {
  if (suffix.starts_with("[")) return isoWithOffset(t, suffix.substr(1, suffix.size() - 2));
  if (suffix == "Z") return t.iso();
  const int minutes_east = (std::stoi(suffix.substr(1, 2)) * 60 + std::stoi(suffix.substr(4, 2))) * (suffix[0] == '-' ? -1 : 1);
  std::string wall = (t + minutes(minutes_east)).iso();
  wall.pop_back();  // the Z
  return wall + suffix;
}

/// An instant, or a time of day on `day` ("2025-12-17").
Result<Instant> momentOf(const char* field, const std::string& text, const std::string& day, const Zone& zone) {
  std::string wall = text.substr(0, text.find_first_of("Z["));
  if (const auto sign = wall.find_last_of("+-"); sign != std::string::npos && wall.find(':') < sign) wall.resize(sign);
  if (wall.find_first_of("T ") == std::string::npos) wall = day + "T" + wall;
  return parseInstant(field, wall + zone.suffix);
}

struct Question {
  const Nuclide* nuclide = nullptr;
  Activity activity;
  Instant reference;
  Zone zone;
  std::vector<Instant> rows;
};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Verdict readReference(const Invocation& in, Question& q) {
  auto nuclide = Dataset::shipped().get("nuclide", in.nuclide);
  if (!nuclide) return nuclide.refusal();
  q.nuclide = *nuclide;
  const auto mark = in.activity.find('@');
  auto activity = parseQuantity<Activity>("activity", trimmed(in.activity.substr(0, mark)));
  if (!activity) return activity.refusal();
  q.activity = *activity;
  if (mark == std::string::npos) {
    q.reference = SystemClock().now();
    q.reference = Instant::fromMicros(q.reference.micros() / 1'000'000 * 1'000'000);
    q.zone.suffix = zoneSuffix(in.at, "Z");
    return Done{};
  }
  const std::string at = trimmed(in.activity.substr(mark + 1));
  q.zone.suffix = zoneSuffix(at, zoneSuffix(in.at, ""));
  auto reference = momentOf("activity", at, localDay(SystemClock().now(), "UTC"), q.zone);
  if (!reference) return reference.refusal();
  q.reference = *reference;
  return Done{};
}

Verdict readRows(const Invocation& in, Question& q) {
  std::optional<Instant> end;
  if (!in.at.empty()) {
    auto at = momentOf("at", in.at, q.zone.show(q.reference).substr(0, 10), Zone{zoneSuffix(in.at, q.zone.suffix)});
    if (!at) return at.refusal();
    end = *at;
  }
  if (!in.after.empty()) {
    auto after = parseDuration("after", in.after);
    if (!after) return after.refusal();
    end = q.reference + *after;
  }
  q.rows.push_back(q.reference);
  if (!in.every.empty()) {
    auto every = parseDuration("every", in.every);
    if (!every) return every.refusal();
    if (every->value <= 0) return Refusal::field({"every", "BAD_VALUE", in.every, "more than 0 s", 0, 0});
    const int count = in.count > 0 ? in.count : end ? 10000 : kRows;
    for (int i = 1; i <= count; ++i) {
      const Instant t = q.reference + Seconds(every->value * i);
      if (end && t >= *end) break;
      q.rows.push_back(t);
    }
  }
  if (end && *end != q.reference) q.rows.push_back(*end);
  return Done{};
}

std::string elapsedText(Seconds s) {
  char text[48];
  const double v = std::abs(s.value);
  if (v < 120)
    std::snprintf(text, sizeof text, "%.6g s", s.value);
  else if (v < 2 * 3600)
    std::snprintf(text, sizeof text, "%.6g min", s.value / 60);
  else if (v < 2 * 86400)
    std::snprintf(text, sizeof text, "%.5g h", s.value / 3600);
  else
    std::snprintf(text, sizeof text, "%.5g d", s.value / 86400);
  return text;
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g %%", share * 100);
  return text;
}

/// Members of the chain that are active in any row, the parent first.
std::vector<std::string> activeMembers(const Question& q, const std::vector<Inventory>& at) {
  std::vector<std::string> members{q.nuclide->name};
  std::set<std::string> seen{q.nuclide->name};
  for (const auto& inventory : at)
    for (const auto& [name, atoms] : inventory.atoms())
      if (inventory.activity(name).value > 0 && seen.insert(name).second) members.push_back(name);
  return members;
}

}  // namespace

int decayVerb(const Invocation& in, Output& out) {
  Question q;
  if (auto read = readReference(in, q); !read) return out.refuse(read.refusal());
  if (auto read = readRows(in, q); !read) return out.refuse(read.refusal());
  const Inventory start = Inventory::of(*q.nuclide, q.activity, q.reference);
  std::vector<Inventory> at;
  for (const Instant t : q.rows) at.push_back(start.at(t));
  const auto members = activeMembers(q, at);
  Table table{{out.word("CLI_H_TIME"), ">" + out.word("CLI_H_ELAPSED")}, {}};
  for (const auto& m : members) table.heads.push_back(">" + m);
  table.heads.push_back(">" + out.word("CLI_H_SHARE"));
  Json rows = Json::array();
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Seconds elapsed = q.rows[i] - q.reference;
    Json activities = Json::object();
    std::vector<std::string> cells{q.zone.show(q.rows[i]), elapsedText(elapsed)};
    for (const auto& m : members) {
      activities.set(m, at[i].activity(m).value);
      cells.push_back(showActivity(at[i].activity(m)));
    }
    const double share = q.activity.value > 0 ? at[i].activity(q.nuclide->name) / q.activity : 0.0;
    cells.push_back(percent(share));
    table.rows.push_back(std::move(cells));
    rows.push(Json::object({{"at", q.zone.show(q.rows[i])},
                            {"elapsed_s", elapsed.value},
                            {"activity_bq", at[i].activity(q.nuclide->name).value},
                            {"share", share},
                            {"activities_bq", activities}}));
  }
  if (out.json()) {
    out.answer(Json::object({{"nuclide", q.nuclide->name},
                             {"half_life_s", q.nuclide->half_life.value},
                             {"source", q.nuclide->source},
                             {"dataset", Dataset::shipped().version()},
                             {"reference_at", q.zone.show(q.reference)},
                             {"activity_bq", q.activity.value},
                             {"rows", rows}}));
    return kDone;
  }
  out.note(out.word(
      "CLI_DECAY_HEAD",
      Json::object({{"nuclide", q.nuclide->name}, {"half_life", elapsedText(q.nuclide->half_life)}, {"dataset", Dataset::shipped().version()}})));
  out.table(table);
  if (q.rows.back() < q.reference) out.note(out.word("CLI_BEFORE_REFERENCE"));
  return kDone;
}

}  // namespace isotrail::cli
