#include "solver/rppd/additions.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "solver/rppd/fields.h"
#include "solver/rppd/plan.h"

namespace isotrail::solver::rppd {
namespace {

constexpr double kFar = 20'000.0;       // km
constexpr double kMuch = 1e9;           // MBq, EUR
constexpr std::size_t kMany = 50;       // spans or stages of one thing
constexpr std::size_t kPlaces = 2'700;  // of a matrix
constexpr const char* kSpans = "[[from, to], ...], minutes -2880 ... 4320, from < to, each after the one before";

/// "legs[2][5]"
std::string cell(const char* list, std::size_t a, std::size_t b) { return element(list, a) + "[" + std::to_string(b) + "]"; }

class Additions {
 public:
  Additions(const Json& file, Instance& out, std::vector<FieldError>& errors) : file_(file), out_(out), errors_(errors) {
    for (std::size_t p = 0; p < out.products.size(); ++p) products_.emplace(idText(out.products[p].id), p);
  }

  void read() {
    for (std::size_t i = 0; i < out_.sites.size(); ++i) site(element("sites", i), file_["sites"].items()[i], out_.sites[i]);
    for (std::size_t i = 0; i < out_.hospitals.size(); ++i) {
      Fields f(file_["hospitals"].items()[i], element("hospitals", i), errors_);
      out_.hospitals[i].receipt = spans(f, "receipt", 0);
      hospital(f, out_.hospitals[i]);
    }
    visits();
    for (std::size_t i = 0; i < out_.vehicles.size(); ++i) {
      Fields f(file_["vehicles"].items()[i], element("vehicles", i), errors_);
      out_.vehicles[i].down = spans(f, "down", 0);
    }
    for (std::size_t i = 0; i < out_.posts.size(); ++i) {
      Fields f(file_["borders"].items()[i], element("borders", i), errors_);
      out_.posts[i].shut = spans(f, "shut", 0);
    }
    if (file_.has("legs")) legs();
    if (file_.has("travel")) travel();
    if (!out_.legs.empty() && !file_["asymmetric"].boolean() && !file_["travel"]["asymmetric"].boolean()) findAsymmetry();
    plans();
  }

 private:
  void site(const std::string& path, const Json& json, Site& site) {
    Fields f(json, path, errors_);
    site.release = spans(f, "release", 0);
    site.cap = caps(f);
    for (std::size_t l = 0; l < site.lines.size(); ++l) {
      Fields line(json["lines"].items()[l], f.at(element("lines", l)), errors_);
      site.lines[l].down = spans(line, "down", 0);
    }
  }

  void hospital(Fields& f, Hospital& h) {
    h.cap = caps(f);
    if (f.json().has("prepare")) h.prepare = f.whole("prepare", 0, kLongest);
    h.rooms = stations(f, "rooms");
    h.cameras = stations(f, "cameras");
  }

  std::vector<Station> stations(Fields& f, const char* key) {
    std::vector<Station> out;
    if (f.json()[key].isNull()) return out;
    Ids ids;
    const auto& list = f.list(key, 0, kMany);
    for (std::size_t i = 0; i < list.size(); ++i) {
      Fields own(list[i], f.at(element(key, i)), errors_);
      Station s{own.id(ids), {}, spans(own, "open", 0), spans(own, "down", 0)};
      if (!list[i]["products"].isNull())
        for (const auto& p : own.list("products", 0, kMany)) {
          const auto found = products_.find(idText(p));
          if (found == products_.end())
            own.error("products", "BAD_VALUE", p, "ids of products");
          else
            s.products.push_back(static_cast<int>(found->second));
        }
      out.push_back(std::move(s));
    }
    return out;
  }

  /// Of a product's orders, and of an order that has its own. What a hospital takes to prepare ends what an order may take to arrive.
  void visits() {
    std::vector<Visit> of_product(out_.products.size());
    for (std::size_t p = 0; p < of_product.size(); ++p) visit(element("products", p), file_["products"].items()[p], of_product[p]);
    for (std::size_t i = 0; i < out_.orders.size(); ++i) {
      Order& o = out_.orders[i];
      if (!of_product.empty()) o.visit = of_product[static_cast<std::size_t>(o.product)];
      visit(element("orders", i), file_["orders"].items()[i], o.visit);
      if (!out_.hospitals.empty()) prepared(out_.hospitals[static_cast<std::size_t>(o.hospital)], o);
    }
  }
  void visit(const std::string& path, const Json& json, Visit& out) {
    if (!json.has("visit")) return;
    Fields f(json["visit"], path + ".visit", errors_);
    if (!json["visit"].isObject()) {
      errors_.push_back({f.at(""), "BAD_VALUE", json["visit"].dump(), "{injection, uptake, scan, bears}", 0, 0});
      return;
    }
    const auto minutes = [&](const char* key) { return f.json().has(key) ? f.whole(key, 0, kLongest) : 0; };
    out = {minutes("injection"), minutes("uptake"), minutes("scan"), minutes("bears")};
  }

  /// Spans that follow each other; one of them at least `least` minutes long.
  std::vector<Span> spans(Fields& f, const char* key, int least) {
    std::vector<Span> out;
    const Json& list = f.json()[key];
    if (list.isNull()) return out;
    if (!list.isArray() || list.size() > kMany) return f.error(key, "BAD_VALUE", list, kSpans), out;
    const auto minute = [](const Json& m) {
      return m.isNumber() && m.number() >= kEarliest && m.number() <= kLatest && m.number() == std::floor(m.number());
    };
    bool fits = list.size() == 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Json& v = list.items()[i];
      if (v.size() != 2 || !minute(v.items()[0]) || !minute(v.items()[1])) return f.error(element(key, i), "BAD_VALUE", v, kSpans), out;
      const Span s{static_cast<int>(v.items()[0].number()), static_cast<int>(v.items()[1].number())};
      if (s.from >= s.to || (!out.empty() && s.from <= out.back().to)) return f.error(element(key, i), "BAD_VALUE", v, kSpans), out;
      fits = fits || s.to - s.from >= least;
      out.push_back(s);
    }
    if (!fits) f.error(key, "BAD_VALUE", list, "one of them at least " + std::to_string(least) + " min long");
    return out;
  }

  std::vector<double> caps(Fields& f) {
    const Json& json = f.json()["cap"];
    if (json.isNull()) return {};
    std::vector<double> out(out_.products.size(), 0.0);
    if (!json.isObject()) return f.error("cap", "BAD_VALUE", json, "{product: MBq}"), out;
    for (const auto& [product, value] : json.members()) {
      const auto found = products_.find(product);
      if (found == products_.end())
        f.error("cap." + product, "BAD_VALUE", product, "an id of products");
      else if (!value.isNumber() || value.number() <= 0.0 || value.number() > kMuch)
        f.error("cap." + product, "BAD_VALUE", value, "> 0 ... 1e9 MBq");
      else
        out[found->second] = value.number();
    }
    return out;
  }

  std::size_t places() const { return out_.sites.size() + out_.hospitals.size(); }

  /// A list of lists, a row and a cell a place; false with an error otherwise.
  bool square(const Json& matrix, const std::string& path) {
    const std::string accepted = std::to_string(places()) + " rows of " + std::to_string(places()) + " (sites, then hospitals)";
    const auto wrong = [&](const std::string& at, const Json& value) {
      errors_.push_back({at, value.isNull() ? "MISSING_FIELD" : "BAD_VALUE",
                         value.isArray() ? "[" + std::to_string(value.size()) + "]" : value.dump(), accepted, 0, 0});
      return false;
    };
    if (places() > kPlaces || !matrix.isArray() || matrix.size() != places()) return wrong(path, matrix);
    for (std::size_t a = 0; a < places(); ++a)
      if (const Json& row = matrix.items()[a]; !row.isArray() || row.size() != places()) return wrong(element(path.c_str(), a), row);
    return true;
  }

  void legs() {
    if (!square(file_["legs"], "legs")) return;
    out_.legs.assign(places(), std::vector<Leg>(places()));
    for (std::size_t a = 0; a < places(); ++a)
      for (std::size_t b = 0; b < places(); ++b) {
        const Json& json = file_["legs"].items()[a].items()[b];
        if (a == b && json.isNull()) continue;
        Fields f(json, cell("legs", a, b), errors_);
        if (!json.isObject()) {
          errors_.push_back({cell("legs", a, b), json.isNull() ? "MISSING_FIELD" : "BAD_VALUE", json.dump(), "{km, stages}", 0, 0});
          continue;
        }
        Leg& leg = out_.legs[a][b];
        leg.km = f.number("km", 0.0, kFar);
        const auto& stages = f.list("stages", 0, kMany);
        for (std::size_t k = 0; k < stages.size(); ++k) {
          Fields s(stages[k], f.at(element("stages", k)), errors_);
          Stage stage{stages[k]["code"].text(), s.whole("minutes", 0, kLongest), {}};
          stage.open = spans(s, "open", stage.minutes);
          leg.stages.push_back(std::move(stage));
        }
        if (minutesOf(leg) > kLatest) f.error("stages", "BAD_VALUE", Json(minutesOf(leg)), "at most 4320 min together");
      }
  }

  void travel() {
    const Json& json = file_["travel"];
    if (file_.has("legs")) errors_.push_back({"travel", "BAD_VALUE", "{...}", "either legs or travel", 0, 0});
    if (!square(json["minutes"], "travel.minutes") || !square(json["km"], "travel.km")) return;
    out_.legs.assign(places(), std::vector<Leg>(places()));
    for (std::size_t a = 0; a < places(); ++a)
      for (std::size_t b = 0; b < places(); ++b) {
        const Json &minutes = json["minutes"].items()[a].items()[b], &km = json["km"].items()[a].items()[b];
        if (a == b && minutes.isNull() && km.isNull()) continue;
        const auto within = [&](const char* list, const Json& v, double most) {
          if (v.isNumber() && v.number() >= 0.0 && v.number() <= most) return true;
          errors_.push_back({cell(list, a, b), v.isNull() ? "MISSING_FIELD" : "BAD_VALUE", v.dump(), "0 ... " + Json(most).dump(), 0, 0});
          return false;
        };
        if (!within("travel.minutes", minutes, kLongest) || !within("travel.km", km, kFar)) continue;
        if (minutes.number() != std::floor(minutes.number()))
          errors_.push_back({cell("travel.minutes", a, b), "BAD_VALUE", minutes.dump(), "whole minutes", 0, 0});
        out_.legs[a][b] = {km.number(), {{"road", static_cast<int>(minutes.number()), {}}}};
      }
  }

  static int minutesOf(const Leg& leg) {
    int sum = 0;
    for (const auto& s : leg.stages) sum += s.minutes;
    return sum;
  }

  void findAsymmetry() {
    const bool staged = file_.has("legs");
    for (std::size_t a = 0; a < places(); ++a)
      for (std::size_t b = 0; b < a; ++b)
        if (const int there = minutesOf(out_.legs[a][b]), back = minutesOf(out_.legs[b][a]); there != back)
          errors_.push_back({cell(staged ? "legs" : "travel.minutes", a, b), "BAD_VALUE", std::to_string(there),
                             std::to_string(back) + " as " + cell(staged ? "legs" : "travel.minutes", b, a) + ", or \"asymmetric\": true", 0, 0});
  }

  void plans() {
    Fields top(file_, "", errors_);
    if (file_.has("frozen")) {
      out_.frozen = readPlanAt(file_["frozen"], "frozen", out_, errors_);
      for (std::size_t i = 0; i < out_.frozen.runs.size(); ++i) {
        const Run& r = out_.frozen.runs[i];
        const std::string path = "frozen." + element("runs", i);
        minute(path + ".start", r.start);
        if (r.beam < 1 || r.beam > kLongest) errors_.push_back({path + ".irr", "BAD_VALUE", std::to_string(r.beam), "1 ... 2880", 0, 0});
      }
      for (std::size_t i = 0; i < out_.frozen.trips.size(); ++i) minute("frozen." + element("trips", i) + ".depart", out_.frozen.trips[i].depart);
      findContradictions();
    }
    if (file_.has("promised")) out_.promised = readPlanAt(file_["promised"], "promised", out_, errors_);
    if (file_.has("change_price")) out_.change_price = top.number("change_price", 0.0, kMuch);
  }

  void minute(const std::string& path, int value) {
    if (value < kEarliest || value > kLatest) errors_.push_back({path, "BAD_VALUE", std::to_string(value), "-2880 ... 4320", 0, 0});
  }

  /// What has begun cannot have begun twice, and what is on the road has been made of its product.
  void findContradictions() {
    std::map<int, std::string> made, carried;
    const auto each = [&](const std::string& path, const std::vector<int>& orders, std::map<int, std::string>& seen, auto fits,
                          const char* accepted) {
      for (std::size_t k = 0; k < orders.size(); ++k) {
        const std::string at = path + "[" + std::to_string(k) + "]";
        const Order& order = out_.orders[static_cast<std::size_t>(orders[k])];
        const auto [other, first] = seen.emplace(orders[k], at);
        if (!first) errors_.push_back({at, "BAD_VALUE", idText(order.id), "not also " + other->second, 0, 0});
        if (!fits(orders[k])) errors_.push_back({at, "BAD_VALUE", idText(order.id), accepted, 0, 0});
      }
    };
    for (std::size_t i = 0; i < out_.frozen.runs.size(); ++i) {
      const Run& r = out_.frozen.runs[i];
      const auto& lines = out_.sites[static_cast<std::size_t>(r.site)].lines;
      if (lines.empty()) continue;  // named already
      const int product = lines[static_cast<std::size_t>(r.line)].product;
      each(
          "frozen." + element("runs", i) + ".orders", r.orders, made,
          [&](int o) { return out_.orders[static_cast<std::size_t>(o)].product == product; }, "an order of the line's product");
    }
    for (std::size_t i = 0; i < out_.frozen.trips.size(); ++i)
      each(
          "frozen." + element("trips", i) + ".stops", out_.frozen.trips[i].stops, carried, [&](int o) { return made.contains(o); },
          "an order of frozen.runs");
  }

  const Json& file_;
  Instance& out_;
  std::vector<FieldError>& errors_;
  std::map<std::string, std::size_t> products_;
};

}  // namespace

void prepared(const Hospital& hospital, Order& o) {
  if (hospital.prepare == 0) return;
  o.deadline = std::min(o.deadline, o.calibration - hospital.prepare);
  o.window.to = std::min(o.window.to, o.deadline);
  o.window.from = std::min(o.window.from, o.window.to);
}

void readAdditions(const Json& file, Instance& out, std::vector<FieldError>& errors) { Additions(file, out, errors).read(); }

}  // namespace isotrail::solver::rppd
