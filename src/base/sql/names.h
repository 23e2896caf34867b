#pragma once
// Which tables a statement names, read from its text as this program writes statements.
#include <string_view>

namespace isotrail {

/// Whether the name stands in the text as a word of its own.
bool namesTable(std::string_view sql, std::string_view table);
/// The table that one plain INSERT, UPDATE or DELETE changes; empty for anything else.
std::string_view changedTable(std::string_view sql);

}  // namespace isotrail
