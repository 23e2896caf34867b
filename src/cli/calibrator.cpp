// isotrail calibrator read: settled values of a calibrator on the network. isotrail calibrator simulate: one to try it with.
#include "cli/verbs.h"
#include "desk/words.h"
#include "nuclide/dataset.h"
#include "nuclide/decay.h"
#include "platform/devices/calibrator.h"
#include "units/quantity.h"

namespace isotrail::cli {

int calibratorReadVerb(const Invocation& in, Output& out) {
  const auto address = devices::CalibratorAddress::parse(in.address);
  if (!address) return out.refuse(Refusal::field({"address", "BAD_VALUE", in.address, "tcp://host:port", 0, 0}));
  auto nuclide = Dataset::shipped().get("nuclide", in.nuclide);
  if (!nuclide) return out.refuse(nuclide.refusal());
  Json values = Json::array();
  for (const auto& v : devices::readSettled(*address, (*nuclide)->name, 3, std::chrono::seconds(20))) values.push(v);
  // As instruments/take-reading wants it; the number of the reading and of the instrument are the caller's.
  if (out.json()) return out.answer(Json::object({{"nuclide", (*nuclide)->name}, {"values", values}})), kDone;
  for (const auto& v : values.items()) out.print(v.text());
  return kDone;
}

int calibratorSimulateVerb(const Invocation& in, Output& out) {
  auto nuclide = Dataset::shipped().get("nuclide", in.nuclide);
  if (!nuclide) return out.refuse(nuclide.refusal());
  auto activity = parseQuantity<Activity>("activity", in.at);
  if (!activity) return out.refuse(activity.refusal());
  const auto now_in_it = [n = *nuclide, a = *activity](std::chrono::duration<double> since) {
    const Instant put_in;
    return decayed(*n, a, put_in, put_in + Seconds(since.count())).value / 1e6;
  };
  devices::SimulatedCalibrator simulated(static_cast<std::uint16_t>(in.port), {(*nuclide)->name, now_in_it, 3});
  out.print(out.word("CLI_CALIBRATOR_LISTENS", Json::object({{"address", "tcp://127.0.0.1:" + std::to_string(simulated.port())}})));
  out.stream().flush();
  simulated.wait();
  return kDone;
}

}  // namespace isotrail::cli
