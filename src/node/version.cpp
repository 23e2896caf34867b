#include "node/version.h"

namespace isotrail {
const char* programVersion() { return ISOTRAIL_VERSION; }
const char* programBuild() { return ISOTRAIL_BUILD; }
}  // namespace isotrail
