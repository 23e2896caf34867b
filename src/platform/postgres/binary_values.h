#pragma once
// Values as PostgreSQL sends and takes them in its binary format (network byte order).
#include <string>
#include <string_view>
#include <vector>

#include "base/ports.h"

namespace isotrail::postgres {

/// A parameter: the type's oid (0 where the server is to infer it, for NULL), and its bytes.
struct Encoded {
  unsigned type = 0;
  bool null = false;
  std::string bytes;
};
Encoded encode(const DbValue& value);
std::vector<Encoded> encodeAll(const std::vector<DbValue>& values);
/// The type and the bytes of encode(), the bytes put at the end of others.
unsigned typeOf(const DbValue& value);
void append(std::string& bytes, const DbValue& value);
/// The type of arrays of a type that encode() gives.
unsigned arrayType(unsigned type);

/// The value of a column of type `oid`. Whole numbers of numeric (sums) become integers, others doubles; booleans 1 and 0.
/// Throws Bug for a type the port does not know: such SQL says CAST.
DbValue decode(unsigned oid, std::string_view bytes);
/// Columns of the type are sent as the text or bytes that they hold.
bool isBytes(unsigned oid);

}  // namespace isotrail::postgres
