#include "trace/movement.h"

#include <cmath>
#include <utility>

#include "units/time.h"

namespace isotrail {
namespace {

constexpr std::pair<MovementKind, const char*> kNames[] = {
    {MovementKind::make, "make"},           {MovementKind::bring_in, "bring_in"},   {MovementKind::split, "split"},
    {MovementKind::combine, "combine"},     {MovementKind::pack, "pack"},           {MovementKind::unpack, "unpack"},
    {MovementKind::hand_over, "hand_over"}, {MovementKind::take_over, "take_over"}, {MovementKind::cross_border, "cross_border"},
    {MovementKind::receive, "receive"},     {MovementKind::measure, "measure"},     {MovementKind::draw, "draw"},
    {MovementKind::give, "give"},           {MovementKind::move, "move"},           {MovementKind::discard, "discard"},
    {MovementKind::clear, "clear"},         {MovementKind::discharge, "discharge"}, {MovementKind::restate, "restate"},
    {MovementKind::destroy, "destroy"}};

Json volumeJson(Volume v) { return Json(v.value); }

Json newItemJson(const NewItem& n) {
  Json j = Json::object({{"kind", n.kind}, {"label", n.label}, {"product", n.product.str()}, {"batch", n.batch.str()}});
  if (n.expires_at) j.set("expires_at", n.expires_at->iso());
  if (!n.maker.empty()) j.set("maker", n.maker.str());
  return j;
}
NewItem newItemFrom(const Json& j) {
  NewItem n{j["kind"].text(), j["label"].text(), ProductId(j["product"].text()), ItemId(j["batch"].text()), std::nullopt, OrgId(j["maker"].text())};
  if (j.has("expires_at"))
    if (auto t = parseInstant("expires_at", j["expires_at"].text())) n.expires_at = *t;
  return n;
}
Json takeJson(const Take& t) {
  Json j = Json::object({{"item", t.item.str()}, {"volume_l", volumeJson(t.volume)}});
  if (!t.amount.empty()) j.set("amount", t.amount.toJson());
  if (t.consumed) j.set("consumed", true);
  return j;
}
Json putJson(const Put& p) {
  Json j = Json::object({{"item", p.item.str()}, {"volume_l", volumeJson(p.volume)}});
  if (!p.amount.empty()) j.set("amount", p.amount.toJson());
  if (p.created) j.set("created", newItemJson(*p.created));
  return j;
}
Inventory amountFrom(const Json& j) { return j.has("amount") ? Inventory::fromJson(j["amount"]) : Inventory(); }

void setText(Json& j, const char* key, const std::string& value) {
  if (!value.empty()) j.set(key, value);
}

std::map<std::string, double> atomsAt(const Inventory& amount, Instant at) {
  return amount.empty() ? std::map<std::string, double>() : amount.at(at).atoms();
}

}  // namespace

const char* movementName(MovementKind kind) {
  for (const auto& [k, name] : kNames)
    if (k == kind) return name;
  return "";
}
std::optional<MovementKind> movementKind(std::string_view name) {
  for (const auto& [k, n] : kNames)
    if (name == n) return k;
  return std::nullopt;
}

const char* outsideAccount(MovementKind kind) {
  switch (kind) {
    case MovementKind::make:
      return "made";
    case MovementKind::bring_in:
      return "in";
    case MovementKind::give:
      return "given";
    case MovementKind::clear:
      return "cleared";
    case MovementKind::discharge:
      return "discharged";
    case MovementKind::measure:
    case MovementKind::draw:
      return "unexplained";
    case MovementKind::restate:
      return "restated";
    default:
      return "";
  }
}

Json Movement::toJson() const {
  Json j = Json::object({{"kind", movementName(kind)}, {"at", at.iso()}});
  setText(j, "from", from.str());
  setText(j, "to", to.str());
  setText(j, "to_org", to_org.str());
  setText(j, "place", place);
  setText(j, "container", container.str());
  setText(j, "transfer", transfer);
  if (uncertainty_rel > 0) j.set("uncertainty_rel", uncertainty_rel);
  Json list = Json::array();
  for (const auto& t : takes) list.push(takeJson(t));
  if (!takes.empty()) j.set("takes", list);
  list = Json::array();
  for (const auto& p : puts) list.push(putJson(p));
  if (!puts.empty()) j.set("puts", list);
  list = Json::array();
  for (const auto& i : items) list.push(i.str());
  if (!items.empty()) j.set("items", list);
  list = Json::array();
  for (const auto& w : with) list.push(Json::object({{"kind", w.kind}, {"id", w.id}}));
  if (!with.empty()) j.set("with", list);
  return j;
}

Movement Movement::fromJson(const Json& j) {
  Movement m;
  m.kind = movementKind(j["kind"].text()).value_or(MovementKind::move);
  if (auto t = parseInstant("at", j["at"].text())) m.at = *t;
  m.from = SiteId(j["from"].text());
  m.to = SiteId(j["to"].text());
  m.to_org = OrgId(j["to_org"].text());
  m.place = j["place"].text();
  m.container = ItemId(j["container"].text());
  m.transfer = j["transfer"].text();
  m.uncertainty_rel = j["uncertainty_rel"].number();
  for (const auto& t : j["takes"].items())
    m.takes.push_back({ItemId(t["item"].text()), amountFrom(t), Volume(t["volume_l"].number()), t["consumed"].boolean()});
  for (const auto& p : j["puts"].items()) {
    Put put{ItemId(p["item"].text()), amountFrom(p), Volume(p["volume_l"].number()), std::nullopt};
    if (p.has("created")) put.created = newItemFrom(p["created"]);
    m.puts.push_back(std::move(put));
  }
  for (const auto& i : j["items"].items()) m.items.emplace_back(i.text());
  for (const auto& w : j["with"].items()) m.with.push_back({w["kind"].text(), w["id"].text()});
  return m;
}

Verdict checkBalance(const Movement& m) {
  if (*outsideAccount(m.kind)) return Done{};
  std::map<std::string, std::pair<double, double>> sums;
  for (const auto& t : m.takes)
    for (const auto& [n, atoms] : atomsAt(t.amount, m.at)) sums[n].first += atoms;
  for (const auto& p : m.puts)
    for (const auto& [n, atoms] : atomsAt(p.amount, m.at)) sums[n].second += atoms;
  for (const auto& [n, sum] : sums) {
    // One atom of slack: below it a nuclide is not there.
    if (std::abs(sum.first - sum.second) > 1e-9 * std::max(sum.first, sum.second) + 1.0)
      return Refusal::of("MOVEMENT_UNBALANCED", Json::object({{"nuclide", n}, {"taken", sum.first}, {"put", sum.second}}));
  }
  return Done{};
}

}  // namespace isotrail
