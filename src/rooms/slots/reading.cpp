// Changes of a question, read into what the solver knows of the day.
#include <algorithm>
#include <cmath>

#include "rooms/slots/answer.h"
#include "units/time.h"

namespace isotrail::slots {

namespace solver = isotrail::solver::slots;

namespace {

constexpr std::size_t kMostChanges = 50;
constexpr int kLongest = 1440;  // minutes anything is late

class Reader {
 public:
  explicit Reader(const SlotDay& day) : day_(day) {}

  Result<std::vector<solver::Change>> read(const Json& changes) {
    if (!changes.isArray() || changes.size() > kMostChanges) wrong("changes", changes, "a list of up to 50 changes");
    for (std::size_t i = 0; i < changes.size(); ++i) {
      path_ = "changes[" + std::to_string(i) + "].";
      one(changes.items()[i]);
    }
    if (!refusal_.fields.empty()) return refusal_;
    return std::move(out_);
  }

 private:
  using Kind = solver::Change::Kind;

  void one(const Json& c) {
    const std::string& kind = c["kind"].text();
    if (kind == "late" && c.has("vial"))
      add(Kind::vial_late, c, "vial", vials(), [&](solver::Change& out) { out.minutes = whole(c, "minutes"); });
    else if (kind == "late")
      add(Kind::patient_late, c, "order", orders(), [&](solver::Change& out) { out.minutes = whole(c, "minutes"); });
    else if (kind == "weak")
      add(Kind::vial_weak, c, "vial", vials(), [&](solver::Change& out) { out.percent = percent(c); });
    else if (kind == "down" && c.has("person"))
      add(Kind::person_away, c, "person", day_.people, [&](solver::Change& out) { out.when = span(c); });
    else if (kind == "down")
      down(c);
    else
      wrong("kind", c["kind"], "late, weak, down");
  }

  template <class Fill>
  void add(Kind kind, const Json& c, const char* field, const std::vector<std::string>& all, const Fill& fill) {
    const auto found = std::find(all.begin(), all.end(), c[field].text());
    if (found == all.end()) return wrong(field, c[field], "one of the day");
    solver::Change out;
    out.kind = kind;
    out.of = static_cast<int>(found - all.begin());
    fill(out);
    out_.push_back(out);
  }
  void down(const Json& c) {
    const bool room = std::count(day_.rooms.begin(), day_.rooms.end(), c["place"].text()) > 0;
    add(room ? Kind::room_shut : Kind::camera_down, c, "place", room ? day_.rooms : day_.cameras, [&](solver::Change& out) { out.when = span(c); });
  }

  std::vector<std::string> vials() const {
    std::vector<std::string> out;
    for (const auto& v : day_.vials) out.push_back(v.id);
    return out;
  }
  std::vector<std::string> orders() const {
    std::vector<std::string> out;
    for (const auto& o : day_.orders) out.push_back(o.order.str());
    return out;
  }
  int whole(const Json& c, const char* field) {
    const Json& v = c[field];
    if (v.isNumber() && v.number() >= 1 && v.number() <= kLongest) return static_cast<int>(std::ceil(v.number()));
    wrong(field, v, "1 to 1440 min");
    return 0;
  }
  double percent(const Json& c) {
    const Json& v = c["percent"];
    if (v.isNumber() && v.number() > 0 && v.number() <= 100) return v.number();
    wrong("percent", v, "above 0 and at most 100");
    return 0;
  }
  solver::Span span(const Json& c) {
    const auto from = parseInstant("from", c["from"].text()), until = parseInstant("until", c["until"].text());
    if (!from) wrong("from", c["from"], "an instant of the day, such as 2025-12-17T09:20:00+08:00");
    if (!until || (from && *until <= *from)) wrong("until", c["until"], "an instant after from");
    if (!from || !until) return {};
    const int whole_day = day_.clock.minute(day_.clock.end);
    return {std::clamp(day_.clock.minute(*from), 0, whole_day), std::clamp(day_.clock.minute(*until), 0, whole_day)};
  }
  void wrong(const std::string& field, const Json& v, const std::string& accepted) {
    const std::string typed = v.isNull() ? "" : v.isString() ? v.text().substr(0, 80) : v.dump().substr(0, 80);
    refusal_.fields.push_back({path_ + field, v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", typed, accepted, 0, 0});
  }

  const SlotDay& day_;
  std::string path_;
  std::vector<solver::Change> out_;
  Refusal refusal_ = Refusal::of("BAD_REQUEST");
};

}  // namespace

Result<std::vector<solver::Change>> readChanges(const SlotDay& day, const Json& changes) { return Reader(day).read(changes); }

}  // namespace isotrail::slots
