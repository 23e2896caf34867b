#include "solver/rppd/solomon.h"

#include <cmath>
#include <optional>
#include <sstream>

#include "solver/rppd/fields.h"

namespace isotrail::solver::rppd {
namespace {

constexpr int kTenths = 10;
constexpr std::size_t kMostCustomers = 1'500;
constexpr double kLargest = 20'000.0;  // of a coordinate or time
constexpr double kLeftOut = 1e6;       // EUR a customer

struct Customer {
  double x = 0.0, y = 0.0;
  int demand = 0, ready = 0, due = 0, service = 0;
};

/// The numbers of a line, nothing when it holds anything else or none.
std::optional<std::vector<double>> numbers(const std::string& line) {
  std::istringstream in(line);
  std::vector<double> out;
  for (std::string word; in >> word;) {
    std::istringstream one(word);
    double v = 0.0;
    if (!(one >> v) || !one.eof() || !std::isfinite(v) || std::abs(v) > kLargest * 10) return std::nullopt;
    out.push_back(v);
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

class Reader {
 public:
  Result<Instance> read(std::string_view text) {
    std::istringstream in{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(in, line);) take(++number, line);
    if (!fleet_) error(number, "", "a line of two numbers: vehicles and their capacity");
    if (customers_.size() < 2) error(number, "", "a depot and at least one customer");
    if (customers_.size() > kMostCustomers + 1) error(number, std::to_string(customers_.size()), "at most 1500 customers");
    if (!errors_.empty()) return badFile("BAD_PLAN_FILE", std::move(errors_));
    return build();
  }

 private:
  void error(int line, const std::string& value, const std::string& accepted) {
    errors_.push_back({"line " + std::to_string(line), value.empty() ? "MISSING_FIELD" : "BAD_VALUE", value.substr(0, 60), accepted, 0, 0});
  }

  void take(int number, const std::string& line) {
    const auto found = numbers(line);
    const bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
    if (!found) {
      if (name_.empty() && !blank) {
        std::istringstream(line) >> name_;
      } else if (!customers_.empty() && !blank) {
        error(number, line, "seven numbers: customer, x, y, demand, ready, due, service");
      }
      return;
    }
    const auto& n = *found;
    if (name_.empty()) {
      name_ = line;
    } else if (!fleet_ && n.size() == 2 && n[0] >= 1 && n[0] <= 2'000 && n[1] >= 1) {
      fleet_ = {static_cast<int>(n[0]), static_cast<int>(n[1])};
    } else if (fleet_ && n.size() == 7 && n[3] >= 0 && n[4] >= 0 && n[5] >= n[4] && n[6] >= 0 && n[5] <= kLargest && n[6] <= kLargest &&
               std::abs(n[1]) <= kLargest && std::abs(n[2]) <= kLargest) {
      customers_.push_back({n[1], n[2], static_cast<int>(n[3]), tenths(n[4]), tenths(n[5]), tenths(n[6])});
    } else {
      error(number, line, fleet_ ? "customer, x, y, demand, ready <= due, service" : "vehicles and their capacity");
    }
  }

  static int tenths(double v) { return static_cast<int>(std::floor(v * kTenths + 1e-9)); }
  int distance(std::size_t a, std::size_t b) const {
    return tenths(std::hypot(customers_[a].x - customers_[b].x, customers_[a].y - customers_[b].y));
  }

  Instance build() const {
    Instance out;
    out.name = name_;
    out.grid = 1;
    out.cost_per_km = 1.0;
    const Customer& depot = customers_[0];
    out.products.push_back({Json("any"), 1e15, 0, 0, 1.0});
    const int opens = depot.ready - 2;
    Line line{Json("all"), 0, 1e30, {1}, {opens, depot.ready}};
    out.sites.push_back({Json("depot"), {depot.x, depot.y, 0}, {line}, {}, {}});
    for (std::size_t c = 1; c < customers_.size(); ++c) {
      const Customer& from = customers_[c];
      const Json id(static_cast<std::int64_t>(c));
      out.hospitals.push_back({id, {from.x, from.y, 0}, {}, {}});
      Order o;
      o.id = id;
      o.hospital = static_cast<int>(c) - 1;
      o.patients = 1;
      o.dose = 1.0;
      o.window = {from.ready, from.due};
      o.deadline = from.due;
      o.packages = from.demand;
      o.penalty = kLeftOut;
      out.orders.push_back(std::move(o));
    }
    for (int v = 0; v < fleet_->first; ++v) out.vehicles.push_back({Json(v), 0, {depot.ready, depot.due}, fleet_->second, 0.0, {}});
    // Service belongs to the way out of a customer.
    out.legs.assign(customers_.size(), std::vector<Leg>(customers_.size()));
    for (std::size_t a = 0; a < customers_.size(); ++a)
      for (std::size_t b = 0; b < customers_.size(); ++b)
        if (a != b) out.legs[a][b] = {static_cast<double>(distance(a, b)), {{"", distance(a, b) + customers_[a].service, {}}}};
    return out;
  }

  std::string name_;
  std::optional<std::pair<int, int>> fleet_;
  std::vector<Customer> customers_;
  std::vector<FieldError> errors_;
};

}  // namespace

Result<Instance> readSolomon(std::string_view text) { return Reader().read(text); }

}  // namespace isotrail::solver::rppd
