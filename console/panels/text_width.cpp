#include "console/panels/text_width.h"

#include <QCache>
#include <QFontMetrics>

#include <utility>

namespace vigie::console {
namespace {
/// Some dozens of panels' worth.
constexpr qsizetype kRememberedTexts = 8'000;
}  // namespace

int textWidth(TextRole role, const QString& text) {
  static QCache<std::pair<int, QString>, int> known(kRememberedTexts);
  const std::pair<int, QString> key(static_cast<int>(role), text);
  if (const int* width = known.object(key)) return *width;
  const int width = QFontMetrics(Theme::font(role)).horizontalAdvance(text);
  known.insert(key, new int(width));
  return width;
}

}  // namespace vigie::console
