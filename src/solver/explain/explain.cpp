#include "solver/explain/explain.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>

#include "base/check.h"
#include "nuclide/decay.h"
#include "solver/explain/busy.h"
#include "solver/explain/late.h"
#include "solver/search/moves/insertion.h"

namespace isotrail::solver {
namespace {

using search::Day;
using search::Draft;
using search::kNever;
using search::Placing;

constexpr double kAnyCost = 1e12;   // EUR: more than any order can cost
constexpr int kLongest = 1440;      // minutes a deadline is moved at most
constexpr double kADay = 3.0;       // times making the day ready took: what the first trial takes at most
constexpr double kThreeDays = 4.0;  // times the first trial took: what three more take at most

double cents(double eur) { return std::round(eur * 100.0) / 100.0; }

/// The instance with one more vehicle at every site, as roomy as its roomiest and out all the time its vehicles are; with a second line
/// beside every line.
rppd::Instance relaxed(const rppd::Instance& instance, bool vehicles, bool lines) {
  rppd::Instance more = instance;
  for (std::size_t s = 0; s < instance.sites.size() && vehicles; ++s) {
    std::optional<rppd::Vehicle> extra;
    for (const auto& v : instance.vehicles) {
      if (v.site != static_cast<int>(s)) continue;
      if (!extra) extra = v;
      extra->packages = std::max(extra->packages, v.packages);
      extra->shift = {std::min(extra->shift.from, v.shift.from), std::max(extra->shift.to, v.shift.to)};
    }
    if (!extra) continue;
    extra->down.clear();
    more.vehicles.push_back(*extra);
  }
  for (auto& site : more.sites) {
    auto own = site.lines;
    for (auto& l : own) l.down.clear();
    if (lines) site.lines.insert(site.lines.end(), own.begin(), own.end());
  }
  return more;
}

/// A plan on a day that may have more than the plan's own; orders can be tried on it.
class Trial {
 public:
  Trial(const rppd::Instance& instance, const rppd::Plan& plan) : day_(instance), draft_(day_), insertion_(day_, day_.sites.size()) {
    ISOTRAIL_CHECK(draft_.load(plan));
  }
  Placing place(int order) {
    search::Chance chance(1);
    return insertion_.best(draft_, order, kAnyCost, {}, chance);
  }
  /// MBq the hospital would receive with the order, and may hold, where that is less.
  std::optional<std::pair<double, double>> overCap(int o) const {
    const search::Order& asked = day_.orders[static_cast<std::size_t>(o)];
    if (draft_.fitsCap(asked)) return std::nullopt;
    const auto kilo = [](std::int64_t kbq) { return static_cast<double>(kbq) / 1000.0; };
    return std::pair(kilo(draft_.held(asked.cap) + asked.held), kilo(day_.caps[static_cast<std::size_t>(asked.cap)]));
  }
  std::optional<Reason> busy(const rppd::Instance& instance, int o) const {
    if (draft_.fitsRota(o)) return std::nullopt;
    return busyReason(
        instance, o, [this](int other) { return draft_.served(other); },
        [this](int other) { return day_.orders[static_cast<std::size_t>(other)].begun; });
  }
  search::Order& order(int o) { return day_.orders[static_cast<std::size_t>(o)]; }
  int siteOf(const Placing& p) const { return day_.lines[static_cast<std::size_t>(p.line)].site; }

 private:
  Day day_;
  Draft draft_;
  search::Insertion insertion_;
};

class Explainer {
 public:
  Explainer(const rppd::Instance& instance, const rppd::Plan& plan, Waiting& waiting) : in_(instance), plan_(plan), waiting_(waiting) {}

  /// What is seen at a look; nothing where it takes more.
  std::optional<Reason> atALook(int o) {
    if (auto reason = impossible(o)) return reason;
    if (!asItIs()) return std::nullopt;
    if (const auto cap = as_it_is_->overCap(o))
      return Reason{o, false, "WHY_HOSPITAL_CAP", Json::object({{"held", std::ceil(cap->first)}, {"cap", cap->second}})};
    if (auto busy = as_it_is_->busy(in_, o)) return busy;
    if (!waiting_.step()) return std::nullopt;
    if (const Placing p = as_it_is_->place(o); p.possible()) return notWorth(o, p.cost);
    full_[o] = true;
    return std::nullopt;
  }

  /// The reason of an order of which a look did not tell; what is known so far where time ends first.
  Reason unserved(int o) {
    const Reason so_far{o, false, full_[o] ? "WHY_NO_ROOM" : "WHY_NOT_TRACED", Json::object({{"order", name(o)}, {"product", productOf(o)}})};
    if (!full_[o] || !relaxedDays() || !waiting_.step(2)) return so_far;
    const Placing by_vehicle = more_vehicles_->place(o), by_line = more_lines_->place(o);
    if (by_vehicle.possible() && (!by_line.possible() || by_vehicle.cost <= by_line.cost))
      return more(o, "WHY_VEHICLES", *more_vehicles_, by_vehicle);
    if (by_line.possible()) return more(o, "WHY_LINES", *more_lines_, by_line);
    if (!waiting_.step()) return so_far;
    if (const Placing both = more_both_->place(o); both.possible()) return more(o, "WHY_LINES_AND_VEHICLES", *more_both_, both);
    return alone(o).value_or(so_far);
  }

 private:
  const rppd::Order& orderAt(int o) const { return in_.orders[static_cast<std::size_t>(o)]; }
  std::string name(int o) const { return rppd::idText(orderAt(o).id); }
  std::string productOf(int o) const { return rppd::idText(in_.products[static_cast<std::size_t>(orderAt(o).product)].id); }

  /// No line makes the product, or no vehicle of a site that does holds the packages.
  std::optional<Reason> impossible(int o) const {
    bool made = false;
    int room = 0;
    for (std::size_t s = 0; s < in_.sites.size(); ++s) {
      const auto& lines = in_.sites[s].lines;
      if (std::none_of(lines.begin(), lines.end(), [&](const auto& l) { return l.product == orderAt(o).product; })) continue;
      made = true;
      for (const auto& v : in_.vehicles)
        if (v.site == static_cast<int>(s)) room = std::max(room, v.packages);
    }
    if (!made) return Reason{o, false, "WHY_NO_LINE", Json::object({{"product", productOf(o)}})};
    if (room < orderAt(o).packages)
      return Reason{o, false, "WHY_NO_VEHICLE",
                    Json::object({{"packages", orderAt(o).packages}, {"room", room}, {"more", orderAt(o).packages - room}})};
    if (const auto cap = siteCap(orderAt(o).product))
      return Reason{o, false, "WHY_SITE_CAP", Json::object({{"made", std::ceil(cap->first)}, {"cap", cap->second}, {"product", productOf(o)}})};
    const auto& receipt = in_.hospitals[static_cast<std::size_t>(orderAt(o).hospital)].receipt;
    const int from = orderAt(o).window.from, to = orderAt(o).deadline;
    if (!receipt.empty() && std::none_of(receipt.begin(), receipt.end(), [&](const auto& s) { return s.from <= to && s.to >= from; }))
      return Reason{o, false, "WHY_RECEIPT", Json::object({{"from", from}, {"to", to}})};
    return std::nullopt;
  }

  bool asItIs() {
    if (as_it_is_) return true;
    if (!waiting_.left(kADay * waiting_.daySeconds())) return false;
    const auto from = std::chrono::steady_clock::now();
    as_it_is_.emplace(in_, plan_);
    a_trial_s_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    return true;
  }
  /// The days with more than there is, once: false where there is no time for them.
  bool relaxedDays() {
    if (more_both_) return true;
    if (!waiting_.left(kThreeDays * a_trial_s_)) return false;
    more_vehicles_.emplace(relaxed(in_, true, false), plan_);
    more_lines_.emplace(relaxed(in_, false, true), plan_);
    more_both_.emplace(relaxed(in_, true, true), plan_);
    return true;
  }

  /// What the least run makes and its site may hold, where no site may hold any of its runs of a product.
  std::optional<std::pair<double, double>> siteCap(int product) const {
    std::optional<std::pair<double, double>> least;
    const rppd::Product& p = in_.products[static_cast<std::size_t>(product)];
    for (const auto& site : in_.sites)
      for (const auto& line : site.lines) {
        if (line.product != product) continue;
        const auto own = static_cast<std::size_t>(product);
        const double cap = own < site.cap.size() ? site.cap[own] : 0.0;
        const double made = line.saturation * saturationShare(Seconds(p.half_life), Seconds(line.beams.front())) * p.yield *
                            remainingShare(Seconds(p.half_life), Seconds(p.synthesis));
        if (cap <= 0.0 || made <= cap) return std::nullopt;
        if (!least || made / cap < least->first / least->second) least = std::pair(made, cap);
      }
    return least;
  }

  Reason notWorth(int o, double cost) const {
    // The risk of its run grows with the penalty, so the penalty that pays is above cost a patient.
    const double loss = in_.loss(orderAt(o));
    return {o, false, cost < loss ? "WHY_OVERLOOKED" : "WHY_NOT_WORTH",
            Json::object({{"cost", cents(cost)}, {"loss", cents(loss)}, {"more", cents(std::abs(cost - loss))}})};
  }

  Reason more(int o, const char* code, const Trial& trial, const Placing& p) const {
    return {o, false, code,
            Json::object({{"site", rppd::idText(in_.sites[static_cast<std::size_t>(trial.siteOf(p))].id)},
                          {"product", productOf(o)},
                          {"cost", cents(p.cost)},
                          {"loss", cents(in_.loss(orderAt(o)))}})};
  }

  /// Not even with a vehicle and a line of its own: the day is too short for it, or no run is strong enough. Nothing where time ends first.
  std::optional<Reason> alone(int o) {
    if (!waiting_.step()) return std::nullopt;
    search::Order& order = more_both_->order(o);
    const search::Order kept = order;
    const auto fits = [&] { return more_both_->place(o).possible(); };
    order.weight = 0.0;
    if (fits()) {                      // in time, so activity is what lacks
      double least = 0.0, most = 1.0;  // shares of its activity: the first can be had, the second not
      for (int step = 0; step < 20 && waiting_.step(); ++step) {
        const double share = (least + most) / 2.0;
        order.weight = kept.weight * share;
        (fits() ? least : most) = share;
      }
      order = kept;
      if (waiting_.over()) return std::nullopt;
      return Reason{o, false, "WHY_TOO_WEAK", Json::object({{"percent", std::floor(least * 1000.0) / 10.0}, {"product", productOf(o)}})};
    }
    order = kept;
    for (int minutes = in_.grid; minutes <= kLongest && waiting_.step(); minutes += in_.grid) {
      order.deadline = kept.deadline + minutes;
      order.closes = kept.closes + minutes;
      if (!fits()) continue;
      order = kept;
      return Reason{o, false, "WHY_TOO_EARLY", Json::object({{"deadline", kept.deadline}, {"minutes", minutes}, {"then", kept.deadline + minutes}})};
    }
    order = kept;
    if (waiting_.over()) return std::nullopt;
    return Reason{o, false, "WHY_NO_WAY", Json::object({{"order", name(o)}})};
  }

  const rppd::Instance& in_;
  const rppd::Plan& plan_;
  Waiting& waiting_;
  std::optional<Trial> as_it_is_, more_vehicles_, more_lines_, more_both_;
  double a_trial_s_ = 0.0;    // that the first of them took
  std::map<int, bool> full_;  // orders that the plan as it is has no room for
};

}  // namespace

std::vector<Reason> explain(const rppd::Instance& instance, const rppd::Plan& plan, const rppd::Checked& checked, const Patience& patience) {
  std::vector<Reason> reasons;
  Waiting waiting(patience);
  Explainer explainer(instance, plan, waiting);
  const LateTrips late(instance, plan, checked, waiting);
  // A look at each order before a longer one at any.
  std::vector<std::size_t> open;
  for (std::size_t o = 0; o < checked.deliveries.size(); ++o) {
    const auto& d = checked.deliveries[o];
    if ((d.trip >= 0 && d.late == 0) || instance.orders[o].patients == 0) continue;  // nobody waits for one that was cancelled
    const auto seen = d.trip < 0 ? explainer.atALook(static_cast<int>(o)) : std::nullopt;
    if (!seen) open.push_back(reasons.size());
    reasons.push_back(seen.value_or(Reason{static_cast<int>(o), d.trip >= 0, {}, {}}));
  }
  for (const std::size_t i : open) reasons[i] = reasons[i].late ? late.reason(reasons[i].order) : explainer.unserved(reasons[i].order);
  return reasons;
}

}  // namespace isotrail::solver
