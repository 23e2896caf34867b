#pragma once
// Entries that hold an item, and with it everything that came out of it.
#include "base/id.h"

namespace isotrail {

struct Held {
  static constexpr const char* type = "trace.Held";
  static constexpr int schema = 1;
  ItemId item;
  std::string reason;
  template <class F>
  void fields(F& f) {
    f("item", item, "the item held");
    f("reason", reason, "why");
  }
};
struct HoldLifted {
  static constexpr const char* type = "trace.HoldLifted";
  static constexpr int schema = 1;
  ItemId item;
  std::string reason;
  template <class F>
  void fields(F& f) {
    f("item", item, "the item set free");
    f("reason", reason, "why");
  }
};

}  // namespace isotrail
