#include "platform/postgres/binary_values.h"

#include <bit>
#include <cmath>

#include "base/check.h"
#include "base/sql/values.h"

namespace isotrail::postgres {
namespace {

// pg_type.dat of PostgreSQL 15; the oids of built-in types never change.
constexpr unsigned kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat4 = 700, kFloat8 = 701;
constexpr unsigned kUnknown = 705, kVarchar = 1043, kNumeric = 1700;

void appendBigEndian(std::string& out, std::uint64_t bits) {
  char bytes[8];
  for (int i = 7; i >= 0; --i, bits >>= 8) bytes[i] = static_cast<char>(bits & 0xff);
  out.append(bytes, sizeof bytes);
}
std::uint64_t unsignedOf(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (char c : bytes) bits = bits << 8 | static_cast<unsigned char>(c);
  return bits;
}
std::int64_t signedOf(std::string_view bytes) {
  const auto unused = static_cast<int>(64 - 8 * bytes.size());
  return static_cast<std::int64_t>(unsignedOf(bytes) << unused) >> unused;
}

/// numeric: counts of digit groups, weight of the first, sign, shown digits; then groups of four decimal digits.
DbValue numeric(std::string_view bytes) {
  const auto groups = signedOf(bytes.substr(0, 2)), weight = signedOf(bytes.substr(2, 2));
  const auto sign = unsignedOf(bytes.substr(4, 2));
  if (sign != 0 && sign != 0x4000) throw Bug("an answer of type numeric is not a number");
  double value = 0.0;
  std::int64_t whole = 0;
  for (std::int64_t i = 0; i < groups; ++i) {
    const std::int64_t digits = signedOf(bytes.substr(static_cast<std::size_t>(8 + 2 * i), 2));
    value += static_cast<double>(digits) * std::pow(10000.0, static_cast<double>(weight - i));
    if (std::abs(value) < 9e18) whole = whole * 10000 + digits;
  }
  for (std::int64_t i = groups; i <= weight; ++i) whole *= std::abs(value) < 9e18 ? 10000 : 1;  // zero groups at the end are not sent
  const bool integral = groups <= weight + 1 && std::abs(value) < 9e18;
  if (integral) return sign ? -whole : whole;
  return sign ? -value : value;
}

}  // namespace

unsigned typeOf(const DbValue& value) {
  constexpr unsigned kTypes[] = {0, kInt8, kFloat8, kText, kBytea};  // as the alternatives of DbValue
  return kTypes[value.index()];
}

void append(std::string& bytes, const DbValue& value) {
  if (auto* n = std::get_if<std::int64_t>(&value)) appendBigEndian(bytes, static_cast<std::uint64_t>(*n));
  if (auto* d = std::get_if<double>(&value)) appendBigEndian(bytes, std::bit_cast<std::uint64_t>(*d));
  if (auto* s = std::get_if<std::string>(&value)) bytes += *s;
  if (auto* b = std::get_if<Blob>(&value)) bytes.append(b->begin(), b->end());
}

bool isBytes(unsigned oid) { return oid == kBytea || oid == kText || oid == kVarchar || oid == kName || oid == kUnknown; }

DbValue decode(unsigned oid, std::string_view bytes) {
  switch (oid) {
    case kInt8:
    case kInt4:
    case kInt2:
      return signedOf(bytes);
    case kBool:
      return static_cast<std::int64_t>(bytes[0] != 0);
    case kFloat8:
      return std::bit_cast<double>(unsignedOf(bytes));
    case kFloat4:
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(unsignedOf(bytes))));
    case kBytea:
      return blobOf(bytes);
    case kText:
    case kVarchar:
    case kName:
    case kUnknown:
      return std::string(bytes);
    case kNumeric:
      return numeric(bytes);
    default:
      throw Bug("an answer has PostgreSQL type " + std::to_string(oid) + ": the statement must CAST it");
  }
}

}  // namespace isotrail::postgres
