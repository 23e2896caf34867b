#include "rooms/catalogue/room.h"

#include <algorithm>

#include "desk/shelf.h"
#include "desk/words.h"
#include "rooms/catalogue/datasets.h"
#include "rooms/catalogue/facts.h"

namespace isotrail::catalogue {
namespace {

constexpr Shelf kProducts("catalogue_product"), kLimits("catalogue_limit"), kSteps("catalogue_step");
const SiteId kRegistry("registry");

struct DefineProduct {
  ProductId product;
  std::string name, name_zh_hans, name_zh_hant, name_pt, nuclide, kind, use, letter;
  Seconds shelf_life;
  std::optional<double> dose_coefficient;
  void fields(Fields& f) {
    f("product", product, "short id");
    f("name", name, "name in English");
    f("name_zh_hans", name_zh_hans, "name in simplified Chinese");
    f("name_zh_hant", name_zh_hant, "name in traditional Chinese");
    f("name_pt", name_pt, "name in Portuguese");
    f("nuclide", nuclide, "its nuclide");
    f.choice("kind", kind, "cyclotron|generator|reactor", "where the nuclide comes from");
    f.choice("use", use, "diagnostic|therapeutic", "what it is for");
    f("shelf_life", shelf_life, "from end of synthesis to expiry");
    f("letter", letter, "letter block on labels, so that products never look alike");
    f("dose_coefficient", dose_coefficient, "effective dose of an adult, mSv per MBq (ICRP 128)");
  }
};
struct SetLimit {
  ProductId product;
  std::string market, test, timing, clause;
  std::optional<std::string> unit, expected_text;
  std::optional<double> lower, upper;
  void fields(Fields& f) {
    f("product", product, "the product");
    f.choice("market", market, "CN|MO", "where the limit is filed");
    f("test", test, "the test's name");
    f("unit", unit, "unit of the result");
    f("lower", lower, "lowest result that passes");
    f("upper", upper, "highest result that passes");
    f("expected_text", expected_text, "the result in words that passes");
    f.choice("timing", timing, "pre_release|post_release", "when the result is due");
    f("clause", clause, "where the limit comes from");
  }
};
struct DefineStep {
  ProductId product;
  std::int64_t step = 0;
  std::string title, title_zh_hans, title_zh_hant, title_pt, phase, qualification;
  bool two_people = false;
  std::optional<std::string> reading, unit;
  std::optional<double> lower, upper, alert_lower, alert_upper;
  void fields(Fields& f) {
    f("product", product, "the product");
    f("step", step, "number, from 1");
    f("title", title, "what to do, in English");
    f("title_zh_hans", title_zh_hans, "in simplified Chinese");
    f("title_zh_hant", title_zh_hant, "in traditional Chinese");
    f("title_pt", title_pt, "in Portuguese");
    f.choice("phase", phase, "before|synthesis|product|close", "part of the record");
    f("two_people", two_people, "whether a second person checks");
    f("qualification", qualification, "what the performer must be qualified for");
    f("reading", reading, "name of the value to read");
    f("unit", unit, "its unit");
    f("lower", lower, "action limit");
    f("upper", upper, "action limit");
    f("alert_lower", alert_lower, "alert limit: a comment is due beyond it");
    f("alert_upper", alert_upper, "alert limit: a comment is due beyond it");
  }
};

std::string stepKey(const std::string& product, std::int64_t step) {
  const std::string n = std::to_string(step);
  return product + " " + std::string(n.size() < 3 ? 3 - n.size() : 0, '0') + n;  // sorts by number
}

Verdict defineProduct(Act& act, const DefineProduct& c) {
  if (kProducts.find(act.db(), c.product.str())) return alreadyExists("product", c.product.str());
  auto nuclide = dataset(act.db()).get("nuclide", c.nuclide);
  if (!nuclide) return nuclide.refusal();
  act.emit(kRegistry, "catalogue/" + c.product.str(), "catalogue.ProductDefined", encodePayload(c));
  return Done{};
}
Verdict setLimit(Act& act, const SetLimit& c) {
  if (!kProducts.find(act.db(), c.product.str())) return notFound("product", c.product.str());
  if (kLimits.find(act.db(), c.product.str() + " " + c.market + " " + c.test)) return alreadyExists("test", c.test);
  if (!c.lower && !c.upper && !c.expected_text) return Refusal::field({"lower", "MISSING_FIELD", "", "lower, upper or expected_text", 0, 0});
  if (c.lower && c.upper && *c.lower > *c.upper) return Refusal::field({"upper", "BAD_VALUE", Json(*c.upper).dump(), "at least lower", 0, 0});
  act.emit(kRegistry, "catalogue/" + c.product.str(), "catalogue.LimitSet", encodePayload(c));
  return Done{};
}
Verdict defineStep(Act& act, const DefineStep& c) {
  if (!kProducts.find(act.db(), c.product.str())) return notFound("product", c.product.str());
  if (c.step < 1 || c.step > 999) return Refusal::field({"step", "BAD_VALUE", std::to_string(c.step), "1 to 999", 0, 0});
  if (kSteps.find(act.db(), stepKey(c.product.str(), c.step))) return alreadyExists("step", std::to_string(c.step));
  act.emit(kRegistry, "catalogue/" + c.product.str(), "catalogue.StepDefined", encodePayload(c));
  return Done{};
}

void apply(Db& db, const Event& e) {
  const Json& p = e.payload;
  const std::string& product = p["product"].text();
  if (e.is("catalogue.ProductDefined")) kProducts.put(db, {product, "", "", p});
  if (e.is("catalogue.LimitSet")) kLimits.put(db, {product + " " + p["market"].text() + " " + p["test"].text(), product, "", p});
  if (e.is("catalogue.StepDefined")) kSteps.put(db, {stepKey(product, p["step"].integer()), product, "", p});
}

Result<Json> productsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kProducts.all(q.db)) {
    Json product_json = card.doc, limit_list = Json::array(), step_list = Json::array();
    for (const auto& l : kLimits.under(q.db, card.id)) limit_list.push(l.doc);
    for (const auto& s : kSteps.under(q.db, card.id)) step_list.push(s.doc);
    list.push(product_json.set("limits", limit_list).set("steps", step_list));
  }
  return Json::object({{"products", list}});
}

}  // namespace

std::optional<ProductFacts> product(Db& db, const ProductId& id) {
  auto card = kProducts.find(db, id.str());
  if (!card) return std::nullopt;
  const auto p = decodePayload<DefineProduct>(card->doc);
  return ProductFacts{p.product,
                      p.name,
                      p.name_zh_hans,
                      p.name_zh_hant,
                      p.name_pt,
                      p.nuclide,
                      p.kind,
                      p.use,
                      p.letter,
                      p.shelf_life,
                      p.dose_coefficient.value_or(0.0)};
}
std::vector<ProductId> products(Db& db) {
  std::vector<ProductId> out;
  for (const auto& card : kProducts.all(db)) out.emplace_back(card.id);
  return out;
}
std::string productName(const ProductFacts& p, const std::string& language) {
  if (language == "zh-Hans") return p.name_zh_hans;
  if (language == "zh-Hant") return p.name_zh_hant;
  return language == "pt" ? p.name_pt : p.name;
}
std::vector<Limit> limits(Db& db, const ProductId& id, const std::string& market) {
  std::vector<Limit> out;
  for (const auto& card : kLimits.under(db, id.str())) {
    const auto l = decodePayload<SetLimit>(card.doc);
    if (market.empty() || l.market == market)
      out.push_back({l.test, l.unit.value_or(""), l.market, l.expected_text.value_or(""), l.timing, l.clause, l.lower, l.upper});
  }
  return out;
}
std::vector<Step> steps(Db& db, const ProductId& id) {
  std::vector<Step> out;
  for (const auto& card : kSteps.under(db, id.str())) {
    const auto s = decodePayload<DefineStep>(card.doc);
    out.push_back({s.step, s.title, s.title_zh_hans, s.title_zh_hant, s.title_pt, s.phase, s.qualification, s.reading.value_or(""),
                   s.unit.value_or(""), s.two_people, s.lower, s.upper, s.alert_lower, s.alert_upper});
  }
  return out;
}

RoomTable room() {
  RoomTable t("catalogue");
  t.command<DefineProduct>("define-product", defineProduct, "Define a product.");
  t.command<SetLimit>("set-limit", setLimit, "State a product's release limit in a market.");
  t.command<DefineStep>("define-step", defineStep, "Define a step of a product's master batch record.");
  t.command<AdoptDataset>("adopt-dataset", adoptDataset, "Adopt a nuclide dataset for new inventories.", {.meaning = "adopted"});
  t.command<RestateItem>("restate-item", restateItem, "State what an item holds with the adopted dataset.", {.meaning = "restated"});
  t.amendable<DefineProduct>("catalogue.ProductDefined", "define-product", {"name", "name_zh_hans", "name_zh_hant", "name_pt"}, foldAgain(apply));
  t.view("products", "catalogue.read", productsView, "Products with limits and steps.");
  t.view("datasets", "catalogue.read", datasetsView, "Nuclide datasets the program ships and which were adopted.");
  t.projection("catalogue", {"catalogue_product", "catalogue_limit", "catalogue_step"}, apply);
  t.projection("datasets", {"catalogue_dataset"}, applyDatasets);
  return t;
}

}  // namespace isotrail::catalogue
