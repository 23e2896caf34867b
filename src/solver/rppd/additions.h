#pragma once
// What a file may have beyond RPPD: legs in stages, cover, receipt hours, caps, downtimes, what has begun and what was promised.
//
//   "products":[{"nuclide":"F-18"}]: a hospital's cap counts all products of one
//   "sites":[{"release":[[from,to],..],"cap":{"F":MBq}, "lines":[{"down":[[from,to],..]}]}]   "vehicles":[{"down":[[from,to],..]}]
//   "borders":[{"shut":[[from,to],..]}]
//   "hospitals":[{"receipt":[[from,to],..],"cap":{"F":MBq},"prepare":minutes,
//     "rooms" and "cameras":[{"id":"PET 1","products":["F"],"open":[[from,to],..],"down":[[from,to],..]}]}]: see stations/stays.h
//   "visit":{"injection":minutes,"uptake":minutes,"scan":minutes,"bears":minutes} of products, and of orders that have their own
//   "legs":[[{"km":..,"stages":[{"code":"export","minutes":..,"open":[[from,to],..]}]}]] or "travel":{"minutes":[[..]],"km":[[..]]},
//   places being the sites and then the hospitals; "asymmetric":true where there and back differ on purpose
//   "frozen":{"runs":[..],"trips":[..]}   "promised":{..}, "change_price":EUR   as in plan files; "made":MBq of a run that has begun
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "solver/rppd/instance.h"

namespace isotrail::solver::rppd {

inline constexpr int kEarliest = -2880, kLatest = 4320;  // minutes: two days before, three days after 00:00
inline constexpr int kLongest = 2880;                    // minutes anything may take

/// Reads them into an instance whose RPPD parts have been read without an error; names every error by its path.
void readAdditions(const Json& file, Instance& out, std::vector<FieldError>& errors);

/// Moves deadline and window of an order forward where the hospital's preparation needs it for the first injection.
void prepared(const Hospital& hospital, Order& order);

}  // namespace isotrail::solver::rppd
