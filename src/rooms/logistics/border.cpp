// At the border: arrival, a longer opening, clearance.
#include <algorithm>

#include "desk/words.h"
#include "rooms/logistics/commands.h"
#include "rooms/logistics/packages.h"
#include "rooms/logistics/papers.h"
#include "rooms/logistics/windows.h"

namespace isotrail::logistics {
namespace {

bool atBorderOrBefore(const std::string& state) { return state == "in_transit" || state == "at_border" || state == "export_cleared"; }

std::string named(const Window& w) { return w.times.direction + " at " + w.times.post; }

/// The next window to be cleared; none when all are.
const Window* nextDue(const Consignment& c, const std::vector<Window>& windows) {
  const auto due = std::find_if(windows.begin(), windows.end(), [&](const Window& w) { return !cleared(c, w); });
  return due == windows.end() ? nullptr : &*due;
}

const Window* windowAt(const Consignment& c, const std::vector<Window>& windows, const std::string& post) {
  const Window* last = nullptr;
  for (const auto& w : windows) {
    if (w.times.post != post) continue;
    last = &w;
    if (!cleared(c, w)) return last;  // a joint post has two windows: the one still due counts
  }
  return last;
}

void requireOpen(Act& act, const Consignment& c, const Window& w, const Opening& opening) {
  const Json& post = postDoc(c, w.times.post);
  const bool extended = post.has("extended_until") && act.now() >= instantIn(post["extended_from"]) && act.now() <= instantIn(post["extended_until"]);
  const bool open = act.now() >= opening.opens && act.now() <= opening.closes;
  const Instant next = act.now() < opening.opens ? opening.opens : addLocalDays(opening.opens, 1, w.times.zone);
  Json params =
      Json::object({{"post", w.times.post}, {"direction", w.times.direction}, {"opens", opening.opens.iso()}, {"closes", opening.closes.iso()}});
  params.set("opens_local", w.times.opens).set("closes_local", w.times.closes).set("now_local", showInstant(act.now(), w.times.zone));
  params.set("next", next.iso()).set("next_local", showInstant(next, w.times.zone));
  act.gates().check(open || extended, "BORDER_CLOSED", "LOG-07", "opening hours of the border post", params);
}

/// A recall stops the van: what goes out to be used does not cross while it is on hold.
void requireNotHeld(Act& act, const std::vector<ItemId>& packages) {
  for (const auto& package : packages)
    for (const auto& item : everythingIn(act.db(), package)) {
      std::string reason;
      const auto held = heldBy(act.db(), item.id, &reason);
      act.gates().check(!held, "ITEM_ON_HOLD", "TR-02", "house rule",
                        Json::object({{"item", item.id.str()}, {"held", held ? held->str() : ""}, {"reason", reason}}));
    }
}

Movement crossing(const Consignment& c, const Clear& cmd, std::vector<ItemId> packages) {
  Movement m;
  m.kind = MovementKind::cross_border;
  m.items = std::move(packages);
  m.place = cmd.post.str();
  m.with = {{"vehicle", c.facts.vehicle}, {"person", c.facts.driver.str()}};
  for (const auto& [paper, filed] : c.doc["papers"].members()) m.with.push_back({"paper", paper + " " + filed["number"].text()});
  return m;
}

}  // namespace

Verdict arrive(Act& act, const Arrive& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  if (!atBorderOrBefore(found->facts.state)) return outOfOrder("on the road to a post", found->facts.state);
  const auto windows = windowsOf(act.db(), found->facts.lane, found->facts.direction);
  if (!windowAt(*found, windows, c.post.str())) return notFound("post", c.post.str());
  const Window* due = nextDue(*found, windows);
  if (!due) return outOfOrder("deliver", "arrive");
  if (due->times.post != c.post.str()) return outOfOrder(named(*due), "arrive at " + c.post.str());
  if (postDoc(*found, c.post.str()).has("arrived_at")) return outOfOrder("clear " + named(*due), "arrive again");
  requireParty(act, *found);
  if (auto v = act.gates().verdict(); !v) return v;
  act.emit(chainOf(act, *found), found->stream(), "logistics.Arrived", encodePayload(c).set("vehicle", found->facts.vehicle));
  return Done{};
}

Verdict extendWindow(Act& act, const ExtendWindow& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  const auto windows = windowsOf(act.db(), found->facts.lane, found->facts.direction);
  const Window* w = windowAt(*found, windows, c.post.str());
  if (!w) return notFound("post", c.post.str());
  if (cleared(*found, *w)) return outOfOrder("before clearance", "cleared");
  const auto opening = openingAt(w->times, expectedAt(*found, *w, act.now()));
  if (!opening) return opening.refusal();
  if (c.until <= opening->closes || c.until <= act.now() || c.until - opening->closes > days(1))
    return Refusal::field(
        {"until", "BAD_VALUE", c.until.iso(), "an instant to come, after " + opening->closes.iso() + " and within a day of it", 0, 0});
  requireParty(act, *found);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  payload.set("direction", w->times.direction).set("extended_from", opening->closes.iso()).set("until_local", showInstant(c.until, w->times.zone));
  act.emit(chainOf(act, *found), found->stream(), "logistics.WindowExtended", payload);
  return Done{};
}

Verdict clear(Act& act, const Clear& c) {
  const auto found = consignmentOf(act.db(), c.consignment);
  if (!found) return found.refusal();
  const auto windows = windowsOf(act.db(), found->facts.lane, found->facts.direction);
  const auto w =
      std::find_if(windows.begin(), windows.end(), [&](const Window& x) { return x.times.post == c.post.str() && x.times.direction == c.direction; });
  if (w == windows.end()) return notFound("post", c.post.str());
  if (!atBorderOrBefore(found->facts.state)) return outOfOrder("on the road to a post", found->facts.state);
  const Window* due = nextDue(*found, windows);
  if (due != &*w) return outOfOrder(due ? named(*due) : "deliver", named(*w));
  // The first post is where the wait begins, so its arrival is on record; between the posts there is only the bridge.
  if (w == windows.begin() && !postDoc(*found, c.post.str()).has("arrived_at")) return outOfOrder("arrive at " + c.post.str(), "clear");
  const auto opening = openingAt(w->times, act.now());
  if (!opening) return opening.refusal();
  const auto packages = packagesOf(act.db(), c.consignment);
  requireParty(act, *found);
  requireOpen(act, *found, *w, *opening);
  requirePapers(act, *found, c.direction);
  if (found->outbound()) requireNotHeld(act, packages);
  if (auto v = act.gates().verdict(); !v) return v;
  Json payload = encodePayload(c);
  act.emit(chainOf(act, *found), found->stream(), "logistics.Cleared", payload.set("vehicle", found->facts.vehicle), crossing(*found, c, packages));
  return Done{};
}

}  // namespace isotrail::logistics
