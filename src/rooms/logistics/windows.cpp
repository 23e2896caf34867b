#include "rooms/logistics/windows.h"

#include <algorithm>

#include "desk/words.h"

namespace isotrail::logistics {
namespace {

// House assumption where a window does not say it: the posts lie near the lane's to_site.
constexpr Seconds kFirstPost = minutes(30), kSecondPost = minutes(15);

Window windowFrom(const Json& doc) {
  Window w;
  w.times = {doc["post"].text(), doc["direction"].text(), doc["opens"].text(), doc["closes"].text(), doc["zone"].text()};
  w.leg = doc["leg"].text();
  // The return passes the same posts the other way round: what is the second post outbound comes first.
  const bool first_outbound = (w.times.direction == "export") == (w.leg == "outbound");
  w.to_far_site = doc.has("to_far_site_s") ? Seconds(doc["to_far_site_s"].number()) : first_outbound ? kFirstPost : kSecondPost;
  return w;
}

}  // namespace

std::vector<Window> windowsOf(Db& db, const LaneId& lane, const std::string& leg) {
  auto cards = kWindows.under(db, lane.str());
  std::stable_sort(cards.begin(), cards.end(), [](const Card& a, const Card& b) {
    const auto order = [](const Card& c) { return std::make_pair(c.doc["direction"].text() != "export", c.doc["seq"].integer()); };
    return order(a) < order(b);
  });
  std::vector<Window> out;
  for (const auto& card : cards)
    if (card.doc["leg"].text() == leg) out.push_back(windowFrom(card.doc));
  return out;
}

std::vector<LaneWindow> laneWindows(Db& db, const LaneId& lane) {
  std::vector<LaneWindow> out;
  for (const auto& w : windowsOf(db, lane, "outbound")) out.push_back(w.times);
  return out;
}

Result<Opening> openingAt(const LaneWindow& window, Instant t) {
  auto opens = atTimeOfDay("opens", t, window.opens, window.zone);
  if (!opens) return opens.refusal();
  auto closes = atTimeOfDay("closes", t, window.closes, window.zone);
  if (!closes) return closes.refusal();
  if (*closes > *opens) return Opening{*opens, *closes};
  // Past midnight: before today's closing it is still yesterday's opening.
  if (t <= *closes) return Opening{addLocalDays(*opens, -1, window.zone), *closes};
  return Opening{*opens, addLocalDays(*closes, 1, window.zone)};
}

Instant plannedAt(const Consignment& c, const Window& window) {
  const Instant departs = c.facts.depart_at, arrives = c.facts.eta - c.delay();
  if (!c.outbound()) return std::min(arrives, departs + window.to_far_site);
  return std::max(departs, arrives - window.to_far_site);
}

Instant expectedAt(const Consignment& c, const Window& window, Instant now) {
  const Json& post = postDoc(c, window.times.post);
  if (const Json& done = post[window.times.direction]; done.has("at")) return instantIn(done["at"]);
  return std::max(now, post.has("arrived_at") ? instantIn(post["arrived_at"]) : plannedAt(c, window) + c.delay());
}

const Json& postDoc(const Consignment& c, const std::string& post) { return c.doc["posts"][post]; }
bool cleared(const Consignment& c, const Window& window) { return postDoc(c, window.times.post).has(window.times.direction); }

}  // namespace isotrail::logistics
