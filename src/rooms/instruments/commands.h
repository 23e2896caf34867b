#pragma once
// The commands of the instruments room as people and drivers send them.
#include "desk/act.h"
#include "rooms/instruments/facts.h"

namespace isotrail::instruments {

struct CheckInstrument {
  EquipmentId instrument;
  std::string check;
  std::vector<std::string> measured, expected;
  std::optional<std::string> remark;
  void fields(Fields& f) {
    f("instrument", instrument, "the calibrator, survey meter or wipe counter");
    f.choice("check", check, "linearity|accuracy|geometry|calibration|efficiency|source_check", "which periodic check");
    f("measured", measured, "what it showed, each with its unit");
    f("expected", expected, "what it should have shown, in the same order");
    f("remark", remark, "how it was done");
  }
};
struct ConnectInstrument {
  EquipmentId instrument;
  std::string address;
  void fields(Fields& f) {
    f("instrument", instrument, "the calibrator");
    f("address", address, "where its driver listens, such as tcp://10.0.4.7:4661; - disconnects it");
  }
};
struct TakeReading {
  ReadingId reading;
  EquipmentId instrument;
  std::string nuclide;
  std::vector<std::string> values;
  void fields(Fields& f) {
    f("reading", reading, "number of the reading");
    f("instrument", instrument, "the calibrator");
    f("nuclide", nuclide, "it is set to");
    f("values", values, "at least three values one after another, each with its unit, the last one now");
  }
};

Verdict checkInstrument(Act& act, const CheckInstrument& c);
Verdict connectInstrument(Act& act, const ConnectInstrument& c);
Verdict takeReading(Act& act, const TakeReading& c);

}  // namespace isotrail::instruments
