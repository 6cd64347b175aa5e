#include "console/app/theme.h"

#include "console/app/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>

#include <array>
#include <cmath>
#include <map>

namespace vigie::console {
namespace {

// Made by resources/fonts/tabular_figures.py: an own name, so that an installed Inter never stands in for it.
const QString kTextFamily = QStringLiteral("Inter Tabular");
const QString kCodeFamily = QStringLiteral("JetBrains Mono");

ThemeTokens makeLight() {
  ThemeTokens t;
  t.dark = false;
  t.background = QColor(0xf4, 0xf5, 0xf7);
  t.surface = QColor(0xff, 0xff, 0xff);
  t.raised = QColor(0xff, 0xff, 0xff);
  t.line = QColor(0xdd, 0xe1, 0xe7);
  t.grid = QColor(0xec, 0xef, 0xf3);
  t.text = QColor(0x1d, 0x23, 0x2c);
  t.muted = QColor(0x5d, 0x68, 0x78);
  t.accent = QColor(0x17, 0x69, 0xc2);
  t.onAccent = QColor(0xff, 0xff, 0xff);
  t.selection = QColor(0xe6, 0xee, 0xf8);
  t.good = QColor(0x16, 0x80, 0x5b);
  t.warning = QColor(0xa8, 0x64, 0x00);
  t.critical = QColor(0xc6, 0x2f, 0x2b);
  return t;
}

ThemeTokens makeDark() {
  ThemeTokens t;
  t.dark = true;
  t.background = QColor(0x14, 0x17, 0x1c);
  t.surface = QColor(0x1b, 0x1f, 0x26);
  t.raised = QColor(0x23, 0x28, 0x31);
  t.line = QColor(0x2e, 0x35, 0x40);
  t.grid = QColor(0x27, 0x2d, 0x37);
  t.text = QColor(0xe6, 0xe9, 0xee);
  t.muted = QColor(0x98, 0xa2, 0xb3);
  t.accent = QColor(0x5a, 0xa9, 0xf8);
  t.onAccent = QColor(0x0d, 0x14, 0x1d);
  t.selection = QColor(0x23, 0x2e, 0x3c);
  t.good = QColor(0x3f, 0xb6, 0x8b);
  t.warning = QColor(0xe8, 0xa3, 0x3d);
  t.critical = QColor(0xf0, 0x60, 0x5d);
  return t;
}

QPalette paletteOf(const ThemeTokens& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.background);
  p.setColor(QPalette::WindowText, t.text);
  p.setColor(QPalette::Base, t.surface);
  p.setColor(QPalette::AlternateBase, t.background);
  p.setColor(QPalette::Text, t.text);
  p.setColor(QPalette::PlaceholderText, t.muted);
  p.setColor(QPalette::Button, t.raised);
  p.setColor(QPalette::ButtonText, t.text);
  p.setColor(QPalette::BrightText, t.critical);
  p.setColor(QPalette::ToolTipBase, t.raised);
  p.setColor(QPalette::ToolTipText, t.text);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, t.onAccent);
  p.setColor(QPalette::Link, t.accent);
  p.setColor(QPalette::LinkVisited, t.accent);
  p.setColor(QPalette::Light, t.raised);
  p.setColor(QPalette::Midlight, t.line);
  p.setColor(QPalette::Mid, t.line);
  p.setColor(QPalette::Dark, t.line);
  p.setColor(QPalette::Shadow, t.background);
  const QColor faint = blend(t.surface, t.muted, 0.6);
  p.setColor(QPalette::Disabled, QPalette::Text, faint);
  p.setColor(QPalette::Disabled, QPalette::WindowText, faint);
  p.setColor(QPalette::Disabled, QPalette::ButtonText, faint);
  return p;
}

double luminance(const QColor& colour) {
  const auto channel = [](double value) {
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
}

QFont makeFont(TextRole role) {
  QFont font(role == TextRole::kCode ? kCodeFamily : kTextFamily);
  font.setHintingPreference(QFont::PreferNoHinting);
  double pixels = 13;
  switch (role) {
    case TextRole::kBody:
      break;
    case TextRole::kStrong:
      font.setWeight(QFont::DemiBold);
      break;
    case TextRole::kPanelTitle:
      pixels = 12.5;
      font.setWeight(QFont::DemiBold);
      break;
    case TextRole::kPageTitle:
      pixels = 15;
      font.setWeight(QFont::DemiBold);
      break;
    case TextRole::kSmall:
      pixels = 11;
      break;
    case TextRole::kSmallStrong:
      pixels = 11;
      font.setWeight(QFont::DemiBold);
      break;
    case TextRole::kStatValue:
      pixels = 28;
      font.setWeight(QFont::DemiBold);
      break;
    case TextRole::kCode:
      pixels = 12;
      break;
  }
  // Fractional sizes exist only in points; at 96 dpi a pixel is three quarters of one.
  if (pixels == std::floor(pixels)) {
    font.setPixelSize(static_cast<int>(pixels));
  } else {
    font.setPointSizeF(pixels * 0.75);
  }
  return font;
}

void registerFonts() {
  for (const char* file : {"InterTabular-Regular.otf", "InterTabular-Medium.otf", "InterTabular-SemiBold.otf",
                           "InterTabular-Bold.otf", "JetBrainsMono-Regular.ttf"}) {
    QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QString::fromLatin1(file));
  }
}

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent), tokens_(light()) {}

void Theme::install() {
  if (!installed_) {
    registerFonts();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(font(TextRole::kBody));
    installed_ = true;
  }
  apply();
}

void Theme::setChoice(ThemeChoice choice) {
  choice_ = choice;
  apply();
}

void Theme::setSystemDark(bool dark) {
  systemDark_ = dark;
  if (choice_ == ThemeChoice::kSystem) apply();
}

void Theme::toggle() { setChoice(tokens_.dark ? ThemeChoice::kLight : ThemeChoice::kDark); }

const ThemeTokens& Theme::light() {
  static const ThemeTokens tokens = makeLight();
  return tokens;
}

const ThemeTokens& Theme::dark() {
  static const ThemeTokens tokens = makeDark();
  return tokens;
}

SeriesStyle Theme::series(int index) {
  static const std::array<QColor, 8> kColours = {
      QColor(0x4e, 0x9d, 0xe6), QColor(0xe6, 0x9f, 0x00), QColor(0x27, 0xa8, 0x84), QColor(0xcc, 0x79, 0xa7),
      QColor(0xd5, 0x5e, 0x00), QColor(0x8c, 0x7a, 0xe6), QColor(0x56, 0xb4, 0xe9), QColor(0xb5, 0xa6, 0x42)};
  static const std::array<QList<qreal>, 5> kDashes = {QList<qreal>{}, QList<qreal>{5, 3}, QList<qreal>{2, 2},
                                                      QList<qreal>{8, 3, 2, 3}, QList<qreal>{10, 4}};
  const auto n = static_cast<std::size_t>(std::max(index, 0));
  return {kColours[n % kColours.size()], kDashes[n % kDashes.size()]};
}

QFont Theme::font(TextRole role) {
  // Handed out again and again, because a font that is made anew looks for its glyphs anew. Each thread has its own:
  // that look-up writes into the font.
  thread_local std::map<TextRole, QFont> made;
  const auto known = made.find(role);
  return known != made.end() ? known->second : made.emplace(role, makeFont(role)).first->second;
}

void Theme::apply() {
  const bool wantDark = choice_ == ThemeChoice::kDark || (choice_ == ThemeChoice::kSystem && systemDark_);
  tokens_ = wantDark ? dark() : light();
  if (!installed_) return;
  QApplication::setPalette(paletteOf(tokens_));
  qApp->setStyleSheet(styleSheetFor(tokens_));
  Q_EMIT changed();
}

double contrastRatio(const QColor& first, const QColor& second) {
  const double a = luminance(first);
  const double b = luminance(second);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor blend(const QColor& under, const QColor& over, double alpha) {
  const auto mix = [alpha](int low, int high) { return static_cast<int>(std::lround(low + (high - low) * alpha)); };
  return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

}  // namespace vigie::console
