#pragma once
// How the record is read: as it was written, as it was corrected since, or as it was known at an instant.
#include <optional>
#include <string>

#include "ledger/amendment.h"
#include "overview/sight.h"

namespace isotrail::overview {

class Reading {
 public:
  /// ?as=recorded|corrected|known and, for the last, ?at=instant with zone; as recorded when nothing is said. BAD_VALUE,
  /// MISSING_FIELD or what parseInstant refuses.
  static Result<Reading> of(ViewRequest& q);

  bool knows(const Event& e) const { return !at_ || e.recorded_at <= *at_; }
  /// Append numbers after this one were not known; the largest there is when nothing is hidden.
  std::int64_t last() const { return last_; }
  bool past() const { return at_.has_value(); }
  /// The entry with the values of this reading.
  Event read(Db& db, Event e) const;
  /// Every amendment of the entry that this reading may show, oldest first, with values, person, instant and reason;
  /// proposals that wait for a second person are among them.
  Json amendments(ViewRequest& q, const Sight& sight, const Event& e) const;
  /// {"as", "at"}: what was asked.
  Json toJson() const;

 private:
  std::string as_ = "recorded";
  std::optional<Instant> at_;
  std::int64_t last_ = INT64_MAX;
};

/// What of the entry the caller may amend: {"fields": [{"name", "member", "value", "schema"}], "may", "second_person"}; null
/// when nothing of it is ever amended.
Json amendableJson(ViewRequest& q, const Sight& sight, const Event& e);

}  // namespace isotrail::overview
