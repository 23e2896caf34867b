#include "nuclide/production/network.h"

#include "base/check.h"
#include "nuclide/chain.h"

namespace isotrail::making {

std::size_t Network::member(Rate removal) {
  members_.push_back({removal.value, {}});
  return members_.size() - 1;
}

void Network::pass(std::size_t from, std::size_t to, Rate transfer) {
  ISOTRAIL_CHECK(from < members_.size() && to < members_.size() && from != to);
  if (transfer.value != 0) members_[from].passes.push_back({to, transfer.value});
}

void Network::walk(std::size_t at, double atoms, double elapsed, std::vector<double>& nodes, std::vector<double>& out) const {
  ISOTRAIL_CHECK(nodes.size() < 64);  // a path this long is a ring
  nodes.push_back(-members_[at].removal * elapsed);
  out[at] += atoms * dividedExp(nodes);
  for (const auto& p : members_[at].passes) walk(p.to, atoms * p.transfer * elapsed, elapsed, nodes, out);
  nodes.pop_back();
}

std::vector<double> Network::after(std::span<const double> now, Seconds elapsed) const {
  ISOTRAIL_CHECK(now.size() == members_.size() && elapsed.value >= 0);
  std::vector<double> nodes, out(members_.size(), 0.0);
  for (std::size_t i = 0; i < now.size(); ++i)
    if (now[i] != 0) walk(i, now[i], elapsed.value, nodes, out);
  return out;
}

namespace {

/// Adds a member for every nuclide of the chain below `n`, once each.
std::size_t addChain(const Dataset& set, const Nuclide& n, Network& network, std::map<std::string, std::size_t>& known) {
  if (const auto found = known.find(n.name); found != known.end()) return found->second;
  const std::size_t at = network.member(Rate(n.lambda()));
  known[n.name] = at;
  for (const auto& b : n.branches) network.pass(at, addChain(set, *set.find(b.daughter), network, known), Rate(n.lambda() * b.fraction));
  return at;
}

}  // namespace

Atoms madeDuring(const Dataset& set, const std::string& name, Rate rate, Seconds lasts) {
  const Nuclide* first = set.find(name);
  ISOTRAIL_CHECK(first != nullptr);
  Network network;
  const std::size_t source = network.member(Rate(0));
  std::map<std::string, std::size_t> members;
  network.pass(source, addChain(set, *first, network, members), rate);
  std::vector<double> start(members.size() + 1, 0.0);
  start[source] = 1.0;
  const auto end = network.after(start, lasts);
  Atoms out;
  for (const auto& [member, at] : members) out[member] = end[at];
  return out;
}

}  // namespace isotrail::making
