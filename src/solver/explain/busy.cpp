#include "solver/explain/busy.h"

#include <algorithm>
#include <vector>

#include "solver/stations/rota.h"

namespace isotrail::solver {
namespace {

constexpr int kStep = 5, kFurthest = 720;  // minutes by which an injection is moved

}  // namespace

std::optional<Reason> busyReason(const rppd::Instance& instance, int order, const std::function<bool(int)>& served,
                                 const std::function<bool(int)>& begun) {
  const rppd::Order o = instance.orders[static_cast<std::size_t>(order)];
  const rppd::Hospital& hospital = instance.hospitals[static_cast<std::size_t>(o.hospital)];
  if (hospital.rooms.empty() && hospital.cameras.empty()) return std::nullopt;
  rppd::Instance house;  // the hospital and its orders alone
  std::vector<int> whole;
  house.hospitals.push_back(hospital);
  for (std::size_t i = 0; i < instance.orders.size(); ++i)
    if (instance.orders[i].hospital == o.hospital) {
      house.orders.push_back(instance.orders[i]);
      house.orders.back().hospital = 0;
      whole.push_back(static_cast<int>(i));
    }
  const int own = static_cast<int>(std::find(whole.begin(), whole.end(), order) - whole.begin());
  rppd::Order& moved = house.orders[static_cast<std::size_t>(own)];
  const auto fits = [&] {
    const stations::Rota rota(house, [&](int k) { return begun(whole[static_cast<std::size_t>(k)]); });
    return rota.fits(own, [&](int k) { return served(whole[static_cast<std::size_t>(k)]); });
  };
  if (fits()) return std::nullopt;
  Json params = Json::object({{"order", rppd::idText(o.id)}, {"hospital", rppd::idText(hospital.id)}, {"bears", o.visit.bears}});
  moved.visit.injection = 0;
  moved.visit.uptake += o.visit.injection;
  const char* code = fits() ? "WHY_ROOM_BUSY" : "WHY_CAMERA_BUSY";
  moved.visit = o.visit;
  for (int by = kStep; by <= kFurthest; by += kStep)
    for (const int sign : {1, -1}) {
      moved.calibration = o.calibration + sign * by;
      if (fits()) return Reason{order, false, code, params.set("start", o.calibration).set("then", moved.calibration).set("minutes", by)};
    }
  return Reason{order, false, "WHY_HOSPITAL_FULL", params.set("start", o.calibration)};
}

}  // namespace isotrail::solver
