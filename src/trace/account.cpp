// The activity account of a site's day: opening + in + made + grown = closing + out + decayed + given + ... + unexplained,
// in atoms per nuclide. Postings give what moved; decay between postings is integrated item by item.
#include <algorithm>
#include <cmath>

#include "trace/days.h"

namespace isotrail {
namespace {

using Lines = std::map<std::string, AccountLine>;

AccountLine& line(Lines& lines, const std::string& nuclide) {
  AccountLine& l = lines[nuclide];
  l.nuclide = nuclide;
  return l;
}

struct Posting {
  std::string item;
  std::string account;
  Instant at;
  Inventory amount;
  double uncertainty = 0.0;
};

std::vector<Posting> postings(Db& db, const SiteId& site, Instant to) {
  std::vector<Posting> out;
  for (const auto& row :
       db.query("SELECT item,account,at,atoms,unc_rel FROM posting WHERE site=$1 AND at<$2 ORDER BY item,seq,line", {site.str(), dbInstant(to)}))
    out.push_back({row.text(0), row.text(1), row.instant(2), Inventory::fromJson(row.json(3)), row.number(4)});
  return out;
}

/// An item's atoms at the site, walked from posting to posting; decay inside [from, to] is added to the lines.
class ItemWalk {
 public:
  ItemWalk(Lines& lines, Instant from, Instant to) : lines_(lines), from_(from), to_(to) {}

  void post(const Posting& p) {
    advance(p.at);
    Inventory& held = held_[&p.amount.dataset()];
    held = held.empty() ? p.amount.at(p.at) : held.at(p.at).plus(p.amount.at(p.at));
  }
  void finish() {
    advance(to_);
    if (!opened_) open();  // nothing happened since before the day
    for (const auto& [set, held] : held_) {
      if (held.empty()) continue;
      const Inventory left = held.at(to_);
      for (const auto& [n, atoms] : left.atoms()) line(lines_, n).closing += atoms;
    }
  }

 private:
  void open() {
    opened_ = true;
    for (auto& [set, held] : held_) {
      if (held.empty() || held.reference() > from_) continue;
      held = held.at(from_);
      for (const auto& [n, atoms] : held.atoms()) line(lines_, n).opening += atoms;
    }
  }
  void advance(Instant t) {
    if (!opened_ && t >= from_) open();
    if (!opened_) return;
    for (auto& [set, held] : held_) {
      if (held.empty() || t <= held.reference()) continue;
      const DecayBudget budget = decayBudget(held, t);
      for (const auto& [n, atoms] : budget.decayed) line(lines_, n).decayed += atoms;
      for (const auto& [n, atoms] : budget.grown) line(lines_, n).grown += atoms;
      held = held.at(t);
    }
  }
  Lines& lines_;
  Instant from_, to_;
  std::map<const Dataset*, Inventory> held_;  // an item that was restated holds amounts of two
  bool opened_ = false;
};

void addOutside(Lines& lines, const Posting& p) {
  for (const auto& [n, atoms] : p.amount.atoms()) {
    AccountLine& l = line(lines, n);
    if (p.account == "made") l.made += atoms;
    if (p.account == "in" || p.account == "received") l.in += atoms;
    if (p.account == "sent") l.out -= atoms;
    if (p.account == "given") l.given -= atoms;
    if (p.account == "cleared") l.cleared -= atoms;
    if (p.account == "discharged") l.discharged -= atoms;
    if (p.account == "restated") l.restated -= atoms;
    if (p.account == "unexplained") l.unexplained -= atoms;
  }
}

/// Two standard deviations of the day's measured amounts, per nuclide.
void addUncertainty(std::map<std::string, double>& variance, const Posting& p) {
  if (p.uncertainty <= 0 || p.account == "unexplained") return;
  for (const auto& [n, atoms] : p.amount.atoms()) variance[n] += std::pow(p.uncertainty * atoms, 2);
}

}  // namespace

double AccountLine::residue() const {
  return opening + in + made + grown - (closing + out + decayed + given + discharged + cleared + wasted + lost + restated + unexplained);
}
bool AccountLine::closes() const {
  const double scale = std::max({opening, in, made, grown, closing, out, decayed, given, 1.0});
  return std::abs(residue()) <= 1e-6 * scale && std::abs(unexplained) <= unexplained_limit + 1.0;
}

namespace {

/// By the site's postings before `to`, each item's together and in order.
std::vector<AccountLine> accountOf(const std::vector<Posting>& all, Instant from, Instant to) {
  Lines lines;
  std::map<std::string, ItemWalk> walks;
  std::map<std::string, double> variance;
  for (const auto& p : all) {
    if (p.at >= to) continue;
    const bool inside = p.at >= from;
    const bool outside_line = p.item.empty();
    if (inside && (outside_line || p.account == "sent" || p.account == "received")) addOutside(lines, p);
    if (inside) addUncertainty(variance, p);
    if (!outside_line) walks.try_emplace(p.item, lines, from, to).first->second.post(p);
  }
  for (auto& [item, walk] : walks) walk.finish();
  std::vector<AccountLine> out;
  for (auto& [n, l] : lines) {
    l.unexplained_limit = 2.0 * std::sqrt(variance[n]);
    out.push_back(l);
  }
  return out;
}

}  // namespace

std::vector<AccountLine> dayAccount(Db& db, const SiteId& site, Instant from, Instant to) { return accountOf(postings(db, site, to), from, to); }

std::vector<std::vector<AccountLine>> dayAccounts(Db& db, const SiteId& site, const std::vector<Instant>& edges) {
  std::vector<std::vector<AccountLine>> out;
  if (edges.size() < 2) return out;
  const auto all = postings(db, site, edges.back());
  for (std::size_t k = 1; k < edges.size(); ++k) out.push_back(accountOf(all, edges[k - 1], edges[k]));
  return out;
}

}  // namespace isotrail
