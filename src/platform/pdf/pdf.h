#pragma once
// Sheets (desk/sheet.h) as PDF 1.5: A4, text that can be searched, fonts embedded as far as their glyphs are used.
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace isotrail::pdf {

/// `language`: "en", "zh-Hans", "zh-Hant" or "pt"; decides which shapes Han characters have. FONT_MISSING where no installed
/// font has a character of it: a paper with empty boxes is none. The same sheet gives the same bytes.
Result<std::string> print(const Json& sheet, std::string_view language);

}  // namespace isotrail::pdf
