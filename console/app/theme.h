// The look of the console in one place: colours of both themes, spacing, radii, type, series palette.
//
// One Theme lives in main() and is handed down; widgets ask tokens() when they paint and repaint on changed().
// UI thread only.
#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QObject>
#include <QPalette>
#include <QString>

namespace vigie::console {

/// What the user asked for. kSystem follows the desktop's light or dark preference.
enum class ThemeChoice { kSystem, kLight, kDark };

/// Colours by role. State colours (good, warning, critical) are never series colours.
struct ThemeTokens {
  bool dark = false;
  QColor background;  ///< behind panels
  QColor surface;     ///< panels, bars, navigation
  QColor raised;      ///< buttons, menus, tooltips
  QColor line;        ///< one-pixel borders
  QColor grid;        ///< chart grid
  QColor text;
  QColor muted;  ///< secondary text, at least 4.5 : 1 on surface and background
  QColor accent;
  QColor onAccent;   ///< text on accent
  QColor selection;  ///< tinted surface of what is chosen: navigation entry, list row, the user's bubble
  QColor good;
  QColor warning;
  QColor critical;
};

/// How the nth series is told apart: by colour and, for those who do not see colours, by dash.
struct SeriesStyle {
  QColor colour;
  /// Alternating dash and gap in pixels; empty is a solid line.
  QList<qreal> dashes;
};

/// Pixels.
namespace space {
inline constexpr int kTiny = 4;
inline constexpr int kSmall = 8;
inline constexpr int kMedium = 12;
inline constexpr int kLarge = 16;
inline constexpr int kHuge = 24;
}  // namespace space

namespace radius {
inline constexpr int kControl = 6;
inline constexpr int kPanel = 8;
}  // namespace radius

enum class TextRole {
  kBody,         ///< 13 px
  kStrong,       ///< 13 px semibold
  kPanelTitle,   ///< 12.5 px semibold
  kPageTitle,    ///< 15 px semibold
  kSmall,        ///< 11 px: axis, age, facts
  kSmallStrong,  ///< 11 px semibold
  kStatValue,    ///< 28 px semibold
  kCode,         ///< 12 px monospace: PromQL, logs, code
};

class Theme : public QObject {
  Q_OBJECT
 public:
  explicit Theme(QObject* parent = nullptr);

  /// Registers the bundled fonts, sets style, palette and style sheet of the application. Call once, before widgets.
  void install();

  [[nodiscard]] const ThemeTokens& tokens() const { return tokens_; }
  [[nodiscard]] ThemeChoice choice() const { return choice_; }
  void setChoice(ThemeChoice choice);
  /// The desktop's preference, as the portal told it. Only matters while choice() is kSystem.
  void setSystemDark(bool dark);
  /// From what is seen now to the other one.
  void toggle();

  [[nodiscard]] static const ThemeTokens& light();
  [[nodiscard]] static const ThemeTokens& dark();
  /// Never ends: repeats colours with other dashes.
  [[nodiscard]] static SeriesStyle series(int index);
  /// Inter with tabular figures (numbers do not jump), or JetBrains Mono for kCode.
  [[nodiscard]] static QFont font(TextRole role);

 Q_SIGNALS:
  /// tokens() are other ones; palette and style sheet are set already.
  void changed();

 private:
  void apply();

  ThemeChoice choice_ = ThemeChoice::kSystem;
  bool systemDark_ = false;
  bool installed_ = false;
  ThemeTokens tokens_;
};

/// WCAG 2 contrast of two opaque colours, 1 … 21.
double contrastRatio(const QColor& first, const QColor& second);

/// `over` drawn with `alpha` on an opaque `under`.
QColor blend(const QColor& under, const QColor& over, double alpha);

}  // namespace vigie::console
