#include "solver/rppd/instance.h"

#include <algorithm>
#include <map>
#include <set>

#include "solver/rppd/additions.h"
#include "solver/rppd/fields.h"

namespace isotrail::solver::rppd {
namespace {

constexpr double kFar = 20'000.0;  // km
constexpr double kMuch = 1e9;      // MBq, EUR
constexpr int kMany = 10'000;
constexpr double kWays = 64;

class Reader {
 public:
  explicit Reader(const Json& file) : file_(file) {}

  Result<Instance> read() {
    Fields top(file_, "", errors_);
    if (file_["format"].text() != "rppd-1") top.error("format", "BAD_VALUE", file_["format"], "rppd-1");
    out_.name = file_["name"].text();
    out_.grid = top.whole("grid", 1, 60);
    out_.service = top.whole("service_min", 0, kLongest);
    out_.speed = top.positive("speed_km_per_min", 1000.0);
    out_.cost_per_km = top.number("cost_per_km", 0.0, kMuch);
    out_.cost_per_minute = top.number("cost_per_min", 0.0, kMuch);
    each(top, "products", 1, 100, [&](Fields& f) { product(f); });
    each(top, "borders", 0, 100, [&](Fields& f) { post(f); });
    each(top, "sites", 1, 200, [&](Fields& f) { site(f); });
    each(top, "hospitals", 1, 2500, [&](Fields& f) { hospital(f); });
    each(top, "orders", 1, 5000, [&](Fields& f) { order(f); });
    each(top, "vehicles", 1, 5000, [&](Fields& f) { vehicle(f); });
    countWays();
    if (!file_.has("legs") && !file_.has("travel")) findGaps();
    if (errors_.empty()) readAdditions(file_, out_, errors_);
    if (!errors_.empty()) return badFile("BAD_PLAN_FILE", std::move(errors_));
    return std::move(out_);
  }

 private:
  template <class Read>
  void each(Fields& parent, const char* list, std::size_t least, std::size_t most, Read read) {
    const auto& items = parent.list(list, least, most);
    for (std::size_t i = 0; i < items.size(); ++i) {
      Fields f(items[i], parent.at(element(list, i)), errors_);
      if (items[i].isObject())
        read(f);
      else
        errors_.push_back({parent.at(element(list, i)), "BAD_VALUE", items[i].dump(), "{...}", 0, 0});
    }
  }

  /// [from, to], from before to unless `point`.
  Span span(Fields& f, const char* key, bool point) {
    const Json& v = f.json()[key];
    const auto minute = [](const Json& m) {
      return m.isNumber() && m.number() >= kEarliest && m.number() <= kLatest && m.number() == static_cast<double>(static_cast<int>(m.number()));
    };
    if (v.size() == 2 && minute(v.items()[0]) && minute(v.items()[1])) {
      const Span s{static_cast<int>(v.items()[0].number()), static_cast<int>(v.items()[1].number())};
      if (s.from < s.to || (point && s.from == s.to)) return s;
    }
    f.error(key, v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", v,
            "[from, to], " + std::to_string(kEarliest) + " ... " + std::to_string(kLatest) + ", from < to");
    return {};
  }

  int country(Fields& f, const char* key) {
    const std::string& name = f.json()[key].text();
    if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z') return name[0] - 'A';
    f.error(key, f.json()[key].isNull() ? "MISSING_FIELD" : "BAD_VALUE", f.json()[key], "A ... Z");
    return 0;
  }
  Place place(Fields& f) { return {f.number("x", -kFar, kFar), f.number("y", -kFar, kFar), country(f, "country")}; }

  void product(Fields& f) {
    Product p;
    p.id = f.id(products_);
    p.half_life = f.number("half_life", 10.0, 1e7);
    p.synthesis = f.whole("synth", 0, kLongest);
    p.tests = f.whole("qc", 0, kLongest);
    p.yield = f.positive("yield", 1.0);
    if (const Json& nuclide = f.json()["nuclide"]; !nuclide.isNull() && !nuclide.isString())
      f.error("nuclide", "BAD_VALUE", nuclide, "a text, such as F-18");
    else
      p.nuclide = nuclide.text();
    out_.products.push_back(std::move(p));
  }

  void post(Fields& f) {
    Post p;
    p.a = country(f, "a");
    p.b = country(f, "b");
    if (std::abs(p.a - p.b) != 1) f.error("b", "BAD_VALUE", f.json()["b"], "a neighbour of a in the alphabet");
    p.place = {f.number("x", -kFar, kFar), f.number("y", -kFar, kFar), p.b};
    p.open = span(f, "open", false);
    p.crossing = f.whole("cross_min", 0, kLongest);
    out_.posts.push_back(p);
  }

  void line(Fields& f, Ids& ids, Site& site) {
    Line l;
    l.id = f.id(ids);
    l.product = f.known("product", products_, "an id of products");
    l.saturation = f.positive("a_sat", kMuch);
    for (const auto& beam : f.list("irr", 1, 100)) {
      if (beam.isInteger() && beam.integer() > 0 && beam.integer() <= kLongest)
        l.beams.push_back(static_cast<int>(beam.integer()));
      else
        f.error("irr", "BAD_VALUE", beam, "1 ... 2880");
    }
    std::sort(l.beams.begin(), l.beams.end());
    l.open = span(f, "open", false);
    l.turnaround = f.whole("turnaround", 0, kLongest);
    l.fail_chance = f.number("fail_prob", 0.0, 1.0);
    l.run_cost = f.number("run_cost", 0.0, kMuch);
    l.beam_cost = f.number("beam_cost_per_min", 0.0, kMuch);
    site.lines.push_back(std::move(l));
  }

  void site(Fields& f) {
    Site s;
    s.id = f.id(sites_);
    s.place = place(f);
    Ids lines;
    each(f, "lines", 0, 200, [&](Fields& inner) { line(inner, lines, s); });
    out_.sites.push_back(std::move(s));
  }

  void hospital(Fields& f) {
    Hospital h;
    h.id = f.id(hospitals_);
    h.place = place(f);
    out_.hospitals.push_back(std::move(h));
  }

  void order(Fields& f) {
    Order o;
    o.id = f.id(orders_);
    o.hospital = f.known("hospital", hospitals_, "an id of hospitals");
    o.product = f.known("product", products_, "an id of products");
    o.patients = f.whole("patients", 1, kMany);
    o.dose = f.positive("dose", kMuch);
    o.spacing = f.whole("spacing", 0, kLongest);
    o.calibration = f.whole("calibration", kEarliest, kLatest);
    o.window = span(f, "window", true);
    o.deadline = f.whole("deadline", kEarliest, kLatest);
    if (f.json()["deadline"].isNumber() && o.deadline < o.window.to)
      f.error("deadline", "BAD_VALUE", f.json()["deadline"], ">= window[1] = " + std::to_string(o.window.to));
    o.packages = f.whole("packages", 1, kMany);
    o.penalty = f.number("penalty", 0.0, kMuch);
    o.late_cost = f.number("late_cost_per_min", 0.0, kMuch);
    out_.orders.push_back(std::move(o));
  }

  void vehicle(Fields& f) {
    Vehicle v;
    v.id = f.id(vehicles_);
    v.site = f.known("site", sites_, "an id of sites");
    v.shift = span(f, "shift", false);
    v.packages = f.whole("packages", 1, kMany);
    v.fixed_cost = f.number("fixed_cost", 0.0, kMuch);
    out_.vehicles.push_back(std::move(v));
  }

  /// Every way through the posts may be the quickest at some minute, so all are looked at.
  void countWays() {
    std::map<int, int> posts;  // by the lower country
    for (const auto& p : out_.posts) ++posts[std::min(p.a, p.b)];
    double ways = 1.0;
    for (const auto& [country, count] : posts) ways *= count;
    if (ways > kWays)
      errors_.push_back({"borders", "BAD_VALUE", std::to_string(out_.posts.size()) + " posts",
                         "posts that make at most " + std::to_string(static_cast<int>(kWays)) + " ways from the first country to the last", 0, 0});
  }

  /// A hospital in a country that no chain of posts joins to a site is a fault of the file, not of the day.
  void findGaps() {
    std::set<int> reached;
    for (const auto& s : out_.sites) reached.insert(s.place.country);
    for (std::size_t before = 0; before != reached.size();) {
      before = reached.size();
      for (const auto& p : out_.posts)
        if (reached.contains(p.a) || reached.contains(p.b)) reached.insert({p.a, p.b});
    }
    for (std::size_t i = 0; i < out_.hospitals.size(); ++i)
      if (const int c = out_.hospitals[i].place.country; !out_.sites.empty() && !reached.contains(c))
        errors_.push_back({element("hospitals", i) + ".country", "BAD_VALUE", std::string(1, static_cast<char>('A' + c)),
                           "a country that posts join to a site", 0, 0});
  }

  const Json& file_;
  std::vector<FieldError> errors_;
  Ids products_, sites_, hospitals_, orders_, vehicles_;
  Instance out_;
};

}  // namespace

Result<Instance> readInstance(std::string_view text) {
  std::string why;
  const auto file = Json::parse(text, &why);
  if (!file || !file->isObject()) return Refusal::of("PLAN_NOT_JSON", Json::object({{"why", file ? "it is no object" : why}}));
  return Reader(*file).read();
}

std::string idText(const Json& id) { return id.isString() ? id.text() : id.dump(); }

}  // namespace isotrail::solver::rppd
