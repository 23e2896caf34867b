#include "desk/lane/record_writer.h"

#include "ledger/amendment.h"
#include "trace/trace.h"

namespace isotrail {

void RecordWriter::begun() {
  if (lane_.upsets() != known_since_) forget();
}

void RecordWriter::forget() {
  known_since_ = lane_.upsets();
  appender_.forget();
  log_.forget();
  mentions_.forget();
}

void RecordWriter::append(Event& event) {
  try {
    appender_.append(event);
    project(event);
  } catch (...) {  // perhaps before the lane wrote anything, so that it does not know
    known_since_ = -1;
    throw;
  }
}

void RecordWriter::project(const Event& event) {
  log_.add(event);
  applyTrace(lane_, event);
  mentions_.add(event);
  for (const auto& room : rooms_)
    for (const auto& p : room.projections()) p.apply(lane_, event);
  if (event.is(kAmended)) refold(event);
}

/// The amended entry is folded once more, as it is corrected from this amendment on.
void RecordWriter::refold(const Event& amendment) {
  const auto root = Journal(lane_).byId(amendment.payload["root"].text());
  const Amendable* rule = root ? findAmendable(rooms_, root->type) : nullptr;
  if (!rule) return;
  const Event before = corrected(*root, amendmentsOf(lane_, *root, {amendment.seq, {}}));
  rule->fold(lane_, before, corrected(before, {amendment}));
}

}  // namespace isotrail
