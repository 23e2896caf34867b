#include "platform/pdf/pdf.h"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <functional>
#include <memory>
#include <vector>

namespace isotrail::pdf {
namespace {

constexpr double kWidth = 595.28, kHeight = 841.89, kMargin = 51;  // A4 and 18 mm, in points
constexpr double kInner = kWidth - 2 * kMargin, kFoot = 24, kCell = 4;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using Context = std::unique_ptr<PangoContext, Freed<g_object_unref>>;
using FontMap = std::unique_ptr<PangoFontMap, Freed<g_object_unref>>;
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Pen = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;

const char* family(std::string_view language) {
  if (language == "zh-Hant") return "Noto Sans CJK HK, Noto Sans CJK TC, Noto Sans CJK SC, DejaVu Sans";
  return "Noto Sans CJK SC, DejaVu Sans";
}

cairo_status_t append(void* to, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

/// Something of a height that is drawn at a place.
struct Piece {
  double height = 0, before = 0;  // `before`: room above, not at the top of a page
  std::function<void(cairo_t*, double y)> draw;
  std::function<void(cairo_t*, double y)> again = {};  // a table's head, above its first row on a further page
  double again_height = 0;
};

class Printer {
 public:
  explicit Printer(std::string_view language)
      : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())), family_(family(language)) {
    pango_context_set_language(context_.get(), pango_language_from_string(std::string(language).c_str()));
    pango_cairo_context_set_resolution(context_.get(), 72);
    cairo_font_options_t* options = cairo_font_options_create();  // a page has no pixels to fit glyphs to
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
  }
  Result<std::string> print(const Json& sheet);

 private:
  std::shared_ptr<PangoLayout> words(const std::string& text, double size, bool bold, double width) {
    std::shared_ptr<PangoLayout> layout(pango_layout_new(context_.get()), g_object_unref);
    PangoFontDescription* font = pango_font_description_from_string(family_);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout.get(), 1.1F);
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0 && missing_.empty()) missing_ = text;
    return layout;
  }
  static double heightOf(const std::shared_ptr<PangoLayout>& l) {
    int height = 0;
    pango_layout_get_size(l.get(), nullptr, &height);
    return height / static_cast<double>(PANGO_SCALE);
  }
  static void put(cairo_t* pen, const std::shared_ptr<PangoLayout>& l, double x, double y) {
    cairo_move_to(pen, x, y);
    pango_cairo_show_layout(pen, l.get());
  }
  void text(const std::string& said, double size, bool bold, double before, double indent, const char* bullet = nullptr) {
    const auto l = words(said, size, bold, kInner - indent);
    const auto dot = bullet ? words(bullet, size, false, indent) : nullptr;
    pieces_.push_back({heightOf(l), before, [l, dot, indent](cairo_t* pen, double y) {
                         if (dot) put(pen, dot, kMargin, y);
                         put(pen, l, kMargin + indent, y);
                       }});
  }
  /// One row: its height, and how to draw it with a line below.
  Piece row(const Json& cells, const std::vector<double>& widths, bool bold) {
    std::vector<std::pair<double, std::shared_ptr<PangoLayout>>> put_at;
    double x = kMargin, height = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const double wide = widths[i] * kInner;
      put_at.emplace_back(x, words(cells.items()[i].text(), 9.5, bold, wide - 2 * kCell));
      height = std::max(height, heightOf(put_at.back().second));
      x += wide;
    }
    height += 2 * kCell;
    return {height, 0, [put_at, height, bold](cairo_t* pen, double y) {
              if (bold) {
                cairo_set_source_rgb(pen, 0.92, 0.94, 0.95);
                cairo_rectangle(pen, kMargin, y, kInner, height);
                cairo_fill(pen);
                cairo_set_source_rgb(pen, 0, 0, 0);
              }
              for (const auto& [at, l] : put_at) put(pen, l, at + kCell, y + kCell);
              cairo_set_line_width(pen, 0.5);
              cairo_move_to(pen, kMargin, y + height);
              cairo_line_to(pen, kMargin + kInner, y + height);
              cairo_stroke(pen);
            }};
  }
  void table(const Json& block) {
    std::vector<double> widths;
    for (const auto& w : block["widths"].items()) widths.push_back(w.number());
    Piece head = row(block["head"], widths, true);
    head.before = 6;
    pieces_.push_back(head);
    for (const auto& cells : block["rows"].items()) {
      Piece p = row(cells, widths, false);
      p.again = head.draw;
      p.again_height = head.height;
      pieces_.push_back(p);
    }
  }
  void block(const Json& b) {
    const std::string& kind = b["kind"].text();
    if (kind == "table") return table(b);
    if (kind == "heading") return text(b["text"].text(), 13, true, 14, 0);
    if (kind == "point") return text(b["text"].text(), 10.5, false, 4, 14, "•");
    if (kind == "note") return text(b["text"].text(), 8.5, false, 8, 0);
    text(b["text"].text(), 10.5, false, 4, 0);
  }
  /// Which pieces begin a page.
  std::vector<std::size_t> pages() const {
    std::vector<std::size_t> first{0};
    double y = kMargin;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const bool top = first.back() == i;
      const double tall = pieces_[i].height + (top ? pieces_[i].again_height : pieces_[i].before);
      // A heading is not left alone at the foot of a page.
      const double with_next = tall + (i + 1 < pieces_.size() && pieces_[i].before >= 14 ? pieces_[i + 1].before + pieces_[i + 1].height : 0);
      if (!top && y + with_next > kHeight - kMargin - kFoot) {
        first.push_back(i);
        y = kMargin + pieces_[i].height + pieces_[i].again_height;
      } else {
        y += tall;
      }
    }
    return first;
  }
  void drawPage(cairo_t* pen, std::size_t from, std::size_t to, const std::string& foot) {
    double y = kMargin;
    for (std::size_t i = from; i < to; ++i) {
      const Piece& p = pieces_[i];
      if (i == from && p.again) {
        p.again(pen, y);
        y += p.again_height;
      } else if (i != from) {
        y += p.before;
      }
      p.draw(pen, y);
      y += p.height;
    }
    put(pen, words(foot, 8, false, kInner), kMargin, kHeight - kMargin - 8);
    cairo_show_page(pen);
  }

  FontMap fonts_;
  Context context_;
  const char* family_;
  std::vector<Piece> pieces_;
  std::string missing_;
};

Result<std::string> Printer::print(const Json& sheet) {
  const std::string& title = sheet["title"].text();
  text(title, 18, true, 0, 0);
  for (const auto& b : sheet["blocks"].items()) block(b);
  if (!missing_.empty()) return Refusal::of("FONT_MISSING", Json::object({{"text", missing_}}));
  std::string out;
  Surface surface(cairo_pdf_surface_create_for_stream(append, &out, kWidth, kHeight));
  cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, sheet["printed_at"].text().c_str());
  Pen pen(cairo_create(surface.get()));
  const auto first = pages();
  for (std::size_t i = 0; i < first.size(); ++i)
    drawPage(pen.get(), first[i], i + 1 < first.size() ? first[i + 1] : pieces_.size(),
             title + "   ·   " + sheet["printed"].text() + "   ·   " + std::to_string(i + 1) + " / " + std::to_string(first.size()));
  pen.reset();
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return Refusal::of("PDF_FAILED");
  surface.reset();
  return out;
}

}  // namespace

Result<std::string> print(const Json& sheet, std::string_view language) { return Printer(language).print(sheet); }

}  // namespace isotrail::pdf
