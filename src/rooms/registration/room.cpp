#include "rooms/registration/room.h"

#include "desk/shelf.h"
#include "desk/words.h"
#include "rooms/catalogue/facts.h"
#include "rooms/registration/facts.h"

namespace isotrail::registration {
namespace {

constexpr Shelf kApprovals("registration_approval");

struct RegisterApproval {
  std::string approval, market, kind, agency, number;
  ProductId product;
  Instant valid_from, valid_until;
  void fields(Fields& f) {
    f("approval", approval, "our id of the approval");
    f("product", product, "the product it allows");
    f.choice("market", market, "CN|MO", "where");
    f.choice("kind", kind, "marketing|hospital_import|named_patient|positron_filing", "by which route");
    f("agency", agency, "who granted it");
    f("number", number, "the number on the paper");
    f("valid_from", valid_from, "first instant");
    f("valid_until", valid_until, "first instant it no longer holds");
  }
};

Verdict registerApproval(Act& act, const RegisterApproval& c) {
  if (!isIdText(c.approval)) return Refusal::field({"approval", "BAD_VALUE", c.approval, "1 to 64 of A-Z a-z 0-9 . _ -", 0, 0});
  if (kApprovals.find(act.db(), c.approval)) return alreadyExists("approval", c.approval);
  if (!catalogue::product(act.db(), c.product)) return notFound("product", c.product.str());
  if (c.valid_until <= c.valid_from) return Refusal::field({"valid_until", "BAD_VALUE", c.valid_until.iso(), "an instant after valid_from", 0, 0});
  act.emit(SiteId("registry"), "registration/" + c.approval, "registration.ApprovalRegistered", encodePayload(c));
  return Done{};
}

void apply(Db& db, const Event& e) {
  if (e.is("registration.ApprovalRegistered")) kApprovals.put(db, {e.payload["approval"].text(), e.payload["product"].text(), "", e.payload});
}

Result<Json> approvalsView(ViewRequest& q) {
  Json list = Json::array();
  for (const auto& card : kApprovals.all(q.db)) {
    Json a = card.doc;
    list.push(a.set("days_left", (instantIn(card.doc["valid_until"]) - q.now).value / 86400.0));
  }
  return Json::object({{"approvals", list}});
}

}  // namespace

std::vector<ApprovalFacts> approvals(Db& db) {
  std::vector<ApprovalFacts> out;
  for (const auto& card : kApprovals.all(db)) {
    const auto a = decodePayload<RegisterApproval>(card.doc);
    out.push_back({a.approval, a.market, a.kind, a.agency, a.number, a.product, a.valid_from, a.valid_until});
  }
  return out;
}

bool approved(Db& db, const ProductId& product, const std::string& market, Instant at) {
  for (const auto& card : kApprovals.under(db, product.str()))
    if (card.doc["market"].text() == market && at >= instantIn(card.doc["valid_from"]) && at < instantIn(card.doc["valid_until"])) return true;
  return false;
}

void requireApproval(Act& act, const ProductId& product, const std::string& market) {
  act.gates().check(approved(act.db(), product, market, act.now()), "APPROVAL_MISSING", "REG-01",
                    market == "MO" ? "Macao medicines import (ISAF); to be verified" : "Drug Administration Law Art. 24",
                    Json::object({{"product", product.str()}, {"market", market}}));
}

RoomTable room() {
  RoomTable t("registration");
  t.command<RegisterApproval>("register-approval", registerApproval, "Put a product's approval in a market on file.");
  t.amendable<RegisterApproval>("registration.ApprovalRegistered", "register-approval", {"agency", "number", "valid_from", "valid_until"},
                                foldAgain(apply), {.settle = validInOrder});
  t.view("approvals", "registration.read", approvalsView, "Approvals by product and market.");
  t.projection("registration", {"registration_approval"}, apply);
  return t;
}

}  // namespace isotrail::registration
