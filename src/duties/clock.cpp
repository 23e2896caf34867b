#include "duties/clock.h"

#include <cstdio>
#include <mutex>

#include "base/check.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "units/time.h"

namespace isotrail {

Result<Calendar> Calendar::parse(std::string_view csv) {
  auto table = parseCsv(csv);
  if (!table) return table.refusal();
  Calendar out;
  for (const auto& row : table->rows) {
    const std::string& day = row.cells[0].text;
    const std::string& kind = row.cells.size() > 1 ? row.cells[1].text : day;
    if ((kind != "off" && kind != "work") || !startOfDay("day", day, "UTC"))
      return Refusal::field({"day", "BAD_CALENDAR", day + " " + kind, "a day such as 2025-12-20 and off or work", row.line, 1});
    out.exceptions_[day] = kind == "work";
    if (day > out.known_until_) out.known_until_ = day;
  }
  return out;
}

const Calendar& Calendar::shipped(const std::string& name) {
  static std::map<std::string, Calendar> loaded;
  static std::mutex lock;
  std::lock_guard guard(lock);
  auto found = loaded.find(name);
  if (found == loaded.end()) {
    auto calendar = parse(embeddedText("data/calendar_" + name + ".csv"));
    if (!calendar) throw Bug("data/calendar_" + name + ".csv is not a calendar");
    found = loaded.emplace(name, std::move(*calendar)).first;
  }
  return found->second;
}

bool Calendar::working(Instant t, const std::string& zone) const {
  auto exception = exceptions_.find(localDay(t, zone));
  return exception == exceptions_.end() ? weekday(t, zone) <= 5 : exception->second;
}

Instant Calendar::addWorkingDays(Instant t, int n, const std::string& zone) const {
  int offset = 0;
  while (n > 0)
    if (working(addLocalDays(t, ++offset, zone), zone)) --n;
  return addLocalDays(t, offset, zone);
}

Instant dueAt(const DutyRow& row, Instant start, const Calendar& calendar, const std::string& zone) {
  if (row.unit == "minutes") return start + minutes(row.value);
  if (row.unit == "hours") return start + hours(row.value);
  if (row.unit == "days") return addLocalDays(start, row.value, zone);
  if (row.unit == "working_days") return calendar.addWorkingDays(start, row.value, zone);
  if (row.unit != "mmdd") return start;
  char day[40];
  std::snprintf(day, sizeof day, "%04d-%02d-%02d", std::stoi(localDay(start, zone)) + 1, row.value / 100, row.value % 100);
  auto first = startOfDay("value", day, zone);
  if (!first) throw Bug("duty " + row.id + " names no day of the year: " + day);
  return addLocalDays(*first, 1, zone);
}

const char* dutyStateName(DutyState state) {
  constexpr const char* names[] = {"not_due", "running", "met", "late", "unproven", "waived"};
  return names[static_cast<int>(state)];
}

DutyState stateAt(const DutyRow& row, const DutyClock& clock, Instant t) {
  if (t < clock.started_at) return DutyState::not_due;
  if (clock.met_at && *clock.met_at <= t) return *clock.met_at <= clock.due_at ? DutyState::met : DutyState::late;
  if (t < clock.due_at) return DutyState::running;
  // What should have been on file before an act is not proven by silence, and it was not seen late either.
  return row.proof.empty() || row.unit == "before" ? DutyState::unproven : DutyState::late;
}

}  // namespace isotrail
