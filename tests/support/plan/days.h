#pragma once
// Small days to plan, made up from a seed: a few sites, orders in two waves, posts between countries; as the text of an RPPD file.
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace isotrail::test {

struct DayShape {
  int sites = 2;
  int orders = 14;
  int countries = 1;
  int vehicles = 3;    // a site
  int hospitals = 0;   // 0: half as many as orders
  int more_lines = 0;  // of each product, a site
};

/// A day of a region: 1,000 orders of 60 hospitals, twelve sites in four countries.
inline constexpr DayShape kRegion{12, 1000, 4, 26, 60, 4};

class DayMaker {
 public:
  DayMaker(unsigned seed, DayShape shape) : rng_(seed), shape_(shape), seed_(seed) {}

  Json make() {
    Json products = Json::array(), sites = Json::array(), hospitals = Json::array(), orders = Json::array(), vehicles = Json::array(),
         borders = Json::array();
    products.push(product("F", 110.0, 30, 30, 0.6)).push(product("G", 68.0, 35, 20, 0.65));
    for (int s = 0; s < shape_.sites; ++s) {
      sites.push(site(s));
      for (int v = 0; v < shape_.vehicles; ++v)
        vehicles.push(Json::object({{"id", static_cast<int>(vehicles.size())},
                                    {"site", s},
                                    {"shift", span(120, 1080)},
                                    {"packages", 4 + whole(0, 2) * 2},
                                    {"fixed_cost", 100 + 20 * whole(0, 2)}}));
    }
    for (int h = 0; h < (shape_.hospitals > 0 ? shape_.hospitals : std::max(3, shape_.orders / 2)); ++h) hospitals.push(place(h));
    for (int o = 0; o < shape_.orders; ++o) orders.push(order(o, static_cast<int>(hospitals.size())));
    for (int c = 1; c < shape_.countries; ++c)
      for (int k = 0; k < 2; ++k)
        borders.push(Json::object({{"a", country(c - 1)},
                                   {"b", country(c)},
                                   {"x", kSide * c / shape_.countries},
                                   {"y", real(0, kSide)},
                                   {"open", span(240 + 60 * whole(0, 2), 1140)},
                                   {"cross_min", 5 + 10 * whole(0, 2)}}));
    return Json::object({{"name", "day-" + std::to_string(seed_)},
                         {"format", "rppd-1"},
                         {"grid", 5},
                         {"products", products},
                         {"sites", sites},
                         {"hospitals", hospitals},
                         {"orders", orders},
                         {"vehicles", vehicles},
                         {"borders", borders},
                         {"service_min", 10},
                         {"speed_km_per_min", 1.2},
                         {"cost_per_km", 0.35},
                         {"cost_per_min", 0.55}});
  }

 private:
  static constexpr double kSide = 180.0;  // km

  int whole(int least, int most) { return least + static_cast<int>(rng_() % static_cast<unsigned>(most - least + 1)); }
  double real(double least, double most) { return std::round((least + (most - least) * static_cast<double>(rng_()) / 4294967296.0) * 10.0) / 10.0; }
  static Json span(int from, int to) { return Json::array().push(from).push(to); }
  static std::string country(int c) { return std::string(1, static_cast<char>('A' + c)); }
  static Json product(const char* id, double half_life, int synthesis, int tests, double yield) {
    return Json::object({{"id", id}, {"half_life", half_life}, {"synth", synthesis}, {"qc", tests}, {"yield", yield}});
  }
  Json place(int id) {
    const double x = real(0, kSide);
    const int c = std::min(shape_.countries - 1, static_cast<int>(x / kSide * shape_.countries));
    return Json::object({{"id", id}, {"x", x}, {"y", real(0, kSide)}, {"country", country(c)}});
  }
  Json line(const std::string& id, const char* product, double saturation, std::initializer_list<int> beams, double run_cost) {
    Json irr = Json::array();
    for (const int beam : beams) irr.push(beam);
    return Json::object({{"id", id},
                         {"product", product},
                         {"a_sat", saturation * real(0.8, 1.2)},
                         {"irr", irr},
                         {"open", span(0, 960)},
                         {"turnaround", 20},
                         {"fail_prob", real(0.1, 0.6) / 10.0},
                         {"run_cost", run_cost},
                         {"beam_cost_per_min", 3.0}});
  }
  Json site(int id) {
    Json s = place(id), lines = Json::array();
    lines.push(line("F#0", "F", 60'000.0, {30, 60, 120}, 500.0)).push(line("G#0", "G", 5'600.0, {60, 120, 180}, 400.0));
    if (whole(0, 1) == 1) lines.push(line("F#1", "F", 60'000.0, {30, 60, 120}, 500.0));
    for (int k = 0; k < shape_.more_lines; ++k) {
      lines.push(line("F+" + std::to_string(k), "F", 60'000.0, {30, 60, 120}, 500.0));
      lines.push(line("G+" + std::to_string(k), "G", 5'600.0, {60, 120, 180}, 400.0));
    }
    return s.set("lines", lines);
  }
  Json order(int id, int hospitals) {
    const bool f = whole(0, 3) > 0;
    const int calibration = (whole(0, 1) == 0 ? 480 : 750) + 15 * whole(-4, 4), width = 30 * whole(1, 4);
    return Json::object({{"id", id},
                         {"hospital", whole(0, hospitals - 1)},
                         {"product", f ? "F" : "G"},
                         {"patients", f ? whole(1, 6) : 1},
                         {"dose", f ? whole(180, 400) : whole(100, 200)},
                         {"spacing", 30},
                         {"calibration", calibration},
                         {"window", span(calibration - 15 - width, calibration - 15)},
                         {"deadline", calibration},
                         {"packages", whole(1, 2)},
                         {"penalty", 300 * whole(2, 5)},
                         {"late_cost_per_min", 4 * whole(1, 2)}});
  }

  std::mt19937 rng_;
  DayShape shape_;
  unsigned seed_;
};

/// What a real day has beyond RPPD, added to a day made up from the same seed: legs in stages where export and import open once or twice,
/// hours of release and receipt, caps, times of being down.
class RichDay {
 public:
  RichDay(unsigned seed, DayShape shape) : rng_(seed + 1'000), day_(DayMaker(seed, shape).make()) {}

  Json make() {
    for (const char* list : {"sites", "hospitals"})
      for (const auto& p : day_[list].items()) places_.push_back(p);
    Json legs = Json::array();
    for (std::size_t a = 0; a < places_.size(); ++a) {
      Json row = Json::array();
      for (std::size_t b = 0; b < places_.size(); ++b) row.push(a == b ? Json() : leg(places_[a], places_[b]));
      legs.push(row);
    }
    day_.set("legs", legs);
    for (auto& s : day_.findMutable("sites")->itemsMutable()) {
      if (chance(2)) s.set("release", chance(2) ? spans({{60, 480}, {540, 1140}}) : spans({{90, 1140}}));
      if (chance(3)) s.set("cap", Json::object({{"F", 9'000}}));
      for (auto& l : s.findMutable("lines")->itemsMutable())
        if (chance(3)) l.set("down", spans({{300, 360}, {500, 530}}));
    }
    for (auto& h : day_.findMutable("hospitals")->itemsMutable()) {
      if (chance(2)) h.set("receipt", chance(2) ? spans({{360, 455}, {475, 720}, {740, 1020}}) : spans({{380, 800}}));
      if (chance(3)) h.set("cap", Json::object({{"F", 3'000}, {"G", 400}}));
    }
    for (auto& v : day_.findMutable("vehicles")->itemsMutable())
      if (chance(3)) v.set("down", spans({{480, 560}}));
    return day_;
  }

 private:
  using Times = std::initializer_list<std::pair<int, int>>;

  bool chance(unsigned one_in) { return rng_() % one_in == 0; }
  static Json spans(Times times) {
    Json list = Json::array();
    for (const auto& [from, to] : times) list.push(Json::array().push(from).push(to));
    return list;
  }
  static Json stage(const char* code, int minutes, const Json& open) {
    return Json::object({{"code", code}, {"minutes", minutes}}).set("open", open);
  }
  static Json leg(const Json& a, const Json& b) {
    const double km = std::hypot(a["x"].number() - b["x"].number(), a["y"].number() - b["y"].number());
    const int minutes = static_cast<int>(std::ceil(km / 1.2)), half = minutes / 2;
    Json stages = Json::array();
    if (a["country"] == b["country"]) {
      stages.push(stage("road", minutes, Json::array()));
    } else {
      stages.push(stage("road", half, Json::array()))
          .push(stage("export", 10, spans({{300, 440}, {460, 1100}})))
          .push(stage("import", 5, spans({{330, 1000}})))
          .push(stage("road", minutes - half, Json::array()));
    }
    return Json::object({{"km", km}, {"stages", stages}});
  }

  std::mt19937 rng_;
  Json day_;
  std::vector<Json> places_;
};

/// Rooms and cameras with hours and times of being down, and visits, for a day made up from a seed.
inline Json withStations(Json day, unsigned seed) {
  std::mt19937 rng(seed + 77);
  const auto whole = [&](int least, int most) { return least + static_cast<int>(rng() % static_cast<unsigned>(most - least + 1)); };
  for (auto& p : day.findMutable("products")->itemsMutable())
    p.set("visit", Json::object({{"injection", whole(5, 12)}, {"uptake", whole(30, 70)}, {"scan", whole(12, 25)}, {"bears", whole(0, 30)}}));
  for (auto& h : day.findMutable("hospitals")->itemsMutable()) {
    for (const char* kind : {"rooms", "cameras"}) {
      Json list = Json::array();
      for (int k = whole(0, 2); k > 0; --k) {
        Json station = Json::object({{"id", k}});
        if (whole(0, 1) == 0) station.set("open", Json::array().push(Json::array().push(whole(300, 500)).push(whole(800, 1100))));
        if (whole(0, 1) == 0) station.set("down", *Json::parse("[[540,565],[700,740]]"));
        if (whole(0, 3) == 0) station.set("products", Json::array().push("F"));
        list.push(station);
      }
      h.set(kind, list);
    }
    h.set("prepare", whole(0, 20));
  }
  return day;
}

inline Json richDay(unsigned seed, DayShape shape = {}) { return RichDay(seed, shape).make(); }
inline Json madeUpDay(unsigned seed, DayShape shape = {}) { return DayMaker(seed, shape).make(); }

}  // namespace isotrail::test
