#pragma once
// Values as PostgreSQL sends and takes them in its binary format (network byte order).
#include <string>
#include <string_view>
#include <vector>

#include "base/ports.h"

namespace isotrail::postgres {

/// The oid of a parameter's type, 0 where the server is to infer it: for NULL.
unsigned typeOf(const DbValue& value);
/// Puts a parameter's bytes at the end of others.
void append(std::string& bytes, const DbValue& value);

/// The value of a column of type `oid`. Whole numbers of numeric (sums) become integers, others doubles; booleans 1 and 0.
/// Throws Bug for a type the port does not know: such SQL says CAST.
DbValue decode(unsigned oid, std::string_view bytes);
/// Columns of the type are sent as the text or bytes that they hold.
bool isBytes(unsigned oid);

}  // namespace isotrail::postgres
