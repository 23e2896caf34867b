// The lines of a day: what makes which product, how much of it, when, and who may release it.
#include <algorithm>
#include <cmath>

#include "nuclide/dataset.h"
#include "nuclide/decay.h"
#include "rooms/identity/facts.h"
#include "rooms/licensing/facts.h"
#include "rooms/planning/day/day_problem.h"
#include "rooms/planning/problem.h"
#include "rooms/production/facts.h"
#include "rooms/supply/facts.h"
#include "trace/trace.h"

namespace isotrail::planning {

namespace rppd = solver::rppd;

namespace {
constexpr int kNoTime = -2880;  // minutes: before any day
}

void DayBuilder::addProducts() {
  Json frame = Json::object();
  for (const auto& p : products_) {
    const Nuclide* nuclide = Dataset::shipped().find(p.nuclide);
    const int beam = p.kind == "cyclotron" ? 0 : stage(p.kind, "beam");
    const int synthesis = p.kind == "reactor" ? stage(p.kind, "synthesis") - beam : stage(p.kind, "synthesis");
    const int qc = stage(p.kind, "qc"), release = stage(p.kind, "release"), pack = stage(p.kind, "pack");
    double yield = production::expectedYield(db_, p.product, p.nuclide);
    if (yield <= 0.0 || p.kind == "generator") yield = 1.0;
    out_.instance.products.push_back({p.product.str(), nuclide->half_life.value / 60.0, synthesis, qc + release + pack, yield, p.nuclide});
    note("half-life", p.nuclide, nuclide->half_life.value, "s", "dataset " + Dataset::shipped().version());
    note("yield", p.product.str(), yield, "1",
         p.kind == "generator" ? "a kit binds what is eluted" : "last batches of the product, else data/line_values.csv");
    frame.set(p.product.str(), Json::object({{"kind", p.kind},
                                             {"nuclide", p.nuclide},
                                             {"synthesis", synthesis},
                                             {"qc", qc},
                                             {"release", release},
                                             {"pack", pack},
                                             {"shelf_life", p.shelf_life.value / 60.0},
                                             {"beam_part_of_synthesis", p.kind == "reactor"}}));
  }
  out_.frame.set("products", frame);
}

rppd::Line DayBuilder::lineOf(const std::string& id, int product, const std::string& kind) {
  rppd::Line line;
  line.id = id;
  line.product = product;
  const DayValue turnaround = dayValue(kind, id, "turnaround");
  note("turnaround", id, turnaround.number(), "min", turnaround.source);
  line.turnaround = static_cast<int>(turnaround.number());
  line.fail_chance = q_.weights["fail_chance"];
  line.run_cost = kind == "generator" ? 0.0 : q_.weights["run_cost"];
  line.beam_cost = kind == "cyclotron" ? q_.weights["beam_cost"] : 0.0;
  return line;
}

void DayBuilder::addCyclotrons(int site, int product) {
  const auto own = static_cast<std::size_t>(site);
  const SiteId& id = q_.sites[own];
  const auto& p = productAt(product);
  const LineValues v = lineValues(db_, id, p);
  const std::string zone = out_.frame["sites"][id.str()]["zone"].text();
  for (const auto& e : production::equipmentAt(db_, id)) {
    if (e.kind != "cyclotron" || e.qualified_until <= q_.clock.midnight + isotrail::hours(24)) continue;
    const bool shared = std::any_of(out_.instance.sites[own].lines.begin(), out_.instance.sites[own].lines.end(),
                                    [&](const auto& l) { return out_.frame["lines"][l.id.text()]["equipment"].text() == e.equipment.str(); });
    rppd::Line line = lineOf(shared ? e.equipment.str() + "." + p.product.str() : e.equipment.str(), product, "cyclotron");
    line.saturation = v.saturation_bq_per_a * v.beam_current_a / 1e6;
    if (line.saturation <= 0.0) continue;
    for (int beam = stage("cyclotron", "beam"); beam <= q_.weights.minutes("beam_longest"); beam += q_.weights.minutes("beam_step"))
      line.beams.push_back(beam);
    if (line.beams.empty()) continue;
    const auto open = hours("cyclotron", e.equipment.str(), zone);
    line.open = open.size() > 1 ? open[open.size() / 2] : open.empty() ? rppd::Span{0, 1439} : open.front();
    note("saturation", e.equipment.str(), line.saturation, "MBq", v.saturation_source);
    note("beam current", e.equipment.str(), v.beam_current_a * 1e6, "uA", v.saturation_source);
    out_.frame.findMutable("lines")->set(
        line.id.text(), Json::object({{"equipment", e.equipment.str()},
                                      {"kind", "cyclotron"},
                                      {"name", e.name},
                                      {"current_a", v.beam_current_a},
                                      {"current_least_a", dayValue("cyclotron", e.equipment.str(), "current_least").number() * 1e-6}}));
    out_.instance.sites[own].lines.push_back(std::move(line));
  }
}

/// A product of a bulk nuclide: as much as lies at the site on the day, else as much as the licence lets it be ordered.
void DayBuilder::addStock(int site, int product) {
  const SiteId& id = q_.sites[static_cast<std::size_t>(site)];
  const auto& p = productAt(product);
  const Instant evening = q_.clock.midnight + isotrail::hours(20);
  double bulk = 0.0;
  std::string source;
  bool to_order = false;
  for (const auto& item : itemsAt(db_, id))
    if (item.kind == "bulk" && item.stage == "here" && !item.inventory.empty()) {
      const double here = item.inventory.activityAt(p.nuclide, std::max(evening, item.inventory.reference())).value;
      if (here > 0.0) bulk += here, source += (source.empty() ? "item " : ", ") + item.id.str();
    }
  if (bulk <= 0.0) {
    to_order = true;
    const auto cap = licensing::capState(db_, id, "make", p.nuclide, q_.clock.midnight);
    if (cap.cap)
      bulk = std::max(0.0, cap.cap->value - cap.held.value), source = "none at hand: the most licence " + cap.licence.str() + " lets be ordered";
  }
  if (bulk <= 0.0) return;
  rppd::Line line = lineOf("cell." + p.product.str(), product, "reactor");
  const int beam = stage("reactor", "beam");
  line.beams = {beam};
  line.saturation = bulk / 1e6 / saturationShare(Seconds(out_.instance.products[static_cast<std::size_t>(product)].half_life), Seconds(beam));
  line.open = hours("reactor", id.str(), out_.frame["sites"][id.str()]["zone"].text()).at(1);
  line.open.from = -1440;  // made the day before as well
  note("bulk", p.product.str(), bulk, "Bq", source);
  out_.frame.findMutable("lines")->set(
      line.id.text(), Json::object({{"equipment", ""}, {"kind", "reactor"}, {"name", "cell of " + p.product.str()}, {"to_order", to_order}}));
  out_.instance.sites[static_cast<std::size_t>(site)].lines.push_back(std::move(line));
}

/// What a generator gives when the hot lab opens; later it gives no less.
void DayBuilder::addGenerators(int site, int product) {
  const SiteId& id = q_.sites[static_cast<std::size_t>(site)];
  const auto& p = productAt(product);
  const auto open = hours("generator", id.str(), out_.frame["sites"][id.str()]["zone"].text());
  for (const auto& item : itemsAt(db_, id)) {
    const auto g = supply::generator(db_, item.id);
    if (!g || g->daughter != p.nuclide || item.stage != "here") continue;
    const Instant opens = q_.clock.at(open.at(1).from);
    const double eluate = item.inventory.activityAt(p.nuclide, std::max(opens, item.inventory.reference())).value * g->efficiency.value;
    if (eluate <= 0.0) continue;
    rppd::Line line = lineOf(item.id.str(), product, "generator");
    const int beam = stage("generator", "beam");
    line.beams = {beam};
    line.saturation = eluate / 1e6 / saturationShare(Seconds(out_.instance.products[static_cast<std::size_t>(product)].half_life), Seconds(beam));
    line.open = open.at(1);
    note("eluate", item.id.str(), eluate, "Bq", "item " + item.id.str() + " with its efficiency, when the hot lab opens");
    out_.frame.findMutable("lines")->set(line.id.text(), Json::object({{"equipment", item.id.str()}, {"kind", "generator"}, {"name", item.label}}));
    out_.instance.sites[static_cast<std::size_t>(site)].lines.push_back(std::move(line));
  }
}

/// A qualified person's hours, moved by the time packing takes: the solver's release is the end of packing.
void DayBuilder::addCover(int site) {
  auto& own = out_.instance.sites[static_cast<std::size_t>(site)];
  int least = 0, most = 0;
  bool any = false;
  for (const auto& line : own.lines) {
    const auto& p = productAt(line.product);
    if (p.kind == "generator") continue;
    const int pack = static_cast<int>(out_.frame["products"][p.product.str()]["pack"].integer());
    least = any ? std::min(least, pack) : pack;
    most = any ? std::max(most, pack) : pack;
    any = true;
  }
  if (!any) return;  // preparations of a hot lab are passed by who makes them
  const std::string id = own.id.text();
  const Json& frame = out_.frame["sites"][id];
  std::vector<std::string> people;
  for (const auto& q : identity::qualifications(db_))
    if (q.qualification == "qp" && q.org.str() == frame["org"].text() && q.valid_from <= q_.clock.midnight && q.valid_until > q_.clock.midnight)
      people.push_back(q.person.str());
  std::string who;
  for (const auto& person : people) who += (who.empty() ? "" : ", ") + person;
  note("who may release", id, static_cast<int>(people.size()), "people", people.empty() ? "nobody is qualified on the day" : who);
  if (people.empty()) {
    own.release = {{kNoTime, kNoTime + 1}};
    return;
  }
  for (auto& span : hours("release", id, frame["zone"].text())) own.release.push_back({span.from + most, span.to + least});
}

}  // namespace isotrail::planning
