#include "rooms/documents/room.h"

#include <algorithm>

#include "base/base64.h"
#include "base/csv.h"
#include "base/embedded.h"
#include "desk/retention.h"
#include "desk/shelf.h"
#include "desk/words.h"
#include "ledger/documents.h"
#include "rooms/documents/commands.h"
#include "rooms/identity/facts.h"

namespace isotrail::documents {
namespace {

constexpr Shelf kDocuments("documents_document");  // by hash and subject; parent: subject; states kept removed
constexpr std::size_t kMaxBytes = 2 * 1024 * 1024, kMaxWords = 300;
const SiteId kRegistry("registry");

struct Term {
  int years = 0;
  std::string clause;
};
std::optional<Term> termOf(const std::string& retention) {
  static const auto table = parseCsv(embeddedText("data/document_retention.csv"));
  for (const auto& row : table->rows)
    if (row.cells[0].text == retention) return Term{std::stoi(row.cells[1].text), row.cells[2].text};
  return std::nullopt;
}
std::string classes() {
  std::string out;
  const auto table = parseCsv(embeddedText("data/document_retention.csv"));
  for (const auto& row : table->rows) out += (out.empty() ? "" : ", ") + row.cells[0].text;
  return out;
}

std::string key(const std::string& sha256, const std::string& about) { return sha256 + " " + about; }
bool words(const std::string& text) { return text.find_first_not_of(" \t\r\n") != std::string::npos && text.size() <= kMaxWords; }
Refusal bad(const char* field, const std::string& value, const std::string& accepted) {
  return Refusal::field({field, "BAD_VALUE", value, accepted, 0, 0});
}

std::string zoneOf(Act& act) {
  const auto site = identity::site(act.db(), act.caller().site);
  return site ? site->zone : "UTC";
}
/// The bytes, or what is wrong with them.
Result<std::string> bytesOf(const Attach& c) {
  const auto bytes = fromBase64(c.content.text());
  if (!bytes || bytes->empty()) return bad("content", "", "base64 of at least one byte");
  if (bytes->size() > kMaxBytes) return Refusal::of("DOCUMENT_TOO_LARGE", Json::object({{"bytes", bytes->size()}, {"most", kMaxBytes}}));
  if (c.sha256 && *c.sha256 != sha256Hex(*bytes))
    return Refusal::of("DOCUMENT_DIFFERS", Json::object({{"sha256", *c.sha256}, {"found", sha256Hex(*bytes)}}));
  return *bytes;
}

void apply(Db& db, const Event& e) {
  const Json& p = e.payload;
  if (e.is(kAttached)) {
    Json doc = p;
    doc.set("at", e.occurred_at.iso()).set("by", e.actor.str()).set("org", e.org.str()).set("event", e.id).set("site", e.site.str());
    kDocuments.put(db, {key(p["sha256"].text(), p["about"].text()), p["about"].text(), "kept", doc});
  }
  if (!e.is(kRemoved)) return;
  auto card = kDocuments.find(db, key(p["sha256"].text(), p["about"].text()));
  if (!card) return;
  card->state = "removed";
  card->doc.set("removed_at", e.occurred_at.iso()).set("removed_by", e.actor.str());
  kDocuments.put(db, *card);
}

Json classesJson() {
  Json list = Json::array();
  const auto table = parseCsv(embeddedText("data/document_retention.csv"));
  for (const auto& row : table->rows)
    list.push(Json::object({{"name", row.cells[0].text}, {"years", std::stoi(row.cells[1].text)}, {"clause", row.cells[2].text}}));
  return list;
}

/// Of the caller's own organisation; an agency and the administrator see every one.
bool sees(const ViewRequest& q, const Card& card) {
  return card.doc["org"].text() == q.caller.org.str() || q.caller.has("admin") || q.caller.has("regulator");
}
Json documentJson(const Card& card, Instant now) {
  Json j = card.doc;
  const Instant until = instantIn(card.doc["keep_until"]);
  return j.set("state", card.state).set("days_left", (until - now).value / 86400.0).set("may_go", card.state == "kept" && now >= until);
}

Result<Json> documentsView(ViewRequest& q) {
  Json list = Json::array();
  const std::string& about = q.param("about");
  for (const auto& card : about.empty() ? kDocuments.all(q.db) : kDocuments.under(q.db, about))
    if (sees(q, card)) list.push(documentJson(card, q.now));
  return Json::object({{"documents", list}, {"classes", classesJson()}});
}

Result<Json> documentView(ViewRequest& q) {
  for (const auto& card : kDocuments.all(q.db)) {
    if (card.doc["sha256"].text() != q.id || card.state != "kept" || !sees(q, card)) continue;
    const auto bytes = documentBytes(q.db, q.id);
    if (!bytes || sha256Hex(*bytes) != q.id) return Refusal::of("DOCUMENT_BROKEN", Json::object({{"sha256", q.id}, {"title", card.doc["title"]}}));
    return documentJson(card, q.now).set("content", base64(*bytes));
  }
  return notFound("sha256", q.id);
}

/// What is kept, the next to go first.
Result<Json> retentionView(ViewRequest& q) {
  std::vector<Card> kept;
  for (auto& card : kDocuments.all(q.db))
    if (card.state == "kept" && sees(q, card)) kept.push_back(std::move(card));
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Card& a, const Card& b) { return instantIn(a.doc["keep_until"]) < instantIn(b.doc["keep_until"]); });
  Json list = Json::array();
  for (const auto& card : kept) list.push(documentJson(card, q.now));
  return Json::object({{"now", q.now.iso()}, {"documents", list}});
}

}  // namespace

Verdict attach(Act& act, const Attach& c) {
  if (!isIdText(c.about)) return bad("about", c.about, "1 to 64 of A-Z a-z 0-9 . _ -");
  if (!words(c.title)) return bad("title", "", "1 to 300 characters");
  if (c.media_type.find('/') == std::string::npos || c.media_type.size() > 100) return bad("media_type", c.media_type, "such as application/pdf");
  const auto term = termOf(c.retention);
  if (!term) return bad("retention", c.retention, classes());
  const auto bytes = bytesOf(c);
  if (!bytes) return bytes.refusal();
  const std::string sha256 = sha256Hex(*bytes);
  const auto before = kDocuments.find(act.db(), key(sha256, c.about));
  if (before && before->state == "kept") return alreadyExists("sha256", sha256);
  if (entriesAbout(act.db(), c.about).empty()) return notFound("about", c.about);
  keepDocument(act.db(), *bytes);
  const std::string zone = zoneOf(act);
  act.emit(act.caller().site.empty() ? kRegistry : act.caller().site, "documents/" + c.about, kAttached,
           Json::object({{"sha256", sha256},
                         {"bytes", bytes->size()},
                         {"about", c.about},
                         {"title", c.title},
                         {"media_type", c.media_type},
                         {"retention", c.retention},
                         {"keep_until", yearsAfter(act.now(), term->years, zone).iso()}}));
  act.answer(Json::object({{"sha256", sha256}}));
  return Done{};
}

Verdict remove(Act& act, const Remove& c) {
  if (!words(c.reason)) return bad("reason", "", "1 to 300 characters");
  const auto card = kDocuments.find(act.db(), key(c.sha256, c.about));
  if (!card) return notFound("sha256", c.sha256);
  if (card->state != "kept") return outOfOrder("kept", card->state);
  requireOwn(act, OrgId(card->doc["org"].text()), c.about.c_str());
  const Instant until = instantIn(card->doc["keep_until"]);
  const auto term = termOf(card->doc["retention"].text());
  act.gates().check(act.now() >= until, "DOCUMENT_KEPT", "DOC-01", term ? term->clause : "",
                    Json::object({{"title", card->doc["title"]}, {"until", localDay(until, zoneOf(act))}}));
  if (auto v = act.gates().verdict(); !v) return v;
  bool elsewhere = false;
  for (const auto& other : kDocuments.all(act.db()))
    elsewhere = elsewhere || (other.id != card->id && other.state == "kept" && other.doc["sha256"].text() == c.sha256);
  if (!elsewhere) removeDocument(act.db(), c.sha256);
  act.reason(c.reason);
  act.emit(SiteId(card->doc["site"].text()), "documents/" + c.about, kRemoved,
           Json::object({{"sha256", c.sha256}, {"about", c.about}, {"title", card->doc["title"]}}));
  return Done{};
}

RoomTable room() {
  RoomTable t("documents");
  t.command<Attach>("attach", attach, "Keep a document by the hash of its bytes; the entry names the hash.", {.meaning = "", .secret = true});
  t.command<Remove>("remove", remove, "Remove a document whose time is over; its hash stays on the record.", {.meaning = "removed"});
  t.view("documents", "documents.read", documentsView, "Documents and until when each is kept.", false, {"about"});
  t.view("documents", "documents.read", documentView, "A document by its SHA-256, with its bytes as base64.", true);
  t.view("retention", "documents.read", retentionView, "What is kept until when, the next that may go first.");
  t.projection("documents", {"documents_document"}, apply);
  return t;
}

}  // namespace isotrail::documents
