#include "overview/overview.h"

namespace isotrail {
std::vector<RoomTable> overviewTables() { return {}; }
}  // namespace isotrail
